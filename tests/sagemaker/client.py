"""The Python that has AWS's client."""

import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
SKIPPED = 77


def with_client(name):
    """Goes on in the Python that has AWS's client, if this is another."""
    asked = subprocess.run([ROOT / "tools/aws-client"], stdout=subprocess.PIPE, text=True)
    if asked.returncode != 0:
        print("SKIPPED %s: AWS's client cannot be had here" % name)
        sys.exit(SKIPPED)
    python = asked.stdout.strip()
    if pathlib.Path(sys.prefix) != pathlib.Path(python).parent.parent:
        os.execv(python, [python, *sys.argv])
