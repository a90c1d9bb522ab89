#!/usr/bin/env python3
"""Writes one repository of Kubernetes jobs in the forms of four tools.

    bench/generate_repository.py OUT N

N jobs wait in 20 queues and stand on bases three deep: organisation, team, model. The same jobs are
written for launch (OUT/launch), as values of a Helm chart (OUT/helm), as overlays of kustomize
(OUT/kustomize), and as launch specs that are merged already for W&B's client, which has no bases and
leaves queues to its server (OUT/wandb).
The same N gives the same bytes on every machine.
"""

import argparse
import copy
import pathlib
import random

import yaml
from generate import DATASETS, MODELS, TEAMS, digest

QUEUES = 20
MEMORY = ["32Gi", "64Gi", "128Gi"]
# Written with every tool's own means; what it says is the same.
CHART = "apiVersion: v2\nname: jobs\nversion: 0.1.0\n"
TEMPLATE = """\
{{- $root := .Values -}}
{{- range $name, $job := .Values.jobs }}
{{- $v := mustMergeOverwrite (deepCopy $root.organisation) (deepCopy (index $root.queues $job.queue)) (deepCopy (index $root.teams $job.team)) (deepCopy (index $root.models $job.model)) (deepCopy $job) }}
---
apiVersion: batch/v1
kind: Job
metadata:
  name: {{ $name }}
  namespace: {{ $v.namespace }}
  labels:
    {{- toYaml $v.labels | nindent 4 }}
spec:
  backoffLimit: {{ $v.backoffLimit }}
  activeDeadlineSeconds: {{ $v.activeDeadlineSeconds }}
  template:
    spec:
      restartPolicy: Never
      nodeSelector:
        {{- toYaml $v.nodeSelector | nindent 8 }}
      tolerations:
        {{- toYaml $v.tolerations | nindent 8 }}
      containers:
        - name: train
          image: {{ $v.image }}
          command:
            {{- toYaml $v.command | nindent 12 }}
          env:
            {{- range $key, $value := $v.env }}
            - name: {{ $key }}
              value: {{ $value | quote }}
            {{- end }}
          resources:
            limits:
              memory: {{ $v.memory }}
              nvidia.com/gpu: {{ $v.gpus }}
{{- end }}
"""

ORGANISATION = {
    "labels": {"organisation": "example"},
    "env": {"HF_HOME": "/cache/huggingface", "TOKENIZERS_PARALLELISM": "false", "NCCL_DEBUG": "WARN"},
    "backoffLimit": 0,
}


def team_values(team):
    return {"labels": {"team": team}, "env": {"TEAM": team, "NCCL_SOCKET_IFNAME": "eth0"}}


def model_values(model, rng):
    return {"labels": {"model": model}, "env": {"OMP_NUM_THREADS": str(rng.choice([4, 8, 16]))}}


def queue_values(rng):
    accelerator = rng.choice(["a100", "h100", "l4"])
    return {
        "namespace": "ml-" + rng.choice(["training", "research"]),
        "nodeSelector": {"accelerator": accelerator},
        "tolerations": [{"key": "nvidia.com/gpu", "operator": "Exists", "effect": "NoSchedule"}],
        "activeDeadlineSeconds": rng.randrange(3600, 86400, 60),
    }


def job_values(index, models, rng):
    model = rng.choice(sorted(models))
    dataset = rng.choice(DATASETS)
    command = ["torchrun", "--standalone", "train.py", f"--data=/data/{dataset}", f"--seed={index}"]
    return {
        "name": f"{model}-{index:05d}",
        "queue": f"queue-{rng.randrange(QUEUES):02d}",
        "team": models[model],
        "model": model,
        "image": f"registry.example.com/{models[model]}/train@{digest(rng)}",
        "command": command,
        "env": {"DATASET": dataset, "LEARNING_RATE": rng.choice(["0.001", "0.0003", "0.0001"])},
        "memory": rng.choice(MEMORY),
        "gpus": rng.choice([1, 2, 4, 8]),
    }


