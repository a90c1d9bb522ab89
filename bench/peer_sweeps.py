"""The points of a grid by W&B's own `sweeps` package, one JSON line each: peer_sweeps.py SWEEP.json"""

import json
import sys

from sweeps.grid_search import grid_search_next_runs

with open(sys.argv[1], encoding="utf-8") as file:
    sweep = json.load(file)
# All at once, as its scheduler asks for a batch; asked one by one it goes over all earlier runs each time.
most = 10_000_000
for run in grid_search_next_runs([], {"method": "grid", "parameters": sweep["parameters"]}, validate=False, n=most):
    if run is None:
        break
    sys.stdout.write(json.dumps({name: each["value"] for name, each in run.config.items()}) + "\n")
