#!/usr/bin/env python3
"""Writes documents to measure with: jobs, finished docker argument lists, finished Kubernetes Jobs.

    bench/generate.py OUT N [--kind job|argv|manifest]

OUT/jobs/*.yaml holds N jobs of 40 to 60 lines, OUT/queues and OUT/bases what some of them name,
OUT/argv/*.json N argument lists of `docker run`, and OUT/manifests/*.yaml N Kubernetes Jobs of some
95 lines. The same N gives the same bytes on every machine.
Nothing in the files is a mistake, so that what is measured is judging and not printing.
"""

import argparse
import hashlib
import json
import pathlib
import random

TEAMS = ["vision", "speech", "nlp", "robotics", "ranking", "forecast"]
MODELS = ["unet", "resnet50", "vit-b16", "conformer", "gpt-small", "deeplab", "dlrm", "tft"]
DATASETS = ["cityscapes", "librispeech", "c4-en", "kitti", "clicks-2024", "weather-eu"]
OPTIMIZERS = ["adamw", "sgd", "lion", "adafactor"]
REGISTRIES = ["registry.example.com", "ghcr.io/example", "nvcr.io/example"]

QUEUES = {
    "gpu": """\
# Shared machines with eight GPUs each.
resource: docker
template_variables:
  memory:
    type: string
    default: 64g
    options: [32g, 64g, 128g]
    description: Memory of the container
resource_args:
  docker:
    memory: "{{memory}}"
    ipc: host
    env:
      NCCL_DEBUG: WARN
      NCCL_SOCKET_IFNAME: eth0
    label:
      cost-centre: research
""",
    "cpu": """\
# Machines without GPUs, for evaluation and preparation of data.
resource: docker
resource_args:
  docker:
    memory: 32g
    cpus: 8
    log_driver: json-file
    log_opt: {max-size: 50m, max-file: 3}
""",
}


def digest(rng):
    return "sha256:" + hashlib.sha256(rng.randbytes(16)).hexdigest()


def base_text(team, rng):
    return f"""\
# launch: kind=base
# What every job of team {team} has in common.
env:
  HF_HOME: /cache/huggingface
  TOKENIZERS_PARALLELISM: "false"
hyperparameters:
  log_every: 50
  seed: {rng.randrange(1000)}
resource_args:
  docker:
    label:
      team: {team}
"""


def job_text(index, rng):
    team = rng.choice(TEAMS)
    model = rng.choice(MODELS)
    dataset = rng.choice(DATASETS)
    gpus = rng.choice([1, 2, 4, 8])
    in_queue = rng.random() < 0.3
    has_base = rng.random() < 0.2
    lines = [
        f"# {model} on {dataset}, variant {index}.",
        "# Ask before raising the batch size: the data loader is the bottleneck.",
    ]
    if has_base:
        lines.append(f"base_config: ../bases/{team}.yaml")
    lines += [
        f"entity: {team}-team",
        f"project: {model}-{dataset}",
        f"name: {model}-{dataset}-{index:05d}",
        f"author: {rng.choice(['alice', 'bob', 'chen', 'dana', 'eva'])}",
    ]
    lines.append("queue: gpu" if in_queue else "resource: docker")
    lines += [
        "",
        f"image: {rng.choice(REGISTRIES)}/{team}/train@{digest(rng)}",
        "command:",
        "  - torchrun",
        "  - --standalone",
        f"  - --nproc_per_node={gpus}",
        "  - train.py",
        f"  - --data=/data/{dataset}",
        "  - --output=/checkpoints/${run_id}",
    ]
    if rng.random() < 0.5:
        lines.append("  - --resume=latest")
    lines += [
        "hyperparameters:",
        f"  model: {model}",
        f"  learning_rate: {rng.choice(['1.0e-4', '3.0e-4', '0.001', '5.0e-5'])}  # after warm-up",
        f"  batch_size: {rng.choice([16, 32, 64, 128, 256])}",
        f"  epochs: {rng.randrange(10, 300, 10)}",
        f"  optimizer: {rng.choice(OPTIMIZERS)}",
        f"  weight_decay: {rng.choice(['0.01', '0.05', '0.1'])}",
        "  bf16: true",
        f"  num_workers: {rng.choice([4, 8, 12])}",
        f"  seed: {rng.randrange(10000)}",
        "  scheduler:",
        "    name: cosine",
        f"    warmup_steps: {rng.randrange(100, 5000, 100)}",
        "    betas: [0.9, 0.95]",
    ]
    if rng.random() < 0.5:
        lines.append(f"  dropout: {rng.choice(['0.0', '0.1', '0.2'])}")
    if rng.random() < 0.5:
        lines += ["  augment:", "    - flip", "    - crop", f"    - {rng.choice(['mixup', 'cutmix'])}"]
    lines += [
        "",
        "# NCCL is chatty on these machines.",
        "env:",
        "  OMP_NUM_THREADS: 8",
        "  RUN_LABEL: ${project_name}/${run_name}",
        '  GREETING: "started by ${author}"',
    ]
    if not in_queue:
        lines.append("  NCCL_DEBUG: WARN")
    if rng.random() < 0.5:
        lines += ["  # From the environment of whoever submits.", "  HF_TOKEN: null"]
    if rng.random() < 0.3:
        lines.append("  DATABASE_URL: postgres://train:${DB_PASSWORD}@db.example.com/metrics")
    lines += [
        "input_artifacts:",
        f"  - {team}-team/data/{dataset}:v{rng.randrange(1, 40)}",
    ]
    if rng.random() < 0.4:
        lines.append(f"  - {team}-team/models/{model}:v{rng.randrange(1, 40)}")
    lines += [
        "",
        "resource_args:",
        "  docker:",
        f"    gpus: {gpus}",
        f"    shm_size: {rng.choice(['8g', '16g', '32g'])}",
        "    ulimit: {memlock: -1, nofile: 65536}",
        "    volume:",
        f"      - /data/{dataset}:/data/{dataset}:ro",
        f"      - /checkpoints/{team}:/checkpoints",
    ]
    if not in_queue:
        lines += [f"    memory: {rng.choice(['32g', '64g', '128g'])}", "    ipc: host"]
    if rng.random() < 0.5:
        lines.append("    init: true")
    if rng.random() < 0.3:
        lines += ["    label:", f"      experiment: {model}-{index % 17}", "      tier: batch"]
    if in_queue and rng.random() < 0.5:
        lines += ["template_variables:", f"  memory: {rng.choice(['32g', '128g'])}"]
    return "\n".join(lines) + "\n"


