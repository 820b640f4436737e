"""Rows that name somebody and do not say whether that may be published (rule W-D02)."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from schemas.columns import Kind
from schemas.contract import sheets
from schemas.finding import Finding, issues_of
from schemas.sheets import Sheet

_ROW = ["workbook", "sheet", "row"]
FLAG = "publishable"


def find_missing_flags(rows: Mapping[str, pl.DataFrame], values: pl.DataFrame) -> pl.DataFrame:
    """Return rule W-D02 (Issue) for the rows that stand: a blank flag counts as 否.

    `values` are the cells as read_values gives them. It speaks of sheets whose rows hold a
    name that may not be printed without leave.
    """
    given = values[[*_ROW, "code", "value"]].filter(
        pl.col("code") == FLAG, pl.col("value").is_not_null()
    )
    parts = [_unflagged(rows[sheet.name], given, sheet) for sheet in sheets() if _names(sheet)]
    return pl.concat(parts)


def _names(sheet: Sheet) -> bool:
    named = any(c.kind is Kind.TEXT and not c.printable for c in sheet.columns.values())
    return named and sheet.columns.get(FLAG) is not None and sheet.columns[FLAG].default is False


def _unflagged(rows: pl.DataFrame, given: pl.DataFrame, sheet: Sheet) -> pl.DataFrame:
    bare = rows.rename({"source_row": "row"}).join(
        given, on=_ROW, how="anti", maintain_order="left"
    )
    title = sheet.columns[FLAG].title
    told = f"未填“{title}”，按不公开处理；需要列名的请填“是”"
    return issues_of(
        Finding("W-D02", told, workbook, name, f"第{row}行", title, "缺失")
        for workbook, name, row in bare.select(_ROW).iter_rows()
    )
