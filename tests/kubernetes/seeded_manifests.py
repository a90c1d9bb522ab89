#!/usr/bin/env python3
"""Fresh Jobs and CronJobs, right and wrong, made from a seed.

    seeded_manifests.py --seed 7 --count 1000

prints one JSON object a line: a name, what was done, and the manifest. The same seed gives the same
manifests with every Python 3.

Each begins as one of a few usual jobs. One to three changes follow, guided by the schema of the API:
fields are added with values of their kind, changed, removed, doubled, misspelt, nulled or retyped; or
fields that only make sense together are set at once (seeded_scenes.py).
"""

import argparse
import copy
import json
import pathlib
import random
import sys

sys.dont_write_bytecode = True
from manifest_shapes import EITHER, NEEDED  # noqa: E402
from manifest_values import Values  # noqa: E402
from seeded_scenes import SCENES, bases  # noqa: E402

SCHEMAS = pathlib.Path(__file__).resolve().parents[2] / "compiler/target/kubernetes/schema"
NEWEST = 36

class Maker:
    """Values of the schema's types."""

    def __init__(self, rng, definitions):
        self.rng = rng
        self.definitions = definitions

    def struct(self, name, wrong, depth=0, given=()):
        """An object; `given` are fields that it has already."""
        given, fields = dict(given), self.definitions[name]["properties"]
        chosen = [key for key in NEEDED.get(name, []) if self.rng.random() > wrong / 2]
        rest = sorted(set(fields) - set(chosen))
        if name in EITHER:
            rest = [key for key in EITHER[name] if key in fields]
            choices = sorted(set(fields) - set(rest))
            count = 1 if self.rng.random() > wrong / 2 else self.rng.choice([0, 2])
            chosen += [] if given and count == 1 else self.rng.sample(choices, count)
        # The deeper, the fewer.
        many = self.rng.random() ** (1 + depth) * min(len(rest), 6)
        chosen += self.rng.sample(rest, min(len(rest), int(many)))
        made = {key: self.value(name, key, fields[key], (wrong, depth + 1)) for key in chosen if key in fields}
        return {**made, **given}

    def value(self, owner, key, schema, state):
        wrong, depth = state
        if "$ref" in schema:
            return self.struct(schema["$ref"].rsplit("/", 1)[1], wrong, depth)
        kind = schema.get("type")
        if kind == "array":
            count = 0 if self.rng.random() < wrong / 3 else self.rng.choice([1, 1, 1, 2, 3])
            return [self.value(owner, key, schema["items"], state) for _ in range(count)]
        if kind == "object":
            return Values(self.rng, wrong).map(key, schema) if "additionalProperties" in schema else {}
        return Values(self.rng, wrong).scalar(owner, key, schema)


def reference_of(schema):
    """The definition that a field holds, and whether it holds a list of them."""
    many = schema.get("type") == "array"
    reference = (schema["items"] if many else schema).get("$ref")
    return (reference.rsplit("/", 1)[1] if reference else None), many


