"""Folders to validate: a few written here for what formats find hard, and those of the golden cases."""

import os
import pathlib
import re
import shlex
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from golden_cases import golden_cases  # noqa: E402

IMAGE = "registry.example.com/train@sha256:" + "0" * 63 + "1"
GOOD = "entity: e\nproject: p\nimage: %s\ncommand: [python, train.py, --seed=1]\nresource_args: {docker: {rm: true}}\n" % IMAGE
BAD = GOOD.replace("rm: true", "shm_sise: 16g, memory: 3x").replace(IMAGE, "registry.example.com/train:latest")


class Case:
    def __init__(self, name, files, arguments, by_hand=False, may_be_refused=False, environment=None):
        self.name, self.files, self.arguments = name, files, arguments
        self.by_hand, self.may_be_refused, self.environment = by_hand, may_be_refused, environment or {}

    def write(self, folder):
        for name, text in self.files.items():
            path = os.path.join(os.fsencode(folder), os.fsencode(name))
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "wb") as file:
                file.write(text if isinstance(text, bytes) else text.encode())
        pathlib.Path(folder).mkdir(parents=True, exist_ok=True)


def by_hand():
    def case(name, files, *arguments, **more):
        return Case(name, files, list(arguments), by_hand=True, **more)

    yield case("no findings", {"good.yaml": GOOD}, "good.yaml")
    yield case("findings", {"bad.yaml": BAD, "good.yaml": GOOD}, "bad.yaml", "good.yaml")
    yield case("warnings only", {"w.yaml": GOOD.replace(IMAGE, "registry.example.com/train:1")}, "w.yaml")
    yield case("nothing there", {}, ".")
    yield case("broken YAML", {"broken.yaml": "a: [1,\nb: {\n"}, "broken.yaml")
    yield case("an empty file", {"empty.yaml": ""}, "empty.yaml")
    yield case("no UTF-8 inside", {"bytes.yaml": b"entity: \xff\xfe\n"}, "bytes.yaml")
    yield case("a missing file", {}, "gone.yaml")
    yield case("a missing file among others", {"bad.yaml": BAD}, "bad.yaml", "gone <&> 100%.yaml")
    yield case("a missing queue", {"bad.yaml": BAD}, "--queue", "gone.yaml", "bad.yaml")
    yield case("a broken workspace file", {"launch.yaml": "jobs: [\n", "bad.yaml": BAD}, "bad.yaml")
    yield case("a workspace file with an unknown key", {"launch.yaml": "jops: []\n", "bad.yaml": BAD}, "bad.yaml")
    yield case("a mistake in a base, found by a job", {"base.yaml": "resource_args: {docker: {memory: 3x}}\n", "job.yaml": "base_config: base.yaml\n" + GOOD}, "job.yaml")
    names = {
        "blanks": "a b/my job.yaml",
        "what XML and URIs escape": "<&'\">/#%41?;=+@[x].yaml",
        "letters of elsewhere": "\u00fcber/\u4efb\u52a1 \U0001f680.yaml",
        "what ends a command of GitHub's": "a,b:c::d.yaml",
        "what TAP escapes": "a # TODO \\# b.yaml",
        "control characters": "tab\tline\nreturn\resc\x1b[31m.yaml",
        "no UTF-8": b"latin-\xe9\xff.yaml",
        "a noncharacter": "x\ufffe\uffffy.yaml",
        "a dash first": "./-x.yaml",
    }
    for what, name in names.items():
        yield case("a file name with " + what, {name: BAD, "good.yaml": GOOD}, name, "good.yaml")
        yield case("a missing file whose name has " + what, {"good.yaml": GOOD}, "good.yaml", name)
    texts = ["]]>", "<!-- -->", "\\u0000\\u001b[31m\\u0085", "\\uFFFE\\uFFFF", "::error::x%0A", "\u202e\u200b", "\U0001f680" * 40, "\\n  ...\\nok 1", "# TODO"]
    for text in texts:
        content = GOOD + '"key%s": 1\nname: "${%s}"\n' % (text, text)
        yield case("a finding about %s" % ascii(text), {"text.yaml": content}, "text.yaml")
    yield case("standard input that is empty", {}, "-")
    yield case("annotations in a step of GitHub's", {"bad.yaml": BAD}, "bad.yaml", environment={"GITHUB_ACTIONS": "true"})


def golden():
    for case in golden_cases():
        for number, command in enumerate(case.commands):
            words = shlex.split(command) if command.startswith("launch validate") else []
            # Those that are about the shell's own work, or about a format, say nothing new.
            if not words or re.search(r"[;|<>&$]|--format|--output|--color", command):
                continue
            name = "%s, command %d" % (case.name, number + 1)
            yield Case(name, case.files, words[2:], may_be_refused=True)
