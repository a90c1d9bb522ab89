"""`python -m launch_spec …` is `launch …`, for where the folder of scripts is not on the PATH."""

import os
import pathlib
import sys
import sysconfig


def find_launch():
    """The program that was installed beside this module: in an environment, for the user, or with --target."""
    schemes = [sysconfig.get_path("scripts"), sysconfig.get_path("scripts", sysconfig.get_preferred_scheme("user"))]
    folders = [pathlib.Path(folder) for folder in schemes] + [pathlib.Path(__file__).resolve().parents[1] / "bin"]
    for folder in folders:
        program = folder / "launch"
        if program.is_file():
            return str(program)
    sys.exit("launch_spec: no program launch in " + ", ".join(str(folder) for folder in folders))


if __name__ == "__main__":
    program = find_launch()
    os.execv(program, [program, *sys.argv[1:]])
