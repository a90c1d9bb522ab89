"""Usual jobs to begin with, and fields that only make sense together."""

import copy


def job(pod=None, container=None, **spec):
    main = {"name": "main", "image": "pytorch/pytorch:2.1", "command": ["python", "train.py"], **(container or {})}
    template = {"spec": {"restartPolicy": "Never", "containers": [main], **(pod or {})}}
    return {"apiVersion": "batch/v1", "kind": "Job", "metadata": {"name": "train"}, "spec": {"template": template, **spec}}


def bases():
    gpu = {"limits": {"nvidia.com/gpu": 1, "memory": "64Gi"}, "requests": {"cpu": "8", "memory": "32Gi"}}
    training = job(
        {
            "volumes": [{"name": "data", "persistentVolumeClaim": {"claimName": "d"}}, {"name": "shm", "emptyDir": {"medium": "Memory"}}],
            "tolerations": [{"key": "nvidia.com/gpu", "operator": "Exists", "effect": "NoSchedule"}],
            "nodeSelector": {"gpu": "a100"},
        },
        {
            "env": [{"name": "A", "value": "1"}, {"name": "B", "valueFrom": {"secretKeyRef": {"name": "s", "key": "k"}}}],
            "resources": gpu,
            "volumeMounts": [{"name": "data", "mountPath": "/data"}, {"name": "shm", "mountPath": "/dev/shm"}],
        },
        backoffLimit=2,
    )
    served = job(
        {
            "initContainers": [{"name": "fetch", "image": "busybox"}, {"name": "proxy", "image": "envoy", "restartPolicy": "Always"}],
            "securityContext": {"runAsUser": 1000, "fsGroup": 2000},
            "affinity": {"nodeAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": {"nodeSelectorTerms": [
                {"matchExpressions": [{"key": "zone", "operator": "In", "values": ["a"]}]}]}}},
        },
        {
            "ports": [{"containerPort": 8080, "name": "http"}],
            "livenessProbe": {"httpGet": {"port": "http"}, "periodSeconds": 5},
            "lifecycle": {"preStop": {"exec": {"command": ["true"]}}},
            "securityContext": {"allowPrivilegeEscalation": False, "capabilities": {"drop": ["ALL"]}},
        },
    )  # fmt: skip
    served["metadata"] = {"generateName": "serve-", "labels": {"app": "serve"}, "annotations": {"a": "b"}}
    indexed = job(completions=4, parallelism=2, completionMode="Indexed", backoffLimitPerIndex=1, maxFailedIndexes=2)
    nightly = {
        "apiVersion": "batch/v1",
        "kind": "CronJob",
        "metadata": {"name": "nightly"},
        "spec": {"schedule": "0 3 * * *", "jobTemplate": {"spec": copy.deepcopy(training["spec"])}},
    }
    return [job(), job(), training, training, served, indexed, nightly]


# --- scenes: each changes a manifest in place ----------------------------------------------------


def job_spec(manifest):
    spec = manifest.get("spec")
    for key in [] if manifest["kind"] == "Job" else ["jobTemplate", "spec"]:
        spec = spec.get(key) if isinstance(spec, dict) else None
    return spec if isinstance(spec, dict) else {}


def part(value, *steps):
    """The map or list at these steps, made where there is none; a stray one where another is in the way."""
    for step in steps:
        value = value.setdefault(step, {})
        if not isinstance(value, dict):
            return {}
    return value


def pod_spec(manifest):
    return part(job_spec(manifest), "template", "spec")


def container(manifest, rng):
    containers = pod_spec(manifest).get("containers")
    usable = [each for each in containers if isinstance(each, dict)] if isinstance(containers, list) else []
    return rng.choice(usable) if usable else {}


def indexed_job(manifest, rng):
    spec = job_spec(manifest)
    spec["completionMode"] = "Indexed"
    for key, values in {
        "completions": [1, 3, 100000, 100001, 0],
        "parallelism": [1, 3, 10001, 100001],
        "backoffLimitPerIndex": [0, 1, -1],
        "maxFailedIndexes": [0, 3, 4, 10001, 100001, -1],
    }.items():
        if rng.random() < 0.5:
            spec[key] = rng.choice(values)
    if rng.random() < 0.3:
        manifest["metadata"] = {"name": rng.choice(["a" * 61, "a" * 62, "a" * 63, "a.b", "a" * 57])}


