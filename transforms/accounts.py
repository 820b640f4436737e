"""The account of each workbook: what became of its cells and of its rows."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from schemas.submission import Submission, WorkbookAccount


def account_workbooks(
    submissions: Iterable[Submission], counts: pl.DataFrame
) -> tuple[WorkbookAccount, ...]:
    """Return one account a workbook, in their order; `counts` follows COUNT_SCHEMA."""
    rows = counts.group_by("workbook").agg(pl.col("accepted", "rejected").sum())
    known = {workbook: (taken, back) for workbook, taken, back in rows.iter_rows()}
    return tuple(
        WorkbookAccount(
            item.workbook, item.readable, item.balance, *known.get(item.workbook, (0, 0))
        )
        for item in submissions
    )
