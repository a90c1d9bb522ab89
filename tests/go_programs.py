"""Programs that are built once from their Go modules, with the dependencies that their authors pinned, and kept in
the cache that all tests share."""

import contextlib
import fcntl
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

CACHE = pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache") / "launch-ci"
# From 1.21 on Go fetches a newer toolchain by itself, where it may.
OLDEST_GO = 21


class Unavailable(Exception):
    """The program cannot be had here; the text says why."""


def find(module, version, packages, flags=""):
    """The folder with the programs of a module, each named after the last part of its package."""
    name = re.sub(r"/v\d+$", "", module).rsplit("/", 1)[-1]
    folder = CACHE / ("%s-%s" % (name, version))
    wanted = [package.rsplit("/", 1)[-1] for package in packages]
    if all((folder / program).exists() for program in wanted):
        return folder
    require_go(" and ".join(wanted))
    with locked(name):
        if not all((folder / program).exists() for program in wanted):
            say("building %s %s from Go modules (some minutes, once)" % (" and ".join(wanted), version))
            build(own_module(module, "v" + version), ["%s/%s" % (module, package) for package in packages], flags, folder,
                  is_complete=True)
    return folder


def require_go(program):
    if shutil.which("go") is None:
        raise Unavailable("no Go here to build %s with" % program)
    said = subprocess.run(["go", "version"], capture_output=True, text=True)
    found = re.search(r"go1\.(\d+)", said.stdout)
    if found is None or int(found.group(1)) < OLDEST_GO:
        raise Unavailable("%s: a newer Go is needed to build it with than %s" % (program, said.stdout.strip()))


@contextlib.contextmanager
def locked(name):
    """Several tests may want a program at once."""
    CACHE.mkdir(parents=True, exist_ok=True)
    with open(CACHE / (name + ".lock"), "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def say(text):
    print("go programs: " + text, file=sys.stderr)


def go(work, *words):
    """Runs the go command in a module; its output."""
    environment = {**os.environ, "CGO_ENABLED": "0", "GOWORK": "off", "GOFLAGS": "-mod=mod -buildvcs=false"}
    done = subprocess.run(
        ["nice", "go", *words], cwd=work, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True
    )
    if done.returncode != 0:
        # Such as without a network.
        said = (done.stdout + done.stderr).strip().splitlines()[-10:]
        raise Unavailable("go %s fails here:\n%s" % (words[0], "\n".join(said)))
    return done.stdout


def download(module, version):
    """Where a published module is: its GoMod and its Dir."""
    with tempfile.TemporaryDirectory() as work:
        return json.loads(go(work, "mod", "download", "-json", "%s@%s" % (module, version)))


def their_module(module, version):
    """The text of its go.mod."""
    return pathlib.Path(download(module, version)["GoMod"]).read_text()


def own_module(module, version):
    """A go.mod under which their programs are built as they build them: go heeds what a go.mod replaces and excludes in
    the main module only. Folders that it replaces modules by are not published, and are no part of their programs."""
    theirs = re.sub(r"^module .*$", "module needs", their_module(module, version), count=1, flags=re.MULTILINE)
    theirs = re.sub(r"^.*=> \.\.?/.*\n", "", theirs, flags=re.MULTILINE)
    return "%s\nrequire %s %s\n" % (theirs, module, version)


def build(module, packages, flags, folder, is_complete=False):
    """Builds packages under the go.mod that is given, into a folder. One that is complete names all that they need: going
    through it again would fetch what only tests need."""
    with tempfile.TemporaryDirectory() as scratch:
        work = pathlib.Path(scratch)
        (work / "go.mod").write_text(module)
        if not is_complete:
            # Imports under a tag that is never set: for go mod tidy, which would drop the requirements.
            imports = "".join('import _ "%s"\n' % package for package in packages)
            (work / "needs.go").write_text("//go:build needs\n\npackage needs\n\n" + imports)
            go(work, "mod", "tidy", "-e")
        made = work / "made"
        made.mkdir()
        go(work, "build", "-trimpath", "-ldflags", "-s -w " + flags, "-o", str(made) + "/", *packages)
        for program in made.iterdir():
            place(program, folder / program.name)


def place(built, target):
    # Renamed into place: what was cut short must never be taken for finished.
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_name(target.name + ".new")
    shutil.copy2(built, fresh)
    fresh.rename(target)
