"""A stand-in for AWS on this machine, and AWS's own command line asking it."""

import json
import os
import socket
import subprocess
import sys
import time


class Moto:
    def __enter__(self):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        words = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(self.port)]
        self.server = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            if self.server.poll() is not None:
                raise RuntimeError("moto's server ended with %d" % self.server.returncode)
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return self
            except OSError:
                time.sleep(0.1)
        self.__exit__()
        raise RuntimeError("moto's server does not answer")

    def __exit__(self, *_):
        self.server.terminate()
        self.server.wait()

    def aws(self, folder, *words):
        """What the command line prints, as JSON; fails with what it says."""
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "AWS_ACCESS_KEY_ID": "none",
            "AWS_SECRET_ACCESS_KEY": "none",
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_PAGER": "",
        }
        command = [sys.executable, "-m", "awscli", "sagemaker", *words]
        command += ["--endpoint-url", "http://127.0.0.1:%d" % self.port]
        done = subprocess.run(command, env=environment, capture_output=True, text=True)
        if done.returncode != 0:
            raise RuntimeError(done.stderr.strip())
        return json.loads(done.stdout)
