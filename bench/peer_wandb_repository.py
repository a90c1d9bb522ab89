"""Makes the Kubernetes Job of each launch spec with W&B's own client (wandb.sdk.launch).

    python3 peer_wandb_repository.py FOLDER

The specs are merged already: the client has no bases, and leaves queues to its server. What it would
ask of a cluster is not asked. Prints the Jobs as JSON, one a line.
"""

import asyncio
import json
import sys
import types

import yaml
from peer_wandb import API, Loader, files_of
from wandb.sdk.launch._project_spec import LaunchProject
from wandb.sdk.launch.registry.local_registry import LocalRegistry
from wandb.sdk.launch.runner.abstract import AbstractRunner
from wandb.sdk.launch.runner.kubernetes_runner import KubernetesRunner


def runner():
    made = KubernetesRunner.__new__(KubernetesRunner)
    AbstractRunner.__init__(made, API, {"SYNCHRONOUS": False})
    made.registry = LocalRegistry()
    return made


async def job_of(made, path):
    with open(path, "rb") as file:
        project = LaunchProject.from_spec(yaml.load(file, Loader=Loader), API)
    project.fill_macros(project.docker_image)
    arguments = project.resource_args["kubernetes"]
    namespace = arguments["metadata"]["namespace"]
    cluster = types.SimpleNamespace()
    job, _ = await made._inject_defaults(arguments, project, project.docker_image, namespace, cluster)
    return job


async def main():
    made = runner()
    for path in files_of(sys.argv[1]):
        print(json.dumps(await job_of(made, path)))


if __name__ == "__main__":
    asyncio.run(main())
