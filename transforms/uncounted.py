"""Rows that stand and that no indicator counts (rule N-OUT): nobody shall take them for printed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

import polars as pl

from schemas.contract import sheets
from schemas.finding import Finding, issues_of
from schemas.indicator import Indicator
from schemas.indicators import INDICATORS
from schemas.period import Period
from schemas.sheets import Sheet
from transforms.measures import conditions_of

_KINDS_NAMED = 3
"""Of so many kinds of rows a sentence tells what stands in them."""


def find_uncounted(rows: Mapping[str, pl.DataFrame], period: Period) -> pl.DataFrame:
    """Return rule N-OUT (Issue) once a sheet of the period's workbooks: how many rows, and which.

    `rows` holds, by sheet name, the rows that stand. When a row counts is not asked, only whether
    any indicator would ever count it.
    """
    own = pl.col("reported_in").is_in([str(month) for month in period.months])
    left = {
        sheet: rows[sheet.name].filter(own, *conditions)
        for sheet, conditions in _passed_over().items()
        if not rows[sheet.name].is_empty()
    }
    return issues_of(finding for sheet, own in left.items() for finding in _of_sheet(own, sheet))


@cache
def _passed_over() -> dict[Sheet, list[pl.Expr]]:
    """Return the sheets of which some rows may count nowhere, and what those rows meet."""
    conditions = {
        sheet: [[*conditions_of(one)] for one in _indicators_of(sheet)] for sheet in sheets()
    }
    return {
        sheet: [~pl.all_horizontal(each).fill_null(value=False) for each in counted]
        for sheet, counted in conditions.items()
        if all(counted)
    }


def _indicators_of(sheet: Sheet) -> list[Indicator]:
    return [indicator for indicator in INDICATORS.values() if indicator.sheet == sheet.name]


def _of_sheet(left: pl.DataFrame, sheet: Sheet) -> Iterator[Finding]:
    if left.is_empty():
        return
    own = _indicators_of(sheet)
    deciding = list(dict.fromkeys(column for indicator in own for column in indicator.where))
    for these in left.partition_by("workbook", "sheet", maintain_order=True):
        workbook, name, first = these.select("workbook", "sheet", "source_row").row(0)
        kinds = _kinds(these, deciding, sheet)
        message = f"有{these.height}行没有计入任何指标，文稿不印{kinds}"
        yield Finding("N-OUT", message, workbook, name, f"第{first}行")


def _kinds(rows: pl.DataFrame, deciding: list[str], sheet: Sheet) -> str:
    """Return what stands in the columns that decide, in brackets; nothing where none does."""
    if not deciding:
        return ""
    titles = [sheet.columns[column].title for column in deciding]
    kinds = rows.select(deciding).unique(maintain_order=True)
    told = [
        "、".join(f"{title}“{_word(value)}”" for title, value in zip(titles, kind, strict=True))
        for kind in kinds.head(_KINDS_NAMED).iter_rows()
    ]
    return f"（{'；'.join(told)}{'等' if kinds.height > _KINDS_NAMED else ''}）"


def _word(value: str | bool | None) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return value or "未填"
