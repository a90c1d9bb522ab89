"""Every job among the golden cases and examples that renders a CustomJob."""

import pathlib
import shlex
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from golden_cases import golden_cases  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]


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
    for case in golden_cases():
        commands = [command for command in case.commands if command.startswith("launch render ")]
        # That target has the words of W&B, and is no request.
        commands = [command for command in commands if "--target wandb" not in command]
        if not commands or not case.says("vertex"):
            continue
        folder = pathlib.Path(tempfile.mkdtemp(dir=work))
        case.write(folder)
        for command in commands:
            yield Job(launch, case.name, shlex.split(command)[1:], folder)


def example_jobs(launch):
    for path in sorted((ROOT / "examples").glob("vertex*/job.yaml")):
        yield Job(launch, str(path.relative_to(ROOT)), ["render", "--run-id", "r1", str(path)], ROOT)
