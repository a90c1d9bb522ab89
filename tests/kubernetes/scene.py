"""A namespace of a real API server, and launch submitting to it: what the tests of submitting share."""

import http.client
import json
import os
import pathlib
import ssl
import subprocess
import threading
import time
import urllib.parse

SECRET = "canary-7f3a9c"
JOB = """\
resource: kubernetes
entity: team
project: p
run_id: {name}
image: registry.example.com/train@sha256:2e0f3c1d6c0f6c1b2b6e8d6b7a1f7e5d4c3b2a190817263544f5e6d7c8b9a0f1
command: [python, train.py]
"""
ENV = """\
env:
  TOKEN: null
  URL: "db://u:${TOKEN}@h/x"
"""


def check(condition, text):
    if not condition:
        raise AssertionError(text)


class Api:
    """The server, without kubectl: quick, and by another way than launch's."""

    def __init__(self, access):
        self.access = access
        self.context = ssl.create_default_context(cafile=access["APISERVER_CA"])

    def call(self, method, path, body=None, kind="application/json", good=(200, 201, 202)):
        address = urllib.parse.urlsplit(self.access["APISERVER_URL"])
        connection = http.client.HTTPSConnection(
            address.hostname, address.port, context=self.context, timeout=30
        )
        try:
            headers = {"Content-Type": kind, "Authorization": "Bearer " + self.access["APISERVER_TOKEN"]}
            text = None if body is None else json.dumps(body)
            connection.request(method, path, text, headers)
            answer = connection.getresponse()
            text = answer.read()
            # A path that is not served yet is refused in plain text.
            data = json.loads(text) if text.startswith(b"{") else {"message": repr(text)}
        finally:
            connection.close()
        check(good is None or answer.status in good, "%s %s: %s" % (method, path, data))
        return data

    def items(self, path, selector="launch.digest"):
        return self.call("GET", "%s?labelSelector=%s" % (path, urllib.parse.quote(selector)))["items"]

    def set_status(self, path, status):
        """As a controller or kubelet would."""
        return self.call("PATCH", path + "/status", {"status": status}, "application/merge-patch+json")


