"""Every job among the golden cases and examples that renders a CustomJob."""

import pathlib
import shlex
import subprocess
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]


def sections(text):
    """The commands, files and outputs of a golden case: [(name, text)]."""
    found = [("", "")]
    for line in text.splitlines(keepends=True):
        stripped = line.rstrip("\n")
        if stripped.startswith("-- ") and stripped.endswith(" --"):
            found.append((stripped[3:-3], ""))
        else:
            found[-1] = (found[-1][0], found[-1][1] + line)
    return found


def without_format(words):
    kept = []
    for word in words:
        if kept and kept[-1] == "--format":
            kept.pop()
        else:
            kept.append(word)
    return kept


class Job:
    """A render command and the folder it runs in."""

    def __init__(self, launch, name, words, folder):
        self.launch, self.name, self.words, self.folder = launch, name, words, folder

    def rendered(self, form):
        """Nothing when the job does not render, or not to this form."""
        words = [self.launch, *without_format(self.words), "--format", form]
        done = subprocess.run(words, cwd=self.folder, stdin=subprocess.DEVNULL, capture_output=True, text=True)
        return done.stdout if done.returncode == 0 else None


def golden_jobs(launch, work):
    for path in sorted((ROOT / "tests/golden").glob("*/*.txt")):
        parts = sections(path.read_text(encoding="utf-8"))
        commands = [line[2:] for line in parts[0][1].splitlines() if line.startswith("$ launch render ")]
        files = [part for part in parts[1:] if part[0] not in ("stdout", "stderr", "exit")]
        if not commands or not any("vertex" in text for _, text in parts):
            continue
        folder = pathlib.Path(tempfile.mkdtemp(dir=work))
        for name, text in files:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")
        for command in commands:
            yield Job(launch, str(path.relative_to(ROOT)), shlex.split(command)[1:], folder)


def example_jobs(launch):
    for path in sorted((ROOT / "examples").glob("vertex*/job.yaml")):
        yield Job(launch, str(path.relative_to(ROOT)), ["render", "--run-id", "r1", str(path)], ROOT)
