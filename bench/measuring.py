"""What the contests of bench/ share: the timer, the peers, and the machine's description."""

import os
import pathlib
import platform
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent


class Timer:
    def __init__(self, work):
        self.program = compiled(HERE / "timer.c", work / "timer", ["-O2"])

    def run(self, command, folder):
        done = subprocess.run(
            [self.program, *map(str, command)], cwd=folder, capture_output=True, text=True, check=True
        )
        code, wall, cpu, peak = done.stdout.split()
        return {"exit": int(code), "wall": float(wall), "cpu": float(cpu), "mib": int(peak) / 1024}


def compiled(source, program, flags):
    subprocess.run([os.environ.get("CC", "cc"), *flags, "-o", program, source], check=True)
    return str(program)


def python_of(peers):
    return str(peers / "venv" / "bin" / "python") if peers else sys.executable


def has_modules(python, modules):
    command = [python, "-c", "import " + modules]
    try:
        return subprocess.run(command, capture_output=True).returncode == 0
    except OSError:
        return False


def program_of(name, peers):
    """A program that bench/install-peers built, or, without a folder of peers, one on PATH."""
    program = peers / "bin" / name if peers else None
    if program and program.exists():
        return str(program)
    return shutil.which(name) if not peers else None


def machine():
    model = platform.processor() or platform.machine()
    try:
        for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                model = line.split(":", 1)[1].strip()
    except OSError:
        pass
    load = os.getloadavg()[0]
    return f"{os.cpu_count()} cores {model}, {platform.system()}, load {load:.1f} at the start"
