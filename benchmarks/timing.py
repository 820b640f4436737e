"""What a command costs as a process of its own, its children included; and tables of it.

The processor time is the main measure: other programs on the machine disturb it less than the
clock. A parent's memory shows in its children's, so a benchmark keeps itself small.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "data"
PERIOD = "2024-10"

PYTHON = os.environ.get("BULLETIN_PYTHON", sys.executable)
"""Runs ours: that of a plain install, where this one has test packages that Pandera imports."""


class Spent(NamedTuple):
    """Seconds by the clock, processor seconds, and megabytes of the largest single process."""

    seconds: float
    processor: float
    megabytes: float


def spend(command: Sequence[str], **environment: str) -> Spent:
    """Return what a command spends; RuntimeError with what it said where it fails.

    Compiled modules are kept, as Python does where nobody forbids it.
    """
    inherited = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    with tempfile.TemporaryFile() as said:
        began = time.perf_counter()
        child = subprocess.Popen(
            command, cwd=ROOT, env=inherited | environment, stdout=said, stderr=said
        )
        _, status, used = os.wait4(child.pid, 0)
        seconds = time.perf_counter() - began
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            said.seek(0)
            raise RuntimeError(said.read().decode(errors="replace"))
    return Spent(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def bulletin(*words: str) -> list[str]:
    """Return the command that a person would type."""
    return [PYTHON, "-m", "flows", *words]


def copy_sample(folder: Path) -> Path:
    """Return a fresh copy of the sample: nothing made, nothing kept of earlier readings."""
    leftovers = shutil.ignore_patterns("out", ".cache", ".secret", "*.pyc")
    return Path(shutil.copytree(SAMPLE, folder, ignore=leftovers))


def medians(runs: Sequence[Spent]) -> Spent:
    """Return the median of each measure."""
    return Spent(*(statistics.median(each) for each in zip(*runs, strict=True)))


def print_table(rows: Mapping[str, Spent]) -> None:
    """Print a line a row: seconds, processor seconds, megabytes."""
    print(f"{'':<36}{'seconds':>9}{'processor':>11}{'MB':>7}")
    for name, spent in rows.items():
        print(f"{name:<36}{spent.seconds:9.2f}{spent.processor:11.2f}{spent.megabytes:7.0f}")
