"""A language client for tests: one server process, JSON-RPC over its standard input and output."""

import json
import os
import pathlib
import queue
import subprocess
import threading
import time

TIMEOUT = 30
CACHE = pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache") / "launch-ci"


class Client:
    def __init__(self, words, folder, configuration=None):
        self.process = subprocess.Popen(words, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.DEVNULL)
        self.configuration = configuration or {}
        self.next_id = 0
        self.inbox = queue.Queue()
        self.diagnostics = {}  # by uri: the last that were published
        self.versions = {}  # of the documents that those are about
        threading.Thread(target=self._read_all, daemon=True).start()

    # What the server wrote -----------------------------------------------------------------------

    def _read_all(self):
        out = self.process.stdout
        while True:
            length = None
            while True:
                line = out.readline()
                if not line:
                    self.inbox.put(None)
                    return
                if line in (b"\r\n", b"\n"):
                    break
                name, _, value = line.decode("ascii").partition(":")
                if name.lower() == "content-length":
                    length = int(value)
            self.inbox.put(json.loads(out.read(length)))

    def _handle(self, message):
        method = message.get("method")
        if method == "textDocument/publishDiagnostics":
            params = message["params"]
            self.diagnostics[params["uri"]] = params["diagnostics"]
            self.versions[params["uri"]] = params.get("version")
        elif method == "workspace/configuration":
            asked = message["params"]["items"]
            answer = [self.configuration.get(item.get("section") or "", None) for item in asked]
            self.send({"id": message["id"], "result": answer})
        elif method is not None and "id" in message:
            self.send({"id": message["id"], "result": None})

    def next_message(self, seconds=TIMEOUT):
        """The server's next message, requests of its own answered; None when it ended."""
        message = self.inbox.get(timeout=seconds)
        if message is not None:
            self._handle(message)
        return message

    # What the server is told ---------------------------------------------------------------------

    def send_raw(self, data):
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def send(self, message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode("utf-8")
        self.send_raw(b"Content-Length: %d\r\n\r\n" % len(body) + body)

    def notify(self, method, params):
        self.send({"method": method, "params": params})

    def ask(self, method, params):
        """The whole response: `result` or `error`."""
        self.next_id += 1
        own = self.next_id
        self.send({"id": own, "method": method, "params": params})
        return self.answer_to(own)

    def answer_to(self, own):
        while True:
            message = self.next_message()
            if message is None:
                raise AssertionError("the server ended before it answered")
            if message.get("id") == own and "method" not in message:
                return message

    def request(self, method, params):
        response = self.ask(method, params)
        if "error" in response:
            raise AssertionError("%s: %s" % (method, response["error"]))
        return response["result"]

    def initialize(self, root, capabilities=None):
        result = self.request("initialize", {
            "processId": os.getpid(), "rootUri": root.as_uri(), "capabilities": capabilities or {},
            "workspaceFolders": [{"uri": root.as_uri(), "name": "test"}]})
        self.notify("initialized", {})
        return result

    def open(self, uri, text, version=1, language="yaml"):
        self.diagnostics.pop(uri, None)
        self.notify("textDocument/didOpen", {"textDocument": {
            "uri": uri, "languageId": language, "version": version, "text": text}})

    def wait_for_diagnostics(self, uri, seconds=TIMEOUT, version=None):
        """The next that are published; with a version, those of it."""
        until = time.monotonic() + seconds
        while uri not in self.diagnostics or (version is not None and self.versions[uri] != version):
            if self.next_message(max(0.01, until - time.monotonic())) is None:
                raise AssertionError("the server ended")
        return self.diagnostics[uri]

    def close(self):
        """Shuts the server down as the protocol wants it; its exit code."""
        self.request("shutdown", None)
        self.notify("exit", None)
        self.process.stdin.close()
        return self.process.wait(timeout=TIMEOUT)
