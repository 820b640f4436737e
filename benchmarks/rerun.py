"""Times reruns of `bulletin run 2024-10 --direct` side by side with the first run.

Each run is a new process on one copy of the sample (90 workbooks). Told is the processor time
of the whole process, imports included: other programs disturb it less than the clock. In every
round: the first run in a fresh workspace; the same without any change; with one workbook of
October changed where no number stands; with one of its numbers changed, so that every document
is another; made again with `.cache/` deleted. Prints a table and one machine-readable line.
Usage: python benchmarks/rerun.py [ROUNDS]
"""

from __future__ import annotations

import json
import shutil
import statistics
import sys
import tempfile
from pathlib import Path

import openpyxl

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.timing import PERIOD, bulletin, copy_sample, spend  # noqa: E402

KINDS = (
    "first run",
    "unchanged",
    "one workbook changed",
    "one number changed",
    "cache deleted",
)


def run(workspace: Path, *options: str) -> float:
    """Return the processor seconds of one run as a process of its own, its children included."""
    words = ("run", PERIOD, "--direct", *options, "--workspace", str(workspace))
    return spend(bulletin(*words)).processor


def change(workspace: Path, place: str, value: str | int) -> None:
    """Have the aid centre change one cell in its workbook of October."""
    (path,) = (workspace / "raw" / PERIOD).glob("*W05*")
    book = openpyxl.load_workbook(path)
    book["四送与慰问"][place].value = value
    book.save(path)


def time_round(folder: Path) -> dict[str, float]:
    """Return the seconds of each kind of run, in a workspace of its own."""
    workspace = copy_sample(folder / "data")
    seconds = [run(workspace), run(workspace)]
    for place, value in (("AN2", "更正"), ("I4", 17)):
        change(workspace, place, value)
        seconds.append(run(workspace))
    shutil.rmtree(workspace / ".cache")
    seconds.append(run(workspace, "--again"))
    return dict(zip(KINDS, seconds, strict=True))


def main() -> None:
    """Time the rounds; print medians, and their ratios to the first run of the same round."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    rounds = []
    for _ in range(count):
        with tempfile.TemporaryDirectory() as folder:
            rounds.append(time_round(Path(folder)))
    medians = {kind: statistics.median(r[kind] for r in rounds) for kind in KINDS}
    ratios = {kind: statistics.median(r[kind] / r[KINDS[0]] for r in rounds) for kind in KINDS}
    for kind in KINDS:
        print(f"{kind:<22}{medians[kind]:6.2f} s{ratios[kind]:8.2f}")
    told = {"benchmark": "rerun", "rounds": count, "medians": medians, "ratios": ratios}
    print(json.dumps(told))


if __name__ == "__main__":
    main()
