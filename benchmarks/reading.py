"""Times reading and checking against openpyxl with pandas reading and typing the same workbooks.

Both sides keep every filled cell with its address. The peer reads and types; ours reads
and types (the same work), and then checks by all rules. Rounds alternate, each side in a
fresh process; imports are not counted, the start and the work of our child process are, and
nothing is taken from the readings that a workspace keeps. Prints a table of each scene and
one machine-readable line.
Usage: python benchmarks/reading.py [--rounds N] [--ledger ROWS] [--unions N]
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.large_books import SAMPLE, make_ledger, make_unions  # noqa: E402

_OURS = """
import json, os, sys, time
import polars as pl
from pandera.backends.polars.register import register_polars_backends
from flows import steps
from flows.workspace import Workspace
from schemas.period import Period
from transforms.examination import examine
from transforms.values import read_values
from workbooks import confinement
from workbooks.reader import read_workbook

def now():
    times = os.times()
    spent = time.process_time() + times.children_user + times.children_system
    return time.perf_counter(), spent

register_polars_backends()
period = Period.parse("2024-10")
unions = [Workspace.at(folder) for folder in sys.argv[1:]]
for union in unions:
    union.settings, union.keyring
began = now()
books = [
    [
        read_workbook(path, union.name_of(path), steps.desk_of(union, month))
        for month in union.months
        for path in union.workbooks(month)
    ]
    for union in unions
]
confinement._CHILD.close()
read = now()
year = pl.lit(2024, pl.Int64)
for union, sent in zip(unions, books):
    read_values(pl.concat(s.cells for s in sent).with_columns(year=year), union.settings)
typed = now()
for union, sent in zip(unions, books):
    examine(sent, union.settings, period)
ends = {"reading": (began, read), "typing": (read, typed), "checking": (typed, now())}
told = {name: [b - a for a, b in zip(*pair)] for name, pair in ends.items()}
cells = sum(s.balance.seen for sent in books for s in sent)
print(json.dumps({"parts": told, "cells": cells}))
"""

_PEER = """
import json, sys, time
from pathlib import Path
from benchmarks import reading_with_pandas as peer

def now():
    return time.perf_counter(), time.process_time()

began, spent, cells = now(), {"reading": [0, 0], "typing": [0, 0]}, 0
for folder in sys.argv[1:]:
    began = now()
    found = peer.read(sorted(Path(folder).glob("raw/2024-*/*")))
    read = now()
    peer.type_values(found)
    for name, a, b in (("reading", began, read), ("typing", read, now())):
        spent[name] = [s + y - x for s, x, y in zip(spent[name], a, b)]
    cells += len(found)
print(json.dumps({"parts": spent, "cells": cells}))
"""

Parts = dict[str, list[float]]
"""Seconds and processor seconds of each part."""

_COMPARED = {
    "reading and typing": ("reading", "typing"),
    "reading and checking": ("reading", "checking"),
}
"""What of ours is held against their reading and typing; checking includes our typing."""


def time_once(child: str, workspaces: Sequence[Path]) -> tuple[Parts, int]:
    """Return the seconds of each part in a fresh process, and the number of cells."""
    command = [sys.executable, "-c", child, *map(str, workspaces)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    told = json.loads(done.stdout.splitlines()[-1])
    return told["parts"], told["cells"]


def compare(workspaces: Sequence[Path], rounds: int) -> dict[str, object]:
    """Return medians of both sides and the ratios of each round, as they are printed."""
    theirs, ours = [], []
    for _ in range(rounds):
        theirs.append(time_once(_PEER, workspaces))
        ours.append(time_once(_OURS, workspaces))
    told: dict[str, object] = {"cells": [theirs[0][1], ours[0][1]]}
    for name, runs in (("openpyxl with pandas", theirs), ("ours", ours)):
        for part in runs[0][0]:
            pairs = zip(*(parts[part] for parts, _ in runs), strict=True)
            told[f"{name}, {part}"] = [round(statistics.median(each), 2) for each in pairs]
    for name, counted in _COMPARED.items():
        rows = [
            [_sum(peer, ("reading", "typing"), at) / _sum(own, counted, at) for at in (0, 1)]
            for (peer, _), (own, _) in zip(theirs, ours, strict=True)
        ]
        for kind, ratios in zip(("seconds", "processor"), zip(*rows, strict=True), strict=True):
            spread = (statistics.median(ratios), min(ratios), max(ratios))
            told[f"{name}, times, {kind}"] = [round(ratio, 2) for ratio in spread]
    return told


def _sum(parts: Parts, names: Sequence[str], at: int) -> float:
    return sum(parts[name][at] for name in names)


def scenes(folder: Path, asked: argparse.Namespace) -> Iterator[tuple[str, list[Path]]]:
    """Yield what is measured: the sample, and on demand one large ledger and many unions."""
    yield "sample", [SAMPLE]
    if asked.ledger:
        make_ledger(folder / "ledger", asked.ledger)
        yield f"a ledger of {asked.ledger} rows", [folder / "ledger"]
    if asked.unions:
        yield f"{asked.unions} unions", make_unions(folder, asked.unions)


def main() -> None:
    """Time each scene and print it."""
    parser = argparse.ArgumentParser()
    for name, default in (("rounds", 5), ("ledger", 0), ("unions", 0)):
        parser.add_argument(f"--{name}", type=int, default=default)
    asked = parser.parse_args()
    told: dict[str, object] = {"benchmark": "reading", "rounds": asked.rounds}
    with tempfile.TemporaryDirectory() as folder:
        for scene, workspaces in scenes(Path(folder), asked):
            told[scene] = measured = compare(workspaces, asked.rounds)
            print(scene)
            for name, figures in measured.items():
                print(f"  {name:<42}", *figures)
    print(json.dumps(told))


if __name__ == "__main__":
    main()
