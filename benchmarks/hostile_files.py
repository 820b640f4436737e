"""Measures what it costs to refuse, or to read, each hostile file: seconds and memory.

Each file is read in a fresh process; the memory is the highest of the child that opens it.
Prints a table and one machine-readable line. Usage: python benchmarks/hostile_files.py
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

_CHILD = """
import json, resource, sys, time
from pathlib import Path
from tests.workbooks.by_hand import read_book
from workbooks import confinement, opening

path = Path(sys.argv[1])
read_book(path.with_name("plain.xlsx"))
began = time.perf_counter()
book = read_book(path)
seconds = time.perf_counter() - began
confinement._CHILD.close()
megabytes = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
told = {"seconds": seconds, "megabytes": megabytes, "read": book.readable}
print(json.dumps(told))
"""


def measure(path: Path) -> dict[str, float]:
    """Return seconds, megabytes and whether the file was read, in a fresh process."""
    command = [sys.executable, "-c", _CHILD, str(path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def main() -> None:
    """Build each file, measure it, print the table."""
    from tests.workbooks.hostile import EITHER, READABLE, UNREADABLE, whole

    told = {}
    with tempfile.TemporaryDirectory() as folder:
        month = Path(folder) / "raw/2024-07"
        month.mkdir(parents=True)
        whole(month / "plain.xlsx")
        for name, build in (UNREADABLE | EITHER | READABLE).items():
            build(month / name)
            told[name] = measure(month / name)
            ended = "read" if told[name]["read"] else "refused"
            seconds, megabytes = told[name]["seconds"], told[name]["megabytes"]
            print(f"{name:<26}{ended:<9}{seconds:6.1f} s {megabytes:7.0f} MB")
    print(json.dumps({"benchmark": "hostile_files", "files": told}))


if __name__ == "__main__":
    main()
