"""Times reading and checking the 90 sample workbooks against openpyxl with pandas.

Both sides keep every filled cell with its address. The peer reads and types; ours reads
and types (the same work), and then checks by all rules. Rounds alternate, each side in a
fresh process; imports are not counted. Prints a table and one machine-readable line.
Usage: python benchmarks/reading.py [ROUNDS]
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

_OURS = """
import json, os, time
from flows import steps
from flows.workspace import Workspace
from schemas.period import Period
from transforms.examination import examine
from transforms.values import read_values
from workbooks import confinement
import polars as pl

workspace, period = Workspace.at("data"), Period.parse("2024-10")
workspace.settings, workspace.keyring
began, before = time.perf_counter(), time.process_time()
submissions = steps.read_up_to(workspace, period)
read = time.perf_counter()
year = pl.lit(2024, pl.Int64)
read_values(pl.concat(s.cells for s in submissions).with_columns(year=year), workspace.settings)
typed, processor = time.perf_counter(), time.process_time() - before
examine(submissions, workspace.settings, period)
checked = time.perf_counter()
seen = sum(s.balance.seen for s in submissions)
confinement._CHILD.close()
processor += os.times().children_user + os.times().children_system
told = {"reading": read - began, "typing": typed - read, "checking": checked - typed}
print(json.dumps(told | {"processor": processor, "cells": seen}))
"""

_PEER = """
import json, time
from pathlib import Path
from benchmarks import reading_with_pandas as peer

paths = sorted(Path("data/raw").glob("2024-*/*"))
began, before = time.perf_counter(), time.process_time()
cells = peer.read(paths)
read = time.perf_counter()
peer.type_values(cells)
typed, processor = time.perf_counter(), time.process_time() - before
told = {"reading": read - began, "typing": typed - read, "processor": processor}
print(json.dumps(told | {"cells": len(cells)}))
"""

Times = dict[str, float]

RATIOS: dict[str, tuple[Callable[[Times], float], Callable[[Times], float]]] = {
    "reading": (lambda peer: peer["reading"], lambda ours: ours["reading"]),
    "reading and typing": (
        lambda peer: peer["reading"] + peer["typing"],
        lambda ours: ours["reading"] + ours["typing"],
    ),
    "reading and typing, processor time": (
        lambda peer: peer["processor"],
        lambda ours: ours["processor"],
    ),
    "typing against checking too": (
        lambda peer: peer["reading"] + peer["typing"],
        lambda ours: ours["reading"] + ours["checking"],
    ),
}
"""What is compared: the peer's seconds over ours. Checking includes our typing.

Processor time includes our child process and its start; it holds on a busy machine too.
"""


def time_once(child: str) -> Times:
    """Return the seconds of each part in a fresh process, and the number of cells."""
    command = [sys.executable, "-c", child]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def main() -> None:
    """Time the rounds and print medians, and each ratio with its spread."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    peer, ours = [], []
    for _ in range(rounds):
        peer.append(time_once(_PEER))
        ours.append(time_once(_OURS))
    told: dict[str, object] = {"benchmark": "reading", "rounds": rounds}
    for name, runs in (("openpyxl with pandas", peer), ("ours", ours)):
        medians = {part: statistics.median(run[part] for run in runs) for part in runs[0]}
        told[name] = medians
        for part, figure in medians.items():
            print(f"{name:<22}{part:<10}{figure:9.2f}" + (" s" if part != "cells" else ""))
    for name, (theirs, us) in RATIOS.items():
        ratios = [theirs(p) / us(o) for p, o in zip(peer, ours, strict=True)]
        median, low, high = statistics.median(ratios), min(ratios), max(ratios)
        told[name] = {"median": median, "lowest": low, "highest": high}
        print(f"{name:<36}{median:5.1f} times ({low:.1f} to {high:.1f})")
    print(json.dumps(told))


if __name__ == "__main__":
    main()
