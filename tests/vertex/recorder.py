"""An HTTP server on loopback that keeps what gcloud sends and says that a job was made of it."""

import http.server
import json
import threading


class Recorder:
    def __enter__(self):
        self.received = []
        recorder = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                recorder.received.append((self.path, json.loads(body)))
                made = {"name": "projects/1/locations/us-central1/customJobs/2", "state": "JOB_STATE_PENDING"}
                answer = json.dumps(made).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.address = "http://127.0.0.1:%d/" % self.server.server_port
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()
