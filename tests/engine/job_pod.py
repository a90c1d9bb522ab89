"""The pod of a builder's Job, without a cluster: its containers are containers of a real docker engine."""

import io
import os
import pathlib
import re
import shutil
import struct
import subprocess
import tarfile

from build_scene import add_busybox, check

CLIENT = pathlib.Path(__file__).resolve().parents[1] / "build_cluster" / "client"
APPLETS = ("awk", "expr", "kill", "mktemp", "rm", "sleep", "stat", "tar", "gzip", "mkdir")


# Of the image of buildkit without root (moby/buildkit, Dockerfile, the stage rootless).
ROOTLESS = {"HOME": "/home/user", "USER": "user", "XDG_RUNTIME_DIR": "/run/user/1000", "TMPDIR": "/home/user/.local/tmp"}

# CAP_SETUID and CAP_SETGID. As root, which Debian has them run as, they may not do it in a container.
CAPABILITIES = {"newuidmap": 7, "newgidmap": 6}


def import_buildkit(engine, programs, name):
    """An image as buildkit's authors make it, of the same programs."""
    found = {program: shutil.which(program, path=os.environ["PATH"] + ":/usr/sbin:/sbin") for program in ("runc", "newuidmap", "newgidmap")}
    needed = subprocess.run(["ldd", *found.values()], capture_output=True, text=True).stdout
    libraries = {word for line in needed.splitlines() for word in line.split() if word.startswith("/") and not word.endswith(":")}
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w", dereference=True) as tar:
        add_busybox(tar, "user:x:1000:1000::/home/user:/bin/sh\n")
        for applet in APPLETS:
            link = tarfile.TarInfo("bin/" + applet)
            link.type, link.linkname = tarfile.SYMTYPE, "/bin/busybox"
            tar.addfile(link)
        for program in programs:
            tar.add(program, "bin/" + program.name, filter=with_mode(0o755))
        for program, path in found.items():
            tar.add(path, "bin/" + program, filter=with_mode(0o755, CAPABILITIES.get(program)))
        for library in sorted(libraries):
            tar.add(library, library.lstrip("/"))
        add_user(tar)
    changes = [word for name_value in ROOTLESS.items() for word in ("--change", "ENV %s=%s" % name_value)]
    engine.docker("import", *changes, "--change", "USER 1000:1000", "-", name, stdin=data.getvalue())


def add_user(tar):
    for path, text in (("etc/subuid", "user:100000:65536\n"), ("etc/subgid", "user:100000:65536\n")):
        entry = tarfile.TarInfo(path)
        entry.size = len(text)
        tar.addfile(entry, io.BytesIO(text.encode()))
    for path, owner, mode in (("tmp", 0, 0o1777), ("run/user/1000", 1000, 0o700), ("home/user", 1000, 0o755), ("home/user/.local", 1000, 0o755),
                              ("home/user/.local/tmp", 1000, 0o755), ("home/user/.local/share", 1000, 0o755)):
        entry = tarfile.TarInfo(path)
        entry.type, entry.mode, entry.uid, entry.gid = tarfile.DIRTYPE, mode, owner, owner
        tar.addfile(entry)


def with_mode(mode, capability=None):
    def change(entry):
        entry.mode, entry.uid, entry.gid = mode, 0, 0
        if capability is not None:
            # struct vfs_cap_data of linux/capability.h, revision 2, effective.
            value = struct.pack("<5I", 0x02000001, 1 << capability, 0, 0, 0)
            entry.pax_headers["SCHILY.xattr.security.capability"] = value.decode("utf-8", "surrogateescape")
        return entry
    return change


def expanded(word, variables):
    """As a kubelet fills $(NAME) in words, and reads $$ as a dollar sign
    (https://kubernetes.io/docs/tasks/inject-data-application/define-command-argument-container)."""

    def value(found):
        if found.group(0) == "$$":
            return "$"
        return variables.get(found.group(1), found.group(0))

    return re.sub(r"\$\$|\$\(([^)]*)\)", value, word)


class JobPod:
    def __init__(self, scene, secrets=None):
        self.scene, self.secrets = scene, secrets or {}
        self.stub = scene.folder / "stub"
        self.stub.mkdir()

    def clients(self):
        """What launch is told for its kubectl to be the one that keeps what it is given."""
        programs = self.scene.folder / "programs"
        programs.mkdir()
        (programs / "kubectl").symlink_to(CLIENT)
        return self.environment()

    def environment(self):
        return {"STUB": str(self.stub), "PATH": "%s:%s" % (self.scene.folder / "programs", os.environ["PATH"])}

    def volume(self, name):
        folder = self.scene.folder / "volumes" / name
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def run(self, objects):
        """What all containers print."""
        job = next(each for each in objects["documents"] if each["kind"] == "Job")
        pod = job["spec"]["template"]["spec"]
        for volume in pod["volumes"]:
            folder = self.volume(volume["name"])
            folder.chmod(0o777)
            group = pod["securityContext"].get("fsGroup")
            if group is not None:
                os.chown(folder, 0, group)
                folder.chmod(0o2777)
            if "persistentVolumeClaim" in volume:
                self.hand_over(folder)
            for item in volume.get("secret", {}).get("items", []):
                (folder / item["path"]).write_text(self.secrets[volume["secret"]["secretName"]][item["key"]])
        return "".join(self.container(each, pod) for each in pod["initContainers"] + pod["containers"])

    def hand_over(self, folder):
        receiver = next(call for call in (self.stub / "calls").read_text().splitlines() if "of=/context/" in call)
        name = re.search(r'of=/context/([^"/]+)"', receiver).group(1)
        shutil.copy(self.stub / "context", folder / name)

    def container(self, container, pod):
        security = {**pod["securityContext"], **container.get("securityContext", {})}
        words = ["run", "--rm", "--network=host", "--user=%s:%s" % (security["runAsUser"], security["runAsGroup"])]
        for profile, option in (("seccompProfile", "seccomp"), ("appArmorProfile", "apparmor")):
            if security.get(profile, {}).get("type") == "Unconfined":
                words.append("--security-opt=%s=unconfined" % option)
        for mount in container.get("volumeMounts") or []:
            words.append("--volume=%s:%s" % (self.volume(mount["name"]), mount["mountPath"]))
        variables = {each["name"]: each["value"] for each in container.get("env") or []}
        words += ["--env=%s=%s" % each for each in variables.items()]
        command = [expanded(word, variables) for word in container["command"] + (container.get("args") or [])]
        words += ["--entrypoint=" + command[0], container["image"], *command[1:]]
        done = subprocess.run(["docker", *words], env=self.scene.environment, capture_output=True, text=True, timeout=300)
        said = done.stdout + done.stderr
        check(done.returncode == 0, "%s: %s" % (command, said))
        return said
