"""One kube-apiserver with its etcd, for as long as somebody wants it.

`Server` is for other programs. This file is also the program that it starts: the keeper, which starts
the two, says how to reach them, and stops them and removes their folder when its standard input ends.
So they end with whoever asked for them, even if that is killed.
"""

import ctypes
import json
import os
import pathlib
import secrets
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import time
import urllib.request

sys.dont_write_bytecode = True
import binaries  # noqa: E402

START_SECONDS = 60
ATTEMPTS = 3  # another process may take a port between our look and the server's


class Server:
    """`with Server() as server:` raises binaries.Unavailable when none can be had here."""

    def __init__(self, version=None):
        self.programs = binaries.find(version)
        if shutil.which("openssl") is None:
            raise binaries.Unavailable("no openssl here, which makes the server's key")
        self.version = binaries.version_of(self.programs)
        self.access = None

    def __enter__(self):
        # A session of its own: a Ctrl-C meant for the caller is not for the server.
        self.keeper = subprocess.Popen(
            [sys.executable, __file__, str(self.programs)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        try:
            line = self.keeper.stdout.readline()
            if not line:
                raise RuntimeError("the server did not start (its last words are above)")
            self.access = json.loads(line)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        self.keeper.stdin.close()
        self.keeper.wait()
        self.keeper.stdout.close()

    def environment(self):
        path = "%s:%s" % (self.programs, os.environ.get("PATH", ""))
        return {**os.environ, **self.access, "PATH": path}


# --- the keeper ----------------------------------------------------------------------------------


def free_ports(count):
    sockets = [socket.socket() for _ in range(count)]
    for each in sockets:
        each.bind(("127.0.0.1", 0))
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


def die_with_parent():
    """For the case that the keeper itself is killed (prctl(2), PR_SET_PDEATHSIG; Linux only)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)


def launch(folder, name, words):
    with open(folder / (name + ".log"), "wb") as log:
        return subprocess.Popen(
            [str(word) for word in words],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            preexec_fn=die_with_parent,
        )


def start_etcd(folder, programs, client, peer):
    words = [programs / "etcd", "--data-dir", folder / "etcd", "--unsafe-no-fsync"]
    words += ["--listen-client-urls", "http://127.0.0.1:%d" % client]
    words += ["--advertise-client-urls", "http://127.0.0.1:%d" % client]
    words += ["--listen-peer-urls", "http://127.0.0.1:%d" % peer]
    return launch(folder, "etcd", words)


def start_apiserver(folder, programs, etcd_port, port, token):
    (folder / "tokens.csv").write_text('%s,admin,admin,"system:masters"\n' % token)
    key = folder / "service-account.key"
    subprocess.run(["openssl", "genrsa", "-out", key, "2048"], check=True, capture_output=True)
    words = [
        programs / "kube-apiserver",
        "--etcd-servers=http://127.0.0.1:%d" % etcd_port,
        "--bind-address=127.0.0.1",
        "--secure-port=%d" % port,
        "--cert-dir=%s" % (folder / "certificates"),
        "--token-auth-file=%s" % (folder / "tokens.csv"),
        "--authorization-mode=RBAC",
        "--anonymous-auth=false",
        "--service-cluster-ip-range=10.0.0.0/24",
        "--service-account-issuer=https://launch.test",
        "--service-account-key-file=%s" % key,
        "--service-account-signing-key-file=%s" % key,
        # As all clusters in use have it: system pods need it.
        "--allow-privileged=true",
        # No controller makes the `default` service account, for want of which this refuses any pod.
        "--disable-admission-plugins=ServiceAccount",
    ]
    return launch(folder, "kube-apiserver", words)


def kubeconfig(url, authority, token):
    return {
        "apiVersion": "v1",
        "kind": "Config",
        "clusters": [{"name": "test", "cluster": {"server": url, "certificate-authority": str(authority)}}],
        "users": [{"name": "test", "user": {"token": token}}],
        "contexts": [{"name": "test", "context": {"cluster": "test", "user": "test"}}],
        "current-context": "test",
    }


def is_ready(url, authority, token):
    """Ready, and the namespace that the server makes for itself is there."""
    try:
        # Straight to loopback, whatever proxies the environment names.
        opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}),
            urllib.request.HTTPSHandler(context=ssl.create_default_context(cafile=authority)),
        )
        opener.addheaders = [("Authorization", "Bearer " + token)]
        for path in ("/readyz", "/api/v1/namespaces/default"):
            opener.open(url + path, timeout=5).close()
        return True
    except OSError:
        return False


def wait_until_ready(running, url, authority, token):
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if any(process.poll() is not None for process in running):
            return False
        if is_ready(url, authority, token):
            return True
        time.sleep(0.1)
    return False


def stop(running):
    # No parting words are needed: all data is removed.
    for process in running:
        process.kill()
        process.wait()


def keep(programs, folder):
    """One attempt: whether the servers came up and were kept until standard input ended."""
    client, peer, port = free_ports(3)
    url, token = "https://127.0.0.1:%d" % port, secrets.token_hex(16)
    authority = folder / "certificates" / "apiserver.crt"
    running = [start_etcd(folder, programs, client, peer)]
    try:
        running.append(start_apiserver(folder, programs, client, port, token))
        if not wait_until_ready(running, url, authority, token):
            return False
        config = folder / "kubeconfig"
        config.write_text(json.dumps(kubeconfig(url, authority, token)))
        access = {"KUBECONFIG": config, "APISERVER_URL": url, "APISERVER_TOKEN": token, "APISERVER_CA": authority}
        print(json.dumps({name: str(value) for name, value in access.items()}), flush=True)
        sys.stdin.read()
        return True
    finally:
        stop(running)


def last_words(folder):
    for log in sorted(folder.glob("*.log")):
        lines = log.read_text(errors="replace").splitlines()[-10:]
        print("%s:\n%s" % (log.stem, "\n".join(lines)), file=sys.stderr)


def main():
    programs = pathlib.Path(sys.argv[1])
    # Asked to end, it ends as when nobody wants the server any more.
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        signal.signal(number, lambda *_: sys.exit(1))
    for attempt in range(ATTEMPTS):
        folder = pathlib.Path(tempfile.mkdtemp(prefix="launch-apiserver-"))
        try:
            if keep(programs, folder):
                return 0
            if attempt == ATTEMPTS - 1:
                last_words(folder)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    return 1


if __name__ == "__main__":
    sys.exit(main())
