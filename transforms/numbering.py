"""Numbers of rows that begin as the contract writes them and go on otherwise (rule N-NUM).

They tell rows apart all the same, so that no row is refused for them; a department that
numbers in a way of its own is not told each month that it does.
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
        (sheet.name, code, column.title, column.numbering, *_patterns(column.numbering))
        for sheet in sheets()
        for code, column in sheet.columns.items()
        if column.numbering
    ]
    names = ["table", "code", "title", "numbering", "letters", "pattern"]
    wanted = pl.DataFrame(written, schema=dict.fromkeys(names, pl.String()), orient="row")
    odd = (
        values.filter(
            pl.col("code").is_in(wanted["code"].implode()),
            pl.col("part") == "body",
            pl.col("reported_in").is_in([str(month) for month in period.months]),
            pl.col("value").is_not_null(),
        )
        .join(wanted, on=["table", "code"], maintain_order="left")
        .with_columns(value=pl.col("value").str.to_uppercase())
        .filter(
            pl.col("value").str.starts_with(pl.col("letters")),
            ~pl.col("value").str.contains(pl.col("pattern")),
        )
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


def _patterns(numbering: str) -> tuple[str, str]:
    """Return the letters of XJ-YYYY-nnn, and its pattern: XJ-, four digits, -, three or more."""
    letters = numbering.partition("-")[0]
    year = re.sub("Y+", lambda found: rf"\d{{{len(found[0])}}}", numbering)
    return letters, "^" + re.sub("n+", lambda found: rf"\d{{{len(found[0])},}}", year) + "$"