class Repository:
    def __init__(self, count):
        rng = random.Random(2026)
        self.teams = {team: team_values(team) for team in TEAMS}
        of_team = {f"{team}-{model}": team for team in TEAMS for model in MODELS[:4]}
        self.models = {model: model_values(model, rng) for model in of_team}
        self.of_team = of_team
        self.queues = {f"queue-{number:02d}": queue_values(rng) for number in range(QUEUES)}
        self.jobs = [job_values(index, of_team, rng) for index in range(count)]


def write(path, value):
    path.parent.mkdir(parents=True, exist_ok=True)
    text = value if isinstance(value, str) else yaml.dump(value, sort_keys=False)
    path.write_text(text)


# --- launch ---------------------------------------------------------------------------------------


def labels_on_job(values):
    return {"kubernetes": {"metadata": {"labels": values["labels"]}}}


def launch_queue(values):
    pod = {"nodeSelector": values["nodeSelector"], "tolerations": values["tolerations"]}
    spec = {"activeDeadlineSeconds": values["activeDeadlineSeconds"], "template": {"spec": pod}}
    container = {"name": "train", "resources": {"limits": {"memory": "{{memory}}", "nvidia.com/gpu": "{{gpus}}"}}}
    pod["containers"] = [container]
    return {
        "resource": "kubernetes",
        "template_variables": {
            "memory": {"type": "string", "default": "64Gi", "options": MEMORY},
            "gpus": {"type": "integer", "default": 1, "maximum": 8},
        },
        "resource_args": {"kubernetes": {"metadata": {"namespace": values["namespace"]}, "spec": spec}},
    }


def launch_job(job):
    return {
        "queue": job["queue"],
        "base_config": f"../bases/models/{job['model']}.yaml",
        "entity": job["team"] + "-team",
        "project": job["model"],
        "name": job["name"],
        "image": job["image"],
        "command": job["command"],
        "env": job["env"],
        "template_variables": {"memory": job["memory"], "gpus": job["gpus"]},
    }


def write_launch(out, repository):
    def base(values, below):
        document = {"env": values["env"], "resource_args": labels_on_job(values)}
        if below:
            document["base_config"] = below
        return "# launch: kind=base\n" + yaml.dump(document, sort_keys=False)

    write(out / "launch.yaml", {"queues": ["queues/*.yaml"], "jobs": ["jobs/*.yaml", "bases/**/*.yaml"]})
    write(out / "bases" / "organisation.yaml", base(ORGANISATION, None))
    for team, values in repository.teams.items():
        write(out / "bases" / "teams" / f"{team}.yaml", base(values, "../organisation.yaml"))
    for model, values in repository.models.items():
        write(out / "bases" / "models" / f"{model}.yaml", base(values, f"../teams/{repository.of_team[model]}.yaml"))
    for name, values in repository.queues.items():
        write(out / "queues" / f"{name}.yaml", launch_queue(values))
    for job in repository.jobs:
        write(out / "jobs" / f"{job['name']}.yaml", launch_job(job))


# --- Helm -----------------------------------------------------------------------------------------


def write_helm(out, repository):
    write(out / "Chart.yaml", CHART)
    write(out / "templates" / "jobs.yaml", TEMPLATE)
    shared = {
        "organisation": ORGANISATION,
        "teams": repository.teams,
        "models": repository.models,
        "queues": repository.queues,
    }
    write(out / "values.yaml", shared)
    for job in repository.jobs:
        values = {key: value for key, value in job.items() if key != "name"}
        write(out / "jobs" / f"{job['name']}.yaml", {"jobs": {job["name"]: values}})


# --- kustomize ------------------------------------------------------------------------------------


def patch(metadata=None, spec=None, pod=None, container=None):
    document = {"apiVersion": "batch/v1", "kind": "Job", "metadata": {"name": "job", **(metadata or {})}}
    pod = dict(pod or {})
    if container:
        pod["containers"] = [{"name": "train", **container}]
    document["spec"] = {**(spec or {}), "template": {"spec": pod}}
    return document


def variables(env):
    return [{"name": name, "value": value} for name, value in env.items()]


