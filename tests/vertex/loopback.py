"""An HTTP server on loopback that speaks JSON: what a stand-in for one of Google's services is made of."""

import http.server
import json
import threading


class Loopback:
    """Asks `answer(path, body)` of whoever inherits it: a code and a value; one request at a time."""

    def __enter__(self):
        self.lock = threading.Lock()
        stand_in = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                self.answer(None)

            def do_POST(self):
                self.answer(json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))) or "{}"))

            def answer(self, body):
                with stand_in.lock:
                    code, value = stand_in.answer(self.path, body)
                text = json.dumps(value).encode()
                self.send_response(code)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.address = "http://127.0.0.1:%d/" % self.server.server_port
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()
