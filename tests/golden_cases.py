"""The golden cases, for the tests that are not written in C++ (tests/golden_test.cpp has their form)."""

import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parents[1]
OUTPUTS = ("stdout", "stderr", "exit")


class GoldenCase:
    """`commands` are lines for a shell; `files` and `outputs` are texts by their names."""

    def __init__(self, path):
        self.name = str(path.relative_to(ROOT))
        head, *rest = re.split(r"^-- (.+) --\n", path.read_text(encoding="utf-8"), flags=re.M)
        parts = dict(zip(rest[::2], rest[1::2]))
        self.commands = [line[2:] for line in head.splitlines() if line.startswith("$ ")]
        self.files = {name: text for name, text in parts.items() if name not in OUTPUTS}
        self.outputs = {name: text for name, text in parts.items() if name in OUTPUTS}

    def says(self, word):
        """Whether one of its texts holds the word."""
        return any(word in text for text in [*self.files.values(), *self.outputs.values()])

    def write(self, folder):
        for name, text in self.files.items():
            file = pathlib.Path(folder) / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")


def golden_cases():
    return [GoldenCase(path) for path in sorted((ROOT / "tests/golden").rglob("*.txt"))]