def argv(index, rng):
    team = rng.choice(TEAMS)
    dataset = rng.choice(DATASETS)
    gpus = rng.choice([1, 2, 4, 8])
    image = f"{rng.choice(REGISTRIES)}/{team}/train@{digest(rng)}"
    environment = {
        "WANDB_BASE_URL": "https://api.wandb.ai",
        "WANDB_API_KEY": None,
        "WANDB_PROJECT": dataset,
        "WANDB_ENTITY": f"{team}-team",
        "WANDB_RUN_ID": f"r{index:07d}",
        "WANDB_DOCKER": image,
        "WANDB_CONFIG": json.dumps({"lr": 3e-4, "epochs": rng.randrange(10, 300), "seed": index}),
        "OMP_NUM_THREADS": "8",
        "NCCL_DEBUG": "WARN",
    }
    words = ["docker", "run", "--rm"]
    for name, value in environment.items():
        words += ["-e", name if value is None else f"{name}={value}"]
    words += [
        "--gpus", str(gpus),
        "--shm-size", rng.choice(["8g", "16g", "32g"]),
        "--memory", rng.choice(["32g", "64g", "128g"]),
        "--cpus", str(rng.choice([4, 8, 16])),
        "--ulimit", "memlock=-1",
        "--ulimit", "nofile=65536:65536",
        "--volume", f"/data/{dataset}:/data/{dataset}:ro",
        "--mount", f"type=bind,source=/checkpoints/{team},target=/checkpoints",
        "--label", f"team={team}",
        "--network", "bridge",
        "--publish", f"127.0.0.1:{6000 + index % 2000}:6006/tcp",
        "--health-cmd", "test -f /tmp/alive",
        "--health-interval", "30s",
        "--restart", "no",
        "--init",
        "--entrypoint", "torchrun",
        image,
        f"--nproc_per_node={gpus}", "train.py", f"--data=/data/{dataset}",
    ]
    return words


def write_jobs(out, count):
    rng = random.Random(2024)
    for folder in ("jobs", "queues", "bases"):
        (out / folder).mkdir(parents=True, exist_ok=True)
    for name, text in QUEUES.items():
        (out / "queues" / f"{name}.yaml").write_text(text)
    for team in TEAMS:
        (out / "bases" / f"{team}.yaml").write_text(base_text(team, rng))
    for index in range(count):
        (out / "jobs" / f"job-{index:05d}.yaml").write_text(job_text(index, rng))


def write_argvs(out, count):
    rng = random.Random(2025)
    (out / "argv").mkdir(parents=True, exist_ok=True)
    for index in range(count):
        text = json.dumps(argv(index, rng), indent=2) + "\n"
        (out / "argv" / f"argv-{index:05d}.json").write_text(text)


