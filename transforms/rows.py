"""Values become rows: one typed frame a sheet, and the cells that could not be read."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import polars as pl

from schemas.columns import Column, Kind
from schemas.sheets import Sheet
from transforms.runs import find_runs

PLACE = ("workbook", "sheet", "source_row", "reported_in")
_ROW = ["workbook", "sheet", "row", "reported_in"]
_CELL = [*_ROW, "code", "value", "fault"]
_BOOK = ["workbook", "sheet", "reported_in"]

_MANY = 20_000
"""Cells of a sheet from which on they are rather laid beside each other than sought one by one."""

_MOST_ROWS = 1 << 32
"""More than the rows of any sheet."""

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
    return lay_out_sheets(values, [sheet])[sheet.name]


def lay_out_sheets(values: pl.DataFrame, sheets: Iterable[Sheet]) -> dict[str, pl.DataFrame]:
    """Return the rows of sheets, by their names, as lay_out_rows gives those of each."""
    body = values[["table", "part", *_CELL]].filter(pl.col("part") == "body")
    own = _by_table(body)
    return {one.name: _lay_out(own.get(one.name, body.clear()), one) for one in sheets}


def _by_table(body: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """Return the cells of each table; those that stand together are not copied."""
    runs: dict[str, list[pl.DataFrame]] = {}
    at, cells = 0, body[_CELL]
    for length, table in body["table"].rle().struct.unnest().iter_rows():
        runs.setdefault(table, []).append(cells.slice(at, length))
        at += length
    return {table: pl.concat(parts, rechunk=True) for table, parts in runs.items()}


def _lay_out(body: pl.DataFrame, sheet: Sheet) -> pl.DataFrame:
    """Return the rows of one sheet out of its cells (_CELL)."""
    wide = _spread(body, sheet) if body.height > _MANY else _pivot(body, sheet)
    given = _without_idle(wide, body, sheet).select(_typed_columns(sheet))
    return given.sort("reported_in", "workbook", "sheet", "source_row")


def _pivot(body: pl.DataFrame, sheet: Sheet) -> pl.DataFrame:
    """Return the rows of cells, with a column for each of the sheet's: its first value."""
    return body.pivot(
        on="code",
        on_columns=list(sheet.columns),
        index=_ROW,
        values="value",
        aggregate_function="first",
    )


def _spread(body: pl.DataFrame, sheet: Sheet) -> pl.DataFrame:
    """Return what `_pivot` returns, in any order, of many cells that stand column by column.

    A column whose cells are those of every row is taken as it stands.
    """
    books, points = find_runs(body, _BOOK)
    key = (points.cast(pl.Int64) * _MOST_ROWS + body["row"]).alias("_key")
    cells = body.select("code", "value", key)
    columns = dict.fromkeys(sheet.columns, cells.clear())
    columns |= {str(code): part for (code,), part in cells.group_by("code", maintain_order=True)}
    rows = max(columns.values(), key=lambda part: part.height).select("_key")
    alike = all(part["_key"].equals(rows["_key"]) for part in columns.values() if part.height)
    if not alike or rows["_key"].n_unique() < rows.height:
        rows = cells.select("_key").unique()
    values = [_beside(rows, columns[code]).alias(code) for code in sheet.columns]
    numbered = rows.select(row=pl.col("_key") % _MOST_ROWS).to_series()
    return (
        books[rows["_key"] // _MOST_ROWS]
        .select("workbook", "sheet", numbered, "reported_in")
        .hstack(values)
    )


def _beside(rows: pl.DataFrame, cells: pl.DataFrame) -> pl.Series:
    """Return the first value of each row; null where it has none."""
    if cells["_key"].equals(rows["_key"]):
        return cells["value"]
    first = cells.unique("_key", keep="first", maintain_order=True)
    return rows.join(first, on="_key", how="left", maintain_order="left")["value"]


def _without_idle(wide: pl.DataFrame, body: pl.DataFrame, sheet: Sheet) -> pl.DataFrame:
    """Return the rows without those in which no cell gives anything, nor is at fault."""
    if any(not _is_counted(c) and not wide[code].null_count() for code, c in sheet.columns.items()):
        return wide
    idle = wide.filter(_gives_nothing(*column) for column in sheet.columns.items())
    if idle.is_empty():
        return wide
    idle = idle.join(body.filter(pl.col("fault").is_not_null()), on=_ROW, how="anti")
    return wide.join(idle, on=_ROW, how="anti", maintain_order="left")


def _gives_nothing(code: str, column: Column) -> pl.Expr:
    nothing = pl.col(code).is_null()
    return nothing | (pl.col(code) == "0") if _is_counted(column) else nothing


def _is_counted(column: Column) -> bool:
    return column.kind in (Kind.COUNT, Kind.MONEY)


@cache
def _typed_columns(sheet: Sheet) -> list[pl.Expr]:
    """Return the columns of a row: its place, and each cell's value as its kind demands."""
    place = pl.col("workbook", "sheet"), pl.col("row").alias("source_row"), pl.col("reported_in")
    return [*place, *(_typed(code, column) for code, column in sheet.columns.items())]


def _typed(code: str, column: Column) -> pl.Expr:
    held = pl.col(code)
    if column.kind is Kind.FLAG:
        flag = pl.when(held.is_not_null()).then(held == "true")
        return flag.fill_null(column.default) if column.default is not None else flag
    if column.kind is Kind.DATE:
        return held.str.to_date("%Y-%m-%d")
    return held.cast(_TYPES.get(column.kind, pl.String()))
