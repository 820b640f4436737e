"""Writes the bulletins: `python -m benchmarks.analyst TEMPLATE FIRST LAST INTO WORKSPACE…`."""

from __future__ import annotations

import json
import sys
import tomllib
from pathlib import Path

import pandas as pd

from benchmarks.analyst import figures
from benchmarks.analyst.reading import read_months, read_workbook
from benchmarks.analyst.writing import write_bulletin


def main() -> None:
    """Write each union's bulletins, month by month, in one process; a workbook is read once.

    The figures of the last month stand beside them as `figures.json`.
    """
    template, first, last, into, *workspaces = sys.argv[1:]
    for workspace in map(Path, workspaces):
        told = tomllib.loads((workspace / "bulletin.toml").read_text(encoding="utf-8"))
        for month in pd.period_range(first, last, freq="M"):
            year = pd.period_range(figures.first_of(month), month)
            folders = [workspace / "raw" / str(each) for each in year]
            frames = read_months(folder for folder in folders if folder.is_dir())
            target = Path(into) / workspace.name / str(month)
            write_bulletin(frames, month, told["union"]["name"], Path(template), target)
        counted = figures.count(frames, month)
        (target / "figures.json").write_text(json.dumps(counted, default=str, ensure_ascii=False))
        read_workbook.cache_clear()


if __name__ == "__main__":
    main()
