"""Makes the `docker run` argument list of each job with W&B's own client (wandb.sdk.launch).

    python3 peer_wandb.py FOLDER|FILE

The client reads launch specs, so that each job is first put into that form; this is a few
microseconds a job. Flags that the client refuses (volume, ipc, ulimit as a map …) are left out, and it
has neither queues nor bases: it does less for each job than `launch` does.
"""

import os
import sys
import types

import yaml
from wandb.sdk.launch import utils
from wandb.sdk.launch._project_spec import LaunchProject
from wandb.sdk.launch.runner.local_container import LocalContainerRunner, get_docker_command

Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
API = types.SimpleNamespace(settings={"base_url": "https://api.wandb.ai"}, api_key="x" * 40)
ALLOWED = utils._DOCKER_ALLOWED_RESOURCE_ARGS


def files_of(path):
    if not os.path.isdir(path):
        return [path]
    return [os.path.join(path, name) for name in sorted(os.listdir(path))]


def spec_of(job):
    flags = {}
    for key, value in job.get("resource_args", {}).get("docker", {}).items():
        if key.replace("_", "-") in ALLOWED and isinstance(value, (str, int, list)):
            if not isinstance(value, bool):
                flags[key.replace("_", "-")] = value
    flags["env"] = [
        name if value is None else f"{name}={value}" for name, value in job.get("env", {}).items()
    ]
    return {
        "entity": job["entity"],
        "project": job["project"],
        "name": job.get("name"),
        "author": job.get("author"),
        "docker": {"docker_image": job["image"]},
        "resource": "local-container",
        "resource_args": {"local-container": flags},
        "overrides": {
            "entry_point": job["command"],
            "run_config": job.get("hyperparameters", {}),
            "artifacts": {a.rsplit(":", 1)[0]: a for a in job.get("input_artifacts", [])},
        },
    }


def argv_of(runner, path):
    with open(path, "rb") as file:
        project = LaunchProject.from_spec(spec_of(yaml.load(file, Loader=Loader)), API)
    return get_docker_command(
        project.docker_image,
        project.get_env_vars_dict(API, utils.MAX_ENV_LENGTHS["LocalContainerRunner"]),
        entry_cmd=project.override_entrypoint.command,
        docker_args=runner._populate_docker_args(project, project.docker_image),
        additional_args=project.override_args,
    )


def main():
    runner = LocalContainerRunner(API, {}, None, None)
    words = sum(len(argv_of(runner, path)) for path in files_of(sys.argv[1]))
    print(words, "words")


if __name__ == "__main__":
    main()
