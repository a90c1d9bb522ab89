#!/usr/bin/env python3
"""Asks a real docker client and engine what they think of argument lists for `docker run`.

    DOCKER_HOST=unix://... judge_lists.py < lists > verdicts

Each line of the input is a JSON array of flags, without image and command; each line of the output
{"argv": [...], "verdict": "accept" | "reject", "message": "..."}, in the input's order.

Asked is `docker create`, which checks what `docker run` checks before it starts the container, and
leaves nothing running. `docker run` knows three flags more (--detach, --detach-keys, --sig-proxy);
lists with them are not for this script.
"""

import argparse
import concurrent.futures
import json
import os
import subprocess
import sys
import tempfile

# The client takes some 20 ms of processor time a call, the engine a few more.
WORKERS = 4


def first_words(stderr):
    """The client's message without the usage hint that follows it."""
    lines = []
    for line in stderr.replace("\r", "").split("\n"):
        if line.startswith("Usage:") or line.startswith("Run 'docker"):
            break
        # A warning is no reason; it may stand before one.
        if line.strip() and not line.startswith("WARNING"):
            lines.append(line)
    return "\n".join(lines).strip()


class Judge:
    def __init__(self, folder, image):
        self.folder = folder
        self.image = image
        # The caller's own settings and contexts must not have a say.
        self.environment = {
            "PATH": os.environ["PATH"],
            "HOME": folder,
            "DOCKER_CONFIG": folder,
            "DOCKER_HOST": os.environ["DOCKER_HOST"],
        }

    def docker(self, words):
        return subprocess.run(
            ["docker"] + words,
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            timeout=60,
        )

    def judge(self, flags):
        done = self.docker(["create", "--pull", "never", *flags, self.image, "true"])
        out = done.stdout.decode("utf-8", "replace").strip()
        if done.returncode == 0:
            self.docker(["rm", "--force", "--volumes", out])
            return {"argv": flags, "verdict": "accept", "message": ""}
        message = first_words(done.stderr.decode("utf-8", "replace"))
        # Not a verdict at all, and never to be taken for one.
        if "annot connect to the Docker daemon" in message or "No such image" in message:
            raise RuntimeError("%s: %s" % (json.dumps(flags), message))
        return {"argv": flags, "verdict": "reject", "message": message}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--image", default="tiny:latest", help="an image that the engine has")
    arguments = parser.parse_args()
    if "DOCKER_HOST" not in os.environ:
        parser.error("DOCKER_HOST is not set: which engine is to be asked?")
    lists = [json.loads(line) for line in sys.stdin if line.strip()]
    with tempfile.TemporaryDirectory(prefix="launch-judge-") as folder:
        judge = Judge(folder, arguments.image)
        with concurrent.futures.ThreadPoolExecutor(WORKERS) as pool:
            for verdict in pool.map(judge.judge, lists):
                print(json.dumps(verdict))


if __name__ == "__main__":
    main()
