"""A real docker engine for one test, made by tools/docker-engine and gone with the test."""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

# What ctest is told to read as "skipped".
SKIPPED = 77

_SCRIPT = pathlib.Path(__file__).resolve().parents[2] / "tools" / "docker-engine"


class Unavailable(Exception):
    """No engine can be had on this machine; the text says why."""


class Engine:
    def __enter__(self):
        # Not under TMPDIR, which may be long: a socket's path is short.
        self.folder = tempfile.mkdtemp(prefix="launch-engine-", dir="/tmp")
        done = subprocess.run(
            [str(_SCRIPT), "start", self.folder, "--owner", str(os.getpid())],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        sys.stderr.write(done.stderr)
        if done.returncode != 0:
            shutil.rmtree(self.folder, ignore_errors=True)
            last = done.stderr.strip().splitlines()[-1:] or ["no engine"]
            reason = last[0].removeprefix("docker-engine: ")
            if done.returncode == SKIPPED:
                raise Unavailable(reason)
            raise RuntimeError("the engine did not start: " + reason)
        self.host = "unix://%s/docker.sock" % self.folder
        return self

    def __exit__(self, *_):
        subprocess.run([str(_SCRIPT), "stop", self.folder], check=True)

    def environment(self):
        """For a docker client that is to see this engine and none of the user's settings."""
        return {
            "PATH": os.environ["PATH"],
            "HOME": self.folder,
            "DOCKER_CONFIG": self.folder + "/client",
            "DOCKER_HOST": self.host,
        }

    def inside(self, *words):
        """A call whose loopback is the engine's: registries there are seen by both."""
        pid = pathlib.Path(self.folder, "engine.pid").read_text().strip()
        return ["nsenter", "--net=/proc/%s/ns/net" % pid, "--", *words]

    def docker(self, *words, stdin=None):
        done = subprocess.run(
            ["docker", *words],
            env=self.environment(),
            input=stdin if stdin is not None else b"",
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        if done.returncode != 0:
            raise RuntimeError("docker %s: %s" % (" ".join(words), done.stderr.decode("utf-8", "replace")))
        return done.stdout.decode("utf-8", "replace")

    def versions(self):
        client, server = self.docker("version", "--format", "{{.Client.Version}} {{.Server.Version}}").split()
        return client, server
