"""What the tests that build images with a real docker engine share: an engine with a base image, a folder to work in,
registries on the engine's loopback, a Python to install packages with."""

import base64
import hashlib
import io
import json
import os
import pathlib
import subprocess
import tarfile
import time
import zipfile

PROGRAMS = ("sh", "grep", "chown", "cat", "echo", "find", "id", "ls")
JOB = """\
resource: docker
entity: team
project: p
job: {artifact: "wandb-artifact://team/p/code:v1"}
entry_point: [sh, run.sh]
build:
  base_image: launch-base:1
"""
USUAL_LIBRARIES = ("libdl.so.2", "libgcc_s.so.1", "libpthread.so.0", "librt.so.1", "libstdc++.so.6", "libutil.so.1")
OWN = JOB.replace("base_image: launch-base:1", "dockerfile: D")


def check(condition, text):
    if not condition:
        raise AssertionError(text)


def add_busybox(tar, users=""):
    busybox = next(path for path in ("/bin/busybox", "/usr/bin/busybox") if os.path.exists(path))
    content = pathlib.Path(busybox).read_bytes()
    entry = tarfile.TarInfo("bin/busybox")
    entry.size, entry.mode = len(content), 0o755
    tar.addfile(entry, io.BytesIO(content))
    for program in PROGRAMS:
        link = tarfile.TarInfo("bin/" + program)
        link.type, link.linkname = tarfile.SYMTYPE, "/bin/busybox"
        tar.addfile(link)
    add_files(tar, {"etc/passwd": "root:x:0:0::/:/bin/sh\n" + users})


def add_files(tar, files):
    for name, text in files.items():
        entry = tarfile.TarInfo(name)
        entry.size = len(text.encode())
        tar.addfile(entry, io.BytesIO(text.encode()))


def import_base(engine):
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w") as tar:
        add_busybox(tar)
    engine.docker("import", "-", "launch-base:1", stdin=data.getvalue())


class Scene:
    def __init__(self, launch, engine, folder):
        self.launch, self.engine = launch, engine
        self.folder = pathlib.Path(folder)
        self.environment = {**engine.environment(), "LAUNCH_STATE_DIR": str(self.folder / "state"),
                            "WANDB_API_KEY": "key"}

    def write(self, files):
        for name, text in files.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)

    def run(self, *words, code=0, **more):
        done = subprocess.run(self.engine.inside(self.launch, *words), cwd=self.folder, env={**self.environment, **more},
                              capture_output=True, text=True, timeout=300)
        check(done.returncode == code, f"{words}: {done.returncode}\n{done.stdout}{done.stderr}")
        return done

    def build(self, *words, job="job.yaml", **more):
        done = self.run("build", job, "--artifact-dir", "code=code", "--format", "json", *words, **more)
        return json.loads(done.stdout)["images"][0]

    def listing(self, image):
        found = self.engine.docker("run", "--rm", "--entrypoint", "find", image, "/w", "-mindepth", "1")
        return sorted(found.split())