def kustomization(kind="Kustomization", **fields):
    version = "v1alpha1" if kind == "Component" else "v1beta1"
    return {"apiVersion": f"kustomize.config.k8s.io/{version}", "kind": kind, **fields}


def layer(values):
    return patch(metadata={"labels": values["labels"]}, container={"env": variables(values["env"])})


def write_kustomize(out, repository):
    organisation = layer(ORGANISATION)
    organisation["spec"]["backoffLimit"] = ORGANISATION["backoffLimit"]
    organisation["spec"]["template"]["spec"]["restartPolicy"] = "Never"
    write(out / "organisation" / "job.yaml", organisation)
    write(out / "organisation" / "kustomization.yaml", kustomization(resources=["job.yaml"]))

    def overlay(folder, below, values):
        write(folder / "patch.yaml", layer(values))
        write(folder / "kustomization.yaml", kustomization(resources=[below], patches=[{"path": "patch.yaml"}]))

    for team, values in repository.teams.items():
        overlay(out / "teams" / team, "../../organisation", values)
    for model, values in repository.models.items():
        overlay(out / "models" / model, f"../../teams/{repository.of_team[model]}", values)
    for name, values in repository.queues.items():
        pod = {"nodeSelector": values["nodeSelector"], "tolerations": values["tolerations"]}
        spec = {"activeDeadlineSeconds": values["activeDeadlineSeconds"]}
        folder = out / "queues" / name
        write(folder / "patch.yaml", patch(spec=spec, pod=pod))
        write(folder / "kustomization.yaml",
              kustomization("Component", namespace=values["namespace"], patches=[{"path": "patch.yaml"}]))
    for job in repository.jobs:
        folder = out / "jobs" / job["name"]
        container = {
            "image": job["image"],
            "command": job["command"],
            "env": variables(job["env"]),
            "resources": {"limits": {"memory": job["memory"], "nvidia.com/gpu": job["gpus"]}},
        }
        write(folder / "patch.yaml", patch(container=container))
        write(folder / "kustomization.yaml", kustomization(
            resources=[f"../../models/{job['model']}"],
            components=[f"../../queues/{job['queue']}"],
            patches=[{"path": "patch.yaml"}],
            namePrefix=job["name"] + "-",
        ))
    write(out / "all" / "kustomization.yaml",
          kustomization(resources=[f"../jobs/{job['name']}" for job in repository.jobs]))


# --- W&B's client ---------------------------------------------------------------------------------


def write_wandb(out, repository):
    for job in repository.jobs:
        queue = repository.queues[job["queue"]]
        layers = [ORGANISATION, repository.teams[job["team"]], repository.models[job["model"]], job]
        env, labels = {}, {}
        for values in layers:
            env.update(values["env"])
            labels.update(values.get("labels", {}))
        container = {
            "name": "train",
            "env": variables(env),
            "resources": {"limits": {"memory": job["memory"], "nvidia.com/gpu": job["gpus"]}},
        }
        pod = {key: copy.deepcopy(queue[key]) for key in ("nodeSelector", "tolerations")}
        manifest = {
            "metadata": {"namespace": queue["namespace"], "labels": labels, "name": job["name"]},
            "spec": {"activeDeadlineSeconds": queue["activeDeadlineSeconds"],
                     "template": {"spec": {**pod, "containers": [container]}}},
        }
        write(out / f"{job['name']}.yaml", {
            "entity": job["team"] + "-team",
            "project": job["model"],
            "name": job["name"],
            "docker": {"docker_image": job["image"]},
            "resource": "kubernetes",
            "resource_args": {"kubernetes": manifest},
            "overrides": {"entry_point": job["command"], "run_config": {}},
        })


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("count", type=int)
    options = parser.parse_args()
    repository = Repository(options.count)
    write_launch(options.out / "launch", repository)
    write_helm(options.out / "helm", repository)
    write_kustomize(options.out / "kustomize", repository)
    write_wandb(options.out / "wandb", repository)


if __name__ == "__main__":
    main()
