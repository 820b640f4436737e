"""Findings about rows get the address of their cell, also where that cell is empty."""

from __future__ import annotations

from functools import cache

import polars as pl

from schemas.contract import ROSTER, sheets
from schemas.issue import ISSUE_COLUMNS

_LETTERED = ["workbook", "sheet", "code"]


def add_letters(places: pl.DataFrame, cells: pl.DataFrame) -> pl.DataFrame:
    """Return places (workbook, sheet, code, source_row …) with the `letter` of their column.

    It is that of the column's nearest cell above, at the latest the heading; null where the
    sheet does not have the column. `cells` is as read_values gives it.
    """
    letters = (
        cells[[*_LETTERED, "row", "cell"]]
        .join(places.select(_LETTERED).unique(), on=_LETTERED, how="semi")
        .select(*_LETTERED, "row", letter=pl.col("cell").str.extract(r"^([A-Z]+)"))
        .sort("row", maintain_order=True)
    )
    ranked = places.with_row_index("_rank").sort("source_row", maintain_order=True)
    return ranked.join_asof(
        letters, left_on="source_row", right_on="row", by=_LETTERED, check_sortedness=False
    ).sort("_rank")


def name_sheets(values: pl.DataFrame) -> pl.DataFrame:
    """Return the sheets of the contract that stand under headings: workbook, sheet, table."""
    placed = values[["workbook", "sheet", "table", "part"]]
    headings = placed.filter(pl.col("part") == "heading").drop("part")
    return headings.unique(maintain_order=True)


def cell_or_row() -> pl.Expr:
    """Return the address of a place with a letter (K4), else its row (第4行)."""
    row = pl.col("source_row").cast(pl.String)
    lettered = pl.concat_str("letter", row)
    return pl.coalesce(lettered, pl.concat_str(pl.lit("第"), row, pl.lit("行")))


def address_rows(issues: pl.DataFrame, values: pl.DataFrame) -> pl.DataFrame:
    """Return issues that name a row (第4行) with the cell of the column that they name first."""
    row = pl.col("cell").str.extract(r"^第(\d+)行$", 1).cast(pl.Int64)
    if issues.filter(row.is_not_null()).is_empty():
        return issues.select(ISSUE_COLUMNS)
    tables = name_sheets(values)
    known = (
        issues.with_columns(source_row=row, title=pl.col("column").str.split("、").list.first())
        .join(tables, on=["workbook", "sheet"], how="left", maintain_order="left")
        .join(_titles(), on=["table", "title"], how="left", maintain_order="left")
    )
    placed = add_letters(known, values)
    cell = pl.when(row.is_not_null()).then(cell_or_row()).otherwise("cell")
    return placed.with_columns(cell=cell).select(ISSUE_COLUMNS)


@cache
def _titles() -> pl.DataFrame:
    """Return what the columns of each sheet are called: table, code, title."""
    titles = [
        (sheet.name, code, column.title)
        for sheet in (*sheets(), ROSTER)
        for code, column in sheet.columns.items()
    ]
    return pl.DataFrame(titles, schema=["table", "code", "title"], orient="row")
