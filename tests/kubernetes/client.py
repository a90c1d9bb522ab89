"""Asks a Kubernetes API server for its verdict on objects, without making any."""

import concurrent.futures
import http.client
import json
import os
import re
import ssl
import subprocess
import typing
import urllib.parse

RESOURCES = {"Job": "jobs", "CronJob": "cronjobs"}


class Complaint(typing.NamedTuple):
    field: typing.Optional[str]  # None when none is named
    message: str
    # The field is named without indexes and map keys: something at it or in it is meant.
    vague: bool = False


class Verdict:
    """Whether the server would take the object, and its complaints."""

    def __init__(self, accepted, complaints=()):
        self.accepted = accepted
        self.complaints = list(complaints)

    def text(self):
        return "; ".join("%s: %s" % (each.field or "?", each.message) for each in self.complaints) or "accept"


class Client:
    def __init__(self, access):
        self.token = access["APISERVER_TOKEN"]
        address = urllib.parse.urlsplit(access["APISERVER_URL"])
        context = ssl.create_default_context(cafile=access["APISERVER_CA"])
        self.connection = http.client.HTTPSConnection(address.hostname, address.port, context=context, timeout=30)

    def post(self, path, text):
        headers = {"Content-Type": "application/json", "Authorization": "Bearer " + self.token}
        self.connection.request("POST", path, text.encode("utf-8", "surrogatepass"), headers)
        answer = self.connection.getresponse()
        return answer.status, json.loads(answer.read())

    def judge(self, text, manifest):
        """What a strict create says of a Job or CronJob, given as text and as what it means."""
        metadata = manifest.get("metadata")
        namespace = metadata.get("namespace") if isinstance(metadata, dict) else None
        if not isinstance(namespace, str) or namespace == "":
            namespace = "default"
        path = "/apis/batch/v1/namespaces/%s/%s?dryRun=All&fieldValidation=Strict"
        where = (urllib.parse.quote(namespace, safe=""), RESOURCES[manifest["kind"]])
        try:
            status, body = self.post(path % where, text)
            if status == 404 and self.make_namespace(namespace):
                status, body = self.post(path % where, text)
        except (http.client.RemoteDisconnected, ConnectionResetError):
            # Its handler crashed, as 1.36 does on some success policies. Nothing is created.
            self.connection.close()
            return Verdict(False, [Complaint(None, "the server closed the connection")])
        return Verdict(True) if status in (200, 201) else Verdict(False, complaints_of(body))

    def make_namespace(self, name):
        """Which namespaces there are is the cluster's business: here there is any that can be."""
        namespace = {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name}}
        return self.post("/api/v1/namespaces", json.dumps(namespace))[0] == 201


def complaints_of(status):
    causes = (status.get("details") or {}).get("causes") or []
    if causes:
        return [Complaint(cause.get("field"), cause.get("message", "")) for cause in causes]
    message = status.get("message", "")
    strict = re.findall(r'(?:unknown|duplicate) field "((?:[^"\\]|\\.)*)"', message)
    if strict:
        return [Complaint(json.loads('"%s"' % field), message) for field in strict]
    # A Go type and the path of names below it.
    typed = re.search(r"Go struct field \w+\.(\S+) of type", message)
    return [Complaint(typed.group(1) if typed else None, message, vague=True)]


class Kubectl:
    """Asks as a user would, with files in YAML."""

    def __init__(self, environment, folder):
        self.environment = environment
        self.discovery = os.path.join(folder, "discovery")

    def run(self, *words):
        command = ["kubectl", "--cache-dir", self.discovery, *words]
        return subprocess.run(command, env=self.environment, stdin=subprocess.DEVNULL, capture_output=True, text=True)

    def create(self, file):
        return self.run("create", "--dry-run=server", "--validate=strict", "--output=name", "-f", file)

    def judge(self, file):
        """Whether it is accepted, and what was said."""
        done = self.create(file)
        for name in re.findall(r'namespaces "([^"]+)" not found', done.stderr):
            made = self.run("create", "namespace", name)
            # Another file that lives there may have been asked about at the same moment.
            if made.returncode == 0 or "AlreadyExists" in made.stderr:
                done = self.create(file)
        return done.returncode == 0, done.stderr.strip()

    def judge_all(self, files):
        # Starting it is what takes the time.
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            return list(pool.map(self.judge, files))