class Registry:
    """Debian's docker-registry on the engine's loopback; with a password where one is given."""

    def __init__(self, scene, port, password=None):
        self.scene, self.port, self.process = scene, port, None
        folder = scene.folder / f"registry-{port}"
        folder.mkdir()
        config = {"version": "0.1", "log": {"level": "error"}, "http": {"addr": f"127.0.0.1:{port}"},
                  "storage": {"filesystem": {"rootdirectory": str(folder / "data")}}}
        if password is not None:
            users = subprocess.run(["htpasswd", "-Bbn", "team", password], capture_output=True, text=True, check=True)
            (folder / "users").write_text(users.stdout)
            config["auth"] = {"htpasswd": {"realm": "tests", "path": str(folder / "users")}}
        self.config = folder / "config.json"  # which is YAML, too
        self.config.write_text(json.dumps(config))

    def __enter__(self):
        self.process = subprocess.Popen(self.scene.engine.inside("docker-registry", "serve", str(self.config)),
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        probe = f"import socket; socket.create_connection(('127.0.0.1', {self.port}), 1)"
        for _ in range(100):
            if subprocess.run(self.scene.engine.inside("python3", "-c", probe), capture_output=True).returncode == 0:
                return self
            time.sleep(0.1)
        raise AssertionError("the registry does not answer")

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()


def destination(scene, port):
    scene.write({"launch-config.yaml": "entity: team\nqueues: [gpu]\nbuilder:\n  type: docker\n"
                                       f"  destination: 127.0.0.1:{port}/vision/nested/train\n"})


def is_here(scene, image):
    words = scene.engine.inside("docker", "image", "inspect", image)
    return subprocess.run(words, env=scene.environment, capture_output=True).returncode == 0


PYTHON_JOB = """\
resource: docker
entity: team
project: p
job: {artifact: "wandb-artifact://team/p/code:v1"}
entry_point: [python3, train.py]
python_version: "%s"
"""


def import_python(engine, name, files=None):
    """This machine's Python with all that it needs to make environments, as an image. What else is installed beside it is
    left out: it takes long, and a test would not see what its Dockerfile forgets to install. `files` are texts to add."""
    version = subprocess.run(["python3", "-c", "import sys, sysconfig; print(sys.executable, sysconfig.get_path('stdlib'), "
                              "'%d.%d' % sys.version_info[:2])"], capture_output=True, text=True, check=True)
    program, library, minor = version.stdout.split()
    program = os.path.realpath(program)
    dynamic = [str(path) for path in pathlib.Path(library).glob("lib-dynload/*.so")]
    needed = subprocess.run(["ldd", program, *dynamic], capture_output=True, text=True).stdout
    libraries = {word for line in needed.splitlines() for word in line.split() if word.startswith("/") and not word.endswith(":")}
    # What any Debian has, and programs that are packages take for granted; where libc is.
    beside = next(pathlib.Path(path).parent for path in libraries if os.path.basename(path).startswith("libc.so"))
    libraries |= {str(path) for path in map(beside.joinpath, USUAL_LIBRARIES) if path.exists()}
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w", dereference=True) as tar:
        tar.add(program, "usr/bin/python3")
        for name_there in ("python", f"python{minor}"):
            link = tarfile.TarInfo("usr/bin/" + name_there)
            link.type, link.linkname = tarfile.SYMTYPE, "python3"
            tar.addfile(link)
        skipped = ("/test", "/idlelib", "/__pycache__", "/config-", "/site-packages")
        tar.add(library, library.lstrip("/"), filter=lambda entry: None if any(s in entry.name for s in skipped) else entry)
        for folder in ("/usr/share/python-wheels",):
            if os.path.isdir(folder):
                tar.add(folder, folder.lstrip("/"))
        for path in sorted(libraries):
            tar.add(path, path.lstrip("/"))
        add_busybox(tar)
        temporary = tarfile.TarInfo("tmp")
        temporary.type, temporary.mode = tarfile.DIRTYPE, 0o1777
        tar.addfile(temporary)
        add_files(tar, files or {})
    engine.docker("import", "-", name, stdin=data.getvalue())
    return minor


def wheel(folder, name="greeting", version="1.0", text="installed from the context", requires=()):
    """A package that nobody has to fetch. Returns its file."""
    folder.mkdir(parents=True, exist_ok=True)
    info = f"{name}-{version}.dist-info"
    needs = "".join(f"Requires-Dist: {each}\n" for each in requires)
    files = {f"{name}.py": f"TEXT = {text!r}\n",
             f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n{needs}",
             f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n"}
    record = f"{info}/RECORD"
    sums = {file: base64.urlsafe_b64encode(hashlib.sha256(content.encode()).digest()).decode().rstrip("=")
            for file, content in files.items()}
    lines = [f"{file},sha256={sums[file]},{len(content)}\n" for file, content in files.items()]
    path = folder / f"{name}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as made:
        for file, content in files.items():
            made.writestr(file, content)
        made.writestr(record, "".join(lines) + f"{record},,\n")
    return path
