"""A package index for builds: what tools/build-packages fetched and what a test makes, served on the engine's own side of
its bridge, where nothing else can see it."""

import hashlib
import io
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tarfile
import time

from build_scene import wheel
from engine import SKIPPED

_SCRIPT = pathlib.Path(__file__).resolve().parents[2] / "tools" / "build-packages"
_PORT = 8400


ASKS = {
    "control": "Package: asks\nVersion: 1\nArchitecture: all\nMaintainer: tests <tests@example.com>\nDepends: debconf\n"
               "Description: asks a question\n",
    "templates": "Template: asks/city\nType: select\nChoices: one, two\nDefault: two\nDescription: Which?\n One of them.\n",
    "config": "#!/bin/sh\nset -e\n. /usr/share/debconf/confmodule\ndb_input critical asks/city || true\ndb_go\n",
    "postinst": '#!/bin/sh\nset -e\n. /usr/share/debconf/confmodule\ndb_get asks/city\necho "$RET" > /answer\n',
}


class NotHere(Exception):
    """What the test needs cannot be fetched on this machine; the text says what."""


def fetched(kind):
    """The folder that tools/build-packages makes."""
    done = subprocess.run([str(_SCRIPT), kind], stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode == 0:
        return pathlib.Path(done.stdout.strip())
    last = (done.stderr.strip().splitlines() or [f"exit code {done.returncode}"])[-1].removeprefix("build-packages: ")
    if done.returncode == SKIPPED:
        raise NotHere(last)
    raise RuntimeError(f"tools/build-packages {kind}: {done.stderr}")


class Index:
    """A server of a folder: NAME/simple/ for Python's installers, the rest as it is put there."""

    def __init__(self, engine, folder):
        self.engine, self.folder, self.process = engine, pathlib.Path(folder), None
        self.records = {}  # of the conda channel
        bridge = json.loads(engine.docker("network", "inspect", "bridge"))[0]
        self.host = bridge["IPAM"]["Config"][0]["Gateway"]
        self.url = f"http://{self.host}:{_PORT}"

    def __enter__(self):
        words = ["-m", "http.server", str(_PORT), "--bind", self.host, "--directory", str(self.folder)]
        self.process = subprocess.Popen(self.engine.inside(sys.executable, *words), stdout=subprocess.DEVNULL,
                                        stderr=subprocess.DEVNULL)
        probe = f"import socket; socket.create_connection(('{self.host}', {_PORT}), 1)"
        for _ in range(100):
            if subprocess.run(self.engine.inside(sys.executable, "-c", probe), capture_output=True).returncode == 0:
                return self
            time.sleep(0.1)
        self.__exit__()
        raise RuntimeError("the package index does not answer")

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()

    def pip_settings(self):
        """For /etc/pip.conf of an image, as one has it who keeps an index of his own. Compiling only takes time here."""
        return (f"[global]\nindex-url = {self.simple('tools')}\ntrusted-host = {self.host}\nprogress-bar = off\n"
                "[install]\nno-compile = true\n")

    def simple(self, name):
        return f"{self.url}/{name}/simple/"

    def add(self, name, path):
        """One more wheel, as https://packaging.python.org/en/latest/specifications/simple-repository-api/ has it."""
        package = re.sub(r"[-_.]+", "-", path.name.split("-")[0]).lower()
        folder = self.folder / name / "simple" / package
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / path.name).exists():
            shutil.copy(path, folder)
        links = [f'<a href="{each.name}#sha256={hashlib.sha256(each.read_bytes()).hexdigest()}">{each.name}</a><br>\n'
                 for each in sorted(folder.glob("*.whl"))]
        (folder / "index.html").write_text("<!DOCTYPE html>\n<html><body>\n" + "".join(links) + "</body></html>\n")

    def publish(self, name, version):
        """A package, another that it needs, and one that only developers do."""
        for package, requires in (("greeting", ["words"]), ("words", []), ("devtool", [])):
            self.add(name, wheel(self.folder / "made", package, version, f"{package} {version}", requires))

    def channel(self, name, version, script):
        """A conda channel with one more package, a program, as conda-build's "Package specification" has it."""
        content = script.encode()
        record = {"name": name, "version": version, "build": "0", "build_number": 0, "depends": [], "noarch": "generic",
                  "subdir": "noarch", "license": "none"}
        path = {"_path": f"bin/{name}", "path_type": "hardlink", "sha256": hashlib.sha256(content).hexdigest(),
                "size_in_bytes": len(content)}
        files = {"info/index.json": json.dumps(record).encode(), "info/files": f"bin/{name}\n".encode(),
                 "info/paths.json": json.dumps({"paths": [path], "paths_version": 1}).encode(), f"bin/{name}": content}
        packed = io.BytesIO()
        with tarfile.open(fileobj=packed, mode="w:bz2") as tar:
            for file, text in files.items():
                entry = tarfile.TarInfo(file)
                entry.size, entry.mode = len(text), 0o755 if file.startswith("bin/") else 0o644
                tar.addfile(entry, io.BytesIO(text))
        data = packed.getvalue()
        self.records[f"{name}-{version}-0.tar.bz2"] = {**record, "md5": hashlib.md5(data).hexdigest(), "size": len(data),
                                                       "sha256": hashlib.sha256(data).hexdigest()}
        for subdir in ("noarch", "linux-64", "linux-aarch64"):
            folder = self.folder / "conda" / subdir
            folder.mkdir(parents=True, exist_ok=True)
            packages = self.records if subdir == "noarch" else {}
            (folder / "repodata.json").write_text(json.dumps({"info": {"subdir": subdir}, "packages": packages,
                                                              "packages.conda": {}, "repodata_version": 1}))
        (self.folder / "conda/noarch" / f"{name}-{version}-0.tar.bz2").write_bytes(data)
        return f"{self.url}/conda"

    def debian(self):
        """Python for a Debian, and a package that asks a question when it is installed, and keeps the answer."""
        folder = self.folder / "debian"
        shutil.copytree(fetched("debian"), folder)
        source = self.folder / "asks"
        for name, text in ASKS.items():
            path = source / "DEBIAN" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
            path.chmod(0o755)
        subprocess.run(["dpkg-deb", "--build", "--root-owner-group", str(source), str(folder / "asks.deb")],
                       stdout=subprocess.DEVNULL, check=True)
        data = (folder / "asks.deb").read_bytes()
        with (folder / "Packages").open("a") as packages:
            packages.write(f"{ASKS['control']}Filename: ./asks.deb\nSize: {len(data)}\n"
                           f"SHA256: {hashlib.sha256(data).hexdigest()}\n\n")
        return f"{self.url}/debian"

    def lock(self, folder, *words):
        """Has a real tool write its lock file, with this index and nobody's settings."""
        words = self.engine.inside(str(fetched("python") / "bin/python"), "-m", *words)
        home = {"HOME": str(self.folder / "home"), "PATH": os.environ["PATH"]}
        done = subprocess.run(words, cwd=folder, env=home, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120)
        if done.returncode != 0:
            raise RuntimeError(f"{words}: {done.stdout}{done.stderr}")
