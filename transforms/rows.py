"""Values become rows: one typed frame a sheet, and the cells that could not be read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

import polars as pl

from schemas.columns import Column, Kind
from schemas.sheets import Sheet
from transforms.runs import find_runs, number_rows, split_rows

PLACE = ("workbook", "sheet", "source_row", "reported_in")
_ROW = ["workbook", "sheet", "row", "reported_in"]
_CELL = ["table", *_ROW, "code", "value", "fault"]
_ORDER = ["reported_in", "workbook", "sheet", "row"]
_PLACED = (pl.col("workbook", "sheet"), pl.col("row").alias("source_row"), pl.col("reported_in"))
_BOOK = ["workbook", "sheet", "reported_in"]

_FEW = 1_000
"""Cells of a sheet up to which it is laid out together with others."""

_MANY = 20_000
"""Cells of a sheet from which on they are rather laid beside each other than sought one by one."""

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
    """Return the rows of sheets, by their names, as lay_out_rows gives those of each.

    Sheets of few cells are laid out together: a query takes its time however few they are.
    """
    known = {sheet.name: sheet for sheet in sheets}
    body = values[["part", *_CELL]].filter(pl.col("part") == "body")[_CELL]
    runs = _runs_of(body["table"])
    large = {name for name in known if sum(count for _, count in runs.get(name, ())) > _FEW}
    laid_out = _lay_out_together(body, [one for name, one in known.items() if name not in large])
    for name in large:
        cells = pl.concat((body.slice(*run) for run in runs[name]), rechunk=True)
        laid_out[name] = _lay_out(cells, known[name])
    return laid_out


def _runs_of(tables: pl.Series) -> dict[str, list[tuple[int, int]]]:
    """Return where the cells of each table stand together: at which one, and how many."""
    runs: dict[str, list[tuple[int, int]]] = {}
    at = 0
    for count, table in tables.rle().struct.unnest().iter_rows():
        runs.setdefault(table, []).append((at, count))
        at += count
    return runs


def _lay_out_together(body: pl.DataFrame, sheets: Sequence[Sheet]) -> dict[str, pl.DataFrame]:
    """Return the rows of several sheets, by their names, out of the cells of them all."""
    own = body.filter(pl.col("table").is_in([sheet.name for sheet in sheets]))
    columns = {code: typed for one in sheets for code, typed in _typed_columns(one).items()}
    wide = _pivot(own, [*columns], ["table", *_ROW]).sort("table", *_ORDER)
    typed, runs = wide.select(*_PLACED, *columns.values()), _runs_of(wide["table"])
    laid_out = {}
    for sheet in sheets:
        (run,) = runs.get(sheet.name, [(0, 0)])
        texts = wide[[*_ROW, *sheet.columns]].slice(*run)
        rows = typed[[*PLACE, *sheet.columns]].slice(*run)
        given = _without_idle(texts, own, sheet)
        kept = rows if given.height == texts.height else _typed(given, sheet)
        laid_out[sheet.name] = _with_defaults(kept, sheet)
    return laid_out


def _lay_out(body: pl.DataFrame, sheet: Sheet) -> pl.DataFrame:
    """Return the rows of one sheet out of its cells (_CELL)."""
    is_many = body.height > _MANY
    wide = _spread(body, sheet) if is_many else _pivot(body, [*sheet.columns], _ROW)
    given = _without_idle(wide, body, sheet).sort(_ORDER)
    return _with_defaults(_typed(given, sheet), sheet)


def _pivot(body: pl.DataFrame, codes: Sequence[str], row: Sequence[str]) -> pl.DataFrame:
    """Return the rows of cells, with a column for each of some codes: its first value."""
    return body.pivot(
        on="code", on_columns=codes, index=row, values="value", aggregate_function="first"
    )


def _spread(body: pl.DataFrame, sheet: Sheet) -> pl.DataFrame:
    """Return what `_pivot` returns, in any order, of many cells that stand column by column.

    A column whose cells are those of every row is taken as it stands.
    """
    books, points = find_runs(body, _BOOK)
    cells = body.select("code", "value", number_rows(points, body["row"]))
    columns = dict.fromkeys(sheet.columns, cells.clear())
    columns |= {str(code): part for (code,), part in cells.group_by("code", maintain_order=True)}
    rows = max(columns.values(), key=lambda part: part.height).select("_key")
    alike = all(part["_key"].equals(rows["_key"]) for part in columns.values() if part.height)
    if not alike or rows["_key"].n_unique() < rows.height:
        rows = cells.select("_key").unique()
    values = [_beside(rows, columns[code]).alias(code) for code in sheet.columns]
    at, numbers = split_rows(rows["_key"])
    return books[at].select("workbook", "sheet", numbers.alias("row"), "reported_in").hstack(values)


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
    faulty = body.filter(pl.col("table") == sheet.name, pl.col("fault").is_not_null())
    idle = idle.join(faulty, on=_ROW, how="anti")
    return wide.join(idle, on=_ROW, how="anti", maintain_order="left")


def _gives_nothing(code: str, column: Column) -> pl.Expr:
    nothing = pl.col(code).is_null()
    return nothing | (pl.col(code) == "0") if _is_counted(column) else nothing


def _is_counted(column: Column) -> bool:
    return column.kind in (Kind.COUNT, Kind.MONEY)


def _typed(given: pl.DataFrame, sheet: Sheet) -> pl.DataFrame:
    return given.select(*_PLACED, *_typed_columns(sheet).values())


@cache
def _typed_columns(sheet: Sheet) -> dict[str, pl.Expr]:
    """Return each column of a sheet as its kind demands; a code is of one kind, wherever it is."""
    return {code: _of_kind(code, column.kind) for code, column in sheet.columns.items()}


def _of_kind(code: str, kind: Kind) -> pl.Expr:
    held = pl.col(code)
    if kind is Kind.FLAG:
        return held == "true"
    if kind is Kind.DATE:
        return held.str.to_date("%Y-%m-%d")
    return held.cast(_TYPES[kind]) if kind in _TYPES else held


def _with_defaults(rows: pl.DataFrame, sheet: Sheet) -> pl.DataFrame:
    """Return the rows with every flag that was left blank as the sheet has it by default."""
    defaults = {code: column.default for code, column in sheet.columns.items()}
    blank = [c for c, default in defaults.items() if default is not None and rows[c].null_count()]
    return rows.with_columns(pl.col(c).fill_null(defaults[c]) for c in blank) if blank else rows
