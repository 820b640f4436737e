"""A faulty workbook as it goes back to its department: its own copy, the cells marked.

It holds what the department itself sent and goes to that department alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import polars as pl

from schemas.catalogue import CATALOGUE, OURS
from schemas.issue import SEVERITY_NAMES
from workbooks.confinement import confine
from workbooks.marking import Fault, list_alone, mark

_SECONDS = 10.0
"""To open a workbook with all that it holds, mark it and save it."""

_UNREADABLE = "E-F01"


def needs_reply(issues: pl.DataFrame) -> list[str]:
    """Return the workbooks that hold an error, by name."""
    faulty = _theirs(issues).filter(pl.col("severity") == "E", pl.col("workbook") != "")
    return faulty["workbook"].unique().sort().to_list()


def mark_copy(path: Path, issues: pl.DataFrame) -> bytes:
    """Return a department's own workbook as .xlsx with its faults marked.

    `issues` are the findings about this workbook (Issue). The cells of errors and warnings
    are coloured and carry a comment; a first sheet lists the faults by cause, with links.
    Sheets, values, merges and formulas stay as received. What cannot be opened comes back
    as the list alone.
    """
    faults = sorted(_faults(issues), key=lambda fault: (fault.severity, fault.cause))
    if _UNREADABLE in issues["rule"]:
        return list_alone(path.name, faults)
    try:
        return confine(mark, path, faults, seconds=_SECONDS)
    except Exception:  # noqa: BLE001 (openpyxl fails at foreign files in many ways of its own)
        return list_alone(path.name, faults)


def _theirs(issues: pl.DataFrame) -> pl.DataFrame:
    """Return the findings that a department can settle."""
    return issues.filter(~pl.col("rule").is_in(OURS))


def _faults(issues: pl.DataFrame) -> Iterator[Fault]:
    told = _theirs(issues).filter(pl.col("severity") != "I")
    for row in told.iter_rows(named=True):
        entry = CATALOGUE[row["rule"]]
        yield Fault(
            severity=row["severity"],
            grave=SEVERITY_NAMES[row["severity"]],
            cause=f"{entry.id} {entry.title}",
            sheet=row["sheet"],
            cell=row["cell"],
            column=row["column"],
            message=row["message"],
            advice=entry.advice,
        )