def failure_policy(manifest, rng):
    spec = job_spec(manifest)
    codes = rng.choice([[1], [1, 2], [2, 1], [1, 1], [0, 1], [], list(range(1, 257))])
    exit_codes = {"operator": rng.choice(["In", "NotIn", "in", ""]), "values": codes}
    if rng.random() < 0.4:
        exit_codes["containerName"] = rng.choice(["main", "fetch", "gone", ""])
    rule = {"action": rng.choice(["FailJob", "FailIndex", "Ignore", "Count", "Bogus"]), "onExitCodes": exit_codes}
    if rng.random() < 0.3:
        rule["onPodConditions"] = [{"type": "DisruptionTarget", "status": "True"}]
        if rng.random() < 0.6:
            del rule["onExitCodes"]
    spec["podFailurePolicy"] = {"rules": [copy.deepcopy(rule) for _ in range(rng.choice([1, 1, 1, 2, 21]))]}
    if rng.random() < 0.4:
        spec["podReplacementPolicy"] = rng.choice(["Failed", "TerminatingOrFailed"])
    if rng.random() < 0.3:
        pod_spec(manifest)["restartPolicy"] = "OnFailure"


def success_policy(manifest, rng):
    spec = job_spec(manifest)
    if rng.random() < 0.8:
        spec.update(completionMode="Indexed", completions=rng.choice([1, 3, 5]))
    rule = {}
    if rng.random() < 0.7:
        rule["succeededIndexes"] = rng.choice(["0", "0-2", "0,2", "1-0", "5", "0,0", "a", ""])
    if rng.random() < 0.7:
        rule["succeededCount"] = rng.choice([0, 1, 2, 6, -1])
    spec["successPolicy"] = {"rules": [rule] * rng.choice([0, 1, 1, 2, 21])}


def selector(manifest, rng):
    spec = job_spec(manifest)
    if rng.random() < 0.7:
        spec["manualSelector"] = rng.random() < 0.8
    labels = {"app": rng.choice(["a", "b"])}
    if rng.random() < 0.8:
        spec["selector"] = rng.choice([{"matchLabels": {"app": "a"}}, {}, {"matchExpressions": [{"key": "app", "operator": "Exists"}]}])
    if rng.random() < 0.4:
        labels[rng.choice(["job-name", "controller-uid", "batch.kubernetes.io/job-name", "batch.kubernetes.io/controller-uid"])] = "train"
    if isinstance(spec.get("template"), dict):
        spec["template"]["metadata"] = {"labels": labels}


def resources(manifest, rng):
    names = ["cpu", "memory", "nvidia.com/gpu", "ephemeral-storage", "hugepages-2Mi", "example.com/tpu"]
    amounts = ["1", "2", "500m", "1Gi", "2Mi", "3Mi", "4Mi", "0", "0.5", "-1", "1.5Gi", 1, 2]
    resources = {}
    for kind in ["limits", "requests"]:
        if rng.random() < 0.75:
            resources[kind] = {name: rng.choice(amounts) for name in rng.sample(names, rng.randint(1, 3))}
    where = container(manifest, rng) if rng.random() < 0.85 else pod_spec(manifest)
    where["resources"] = resources


def mounts(manifest, rng):
    names = ["data", "cache", "shm", "gone"]
    pod = pod_spec(manifest)
    sources = [{"emptyDir": {}}, {"emptyDir": {"sizeLimit": "1Gi"}}, {"configMap": {"name": "c"}}, {}, {"hostPath": {"path": "/x"}}]
    volumes = rng.choices(names, k=rng.randint(1, 3))
    pod["volumes"] = [{"name": name, **rng.choice(sources)} for name in volumes]
    paths = ["/data", "/cache", "/data", "a", ""]
    container(manifest, rng)["volumeMounts"] = [
        {"name": rng.choice(names), "mountPath": rng.choice(paths), **rng.choice([{}, {}, {"subPath": "a"}, {"readOnly": True, "recursiveReadOnly": "Enabled"}, {"mountPropagation": "Bidirectional"}])}
        for _ in range(rng.randint(1, 3))
    ]


def host_network(manifest, rng):
    pod = pod_spec(manifest)
    pod["hostNetwork"] = rng.random() < 0.8
    ports = [{"containerPort": rng.choice([80, 81]), "hostPort": rng.choice([80, 81])} for _ in range(rng.randint(1, 2))]
    for port in ports:
        if rng.random() < 0.4:
            port.update(rng.choice([{"protocol": "UDP"}, {"name": "http"}, {"hostIP": "10.0.0.1"}, {"hostIP": "x"}]))
    container(manifest, rng)["ports"] = ports


