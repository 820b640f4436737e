"""Several workbooks that make up one return: a sheet that one lacks stands in another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from schemas.contract import sheet_named
from schemas.submission import Submission


def join_files(submissions: Sequence[Submission]) -> list[Submission]:
    """Return the submissions, a sheet missing only where no workbook of the return has it.

    Workbooks of one return, month and version belong together; what all of them lack is
    told at the first.
    """
    return [_complete(item, _beside(item, submissions)) for item in submissions]


def _beside(item: Submission, submissions: Sequence[Submission]) -> list[Submission]:
    """Return the other workbooks of the same month and version."""
    return [
        other
        for other in submissions
        if item.missing and other.workbook != item.workbook and _edition(other) == _edition(item)
    ]


def _edition(item: Submission) -> tuple[str, int]:
    return item.cover.reported_in, item.cover.version


def _complete(item: Submission, others: Sequence[Submission]) -> Submission:
    """Return a submission without what is said of sheets that stand in another, or told there."""
    there = {name for name in item.missing if any(_answers(o, item, name) for o in others)}
    if not there:
        return item
    titles = [sheet_named(name).title for name in there]
    told = pl.col("rule").is_in(["E-F04", "W-F02"]) & pl.col("sheet").is_in(titles)
    return replace(
        item,
        blocked=tuple(name for name in item.blocked if name not in there),
        missing=tuple(name for name in item.missing if name not in there),
        issues=item.issues.filter(~told),
    )


def _answers(other: Submission, item: Submission, name: str) -> bool:
    """Return whether another workbook has the sheet, or says first that it is missing."""
    has = name in (*other.tables, *other.blocked) and name not in other.missing
    return has or (name in other.missing and other.workbook < item.workbook)
