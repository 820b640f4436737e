"""Dates against the calendar of the report: too early, or after the cut-off (rule E-C06)."""

from __future__ import annotations

from collections.abc import Collection

import polars as pl

from schemas.columns import Kind
from schemas.sheets import Sheet
from transforms.rows import FAULT_SCHEMA

_EARLIEST = pl.date(2000, 1, 1)


def find_misdated(
    rows: pl.DataFrame, sheet: Sheet, cutoffs: pl.DataFrame, codes: Collection[str]
) -> pl.DataFrame:
    """Return the dates that lie outside the calendar, as faults (FAULT_SCHEMA).

    `codes` are the dates of which some do.

    The date (or month) that decides a row's month lies between 1 November of the year
    before and the cut-off of the workbook (`cutoffs`: workbook, cutoff); any other date
    between 2000 and five years after the cut-off (DOMAIN.md §5.1). `rows` carry `index`.
    """
    bounded = rows.join(cutoffs, on="workbook", maintain_order="left")
    wrong = [
        _faults(bounded.filter(odd), code, sheet)
        for code, odd in outside_calendar(sheet).items()
        if code in codes
    ]
    return pl.concat([pl.DataFrame(schema=FAULT_SCHEMA), *wrong])


def outside_calendar(sheet: Sheet) -> dict[str, pl.Expr]:
    """Return, by the code of each date of a sheet, whether it lies outside the calendar.

    Of rows with the `cutoff` of their workbook; a date that is not there lies nowhere.
    """
    columns = sheet.columns.items()
    dates = [c for c, column in columns if column.kind is Kind.DATE or c == sheet.dated]
    return {code: _outside(code, sheet) for code in dates}


def _faults(rows: pl.DataFrame, code: str, sheet: Sheet) -> pl.DataFrame:
    return rows.select(
        "index",
        rule=pl.lit("E-C06"),
        code=pl.lit(code),
        found=pl.lit("日期，超出范围"),
        expected=pl.lit(""),
        message=pl.lit(_sentence(code, sheet)),
    )


def _outside(code: str, sheet: Sheet) -> pl.Expr:
    cutoff = pl.col("cutoff")
    first = pl.date(cutoff.dt.year() - 1, 11, 1)
    if sheet.columns[code].kind is Kind.MONTH:
        months = first.dt.strftime("%Y-%m"), cutoff.dt.strftime("%Y-%m")
        return ~pl.col(code).is_between(*months).fill_null(value=True)
    if code == sheet.dated:
        return ~pl.col(code).is_between(first, cutoff).fill_null(value=True)
    return ~pl.col(code).is_between(_EARLIEST, cutoff.dt.offset_by("5y")).fill_null(value=True)


def _sentence(code: str, sheet: Sheet) -> str:
    if code == sheet.dated:
        return "发生日期应在上年11月1日至数据截止日之间，请核对年份和月份"
    return "日期应在2000年以后、截止日后五年以内，请核对年份"
