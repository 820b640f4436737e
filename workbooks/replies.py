"""A faulty workbook as it goes back to its department: its own copy, the cells marked.

It holds what the department itself sent and goes to that department alone.
"""

from __future__ import annotations

import io
import logging
import zipfile
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from schemas.catalogue import CATALOGUE, OURS
from schemas.faults import WorkbookError
from schemas.issue import SEVERITY_NAMES
from workbooks.confinement import Overrun, confine
from workbooks.marking import Fault, list_alone, mark
from workbooks.marking.book import FOR_MACROS
from workbooks.marking.package import CONTENT_TYPES
from workbooks.marking.writing import WITH_MACROS

_SECONDS = 10.0
"""To open a workbook with all that it holds, mark it and save it."""

_UNREADABLE = "E-F01"

_LOG = logging.getLogger(__name__)
_UNEXPECTED = "有一份退回件未能在原表上标注（%s），只写了问题清单；请把这一行告诉程序维护人员。"
"""Told without the name of the file, which may be a person's, and without what was in it."""


def needs_reply(issues: pl.DataFrame) -> list[str]:
    """Return the workbooks that hold an error, by name."""
    faulty = _theirs(issues).filter(pl.col("severity") == "E", pl.col("workbook") != "")
    return faulty["workbook"].unique().sort().to_list()


def mark_copy(path: Path, issues: pl.DataFrame) -> bytes:
    """Return a department's own workbook as .xlsx (an .xlsm as .xlsm) with its faults marked.

    `issues` are the findings about this workbook (Issue). The cells of errors and warnings
    are coloured and carry a comment; a first sheet lists the faults by cause, with links.
    Sheets, values, merges and formulas stay as received; of other kinds of file as far as
    they have their like in .xlsx. What cannot be opened comes back as the list alone.
    """
    faults = sorted(_faults(issues), key=lambda fault: (fault.severity, fault.cause))
    if _UNREADABLE in issues["rule"]:
        return list_alone(path.name, faults)
    try:
        return confine(mark, path, faults, seconds=_SECONDS)
    except (Overrun, WorkbookError):
        return list_alone(path.name, faults)
    except Exception as fault:  # noqa: BLE001 (the department is to have its list all the same)
        _LOG.warning(_UNEXPECTED, type(fault).__name__)
        return list_alone(path.name, faults)


def suffix_of(copy: bytes) -> str:
    """Return the extension of a marked copy, by what it says that it is."""
    with zipfile.ZipFile(io.BytesIO(copy)) as package:
        return WITH_MACROS if FOR_MACROS.encode() in package.read(CONTENT_TYPES) else ".xlsx"


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
