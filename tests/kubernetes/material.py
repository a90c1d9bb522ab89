"""Manifests and YAML texts that are there already: in golden cases, examples and shared cases."""

import json
import os
import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from golden_cases import golden_cases  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]
SHARED = pathlib.Path(os.environ.get("LAUNCH_SHARED_DIR", "/nonexistent")) / "cases"
KINDS = ("Job", "CronJob")


def is_ours(manifest):
    if not isinstance(manifest, dict) or manifest.get("apiVersion") != "batch/v1":
        return False
    return manifest.get("kind") in KINDS


def lines_in(name):
    path = SHARED / name
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []


def shared_objects():
    rows = lines_in("kubernetes-jobs.jsonl") + lines_in("kubernetes-mutations.jsonl")
    return [(row["name"], row["manifest"]) for row in rows if is_ours(row["manifest"])]


def shared_texts():
    return [(row["name"], row["text"]) for row in lines_in("kubernetes-yaml.jsonl")]


def holds_objects(text):
    """Whether this is YAML or JSON of ours as it stands, and not within a launch document."""
    if text.startswith("{"):
        try:
            return is_ours(json.loads(text))
        except ValueError:
            return False
    lines = text.splitlines()
    return "apiVersion: batch/v1" in lines and any("kind: " + kind in lines for kind in KINDS)


def golden_texts():
    """Manifests that golden cases hold or render."""
    for case in golden_cases():
        # What is meant for another version than the newest is not for this server.
        if any("--kubernetes-version" in command for command in case.commands):
            continue
        for name, text in [*case.files.items(), *case.outputs.items()]:
            if holds_objects(text):
                yield "%s: %s" % (case.name, name), text


def example_texts(launch):
    """Manifests among the examples, and what the others render to."""
    for path in sorted((ROOT / "examples").glob("**/*.yaml")):
        text = path.read_text(encoding="utf-8")
        if not holds_objects(text):
            done = subprocess.run([launch, "render", path], stdin=subprocess.DEVNULL, capture_output=True, text=True)
            text = done.stdout if done.returncode == 0 else ""
        if holds_objects(text):
            yield str(path.relative_to(ROOT)), text


def existing_texts(launch):
    return [*golden_texts(), *example_texts(launch)]
