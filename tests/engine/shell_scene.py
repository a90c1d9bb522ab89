"""Jobs of a real docker engine: an image with a shell, a workspace, and what launch does with both."""

import io
import json
import os
import pathlib
import subprocess
import tarfile

SECRET = "canary-7f3a9c"
QUEUE = "resource: docker\n"
JOB = """\
queue: here
entity: team
project: p
name: {name}
image: launch-shell@{digest}
command: [sh, -c, {script!r}]
env:
  TOKEN: null
  URL: "db://u:${{TOKEN}}@h/x"
"""


def check(condition, text):
    if not condition:
        raise AssertionError(text)


def import_shell(engine):
    """An image that holds busybox and nothing else; its digest's stand-in is its tag."""
    busybox = next(path for path in ("/bin/busybox", "/usr/bin/busybox") if os.path.exists(path))
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w") as tar:
        content = pathlib.Path(busybox).read_bytes()
        for name in ("bin/busybox", "bin/sh", "bin/sleep", "bin/echo", "bin/cat", "bin/tail"):
            entry = tarfile.TarInfo(name)
            entry.size, entry.mode = len(content), 0o755
            if name == "bin/busybox":
                tar.addfile(entry, io.BytesIO(content))
            else:
                entry.type, entry.linkname, entry.size = tarfile.SYMTYPE, "/bin/busybox", 0
                tar.addfile(entry)
    engine.docker("import", "-", "launch-shell:latest", stdin=data.getvalue())


class Scene:
    """A workspace, a state folder, and what launch does with both."""

    def __init__(self, launch, engine, folder):
        self.launch, self.engine = launch, engine
        self.folder = pathlib.Path(folder)
        self.state = self.folder / "state"
        self.environment = {**engine.environment(), "LAUNCH_STATE_DIR": str(self.state), "TOKEN": SECRET,
                            "WANDB_API_KEY": "key-" + SECRET}
        (self.folder / "queues").mkdir()
        (self.folder / "queues" / "here.yaml").write_text(QUEUE)

    def job(self, name, script):
        text = JOB.format(name=name, script=script, digest="").replace("launch-shell@", "launch-shell:latest")
        path = self.folder / f"{name}.yaml"
        path.write_text("# launch: ignore[reproducibility/image-tag] made by the test\n" + text)
        return path.name

    def run(self, *words, **more):
        done = subprocess.run([self.launch, *words], cwd=self.folder, env={**self.environment, **more},
                              capture_output=True, text=True, timeout=120)
        check(SECRET not in done.stdout + done.stderr, f"{words}: the secret was printed")
        return done

    def start(self, *words):
        return subprocess.Popen([self.launch, *words], cwd=self.folder, env=self.environment,
                                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def status(self, name):
        done = self.run("status", name, "--format", "json")
        check(done.returncode == 0, done.stderr)
        return json.loads(done.stdout)["submissions"][0]

    def containers(self):
        """Name of each container that launch made, with its digest."""
        lines = self.engine.docker("ps", "--all", "--filter", "label=launch.digest",
                                   "--format", '{{.Names}} {{.Label "launch.digest"}} {{.State}}')
        return [line.split() for line in lines.splitlines()]
