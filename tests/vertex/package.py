"""The npm package that Vertex AI's protos are taken from, and a Python that has protobuf."""

import os
import pathlib

VERSION = "7.4.0"
CACHE = pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache") / "launch-ci"


class Unavailable(Exception):
    """What the tests need is not on this machine."""


def package():
    """tools/setup --tests fetches it."""
    path = CACHE / ("google-cloud-aiplatform-%s.tgz" % VERSION)
    if not path.exists():
        raise Unavailable("no @google-cloud/aiplatform %s (npm); tools/setup --tests fetches it" % VERSION)
    return path


def python():
    """One with grpc_tools, which has protobuf and protoc, and googleapis-common-protos."""
    path = CACHE / "protobuf-judge/bin/python"
    if not path.exists():
        raise Unavailable("no protobuf for Python (PyPI); tools/setup --tests installs it")
    return path