def manifest_text(index, rng):
    team = rng.choice(TEAMS)
    dataset = rng.choice(DATASETS)
    gpus = rng.choice([1, 2, 4, 8])
    image = f"{rng.choice(REGISTRIES)}/{team}/train@{digest(rng)}"
    environment = {
        "WANDB_PROJECT": dataset,
        "WANDB_ENTITY": f"{team}-team",
        "WANDB_RUN_ID": f"r{index:07d}",
        "NCCL_DEBUG": "WARN",
        "OMP_NUM_THREADS": str(rng.choice([4, 8, 16])),
        "LEARNING_RATE": rng.choice(["0.001", "0.0003", "0.0001"]),
    }
    lines = [
        f"# {team} trains on {dataset}.",
        "apiVersion: batch/v1",
        "kind: Job",
        "metadata:",
        f"  name: {team}-{dataset}-{index:05d}",
        "  namespace: ml-training",
        "  labels:",
        f"    app.kubernetes.io/name: {dataset}",
        f"    team: {team}",
        "  annotations:",
        f'    example.com/owner: "{team}@example.com"',
        "spec:",
        f"  backoffLimit: {rng.randrange(4)}",
        f"  activeDeadlineSeconds: {rng.randrange(3600, 86400)}",
        "  ttlSecondsAfterFinished: 86400",
        "  completions: 1",
        "  parallelism: 1",
        "  template:",
        "    metadata:",
        "      labels:",
        f"        team: {team}",
        "    spec:",
        "      restartPolicy: Never",
        "      serviceAccountName: trainer",
        "      terminationGracePeriodSeconds: 60",
        "      nodeSelector:",
        f"        accelerator: {rng.choice(['a100', 'h100', 'l4'])}",
        "      tolerations:",
        "        - key: nvidia.com/gpu",
        "          operator: Exists",
        "          effect: NoSchedule",
        "      initContainers:",
        "        - name: fetch",
        f"          image: {rng.choice(REGISTRIES)}/tools/fetch@{digest(rng)}",
        f"          args: [--dataset, {dataset}, --to, /data]",
        "          volumeMounts:",
        "            - name: data",
        "              mountPath: /data",
        "      containers:",
        "        - name: train",
        f"          image: {image}",
        "          command:",
        "            - torchrun",
        f"            - --nproc_per_node={gpus}",
        "            - train.py",
        f"          workingDir: /workspace/{team}",
        "          env:",
    ]
    for name, value in environment.items():
        lines += [f"            - name: {name}", f'              value: "{value}"']
    lines += [
        "            - name: HF_TOKEN",
        "              valueFrom:",
        "                secretKeyRef:",
        "                  name: hub",
        "                  key: token",
        "          resources:",
        "            requests:",
        f"              cpu: {rng.choice(['4', '8', '500m'])}",
        f"              memory: {rng.choice(['16Gi', '32Gi', '64Gi'])}",
        "            limits:",
        f"              memory: {rng.choice(['64Gi', '128Gi'])}",
        f"              nvidia.com/gpu: {gpus}",
        "          ports:",
        "            - name: metrics",
        "              containerPort: 9090",
        "          livenessProbe:",
        "            exec:",
        "              command: [test, -f, /tmp/alive]",
        "            periodSeconds: 30",
        "          volumeMounts:",
        "            - name: data",
        "              mountPath: /data",
        "              readOnly: true",
        "            - name: shm",
        "              mountPath: /dev/shm",
        "      volumes:",
        "        - name: data",
        "          persistentVolumeClaim:",
        f"            claimName: {dataset}",
        "        - name: shm",
        "          emptyDir:",
        "            medium: Memory",
        f"            sizeLimit: {rng.choice(['8Gi', '16Gi'])}",
    ]
    return "\n".join(lines) + "\n"


def write_manifests(out, count):
    rng = random.Random(2026)
    (out / "manifests").mkdir(parents=True, exist_ok=True)
    for index in range(count):
        (out / "manifests" / f"job-{index:05d}.yaml").write_text(manifest_text(index, rng))


WRITERS = {"job": write_jobs, "argv": write_argvs, "manifest": write_manifests}


def main():
    parser = argparse.ArgumentParser(description="Writes launch documents to measure with.")
    parser.add_argument("out", type=pathlib.Path, help="folder to write to")
    parser.add_argument("count", type=int, help="how many files of each kind")
    parser.add_argument("--kind", choices=sorted(WRITERS), help="only this kind")
    options = parser.parse_args()
    for kind, write in WRITERS.items():
        if options.kind in (None, kind):
            write(options.out, options.count)


if __name__ == "__main__":
    main()
