"""As much of W&B's package as launch uses, for tests without it: it speaks to the same server."""

import json
import os
import types
import urllib.error
import urllib.request


def execute_graphql(query, variables=None):
    address = os.environ.get("WANDB_BASE_URL", "http://127.0.0.1:9") + "/graphql"
    body = json.dumps({"query": query, "variables": variables}).encode()
    request = urllib.request.Request(address, body, {"Authorization": os.environ["WANDB_API_KEY"]})
    try:
        with urllib.request.urlopen(request, timeout=20) as response:
            answer = json.load(response)
    except urllib.error.HTTPError as error:
        raise RuntimeError(f"returned error {error.code}: {error.read().decode()}") from None
    if answer.get("errors"):
        raise RuntimeError(answer["errors"][0]["message"])
    return answer["data"]


class LaunchApi:
    def __init__(self):
        if not os.environ.get("WANDB_API_KEY"):
            raise RuntimeError("No API key configured. Use `wandb login` to log in.")
        self._service_api = types.SimpleNamespace(execute_graphql=execute_graphql)
        try:
            self.default_entity = execute_graphql("query Viewer { viewer { entity } }")["viewer"]["entity"]
        except Exception as error:
            raise RuntimeError(f"Failed to verify credentials with W&B: {error}") from None

    def stop_run(self, run):
        execute_graphql("mutation StopRun { stopRun }", {"id": run})

    def queued_run(self, entity, project, queue, item, project_queue):
        def delete():
            execute_graphql("mutation DeleteFromRunQueue { deleteFromRunQueue }", {"runQueueItemId": item})

        return types.SimpleNamespace(delete=delete)
