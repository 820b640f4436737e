"""Values become rows: one typed frame a sheet, and the cells that could not be read."""

from __future__ import annotations

import polars as pl

from schemas.columns import Column, Kind
from schemas.sheets import Sheet

PLACE = ("workbook", "sheet", "source_row", "reported_in")

FAULT_SCHEMA = {
    "index": pl.Int64(),
    "rule": pl.String(),
    "code": pl.String(),
    "found": pl.String(),
    "expected": pl.String(),
    "message": pl.String(),
}
"""One fault of a row: `index` is the row's place in the frame that was checked."""

_TYPES: dict[Kind, pl.DataType] = {
    Kind.COUNT: pl.Int64(),
    Kind.YEAR: pl.Int64(),
    Kind.MONEY: pl.Decimal(38, 2),
    Kind.PERCENT: pl.Decimal(38, 4),
}


def lay_out_rows(values: pl.DataFrame, sheet: Sheet) -> pl.DataFrame:
    """Return the rows of one sheet over all workbooks, typed as its model demands.

    A row in which every cell is a mark for missing, or a zero that a formula left there, is
    no row. Columns that a workbook does not have are null; a flag left blank takes its
    default.
    """
    body = values.filter(pl.col("table") == sheet.name, pl.col("part") == "body")
    wide = (
        _without_idle(body)
        .rename({"row": "source_row"})
        .pivot(on="code", index=PLACE, values="value", aggregate_function="first")
        .sort("reported_in", "workbook", "sheet", "source_row")
    )
    columns = [_typed(wide, code, column) for code, column in sheet.columns.items()]
    return wide.select(*PLACE, *columns)


def _without_idle(body: pl.DataFrame) -> pl.DataFrame:
    """Return the cells without those of rows in which no cell gives anything."""
    zero = pl.col("reads").is_in(["count", "money"]) & (pl.col("value") == "0")
    given = (pl.col("value").is_not_null() & ~zero) | pl.col("fault").is_not_null()
    row = ["workbook", "sheet", "row"]
    blank = body.filter(~given).select(row)
    idle = blank.join(body.filter(given), on=row, how="anti")
    return body.join(idle, on=row, how="anti", maintain_order="left") if idle.height else body


def _typed(wide: pl.DataFrame, code: str, column: Column) -> pl.Expr:
    held = pl.col(code) if code in wide.columns else pl.lit(None, pl.String)
    if column.kind is Kind.FLAG:
        flag = pl.when(held.is_not_null()).then(held == "true")
        return (flag.fill_null(column.default) if column.default is not None else flag).alias(code)
    if column.kind is Kind.DATE:
        return held.str.to_date("%Y-%m-%d").alias(code)
    return held.cast(_TYPES.get(column.kind, pl.String())).alias(code)
