"""`wandb launch -q QUEUE -c FILE -P PRIORITY` as W&B's own does it."""

import json
import os
import sys

from wandb.sdk.launch.api import LaunchApi, execute_graphql

PRIORITIES = {"critical": 0, "high": 1, "medium": 2, "low": 3}
PUSH = "mutation pushToRunQueueByName { pushToRunQueueByName }"


def cli():
    verb, *words = sys.argv[1:]
    flags = dict(zip(words[::2], words[1::2]))
    if verb != "launch" or set(flags) != {"-q", "-c", "-P"}:
        sys.exit(f"Error: no such call: {sys.argv[1:]}")
    try:
        api = LaunchApi()
    except RuntimeError as error:
        sys.exit(f"Error: {error}")
    # The ending decides what is read.
    if os.path.splitext(flags["-c"])[1] != ".json":
        sys.exit("Error: Invalid format for config")
    with open(flags["-c"]) as file:
        spec = json.load(file)
    variables = {"queueName": flags["-q"], "entityName": spec.get("queue_entity") or spec.get("entity") or api.default_entity,
                 "projectName": "model-registry", "priority": PRIORITIES[flags["-P"]]}
    if "template_variables" in spec:
        variables["templateVariableValues"] = json.dumps(spec.pop("template_variables"))
    pushed = None
    # An answer that gets lost is asked for again, what is refused is not.
    for _ in range(3):
        try:
            pushed = execute_graphql(PUSH, {**variables, "runSpec": json.dumps(spec)})["pushToRunQueueByName"]
            break
        except OSError:
            continue
        except Exception:
            break
    if not pushed:
        sys.exit("Error: Error adding run to queue")
    print(f"wandb: launch: Added run to queue {flags['-q']}.", file=sys.stderr)
