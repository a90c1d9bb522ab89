"""A stand-in for W&B's server on loopback: as much of its GraphQL as its client asks for a queue."""

import http.server
import json
import threading

KEY = "k" * 40


class WandbServer:
    def __init__(self):
        self.lock = threading.RLock()
        self.queues = {("team", "gpu"): []}
        self.runs = {}             # by (entity, project, run id): {"id", "state"}
        self.shows_specs = True    # of the items of a queue
        self.loses = False         # what is pushed arrives, and its answer is lost
        self.pushes = []           # variables of each
        self.count = 0

    # --- what W&B's agent does -----------------------------------------------------------------

    def items(self, run_id):
        return [item for queue in self.queues.values() for item in queue if item["spec"].get("run_id") == run_id]

    def claim(self, run_id, state="pending"):
        """An agent takes what waits under this run id."""
        with self.lock:
            for item in self.items(run_id):
                if item["state"] != "PENDING":
                    continue
                item.update(state="CLAIMED", associatedRunId=run_id)
                self.set(item["spec"], state)

    def set(self, spec, state):
        self.runs[spec["entity"], spec["project"], spec["run_id"]] = {"id": "run-" + spec["run_id"], "state": state}

    def run_is(self, run_id, state):
        with self.lock:
            self.set(self.items(run_id)[0]["spec"], state)

    # --- its GraphQL ---------------------------------------------------------------------------

    def answer(self, query, values):
        for word, method in (("pushToRunQueueByName", self.push), ("__type", self.fields), ("LaunchQueue", self.queue),
                             ("LaunchRun", self.run), ("deleteFromRunQueue", self.delete), ("stopRun", self.stop),
                             ("fetchRunQueuesFromProject", self.queue_id), ("viewer", self.viewer)):
            if word in query:
                return method(query, values or {})
        return {}

    def viewer(self, _query, _values):
        teams = {"edges": []}
        return {"viewer": {"id": "u", "entity": "team", "username": "u", "email": "u@x", "flags": "{}", "teams": teams}}

    def push(self, _query, values):
        self.pushes.append(values)
        spec = json.loads(values["runSpec"])
        queue = self.queues.get((values["entityName"], values["queueName"]))
        if queue is None or "refuse-me" in spec.get("name", ""):
            raise ValueError("you may not add runs to this queue")
        self.count += 1
        queue.append({"id": f"item-{self.count}", "state": "PENDING", "associatedRunId": None, "spec": spec})
        if self.loses:
            raise ConnectionError
        return {"pushToRunQueueByName": {"runQueueItemId": f"item-{self.count}", "runSpec": values["runSpec"]}}

    def fields(self, _query, _values):
        names = ["id", "state", "associatedRunId", *(["runSpec"] if self.shows_specs else [])]
        return {"__type": {"fields": [{"name": name} for name in names]}}

    def queue(self, query, values):
        items = self.queues.get((values["entity"], values["queue"]))
        if items is None or values["project"] != "model-registry":
            return {"project": {"runQueue": None}}
        if "runSpec" in query and not self.shows_specs:
            raise ValueError('Cannot query field "runSpec" on type "RunQueueItem".')
        keys = ["id", "state", "associatedRunId"]
        nodes = [{key: item[key] for key in keys} for item in items[:100]]
        if "runSpec" in query:
            for node, item in zip(nodes, items):
                node["runSpec"] = json.dumps(item["spec"])
        return {"project": {"runQueue": {"id": "queue-1", "runQueueItems": {"edges": [{"node": node} for node in nodes]}}}}

    def run(self, _query, values):
        return {"project": {"run": self.runs.get((values["entity"], values["project"], values["run"]))}}

    def queue_id(self, _query, _values):
        return {"project": {"runQueue": {"id": "queue-1"}}}

    def delete(self, _query, values):
        for queue in self.queues.values():
            queue[:] = [item for item in queue if item["id"] != values["runQueueItemId"]]
        return {"deleteFromRunQueue": {"success": True, "clientMutationId": None}}

    def stop(self, _query, values):
        for run in self.runs.values():
            if run["id"] == values["id"]:
                run["state"] = "killed"
        return {"stopRun": {"success": True, "clientMutationId": None}}

    # --- HTTP ----------------------------------------------------------------------------------

    def __enter__(self):
        stand_in = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                # What its telemetry sends is nothing to us.
                if not self.path.endswith("/graphql"):
                    return self.say(200, {})
                if KEY not in self.headers.get("Authorization", "") and "YXBpOmtra2tr" not in self.headers.get("Authorization", ""):
                    return self.say(401, {"errors": [{"message": "invalid key"}]})
                asked = json.loads(body)
                try:
                    with stand_in.lock:
                        self.say(200, {"data": stand_in.answer(asked["query"], asked.get("variables"))})
                except ValueError as error:
                    self.say(200, {"data": None, "errors": [{"message": str(error)}]})
                except ConnectionError:
                    self.close_connection = True

            def say(self, code, value):
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
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()
