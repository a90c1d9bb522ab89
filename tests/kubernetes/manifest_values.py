"""Values for the fields of Kubernetes objects: mostly right, and else nearly so.

A field's grammar is chosen by its name. Each grammar is a list of values that are right somewhere and a
list of those that are wrong or odd.
"""

LONG_LABEL, LONG_NAME = "a" * 63, ".".join(["b" * 60] * 4)

GRAMMARS = {
    "label": (
        ["main", "data", "x", "a-b", "c0", "0c", LONG_LABEL],
        ["", "Main", "a.b", "a_b", "-a", "a-", "a--b", "é", LONG_LABEL + "a", "a b", "a/b"],
    ),
    "subdomain": (
        ["settings", "a.b", "a-b.c", "0", LONG_LABEL, LONG_NAME],
        ["", "Settings", "a..b", ".a", "a.", "a_b", "-a", "a/b", "a b", LONG_NAME + ".ccccccccccc", "*"],
    ),
    "qualified": (
        ["app", "example.com/app", "A_b.c", "a" * 63, "kubernetes.io/hostname", "batch.kubernetes.io/job-name"],
        ["", "/a", "a/", "a/b/c", "a b", "-a", "Example.com/app", "a" * 64, "a_b.com/x", "ünï", "a.b/" + "c" * 64],
    ),
    "label_value": (
        ["", "v1", "A_b.c", "2", "true", LONG_LABEL],
        ["a b", "-a", "a-", "a/b", "é", LONG_LABEL + "a", "a,b", "_"],
    ),
    "text": (
        ["", "x", "some text", "é", "a\nb", "--flag=1", "$(HOME)", "true", "1"],
        ["\x00", "\x7f", "x" * 5000],
    ),
    "image": (["busybox", "pytorch/pytorch:2.1", "UPPER/Case:::bad", "x@sha256:0"], ["", " x", "x ", " ", "\t"]),
    "path": (["/data", "/", "data", "/a/../b", "a:b", "C:\\x"], ["", "..", "/..", "a/..", "../a", "/a:b"]),
    "relative_path": (["a", "a/b", "..a", "a..", "$(X)/b", "."], ["", "/a", "..", "a/../b", "../a", "a/.."]),
    "port": ([1, 80, 8080, 65535], [0, -1, 65536, 2**31 - 1]),
    "port_or_name": ([80, "http", "a-1", 65535], [0, 65536, "80", "", "HTTP", "a--b", "-a", "a" * 16, "1-"]),
    "port_name": (["http", "a-1", "1a", "a" * 15], ["", "HTTP", "80", "a--b", "-a", "a-", "a" * 16, "a_b"]),
    "count": ([0, 1, 2, 3, 5, 10, 100], [-1, 100001, 2**31 - 1, -(2**31)]),
    "seconds": ([1, 30, 60, 600, 3600], [0, -1, 2**31 - 1, 2**31, 2**63 - 1]),
    "mode": ([0, 256, 420, 511], [512, -1, 777, 2**31 - 1]),
    "user": ([0, 1000, 65534, 2**31 - 1], [-1, 2**31, 2**63 - 1, -(2**63)]),
    "weight": ([1, 50, 100], [0, 101, -1]),
    "exit_code": ([1, 2, 42, 137, 255], [0, -1, 256, 1000]),
    "quantity": (
        ["1", "2Gi", "500Mi", "1.5", "250m", "1e3", "1000m", 1, 2, 0, "0", "64Gi", "3T", "8E", 1.5],
        ["-1", "1gi", "2GB", "1 Gi", "", ".", "1Zi", "0.1m", "1e400", "abc", "0x10", " 1Gi", "+5", "5.", ".5", -1],
    ),
    "time": (
        ["2026-01-01T00:00:00Z", "2026-01-01T00:00:00.5+01:00", "2024-02-29T23:59:59Z"],
        ["", "2026-01-01", "2026-02-30T00:00:00Z", "2026-01-01T00:00:00", "2026-01-01t00:00:00z", "now"],
    ),
    "env_name": (["A", "HOME", "a.b", "_x", "A-1", "x y", "1A", "é"], ["", "A=B", "=", "a\nb", "\t"]),
    "config_key": (["a", "a.b", "A_b-c", "..a", "key.json"], ["", ".", "..", "a/b", "a b", "é", "a" * 254]),
    "ip": (
        ["10.0.0.1", "127.0.0.1", "::1", "2001:db8::1", "0.0.0.0"],
        ["", "10.0.0", "10.0.0.256", "010.0.0.1", "localhost", "::ffff:1.2.3.4", "1.2.3.4/8", "2001:DB8::1", "::g"],
    ),
    "field_path": (
        ["metadata.name", "metadata.labels['app']", "metadata.annotations['a.b/c']", "status.podIP", "spec.nodeName"],
        ["", "metadata.foo", "metadata.labels", "metadata.labels['a b']", "metadata.labels['']", "status.phase", "spec"],
    ),
    "resource_field": (
        ["limits.cpu", "requests.memory", "limits.ephemeral-storage", "limits.hugepages-2Mi"],
        ["", "limits.nvidia.com/gpu", "limits.gpu", "cpu", "limits", "limits.storage"],
    ),
    "divisor": (["1", "1m", "1Mi", "1Gi", "1k", "0", 1], ["2", "1Ti", "-1", "x", "3Mi", "10m"]),
    "resource_name": (
        ["cpu", "memory", "nvidia.com/gpu", "ephemeral-storage", "hugepages-2Mi", "example.com/tpu", "storage"],
        ["gpu", "mem", "", "pods", "requests.cpu", "requests.nvidia.com/gpu", "kubernetes.io/x", "a b", "hugepages-", "hugepages-3x"],
    ),
    "cron": (
        ["* * * * *", "*/5 0 1,15 * 1-5", "@hourly", "0 0 * * SUN", "@every 1h", "? * * * *", "0 0 1 JAN *"],
        ["", "* * * *", "60 * * * *", "* 24 * * *", "@never", "*/0 * * * *", "a b c d e", "5-1 * * * *", "* * 0 * *", "TZ=UTC * * * * *", "CRON_TZ=Foo 0 0 * * *", "* * * * 7", "@every x"],
    ),
    "time_zone": (["UTC", "Europe/Berlin", "America/New_York"], ["", "Local", "local", "Mars/Phobos", "utc", "+01:00", "../x", "Europe/Berlin "]),
    "indexes": (["0", "0-2", "0,2", "1-2,4", "3"], ["", "a", "2-1", "0,0", "1,0", "-1", "0-", "0,,1", "1-1", "99999999999"]),
    "managed_by": (["kubernetes.io/job-controller", "kueue.x-k8s.io/multikueue", "a.b/c"], ["", "a", "A.b/c", "a/b/c", "a.b/", "a.b/" + "c" * 70]),
    "domain": (["example.com", "a.b", "svc.cluster.local", "a_b.c", "."], ["", "a..b", "Example.com", "-a", "a" * 64 + ".b", LONG_NAME + ".x"]),
    "sysctl": (["kernel.shm_rmid_forced", "net.ipv4.tcp_syncookies", "net/ipv4/a.b"], ["", "kernel..x", "A.b", "-a", "a b", "kernel.msgmax"]),
    "finalizer": (["example.com/x", "foregroundDeletion", "orphan", "kubernetes"], ["", "x", "a b/c", "Example.com/"]),
    "topology_key": (["kubernetes.io/hostname", "zone", "topology.kubernetes.io/zone"], ["", "a b", "/x", "Zone/"]),
    "condition": (["DisruptionTarget", "ConfigIssue", "a.b/c"], ["", "a b", "-x"]),
    "condition_status": (["True", "False", "Unknown"], ["", "true", "x"]),
    "claim_uid": (["0b5ba0c4-5d3e-4b5e-8f63-7a7ab0e7d9d1", "x"], [""]),
    "iqn": (["iqn.2001-04.com.example:storage", "eui.0123456789abcdef", "naa.0123456789abcdef"], ["", "iqn", "iqn.2001-4.x", "eui.1", "naa.x"]),
    "key_type": (["RSA3072", "ECDSAP256", "ED25519"], ["", "rsa", "RSA1024"]),
    "signer": (["example.com/signer", "a.b/c.d"], ["", "signer", "Example.com/x", "a.b/"]),
    "host_port": (["host:1234", "a", "10.0.0.1:1"], ["", ":"]),
    "driver": (["csi.example.com", "a", "a-b.c", "A.b"], ["", "a_b", "-a", "a" * 64]),
    "integer": ([0, 1, 2, 10], [-1, 2**31 - 1, -(2**31), 2**31, 2**63]),
}

