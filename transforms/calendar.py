"""Dates against the calendar of the report: too early, or after the cut-off (rule E-C06)."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from schemas.columns import Kind
from schemas.finding import Finding, issues_of
from schemas.sheets import Sheet
from transforms.acceptance import Checked

_EARLIEST = pl.date(2000, 1, 1)


def check_dates(
    checked: Checked, values: pl.DataFrame, sheet: Sheet, cutoffs: pl.DataFrame
) -> Checked:
    """Return the check with the rows set aside whose dates lie outside the calendar.

    The date (or month) that decides a row's month lies between 1 November of the year
    before and the cut-off of the workbook (`cutoffs`: workbook, cutoff); any other date
    between 2000 and five years after the cut-off (DOMAIN.md §5.1). Rows that are set aside
    already are told of their dates too.
    """
    columns = sheet.columns.items()
    dates = [c for c, column in columns if column.kind is Kind.DATE or c == sheet.dated]
    rows = pl.concat([checked.accepted, checked.rejected])
    bounded = rows.join(cutoffs, on="workbook", maintain_order="left")
    wrong = {code: bounded.filter(_outside(code, sheet)) for code in dates}
    issues = [_issues(code, rows, values, sheet) for code, rows in wrong.items() if rows.height]
    if not issues:
        return checked
    place = ["workbook", "sheet", "source_row"]
    faulty = pl.concat(rows.select(place) for rows in wrong.values()).unique()
    return replace(
        checked,
        accepted=checked.accepted.join(faulty, on=place, how="anti", maintain_order="left"),
        rejected=pl.concat([checked.rejected, checked.accepted.join(faulty, on=place, how="semi")]),
        issues=pl.concat([checked.issues, *issues]),
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


def _issues(code: str, rows: pl.DataFrame, values: pl.DataFrame, sheet: Sheet) -> pl.DataFrame:
    cells = values.filter(pl.col("table") == sheet.name, pl.col("code") == code).select(
        "workbook", "sheet", "cell", source_row="row"
    )
    placed = rows.join(cells, on=["workbook", "sheet", "source_row"], maintain_order="left")
    title = sheet.columns[code].title
    return issues_of(
        Finding("E-C06", _sentence(code, sheet), workbook, name, cell, title, "日期，超出范围")
        for workbook, name, cell in placed.select("workbook", "sheet", "cell").iter_rows()
    )


def _sentence(code: str, sheet: Sheet) -> str:
    if code == sheet.dated:
        return "发生日期应在上年11月1日至数据截止日之间，请核对年份和月份"
    return "日期应在2000年以后、截止日后五年以内，请核对年份"
