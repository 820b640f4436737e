"""Numbers of rows that are not written as the contract writes them (rule N-NUM).

They tell rows apart all the same, so that no row is refused for them.
"""

from __future__ import annotations

import re

import polars as pl

from schemas.contract import sheets
from schemas.finding import Finding, issues_of
from schemas.period import Period


def find_odd_numbers(values: pl.DataFrame, period: Period) -> pl.DataFrame:
    """Return rule N-NUM (Issue) once a sheet of the period's workbooks: how many, the first cell.

    `values` are the cells as read_values gives them.
    """
    written = [
        (sheet.name, code, column.title, column.numbering, _pattern(column.numbering))
        for sheet in sheets()
        for code, column in sheet.columns.items()
        if column.numbering
    ]
    names = ["table", "code", "title", "numbering", "pattern"]
    wanted = pl.DataFrame(written, schema=dict.fromkeys(names, pl.String()), orient="row")
    odd = (
        values.filter(
            pl.col("part") == "body",
            pl.col("reported_in").is_in([str(month) for month in period.months]),
            pl.col("value").is_not_null(),
        )
        .join(wanted, on=["table", "code"], maintain_order="left")
        .filter(~pl.col("value").str.to_uppercase().str.contains(pl.col("pattern")))
        .sort("row")
        .group_by("workbook", "sheet", "title", "numbering", maintain_order=True)
        .agg(pl.col("cell").first(), pl.len())
    )
    return issues_of(
        Finding("N-NUM", _sentence(count, numbering), workbook, sheet, cell, title)
        for workbook, sheet, title, numbering, cell, count in odd.iter_rows()
    )


def _sentence(count: int, numbering: str) -> str:
    return f"有{count}行编号不是规定的写法 {numbering}，照原样采用"


def _pattern(numbering: str) -> str:
    """Return the pattern of XJ-YYYY-nnn: XJ-, four digits, a dash, and three digits or more."""
    year = re.sub("Y+", lambda found: rf"\d{{{len(found[0])}}}", numbering)
    return "^" + re.sub("n+", lambda found: rf"\d{{{len(found[0])},}}", year) + "$"
