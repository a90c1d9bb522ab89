"""Judges YAML files by a JSON schema with Python's jsonschema and PyYAML, as scripts in CI do.

    python3 peer_jsonschema.py SCHEMA FOLDER|FILE
"""

import json
import os
import sys

import jsonschema
import yaml

Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def files_of(path):
    if not os.path.isdir(path):
        return [path]
    return [os.path.join(path, name) for name in sorted(os.listdir(path))]


def main():
    with open(sys.argv[1]) as file:
        validator = jsonschema.Draft7Validator(json.load(file))
    wrong = 0
    for path in files_of(sys.argv[2]):
        with open(path, "rb") as file:
            document = yaml.load(file, Loader=Loader)
        for error in validator.iter_errors(document):
            wrong += 1
            print(f"{path}: {error.json_path}: {error.message}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
