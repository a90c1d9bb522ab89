"""Kinds that Kubernetes itself does not have, such as Volcano's and Kubeflow's."""

import json
import time

from scene import check

KINDS = {
    "volcano": ("batch.volcano.sh", "v1alpha1", "Job", "jobs"),
    "pytorch": ("kubeflow.org", "v1", "PyTorchJob", "pytorchjobs"),
}
VOLCANO = """\
resource_args:
  kubernetes:
    apiVersion: batch.volcano.sh/v1alpha1
    kind: Job
    spec:
      minAvailable: 1
      schedulerName: volcano
      tasks:
        - name: worker
          replicas: 1
          template:
            spec:
              containers: [{name: main}]
"""
PYTORCH = """\
resource_args:
  kubernetes:
    apiVersion: kubeflow.org/v1
    kind: PyTorchJob
    spec:
      pytorchReplicaSpecs:
        Master:
          replicas: 1
          template:
            spec:
              containers: [{name: pytorch}]
"""
# What their controllers write (in the order in which a job comes by), and what it means.
PHASES = [
    ("Pending", "queued"),
    ("Inqueue", "queued"),
    ("Running", "running"),
    ("Completing", "running"),
    ("Completed", "succeeded"),
]
CONDITIONS = [
    ([("Created", "True")], "starting"),
    ([("Created", "True"), ("Running", "True")], "running"),
    ([("Created", "True"), ("Running", "False"), ("Suspended", "True")], "queued"),
    ([("Created", "True"), ("Running", "False"), ("Failed", "True")], "failed"),
]


def install(api, group, version, kind, plural, spec=None):
    free = {"type": "object", "x-kubernetes-preserve-unknown-fields": True}
    schema = {"type": "object", "properties": {"spec": spec or free, "status": free}}
    definition = {
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": {"name": "%s.%s" % (plural, group)},
        "spec": {
            "group": group,
            "scope": "Namespaced",
            "names": {"kind": kind, "plural": plural, "singular": kind.lower()},
            "versions": [
                {
                    "name": version,
                    "served": True,
                    "storage": True,
                    "schema": {"openAPIV3Schema": schema},
                    "subresources": {"status": {}},
                }
            ],
        },
    }
    api.call("POST", "/apis/apiextensions.k8s.io/v1/customresourcedefinitions", definition)
    deadline = time.monotonic() + 20
    path = "/apis/%s/%s/%s" % (group, version, plural)
    while "items" not in api.call("GET", path, good=None):
        check(time.monotonic() < deadline, "the server does not serve %s" % kind)
        time.sleep(0.1)


def custom_resources_are_followed(scene):
    missing = scene.run("submit", scene.job("early", PYTORCH))
    check(missing.returncode == 4 and "no matches for kind" in missing.stderr, missing.stderr)
    paths = {}
    for name, (group, version, kind, plural) in KINDS.items():
        install(scene.api, group, version, kind, plural)
        paths[name] = "/apis/%s/%s/namespaces/%s/%s" % (group, version, scene.name, plural)
    volcano, pytorch = scene.job("volcano", VOLCANO), scene.job("pytorch", PYTORCH)
    scene.good("submit", volcano, pytorch)
    check("already submitted" in scene.good("submit", volcano, LAUNCH_STATE_DIR=str(scene.folder / "b")).stdout, "known")
    unknown = scene.status(volcano)
    check(unknown["state"] == "unknown" and "is a controller for Job installed?" in unknown["why"], unknown)
    made = {name: scene.api.items(path)[0] for name, path in paths.items()}
    owners = {secret["metadata"]["ownerReferences"][0]["uid"] for secret in scene.secrets()}
    check({each["metadata"]["uid"] for each in made.values()} <= owners, "each owns its Secret")
    template = made["volcano"]["spec"]["tasks"][0]["template"]
    check("launch.digest" in template["metadata"]["labels"], json.dumps(template))
    for phase, state in PHASES:
        path = "%s/%s" % (paths["volcano"], made["volcano"]["metadata"]["name"])
        scene.api.set_status(path, {"state": {"phase": phase}})
        check(scene.status(volcano)["state"] == state, "%s is %s" % (phase, scene.status(volcano)))
    for conditions, state in CONDITIONS:
        path = "%s/%s" % (paths["pytorch"], made["pytorch"]["metadata"]["name"])
        listed = [{"type": kind, "status": status, "message": "m"} for kind, status in conditions]
        scene.api.set_status(path, {"conditions": listed})
        check(scene.status(pytorch)["state"] == state, "%s is %s" % (conditions, scene.status(pytorch)))
