"""kube-apiserver, etcd and kubectl: given by the environment, or built once from their Go modules."""

import contextlib
import os
import pathlib
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import go_programs  # noqa: E402
from go_programs import CACHE, Unavailable  # noqa: E402

# One release a minor version that the tool knows; others are on the module proxy without the
# staging modules that they need.
VERSIONS = ["1.36.3", "1.35.4", "1.34.4", "1.33.13", "1.32.2"]
ETCD = "3.7.3"
PROGRAMS = ["kube-apiserver", "etcd", "kubectl"]


def find(version=None):
    """A folder with the three programs, of this version; without one, of the newest."""
    given = os.environ.get("KUBEBUILDER_ASSETS")
    if given:
        return given_programs(pathlib.Path(given), version)
    version = version or VERSIONS[0]
    folder = CACHE / ("kubernetes-" + version)
    if not all((folder / program).exists() for program in PROGRAMS):
        go_programs.require_go("kube-apiserver (KUBEBUILDER_ASSETS is not set)")
        with go_programs.locked("kubernetes"):
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


# --- building ------------------------------------------------------------------------------------


def built_etcd():
    target = CACHE / ("etcd-" + ETCD)
    if not target.exists():
        go_programs.say("building etcd %s from its Go modules (a minute, once)" % ETCD)
        package = "go.etcd.io/etcd/server/v3"
        requirement = "module needs\n\ngo 1.25.0\n\nrequire %s v%s\n" % (package, ETCD)
        with tempfile.TemporaryDirectory() as folder:
            made = pathlib.Path(folder)
            go_programs.build(requirement, [package], "", made)
            # The program is called after its folder, which is the module's version.
            go_programs.place(next(made.iterdir()), target)
    return target


def built_kubernetes(version, folder, etcd):
    if not all((folder / program).exists() for program in ["kube-apiserver", "kubectl"]):
        go_programs.say("building kube-apiserver and kubectl %s from their Go modules (some minutes, once)" % version)
        major, minor, _ = version.split(".")
        # Without its version the server takes every feature for one of the future.
        flags = " ".join(
            "-X k8s.io/component-base/version.%s=%s" % pair
            for pair in [("gitVersion", "v" + version), ("gitMajor", major), ("gitMinor", minor)]
        )
        packages = ["k8s.io/kubernetes/cmd/kube-apiserver", "k8s.io/kubernetes/cmd/kubectl"]
        go_programs.build(kubernetes_module(version), packages, flags, folder)
    with contextlib.suppress(FileExistsError):
        (folder / "etcd").symlink_to(etcd)


def kubernetes_module(version):
    """Its go.mod replaces the staging modules by folders that are not in the module: we replace
    them by the modules published with it."""
    theirs = go_programs.their_module("k8s.io/kubernetes", "v" + version)
    language = re.findall(r"^(?:go|toolchain|godebug) [^(\n]*$|^godebug \(\n[^)]*^\)$", theirs, re.MULTILINE)
    staging = re.findall(r"^\s*(?:replace )?(k8s\.io/[\w.-]+) => \./staging/", theirs, re.MULTILINE)
    if not staging:
        raise RuntimeError("the go.mod of k8s.io/kubernetes %s replaces no staging modules" % version)
    published = "v0." + version.split(".", 1)[1]
    lines = ["module needs", "", *language, "", "require k8s.io/kubernetes v" + version, "", "replace ("]
    lines += ["\t%s => %s %s" % (name, name, published) for name in staging]
    return "\n".join(lines + [")", ""])
