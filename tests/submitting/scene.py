"""What all tests that submit need: a workspace, a state folder, and what launch does with both."""

import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import threading
import time

SECRET = "canary-51d0ce"
# Writes down how it is called, and kills launch before or after it does what it is called for.
CLIENT = """\
#!{python}
import json, os, signal, subprocess, sys
with open({calls!r}, "a") as calls:
    calls.write(json.dumps(sys.argv[1:]) + "\\n")
mine = os.environ.get("KILL_VERB", "none") in sys.argv[1:]
if mine and os.environ["KILL_WHEN"] == "before":
    os.kill(os.getppid(), signal.SIGKILL)
done = subprocess.run([*{words!r}, *sys.argv[1:]], close_fds=False)
if mine and os.environ["KILL_WHEN"] == "after":
    os.kill(os.getppid(), signal.SIGKILL)
sys.exit(done.returncode)
"""


def check(condition, text):
    if not condition:
        raise AssertionError(text)


def until(question, text, seconds=60):
    deadline = time.monotonic() + seconds
    while not question():
        check(time.monotonic() < deadline, text)
        time.sleep(0.02)


class Scene:
    def __init__(self, launch, folder, job, environment):
        self.launch, self.folder, self.text = launch, pathlib.Path(folder), job
        self.state = self.folder / "state"
        self.environment = {**os.environ, "LAUNCH_STATE_DIR": str(self.state), "TOKEN": SECRET,
                            "WANDB_API_KEY": "key-" + SECRET, **environment}

    def abandon(self):
        """Ends what a case that has failed would leave at work."""

    def job(self, name, **values):
        (self.folder / f"{name}.yaml").write_text(self.text.format(name=name, **values))
        return f"{name}.yaml"

    def client(self, name, words):
        """Has launch call the words, through a program that can kill it."""
        program = self.folder / f"client-{pathlib.Path(name).name}"
        calls = str(self.folder / "calls")
        program.write_text(CLIENT.format(python=sys.executable, calls=calls, words=words))
        program.chmod(0o755)
        self.name_client(name, program)

    def name_client(self, name, program):
        (self.folder / "launch.yaml").write_text(f"clients: {{{name}: {program}}}\n")

    def script(self, name, text):
        program = self.folder / name
        program.write_text(text)
        program.chmod(0o755)
        return program

    def calls(self):
        path = self.folder / "calls"
        return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []

    def run(self, *words, **more):
        done = subprocess.run([self.launch, *words], cwd=self.folder, env={**self.environment, **more},
                              capture_output=True, text=True, timeout=240)
        check(SECRET not in done.stdout + done.stderr, f"{words}: the secret was printed")
        return done

    def start(self, *words, **more):
        return subprocess.Popen([self.launch, *words], cwd=self.folder, env={**self.environment, **more},
                                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def good(self, *words, **more):
        done = self.run(*words, **more)
        check(done.returncode == 0, f"{words}: {done.returncode} {done.stdout}{done.stderr}")
        return done.stdout

    def killed(self, *words, verb, when):
        done = self.run(*words, KILL_VERB=verb, KILL_WHEN=when)
        check(done.returncode == -signal.SIGKILL, f"{words} was to be killed: {done.stdout}{done.stderr}")

    def fails(self, *words, code, says, **more):
        done = self.run(*words, **more)
        check(done.returncode == code and says in done.stderr,
              f"{words}: {code} and {says!r} expected, and this is {done.returncode}: {done.stdout}{done.stderr}")

    def status(self, name, **more):
        return json.loads(self.good("status", name, "--format", "json", **more))["submissions"][0]

    def keeps_secret(self, called=True):
        check(self.calls() or not called, "the client was called")
        check(SECRET not in json.dumps(self.calls()), "a command line has the secret")
        for path in self.state.rglob("*"):
            check(not path.is_file() or SECRET.encode() not in path.read_bytes(), f"{path} has the secret")


class CommandLines:
    """All command lines of this machine while it lives."""

    def __enter__(self):
        self.seen, self.over = set(), threading.Event()
        self.thread = threading.Thread(target=self.look)
        self.thread.start()
        return self

    def look(self):
        while not self.over.wait(0.002):
            for path in pathlib.Path("/proc").glob("[0-9]*/cmdline"):
                try:
                    self.seen.add(path.read_bytes())
                except OSError:
                    pass

    def __exit__(self, *_):
        self.over.set()
        self.thread.join()

    def check(self, expected):
        check(any(expected in line for line in self.seen), f"nothing like {expected} was seen")
        check(not any(SECRET.encode() in line for line in self.seen), "a command line has the secret")


def run_cases(cases, make_scene):
    """Each in a folder of its own, two at a time; the exit code."""
    waiting, failed, lock = list(cases), [], threading.Lock()

    def work():
        while True:
            with lock:
                if not waiting:
                    return
                case = waiting.pop(0)
            wrong = None
            try:
                with tempfile.TemporaryDirectory(prefix="launch-submit-") as folder:
                    scene = make_scene(folder)
                    try:
                        case(scene)
                    except Exception as error:  # whatever it is, the case has failed
                        wrong = error
                    finally:
                        scene.abandon()
            except Exception as error:  # also that something still writes in there
                wrong = wrong or error
            if wrong:
                failed.append(case)
            text = f"FAILED {case.__name__}: {wrong!r}" if wrong else f"passed {case.__name__}"
            with lock:
                print(text, flush=True)

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return 1 if failed else 0