# By owner and field, or by field alone.
FIELDS = {
    "meta.v1.ObjectMeta.name": "subdomain", "meta.v1.ObjectMeta.generateName": "subdomain", "namespace": "label",
    "meta.v1.OwnerReference.name": "subdomain", "meta.v1.OwnerReference.uid": "claim_uid", "uid": "claim_uid",
    "core.v1.EnvVar.name": "env_name", "core.v1.EnvFromSource.prefix": "env_name", "core.v1.HTTPHeader.name": "qualified",
    "core.v1.ContainerPort.name": "port_name", "core.v1.Sysctl.name": "sysctl", "core.v1.PodSchedulingGate.name": "qualified",
    "core.v1.PodDNSConfigOption.name": "label", "core.v1.ObjectReference.name": "subdomain",
    "core.v1.ConfigMapKeySelector.name": "subdomain", "core.v1.SecretKeySelector.name": "subdomain",
    "core.v1.ConfigMapVolumeSource.name": "subdomain", "core.v1.ConfigMapEnvSource.name": "subdomain",
    "core.v1.SecretEnvSource.name": "subdomain", "core.v1.LocalObjectReference.name": "subdomain",
    "name": "label", "secretName": "subdomain", "claimName": "subdomain", "containerName": "label",
    "serviceAccountName": "subdomain", "serviceAccount": "subdomain", "priorityClassName": "subdomain",
    "runtimeClassName": "subdomain", "schedulerName": "text", "nodeName": "subdomain", "hostname": "label",
    "subdomain": "label", "hostnameOverride": "subdomain", "image": "image", "reference": "image",
    "mountPath": "path", "devicePath": "path", "path": "path", "workingDir": "text", "subPath": "relative_path",
    "core.v1.KeyToPath.path": "relative_path", "core.v1.DownwardAPIVolumeFile.path": "relative_path",
    "core.v1.ServiceAccountTokenProjection.path": "relative_path", "core.v1.HTTPGetAction.path": "text",
    "subPathExpr": "relative_path", "containerPort": "port", "hostPort": "port", "port": "port_or_name",
    "core.v1.GRPCAction.port": "port", "mode": "mode", "defaultMode": "mode", "runAsUser": "user", "runAsGroup": "user",
    "fsGroup": "user", "supplementalGroups": "user", "weight": "weight", "values": "label_value",
    "batch.v1.PodFailurePolicyOnExitCodesRequirement.values": "exit_code", "core.v1.ContainerRestartRuleOnExitCodes.values": "exit_code",
    "fieldPath": "field_path", "core.v1.ResourceFieldSelector.resource": "resource_field", "divisor": "divisor",
    "core.v1.ContainerResizePolicy.resourceName": "resource_name", "schedule": "cron", "timeZone": "time_zone",
    "succeededIndexes": "indexes", "managedBy": "managed_by", "nameservers": "ip", "searches": "domain", "ip": "ip",
    "hostIP": "ip", "hostnames": "subdomain", "finalizers": "finalizer", "topologyKey": "topology_key",
    "maxSkew": "weight", "minDomains": "weight", "batch.v1.PodFailurePolicyOnPodConditionsPattern.type": "condition",
    "batch.v1.PodFailurePolicyOnPodConditionsPattern.status": "condition_status", "conditionType": "qualified",
    "core.v1.NodeSelectorRequirement.key": "qualified", "meta.v1.LabelSelectorRequirement.key": "qualified",
    "core.v1.Toleration.key": "qualified", "core.v1.Toleration.value": "label_value", "key": "config_key",
    "core.v1.Sysctl.value": "text", "expirationSeconds": "seconds", "activeDeadlineSeconds": "seconds",
    "ttlSecondsAfterFinished": "seconds", "terminationGracePeriodSeconds": "seconds", "tolerationSeconds": "seconds",
    "startingDeadlineSeconds": "seconds", "iqn": "iqn", "keyType": "key_type", "signerName": "signer", "monitors": "host_port", "registry": "host_port",
    "driver": "driver", "lun": "weight", "targetPortal": "host_port", "endpoints": "subdomain", "server": "text", "accessModes": "text", "matchLabelKeys": "qualified",
    "mismatchLabelKeys": "qualified", "namespaces": "label", "resourceClaimName": "subdomain",
    "resourceClaimTemplateName": "subdomain", "storageClassName": "subdomain", "volumeName": "subdomain",
    "core.v1.PodOS.name": "text", "kind": "text", "apiVersion": "text", "selfLink": "text", "resourceVersion": "text",
}  # fmt: skip