def security(manifest, rng):
    context = {}
    for key, values in {
        "privileged": [True, False],
        "allowPrivilegeEscalation": [True, False],
        "capabilities": [{"add": ["SYS_ADMIN"]}, {"add": ["CAP_SYS_ADMIN"]}, {"drop": ["ALL"]}],
        "seccompProfile": [{"type": "Localhost"}, {"type": "Localhost", "localhostProfile": "a"}, {"type": "RuntimeDefault", "localhostProfile": "a"}],
        "procMount": ["Default", "Unmasked"],
        "windowsOptions": [{"hostProcess": True}, {"runAsUserName": "x"}, {}],
    }.items():
        if rng.random() < 0.4:
            context[key] = rng.choice(values)
    container(manifest, rng)["securityContext"] = context
    if rng.random() < 0.3:
        pod_spec(manifest)["os"] = {"name": rng.choice(["linux", "windows", "mac"])}
    if rng.random() < 0.3:
        pod_spec(manifest).update(rng.choice([{"hostPID": True, "shareProcessNamespace": True}, {"hostUsers": False}, {"hostUsers": False, "hostNetwork": True}]))


def several_containers(manifest, rng):
    pod = pod_spec(manifest)
    names = ["a", "b", "main", "a"]
    key = rng.choice(["containers", "initContainers"])
    extra = [{}, {"restartPolicy": "Always"}, {"restartPolicy": "Never"}, {"livenessProbe": {"exec": {"command": ["x"]}}}, {"lifecycle": {"preStop": {"exec": {"command": ["x"]}}}}]
    added = [{"name": rng.choice(names), "image": "x", **copy.deepcopy(rng.choice(extra))} for _ in range(rng.randint(1, 3))]
    before = pod.get(key)
    pod[key] = (before if isinstance(before, list) else []) + added


def toleration(manifest, rng):
    toleration = {}
    for key, values in {
        "key": ["a", "", "a b"],
        "operator": ["Exists", "Equal", "", "Lt"],
        "value": ["x", "", "a b", "1"],
        "effect": ["NoExecute", "NoSchedule", "", "Bogus"],
        "tolerationSeconds": [0, 60, -1],
    }.items():
        if rng.random() < 0.6:
            toleration[key] = rng.choice(values)
    pod_spec(manifest)["tolerations"] = [toleration]


def resource_claims(manifest, rng):
    claim = rng.choice([{"resourceClaimName": "c"}, {"resourceClaimTemplateName": "t"}, {}, {"resourceClaimName": "c", "resourceClaimTemplateName": "t"}])
    pod_spec(manifest)["resourceClaims"] = [{"name": rng.choice(["gpu", "GPU"]), **claim}] * rng.choice([1, 1, 2])
    part(container(manifest, rng), "resources")["claims"] = [{"name": rng.choice(["gpu", "gone"])}] * rng.choice([1, 1, 2])


def names_and_labels(manifest, rng):
    name = rng.choice(["a" * 63, "a" * 64, "a.b", "a" * 253, "My-Job", "a_b", "train-", "0", "$NAME", "a" * 52, "a" * 53])
    manifest["metadata"] = {rng.choice(["name", "name", "generateName"]): name}
    if rng.random() < 0.3:
        manifest["metadata"]["labels"] = {rng.choice(["app", "a b", "x/y", "X.y/z"]): rng.choice(["v", "a b", "", "-"])}
    if rng.random() < 0.15:
        manifest["metadata"]["annotations"] = {"big": "x" * rng.choice([262140, 262141, 262142, 262145])}


def dns(manifest, rng):
    pod = pod_spec(manifest)
    pod["dnsPolicy"] = rng.choice(["None", "Default", "ClusterFirst", "none"])
    if rng.random() < 0.7:
        pod["dnsConfig"] = rng.choice([{}, {"nameservers": ["1.1.1.1"]}, {"nameservers": ["1.1.1.1"] * 4}, {"searches": ["a.b"] * 33}, {"nameservers": ["x"], "options": [{"value": "1"}]}])


def probe(manifest, rng):
    handlers = [{"exec": {"command": ["x"]}}, {"httpGet": {"port": 80}}, {"tcpSocket": {"port": "http"}}, {"grpc": {"port": 1}}, {}, {"exec": {}}, {"httpGet": {"port": 80}, "grpc": {"port": 1}}]
    probe = copy.deepcopy(rng.choice(handlers))
    for key in ["successThreshold", "failureThreshold", "periodSeconds", "timeoutSeconds", "terminationGracePeriodSeconds"]:
        if rng.random() < 0.3:
            probe[key] = rng.choice([0, 1, 2, -1])
    container(manifest, rng)[rng.choice(["livenessProbe", "readinessProbe", "startupProbe"])] = probe


SCENES = [
    indexed_job, failure_policy, success_policy, selector, resources, resources, mounts, mounts, host_network, security,
    several_containers, toleration, resource_claims, names_and_labels, dns, probe,
]  # fmt: skip
