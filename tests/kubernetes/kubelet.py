"""Logs come from kubelets. This one has none of a node but the logs."""

import http.server
import pathlib
import ssl
import subprocess
import threading
import time

from scene import check
from submit_states import complete


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        # /containerLogs/NAMESPACE/POD/CONTAINER
        parts = self.path.split("?")[0].split("/")
        text = ("%s of %s\n" % (parts[4], parts[3]) if parts[1] == "containerLogs" else "").encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/plain")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_):
        pass


class Kubelet:
    def __init__(self, folder):
        key, certificate = pathlib.Path(folder) / "kubelet.key", pathlib.Path(folder) / "kubelet.crt"
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=node", "-days", "1",
             "-keyout", key, "-out", certificate], check=True, capture_output=True)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self.port = self.server.server_address[1]
        self.thread = threading.Thread(target=self.server.serve_forever)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


def logs_are_shown(scene):
    """Of every container of every pod, with who says it."""
    with Kubelet(scene.folder) as kubelet:
        scene.api.call("POST", "/api/v1/nodes", {"metadata": {"name": "node"}})
        scene.api.set_status("/api/v1/nodes/node", {
            "addresses": [{"type": "InternalIP", "address": "127.0.0.1"}],
            "daemonEndpoints": {"kubeletEndpoint": {"Port": kubelet.port}},
        })
        job = scene.job("talks")
        scene.good("submit", job)
        made = scene.jobs()[0]
        running = {"phase": "Running", "containerStatuses": [
            {"name": name, "image": "i", "imageID": "", "ready": True, "restartCount": 0, "state": {"running": {}}}
            for name in ("main", "aside")]}
        for pod in ("talks-0", "talks-1"):
            scene.pod(pod, made, dict(running), containers=("main", "aside"))
        lines = sorted(scene.good("logs", job).stdout.splitlines())
        wanted = ["[pod/%s/%s] %s of %s" % (pod, container, container, pod)
                  for pod in ("talks-0", "talks-1") for container in ("aside", "main")]
        check(lines == wanted, lines)
        followed = sorted(scene.good("logs", job, "--follow").stdout.splitlines())
        check(followed == wanted, followed)
        late = scene.job("late")
        watching = scene.start("submit", late, "--logs", "--timeout", "20s")
        deadline = time.monotonic() + 20
        while len(scene.secrets()) < 2 and time.monotonic() < deadline:
            time.sleep(0.02)
        time.sleep(0.5)  # it has no pod yet, and no logs
        made = next(one for one in scene.jobs() if one["metadata"]["labels"]["wandb.ai/run-id"] == "late")
        scene.pod("late-0", made, dict(running), containers=("main", "aside"))
        time.sleep(2.5)
        scene.api.set_status("%s/%s" % (scene.jobs_path(), made["metadata"]["name"]), complete())
        said, _ = watching.communicate(timeout=30)
        check(watching.returncode == 0 and "main of late-0" in said and "No resources" not in said, said)