class Mutator:
    def __init__(self, rng, definitions):
        self.rng = rng
        self.maker = Maker(rng, definitions)
        self.definitions = definitions
        # Where each definition is used: owner, field, and whether that is a list.
        self.uses = {}
        for owner, definition in definitions.items():
            for key, schema in definition["properties"].items():
                reference, many = reference_of(schema)
                # What is in an ephemeral container never gets judged: no template may have one.
                if reference and owner != "core.v1.EphemeralContainer":
                    self.uses.setdefault(reference, []).append((owner, key, many))

    def places(self, name, value, path=()):
        """Every object in the value, with the name of its definition and its path."""
        yield name, value, path
        for key, schema in self.definitions[name]["properties"].items():
            if key not in value:
                continue
            reference, _ = reference_of(schema)
            if reference is None:
                continue
            children = enumerate(value[key]) if isinstance(value[key], list) else [(None, value[key])]
            for index, child in children:
                if isinstance(child, dict):
                    step = (key,) if index is None else (key, index)
                    yield from self.places(reference, child, path + step)

    def mutate(self, manifest, entry):
        kind = {key: manifest[key] for key in ("apiVersion", "kind")}
        change = self.change_once(manifest, entry)
        # Another kind would be another endpoint's business.
        manifest.update(kind)
        return change

    def change_once(self, manifest, entry):
        # Half of the time what follows is to be right, so that deep rules are reached.
        wrong = self.rng.choice([0.0, 0.0, 0.1, 0.3])
        if self.rng.random() < 0.3:
            scene = self.rng.choice(SCENES)
            scene(manifest, self.rng)
            return scene.__name__.replace("_", " ")
        places = [place for place in self.places(entry, manifest) if place[2][:1] != ("status",)]
        if self.rng.random() < 0.4:
            return "plant " + self.plant(places, wrong)
        name, value, path = self.rng.choice(places)
        change = self.rng.choice(["add"] * 7 + ["change"] * 3 + ["remove", "double", "rename", "unknown", "null", "retype"])
        key = getattr(self, change)(name, value, wrong)
        return "%s %s" % (change, "/".join(str(step) for step in path + ((key,) if key else ())))

    def plant(self, places, wrong):
        """An object of any kind that the API has, put where it can be, with what must be around it."""
        present = {name: value for name, value, _ in self.rng.sample(places, len(places))}
        kind = where = self.rng.choice(sorted(self.uses))
        made = self.maker.struct(kind, wrong)
        while kind in self.uses:
            owner, key, many = self.rng.choice(self.uses[kind])
            given = {key: [made] if many else made}
            # Of some fields an object has only one: those mostly get an object of their own.
            apart = owner in EITHER and self.rng.random() < 0.9
            if owner not in present or (apart and owner in self.uses):
                kind, made = owner, self.maker.struct(owner, wrong, 2, given)
                continue
            before = present[owner].get(key)
            present[owner][key] = before + given[key] if many and isinstance(before, list) else given[key]
            break
        return where

    def add(self, name, value, wrong):
        fields = self.definitions[name]["properties"]
        missing = sorted(set(fields) - set(value) - {"managedFields", "status"})
        if not missing:
            return None
        key = self.rng.choice(missing)
        value[key] = self.maker.value(name, key, fields[key], (wrong, 1))
        return key

    def some_key(self, value):
        return self.rng.choice(sorted(value)) if value else None

    def change(self, name, value, wrong):
        key = self.some_key(value)
        schema = self.definitions[name]["properties"].get(key)
        if schema:
            value[key] = self.maker.value(name, key, schema, (max(wrong, 0.3), 1))
        return key

    def remove(self, _name, value, _wrong):
        key = self.some_key(value)
        value.pop(key, None)
        return key

    def double(self, _name, value, _wrong):
        lists = sorted(key for key in value if isinstance(value[key], list) and value[key])
        key = self.rng.choice(lists) if lists else None
        if key:
            value[key].append(copy.deepcopy(self.rng.choice(value[key])))
        return key

    def rename(self, _name, value, _wrong):
        key = self.some_key(value)
        if key:
            other = self.rng.choice([key.lower(), key[:1].upper() + key[1:], key + "s", key[:-1], key.upper()])
            value[other or "x"] = value.pop(key)
        return key

    def unknown(self, _name, value, _wrong):
        key = self.rng.choice(["foo", "envs", "gpus", "replicas", "restart", "x-y", ""])
        value[key] = self.rng.choice([1, "x", None, {}, [], True])
        return key

    def null(self, name, value, _wrong):
        key = self.rng.choice(sorted(self.definitions[name]["properties"]))
        value[key] = None
        return key

    def retype(self, _name, value, _wrong):
        key = self.some_key(value)
        if key:
            value[key] = self.rng.choice([1, 1.5, "x", "1", True, [], ["a"], {}, {"a": "b"}, 2**31, 2**63])
        return key


def manifests(seed, count, minor=NEWEST):
    rng = random.Random(seed)
    text = (SCHEMAS / ("batch-v1.%d.json" % minor)).read_text(encoding="utf-8")
    mutator = Mutator(rng, json.loads(text)["definitions"])
    for number in range(count):
        manifest = copy.deepcopy(rng.choice(bases()))
        entry = "batch.v1." + manifest["kind"]
        changes = [mutator.mutate(manifest, entry) for _ in range(rng.choice([1, 1, 2, 3]))]
        yield {"name": "seed %s, %d" % (seed, number), "changes": changes, "manifest": manifest}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", required=True)
    parser.add_argument("--count", type=int, required=True)
    arguments = parser.parse_args()
    for made in manifests(arguments.seed, arguments.count):
        print(json.dumps(made, ensure_ascii=False))


if __name__ == "__main__":
    main()
