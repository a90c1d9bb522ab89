"""A stand-in for Vertex AI and Cloud Logging on loopback: custom jobs that are made, listed, told of and
cancelled, and what they print."""

import datetime
import re

from loopback import Loopback

JOBS = re.compile(r"^/v1/(projects/[^/]+/locations/[^/]+)/customJobs(?:/(\d+))?(:cancel)?(?:\?|$)")


def now():
    return datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


class Jobs(Loopback):
    """`jobs` are those that were made, as the API tells of them; `entries` are what Cloud Logging has."""

    def __init__(self):
        self.jobs, self.entries = [], []

    def answer(self, path, body):
        if path.startswith("/v2/entries:list"):
            return 200, {"entries": self.logged(body.get("filter", ""))}
        asked = JOBS.match(path)
        if asked is None:
            return error(404, "NOT_FOUND", "there is nothing at " + path)
        parent, number, cancel = asked.groups()
        if number is None:
            return self.create(parent, body) if body is not None else (200, self.listed(parent))
        found = [job for job in self.jobs if job["name"].endswith("/" + number)]
        if not found:
            return error(404, "NOT_FOUND", "The CustomJob does not exist.")
        if cancel:
            found[0]["state"] = "JOB_STATE_CANCELLING"
            return 200, {}
        return 200, found[0]

    def create(self, parent, body):
        if body["displayName"].startswith("refused"):
            return error(400, "INVALID_ARGUMENT", "Machine type is not supported.")
        job = {**body, "name": "%s/customJobs/%d" % (parent, 1000 + len(self.jobs)), "createTime": now(),
               "state": "JOB_STATE_PENDING"}
        self.jobs.append(job)
        return 200, job

    def listed(self, parent):
        return {"customJobs": [job for job in self.jobs if job["name"].startswith(parent + "/")]}

    def logged(self, text):
        since = re.findall(r'timestamp\s*>=?\s*"([^"]+)"', text)
        return [entry for entry in self.entries
                if entry["resource"]["labels"]["job_id"] in text and all(entry["timestamp"] > each for each in since)]

    def say(self, job, *lines):
        number = job["name"].rsplit("/", 1)[1]
        with self.lock:
            for line in lines:
                self.entries.append({"timestamp": now(), "insertId": str(len(self.entries)), "severity": "INFO",
                                     "logName": "projects/p/logs/workerpool0-0",
                                     "resource": {"type": "ml_job", "labels": {"job_id": number, "task_name": "workerpool0-0"}},
                                     "jsonPayload": {"message": line}})


def error(code, status, message):
    return code, {"error": {"code": code, "status": status, "message": message}}
