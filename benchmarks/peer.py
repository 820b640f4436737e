"""Times whole processes of ours, with all checks, against the analyst's own program, with none.

`benchmarks/analyst` is what a capable analyst would write: openpyxl, pandas, matplotlib and
docxtpl, the same workbooks, tables and charts. One scene is one union and one month; on demand
another is many unions and months, here in one process each (`backfill --direct`, and a loop),
or in as many processes each as `--workers` says (a cluster, and a share of the unions for
each). The analyst's program may then run on a part of the unions (`--part N`), since it takes
each for itself: what is told of the scene is one union's month of either. Rounds alternate.
Told is too how many of the totals both print are equal. Prints a table of each scene and one
machine-readable line.
Usage: python benchmarks/peer.py [--rounds N] [--unions N [--months N] [--workers N] [--part N]]
"""

from __future__ import annotations

import argparse
import csv
import json
import shutil
import sys
import tempfile
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.timing import (  # noqa: E402
    PERIOD,
    Spent,
    bulletin,
    copy_sample,
    medians,
    print_table,
    spend,
)

BASES = {"month": "month", "ytd": "year", "as_of": "state", "plan": "state"}
"""What the analyst calls our bases."""

Sides = tuple[Spent, Spent]
"""What the analyst's program spent, and ours."""


def analyst(template: Path, months: tuple[str, str], into: Path, unions: Iterable[Path]) -> Spent:
    """Return what the analyst's program spends on some unions' months."""
    words = [str(template), *months, str(into), *map(str, unions)]
    return spend([sys.executable, "-m", "benchmarks.analyst", *words])


def one_month(folder: Path) -> tuple[Sides, str]:
    """Return what both spend on October of the sample, and how many totals are equal."""
    workspace = copy_sample(folder / "data")
    theirs = analyst(folder / "t.docx", (PERIOD, PERIOD), folder / "analyst", [workspace])
    ours = spend(bulletin("run", PERIOD, "--direct", "--workspace", str(workspace)))
    told = json.loads((folder / "analyst" / "data" / PERIOD / "figures.json").read_text())
    return (theirs, ours), _equal(told, workspace / "out" / PERIOD / "draft" / "figures.csv")


def many_months(folder: Path, asked: argparse.Namespace) -> Sides:
    """Return what both spend on a union's month, of many unions; ours in fresh workspaces."""
    unions = sorted((folder / "unions").glob("union-*"))
    first, last = "2024-01", f"2024-{asked.months:02d}"
    part = unions[: asked.part]
    shares = [part[at :: max(1, asked.workers)] for at in range(max(1, asked.workers))]
    with ThreadPoolExecutor(len(shares)) as pool:
        parts = [
            pool.submit(analyst, folder / "t.docx", (first, last), folder / "analyst", share)
            for share in shares
            if share
        ]
        theirs = _together([part.result() for part in parts])
    where = ["--workers", str(asked.workers)] if asked.workers else ["--direct"]
    pattern = str(folder / "unions" / "union-*")
    ours = spend(bulletin("backfill", f"{first}..{last}", "--workspaces", pattern, *where))
    for union in unions:
        for made in ("out", ".cache"):
            shutil.rmtree(union / made)
    return _each(theirs, len(part) * asked.months), _each(ours, len(unions) * asked.months)


def _each(spent: Spent, months: int) -> Spent:
    """Return the time of one of so many unions' months, and the largest process's memory."""
    return spent._replace(seconds=spent.seconds / months, processor=spent.processor / months)


def _together(parts: Sequence[Spent]) -> Spent:
    """Return what processes side by side spend: the longest, the sum, the largest."""
    seconds, processor, megabytes = zip(*parts, strict=True)
    return Spent(max(seconds), sum(processor), max(megabytes))


def _equal(told: dict[str, dict[str, object]], figures: Path) -> str:
    """Return how many of the totals that both have are equal, as `123 of 123`."""
    with figures.open(encoding="utf-8-sig") as file:
        totals = [line for line in csv.DictReader(file) if not line["dimension"]]
    both = [
        (str(told[line["name"]][BASES[line["basis"]]]), line["value"])
        for line in totals
        if line["name"] in told
    ]
    return f"{sum(_same(*pair) for pair in both)} of {len(both)}"


def _same(theirs: str, ours: str) -> bool:
    try:
        return round(float(theirs), 6) == float(ours)
    except ValueError:
        return theirs.startswith(ours)  # a date


def show(scene: str, rounds: Sequence[Sides]) -> dict[str, object]:
    """Print a scene; return what is told of it."""
    theirs, ours = (medians(side) for side in zip(*rounds, strict=True))
    times = medians([Spent(*(t / o for t, o in zip(*pair, strict=True))) for pair in rounds])
    print(scene)
    print_table({"  analyst, no checks": theirs, "  ours, all checks": ours})
    print(f"  ours is {times.processor:.2f} times as fast by processor time")
    told = {"analyst": theirs, "ours": ours, "times": times}
    return {name: spent._asdict() for name, spent in told.items()}


def main() -> None:
    """Time the scenes and print them."""
    parser = argparse.ArgumentParser()
    for name, default in (
        ("rounds", 3),
        ("unions", 0),
        ("months", 12),
        ("workers", 0),
        ("part", 0),
    ):
        parser.add_argument(f"--{name}", type=int, default=default)
    asked = parser.parse_args()
    asked.part = min(asked.part or asked.unions, asked.unions)
    told: dict[str, object] = {"benchmark": "peer", **vars(asked)}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make = f"from benchmarks.analyst.template import *; make_template(Path({name!r}, 't.docx'))"
        spend([sys.executable, "-c", make])
        singles = []
        for number in range(asked.rounds):
            (folder / str(number)).mkdir()
            shutil.copy(folder / "t.docx", folder / str(number))
            sides, equal = one_month(folder / str(number))
            singles.append(sides)
        told["one union, one month"] = show("one union, one month", singles) | {"equal": equal}
        print(f"  totals of both that are equal: {equal}")
        if asked.unions:
            made = [str(folder / "unions"), str(asked.unions), str(asked.months)]
            spend([sys.executable, str(ROOT / "benchmarks" / "unions.py"), *made])
            scene = (
                f"a union's month, of {asked.unions} unions (the analyst's program: {asked.part}) "
                f"and {asked.months} months, workers {asked.workers or 1}"
            )
            told[scene] = show(scene, [many_months(folder, asked)])
    print(json.dumps(told, ensure_ascii=False))


if __name__ == "__main__":
    main()
