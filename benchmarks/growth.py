"""Times many unions' months on a local cluster as their number grows, on one worker and on two.

Each number of unions is backfilled on a cluster of one worker and of two, with nothing kept of
earlier runs, then (not with `--once`) once more on two with what was kept. Told are the
processor seconds of all processes (Prefect's server included), those of a workbook, the memory
of the largest process, and whether a union's drafts have the same bytes in every backfill: on
one worker and on two, with what was kept and without, among ten unions and among a hundred. A
workbook counts once, in the month that it is sent for. A row is printed as soon as it is
measured, so that a run that breaks off leaves what it has; then how a workbook's time grew from
the number of unions before, and one machine-readable line.
Usage: python benchmarks/growth.py [--unions 1,10,100] [--months 12] [--workers 1,2] [--once]
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import sys
import tempfile
from collections.abc import Sequence
from itertools import pairwise, zip_longest
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.timing import Spent, bulletin, spend  # noqa: E402

BOOKS = 9
"""Workbooks of a union and a month."""


class Measured(NamedTuple):
    """One backfill: of how many unions, on how many workers, with what was kept or without.

    `drafts` are the hashes of the drafts of those unions that each step added.
    """

    unions: int
    workers: int
    kept: bool
    books: int
    spent: Spent
    drafts: tuple[str, ...]


def make_groups(folder: Path, sizes: Sequence[int], months: int) -> None:
    """Make as many unions as the largest number, those of each step in a folder of their own."""
    made = folder / "made"
    spend(
        [sys.executable, str(ROOT / "benchmarks/unions.py"), str(made), *_text(sizes[-1], months)]
    )
    unions = sorted(made.iterdir())
    for at, (before, size) in enumerate(pairwise((0, *sizes))):
        group = folder / str(at)
        group.mkdir()
        for union in unions[before:size]:
            union.rename(group / union.name)


def _text(*numbers: int) -> list[str]:
    return [str(number) for number in numbers]


def measure(folder: Path, steps: int, months: int, workers: int, *, kept: bool) -> Measured:
    """Return what a backfill of the first groups of unions spends, and the hash of its drafts."""
    groups = [folder / str(at) for at in range(steps)]
    unions = sorted(union for group in groups for union in group.glob("union-*"))
    if not kept:
        forget(unions)
    period = f"2024-01..2024-{months:02d}"
    pattern = f"{folder}/[0-{steps - 1}]/union-*"
    words = ("backfill", period, "--workspaces", pattern, "--workers", str(workers), "--again")
    spent = spend(bulletin(*words))
    books = len(unions) * months * BOOKS
    drafts = tuple(hash_of_drafts(sorted(group.glob("union-*"))) for group in groups)
    return Measured(len(unions), workers, kept, books, spent, drafts)


def forget(unions: Sequence[Path]) -> None:
    """Remove what earlier runs wrote and kept."""
    for union in unions:
        for made in ("out", ".cache"):
            shutil.rmtree(union / made, ignore_errors=True)


def hash_of_drafts(unions: Sequence[Path]) -> str:
    """Return one hash of every file of every draft but the manifests."""
    told = hashlib.sha256()
    for union in unions:
        for path in sorted((union / "out").glob("*/draft/**/*")):
            if path.is_file() and path.name != "manifest.json":
                name = path.relative_to(union.parent).as_posix()
                told.update(f"{name} {hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return told.hexdigest()


def show_heading() -> None:
    """Print what stands above the rows."""
    columns = f"{'unions':>7}{'workers':>8}{'books':>7} {'kept':<5}{'seconds':>9}{'processor':>11}"
    print(f"{columns}{'a book':>9}{'MB':>7}  drafts", flush=True)


def show(run: Measured) -> None:
    """Print the row of a backfill."""
    told = f"{run.unions:>7}{run.workers:>8}{run.books:>7} {'yes' if run.kept else 'no':<5}"
    spent = f"{run.spent.seconds:9.1f}{run.spent.processor:11.1f}"
    drafts = " ".join(digest[:8] for digest in run.drafts)
    print(f"{told}{spent}{_of_a_book(run):9.3f}{run.spent.megabytes:7.0f}  {drafts}")
    sys.stdout.flush()


def _of_a_book(run: Measured) -> float:
    return run.spent.processor / run.books


class Grown(NamedTuple):
    """What more unions cost on as many workers: of the time and the memory before, and a book.

    `further` is the processor seconds that each further workbook took.
    """

    workers: int
    before: int
    unions: int
    of_a_book: float
    of_memory: float
    further: float


def growth_of(runs: Sequence[Measured]) -> list[Grown]:
    """Return how each number of unions stands to the one before, with nothing kept."""
    fresh = sorted((run for run in runs if not run.kept), key=lambda run: (run.workers, run.unions))
    return [
        Grown(
            after.workers,
            before.unions,
            after.unions,
            round(_of_a_book(after) / _of_a_book(before), 3),
            round(after.spent.megabytes / before.spent.megabytes, 3),
            round(
                (after.spent.processor - before.spent.processor) / (after.books - before.books), 4
            ),
        )
        for before, after in pairwise(fresh)
        if before.workers == after.workers
    ]


def have_same_bytes(runs: Sequence[Measured]) -> bool:
    """Return whether the unions of each step have the same drafts in all runs that have them."""
    steps = zip_longest(*(run.drafts for run in runs))
    return all(len({drafts for drafts in step if drafts}) == 1 for step in steps)


def summarise(runs: Sequence[Measured]) -> None:
    """Print how a workbook's time grew, whether bytes are the same, and the machine's line."""
    for grown in growth_of(runs):
        print(
            f"{grown.workers} workers, from {grown.before} to {grown.unions} unions: a book takes "
            f"{grown.of_a_book} of the time before (each further one {grown.further} s), "
            f"the largest process {grown.of_memory} of the memory before"
        )
    same = have_same_bytes(runs)
    print(f"same bytes of a union in each run: {same}")
    rows = [run._asdict() | {"spent": run.spent._asdict()} for run in runs]
    told = {"runs": rows, "same": same, "growth": [grown._asdict() for grown in growth_of(runs)]}
    print(json.dumps({"benchmark": "growth", **told}), flush=True)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--unions", default="1,10,100")
    parser.add_argument("--months", type=int, default=12)
    parser.add_argument("--workers", default="1,2")
    parser.add_argument("--once", action="store_true")
    asked = parser.parse_args()
    sizes = sorted(int(size) for size in asked.unions.split(","))
    workers = [int(number) for number in asked.workers.split(",")]
    ways = [(number, False) for number in workers]
    if not asked.once:
        ways.append((workers[-1], True))
    runs: list[Measured] = []
    with tempfile.TemporaryDirectory() as name:
        make_groups(Path(name), sizes, asked.months)
        show_heading()
        try:
            for steps in range(1, len(sizes) + 1):
                for number, kept in ways:
                    runs.append(measure(Path(name), steps, asked.months, number, kept=kept))
                    show(runs[-1])
        finally:
            summarise(runs)


if __name__ == "__main__":
    main()