# Keys and values of maps.
MAPS = {
    "labels": ("qualified", "label_value"), "matchLabels": ("qualified", "label_value"),
    "nodeSelector": ("qualified", "label_value"), "annotations": ("qualified", "text"),
    "limits": ("resource_name", "quantity"), "requests": ("resource_name", "quantity"),
    "overhead": ("resource_name", "quantity"),
}  # fmt: skip


class Values:
    def __init__(self, rng, wrong):
        self.rng = rng
        self.wrong = wrong  # how likely each value is a wrong one

    def from_grammar(self, name):
        good, bad = GRAMMARS[name]
        return self.rng.choice(bad if self.rng.random() < self.wrong else good)

    def text_from(self, name):
        value = self.from_grammar(name)
        return value if isinstance(value, str) else str(value)

    def scalar(self, owner, key, schema):
        """A value for a field that is no object, list or map."""
        words = schema.get("x-kubernetes-enum") or schema.get("enum")
        if words:
            return self.word(words)
        special = schema.get("x-kubernetes-type")
        if special in ("quantity", "time"):
            return self.from_grammar("divisor" if key == "divisor" else special)
        if special == "fields":
            return {}
        if schema["type"] == "boolean":
            return self.rng.random() < 0.5
        grammar = FIELDS.get("%s.%s" % (owner, key)) or FIELDS.get(key)
        if schema["type"] == "integer":
            return self.from_grammar(grammar or self.rng.choice(["count", "count", "integer"]))
        return self.from_grammar(grammar or "text")

    def word(self, words):
        if self.rng.random() < self.wrong:
            word = self.rng.choice(words)
            return self.rng.choice([word.lower(), word.upper(), word + "s", "", "true", "Bogus"])
        return self.rng.choice(words)

    def map(self, key, schema):
        names, values = MAPS.get(key, ("qualified", "text"))
        inner = schema["additionalProperties"]
        if inner.get("x-kubernetes-type") == "quantity":
            names, values = "resource_name", "quantity"
        return {self.text_from(names): self.from_grammar(values) for _ in range(self.rng.randint(1, 2))}