class Scene:
    """A workspace, a state folder and a namespace of its own."""

    def __init__(self, launch, server, folder, name):
        self.launch, self.server, self.folder, self.name = launch, server, pathlib.Path(folder), name
        self.api = Api(server.access)
        namespace = {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name}}
        self.api.call("POST", "/api/v1/namespaces", namespace)
        self.state = self.folder / "state"
        self.environment = {
            **server.environment(),
            "KUBECONFIG": str(self.kubeconfig("usual")),
            "HOME": str(self.folder),
            "LAUNCH_STATE_DIR": str(self.state),
            "TOKEN": SECRET,
            "WANDB_API_KEY": "key-" + SECRET,
        }
        (self.folder / "launch.yaml").write_text("{}\n")

    def kubeconfig(self, name, cluster=(), user=(), context=()):
        access = self.server.access
        config = json.loads(pathlib.Path(access["KUBECONFIG"]).read_text())
        config["clusters"][0]["cluster"].update(dict(cluster))
        config["users"][0]["user"].update(dict(user))
        config["contexts"][0]["context"].update({"namespace": self.name, **dict(context)})
        path = self.folder / (name + ".kubeconfig")
        path.write_text(json.dumps(config))
        return path

    def use_client(self, script):
        """launch runs this instead of kubectl, which it finds as $REAL."""
        path = self.folder / "client"
        path.write_text("#!/bin/sh\nREAL=%s\n%s" % (self.server.programs / "kubectl", script))
        path.chmod(0o755)
        (self.folder / "launch.yaml").write_text("clients:\n  kubectl: %s\n" % path)

    def use_usual_client(self):
        (self.folder / "launch.yaml").write_text("{}\n")

    def job(self, name, more="", secret=True):
        path = self.folder / (name + ".yaml")
        path.write_text(JOB.format(name=name) + (ENV if secret else "") + more)
        return path.name

    def run(self, *words, **more):
        done = subprocess.run(
            [self.launch, *words],
            cwd=self.folder,
            env={**self.environment, **more},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
        )
        check(SECRET not in done.stdout + done.stderr, "%s: the secret was printed" % (words,))
        return done

    def good(self, *words, **more):
        done = self.run(*words, **more)
        check(done.returncode == 0, "%s: exit code %s\n%s%s" % (words, done.returncode, done.stdout, done.stderr))
        return done

    def start(self, *words, **more):
        return subprocess.Popen(
            [self.launch, *words],
            cwd=self.folder,
            env={**self.environment, **more},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def status(self, name):
        return json.loads(self.good("status", name, "--format", "json").stdout)["submissions"][0]

    def jobs_path(self):
        return "/apis/batch/v1/namespaces/%s/jobs" % self.name

    def core_path(self, kind):
        return "/api/v1/namespaces/%s/%s" % (self.name, kind)

    def jobs(self):
        return self.api.items(self.jobs_path())

    def secrets(self):
        return self.api.items(self.core_path("secrets"))

    def one_each(self, count):
        """Every submission has one Job, and each Job its own Secret."""
        jobs, secrets = self.jobs(), self.secrets()
        marks = [job["metadata"]["annotations"]["launch.digest"] for job in jobs]
        attempts = [job["metadata"]["labels"]["launch.attempt"] for job in jobs]
        check(len(jobs) == count, "%d Jobs, and there should be %d" % (len(jobs), count))
        check(len(set(zip(marks, attempts))) == count, "a spec has two Jobs: %s" % marks)
        uids = sorted(job["metadata"]["uid"] for job in jobs)
        owners = sorted(secret["metadata"]["ownerReferences"][0]["uid"] for secret in secrets)
        check(owners == uids, "Secrets of %s for Jobs %s" % (owners, uids))
        for job in jobs:
            names = {
                entry["valueFrom"]["secretKeyRef"]["name"]
                for entry in job["spec"]["template"]["spec"]["containers"][0]["env"]
                if "valueFrom" in entry
            }
            there = {secret["metadata"]["name"] for secret in secrets}
            check(len(names) == 1 and names <= there, "%s of %s" % (names, there))

    def pod(self, name, job, status, deleted=False, containers=("main",)):
        """As the Job's controller and a kubelet would have it."""
        metadata = {
            "name": name,
            "labels": job["spec"]["template"]["metadata"]["labels"],
            "ownerReferences": [
                {"apiVersion": "batch/v1", "kind": "Job", "controller": True, **{
                    key: job["metadata"][key] for key in ("name", "uid")}}
            ],
        }
        if deleted:
            metadata["finalizers"] = ["launch.test/kept"]
        spec = {"containers": [{"name": each, "image": "i"} for each in containers]}
        if status.pop("scheduled", True):
            spec["nodeName"] = "node"
        self.api.call("POST", self.core_path("pods"), {"metadata": metadata, "spec": spec})
        path = self.core_path("pods/" + name)
        self.api.set_status(path, status)
        if deleted:
            self.api.call("DELETE", path)
        return path


class Controllers:
    """What takes away what was deleted, for want of the garbage collector: first the pods, then their owner."""

    def __init__(self, scene):
        self.scene, self.ended = scene, False
        self.thread = threading.Thread(target=self.work)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.ended = True
        self.thread.join()

    def work(self):
        api, scene = self.scene.api, self.scene
        while not self.ended:
            for job in scene.jobs():
                if "deletionTimestamp" not in job["metadata"]:
                    continue
                uid = job["metadata"]["uid"]
                for kind in ("pods", "secrets"):
                    for owned in api.items(scene.core_path(kind)):
                        if owned["metadata"]["ownerReferences"][0]["uid"] == uid:
                            path = scene.core_path("%s/%s" % (kind, owned["metadata"]["name"]))
                            api.call("DELETE", path, {"gracePeriodSeconds": 0}, good=None)
                path = "%s/%s" % (scene.jobs_path(), job["metadata"]["name"])
                api.call("PATCH", path, {"metadata": {"finalizers": None}}, "application/merge-patch+json", None)
            time.sleep(0.05)


def environment_number(name, usual):
    return int(os.environ.get(name, usual))
