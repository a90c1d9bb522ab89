"""kube-apiserver, etcd and kubectl: given by the environment, or built once from their Go modules."""

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

# One release a minor version that the tool knows; others are on the module proxy without the
# staging modules that they need.
VERSIONS = ["1.36.3", "1.35.4", "1.34.4", "1.33.13", "1.32.2"]
ETCD = "3.7.3"
PROGRAMS = ["kube-apiserver", "etcd", "kubectl"]
CACHE = pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache") / "launch-ci"
# What Kubernetes 1.36 asks for; from 1.21 on Go fetches a newer toolchain by itself.
OLDEST_GO = 21


class Unavailable(Exception):
    """No server can be had here; the text says why."""


def find(version=None):
    """A folder with the three programs, of this version; without one, of the newest."""
    given = os.environ.get("KUBEBUILDER_ASSETS")
    if given:
        return given_programs(pathlib.Path(given), version)
    version = version or VERSIONS[0]
    folder = CACHE / ("kubernetes-" + version)
    if not all((folder / program).exists() for program in PROGRAMS):
        require_go()
        CACHE.mkdir(parents=True, exist_ok=True)
        # Several tests may want it at once.
        with locked(CACHE / "kubernetes.lock"):
            etcd = built_etcd()
            built_kubernetes(version, folder, etcd)
    return folder


def given_programs(folder, version):
    missing = [program for program in PROGRAMS if not os.access(folder / program, os.X_OK)]
    if missing:
        raise Unavailable("KUBEBUILDER_ASSETS is %s, which has no %s" % (folder, " and no ".join(missing)))
    found = version_of(folder)
    if version and found != version:
        raise Unavailable("KUBEBUILDER_ASSETS is %s, which is of version %s and not %s" % (folder, found, version))
    return folder


def version_of(folder):
    """Such as 1.36.3."""
    said = subprocess.run([folder / "kube-apiserver", "--version"], capture_output=True, text=True, check=True)
    return said.stdout.split()[-1].lstrip("v")


def require_go():
    if shutil.which("go") is None:
        raise Unavailable("no Go here to build kube-apiserver with, and KUBEBUILDER_ASSETS is not set")
    said = subprocess.run(["go", "version"], capture_output=True, text=True)
    found = re.search(r"go1\.(\d+)", said.stdout)
    if found is None or int(found.group(1)) < OLDEST_GO:
        raise Unavailable("kube-apiserver needs a newer Go to build with than %s" % said.stdout.strip())


@contextlib.contextmanager
def locked(path):
    with open(path, "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def say(text):
    print("apiserver: " + text, file=sys.stderr)


# --- building ------------------------------------------------------------------------------------


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


def build(work, module, packages, flags, out):
    """Builds packages of a module that is no main module, under a module of our own."""
    (work / "go.mod").write_text(module)
    # Imports under a tag that is never set: for go mod tidy, which would drop the requirements.
    imports = "".join('import _ "%s"\n' % package for package in packages)
    (work / "needs.go").write_text("//go:build needs\n\npackage needs\n\n" + imports)
    go(work, "mod", "tidy", "-e")
    made = work / "made"
    made.mkdir()
    go(work, "build", "-trimpath", "-ldflags", flags, "-o", str(made) + "/", *packages)
    for package in packages:
        out(made / package.rsplit("/", 1)[-1])


def place(built, target):
    # Renamed into place: what was cut short must never be taken for finished.
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_name(target.name + ".new")
    shutil.copy2(built, fresh)
    fresh.rename(target)


def built_etcd():
    target = CACHE / ("etcd-" + ETCD)
    if not target.exists():
        say("building etcd %s from its Go modules (a minute, once)" % ETCD)
        package = "go.etcd.io/etcd/server/v3"
        with tempfile.TemporaryDirectory() as folder:
            work = pathlib.Path(folder)
            requirement = "module needs\n\ngo 1.25.0\n\nrequire %s v%s\n" % (package, ETCD)
            # The program is called after its folder, which is the module's version.
            build(work, requirement, [package], "-s -w", lambda _: place(next((work / "made").iterdir()), target))
    return target


def built_kubernetes(version, folder, etcd):
    if not all((folder / program).exists() for program in ["kube-apiserver", "kubectl"]):
        say("building kube-apiserver and kubectl %s from their Go modules (some minutes, once)" % version)
        major, minor, _ = version.split(".")
        flags = " ".join(
            "-X k8s.io/component-base/version.%s=%s" % pair
            for pair in [("gitVersion", "v" + version), ("gitMajor", major), ("gitMinor", minor)]
        )
        packages = ["k8s.io/kubernetes/cmd/kube-apiserver", "k8s.io/kubernetes/cmd/kubectl"]
        with tempfile.TemporaryDirectory() as work:
            build(
                pathlib.Path(work),
                kubernetes_module(version),
                packages,
                # Without its version the server takes every feature for one of the future.
                "-s -w " + flags,
                lambda built: place(built, folder / built.name),
            )
    with contextlib.suppress(FileExistsError):
        (folder / "etcd").symlink_to(etcd)


def kubernetes_module(version):
    """Its go.mod replaces the staging modules by folders that are not in the module: we replace
    them by the modules published with it."""
    with tempfile.TemporaryDirectory() as work:
        said = go(work, "mod", "download", "-json", "k8s.io/kubernetes@v" + version)
    theirs = pathlib.Path(json.loads(said)["GoMod"]).read_text()
    language = re.findall(r"^(?:go|toolchain|godebug) [^(\n]*$|^godebug \(\n[^)]*^\)$", theirs, re.MULTILINE)
    staging = re.findall(r"^\s*(?:replace )?(k8s\.io/[\w.-]+) => \./staging/", theirs, re.MULTILINE)
    if not staging:
        raise RuntimeError("the go.mod of k8s.io/kubernetes %s replaces no staging modules" % version)
    published = "v0." + version.split(".", 1)[1]
    lines = ["module needs", "", *language, "", "require k8s.io/kubernetes v" + version, "", "replace ("]
    lines += ["\t%s => %s %s" % (name, name, published) for name in staging]
    return "\n".join(lines + [")", ""])
