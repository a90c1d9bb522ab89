"""Asks W&B's server about one job of one of its queues, through W&B's own package.

    - VERB QUEUE_ENTITY QUEUE ENTITY PROJECT RUN_ID DIGEST ATTEMPT

launch gives this text to the Python that has the package (0.31), as `wandb` itself has no command
for it. VERB is `queue` (is it there?), `find`, which also takes away what the client pushed twice,
or `cancel`. An empty entity is that of the login. Prints one JSON object; exits with 1
and words on standard error for whatever was refused.

What is asked is what the package asks (wandb/apis/public/jobs.py: RunQueue, QueuedRun;
wandb/sdk/launch/api.py: get_run_state, stop_run), and one thing more: the launch spec of an item,
where the server's own schema says that it has one.
"""

import json
import sys

# No wandb.py of the working folder.
sys.path[:] = [path for path in sys.path if path]

PAGE = 100  # as many as the package asks for
QUEUE = """
query LaunchQueue($entity: String!, $project: String!, $queue: String!) {
  project(name: $project, entityName: $entity) { runQueue(name: $queue) { id %s } }
}"""
ITEMS = "runQueueItems(first: %d) { edges { node { id state associatedRunId %s } } }"
RUN = """
query LaunchRun($entity: String!, $project: String!, $run: String!) {
  project(name: $project, entityName: $entity) { run(name: $run) { id state } }
}"""
FIELDS = """query LaunchFields { __type(name: "RunQueueItem") { fields { name } } }"""
# Where queues of an entity are kept (LAUNCH_DEFAULT_PROJECT).
QUEUES = "model-registry"


class Refused(Exception):
    pass


class Asking:
    def __init__(self, arguments):
        from wandb.sdk.launch.api import LaunchApi

        self.api = LaunchApi()
        owner, self.queue, entity, self.project, self.run_id, self.digest, attempt = arguments
        self.entity = entity or self.api.default_entity
        self.queue_entity = owner or self.entity
        self.attempt = int(attempt)

    def ask(self, query, **values):
        return self.api._service_api.execute_graphql(query, values)

    def the_queue(self, fields=""):
        answer = self.ask(QUEUE % fields, entity=self.queue_entity, project=QUEUES, queue=self.queue)
        queue = (answer.get("project") or {}).get("runQueue")
        if not queue:
            raise Refused(f'W&B has no queue "{self.queue}" of {self.queue_entity}, or does not let it be seen')
        return queue

    def shows_specs(self):
        """Not every server answers questions about its schema."""
        try:
            kind = self.ask(FIELDS).get("__type") or {}
        except Exception:
            return False
        return any(field.get("name") == "runSpec" for field in kind.get("fields") or [])

    def is_ours(self, item):
        if "runSpec" not in item:
            return item.get("associatedRunId") == self.run_id
        spec = item["runSpec"]
        spec = json.loads(spec or "{}") if isinstance(spec, (str, type(None))) else spec
        return spec.get("launch_digest") == self.digest and spec.get("launch_attempt") == self.attempt

    def without_copies(self, ours):
        """The client pushes again when an answer gets lost: one stays, the first that an agent has."""
        kept = next((item for item in ours if item["state"] != "PENDING"), ours[0] if ours else None)
        for item in ours:
            if item is not kept and item["state"] == "PENDING":
                self.delete(item["id"])
        return [kept] if kept else []

    def delete(self, item):
        self.api.queued_run(self.queue_entity, self.project, self.queue, item, QUEUES).delete()

    def run(self):
        answer = self.ask(RUN, entity=self.entity, project=self.project, run=self.run_id)
        return (answer.get("project") or {}).get("run")

    def look(self):
        exact = self.shows_specs()
        edges = self.the_queue(ITEMS % (PAGE, "runSpec" if exact else ""))["runQueueItems"]["edges"]
        items = [edge["node"] for edge in edges]
        ours = [item for item in items if self.is_ours(item)]
        if exact:
            ours = self.without_copies(ours)
        # All attempts at a job have one run.
        wanted = 1 if exact else self.attempt
        item = ours[wanted - 1] if len(ours) >= wanted else None
        has_run = self.attempt == 1 or (item is not None and item.get("associatedRunId") == self.run_id)
        run = self.run() if has_run else None
        waiting = 0 if exact else sum(not each.get("associatedRunId") for each in items)
        return {"item": item and {"id": item["id"], "state": item["state"].lower()}, "run": run,
                "waiting": waiting, "more": len(items) >= PAGE}

    def cancel(self):
        seen = self.look()
        item, run = seen["item"], seen["run"]
        if run:
            self.api.stop_run(run["id"])
        elif item and item["state"] == "pending":
            self.delete(item["id"])
        elif item:
            raise Refused(f"an agent has just taken it, and its run is not there yet (it is {item['state']}): try again")
        elif seen["waiting"] or seen["more"]:
            raise Refused(f'W&B does not say which of the jobs that wait in queue "{self.queue}" it is: '
                          "take it away on the queue's page")
        return seen


def main():
    verb, *arguments = sys.argv[1:]
    try:
        asking = Asking(arguments)
        answer = {"queue": asking.the_queue, "find": asking.look, "cancel": asking.cancel}[verb]()
    except Exception as error:  # the package raises anything
        print(str(error) or type(error).__name__, file=sys.stderr)
        return 1
    print(json.dumps(answer))
    return 0


if __name__ == "__main__":
    sys.exit(main())
