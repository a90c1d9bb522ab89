"""Keeps what gcloud sends and says that a job was made of it."""

from loopback import Loopback


class Recorder(Loopback):
    def __init__(self):
        self.received = []

    def answer(self, path, body):
        self.received.append((path, body))
        return 200, {"name": "projects/1/locations/us-central1/customJobs/2", "state": "JOB_STATE_PENDING"}
