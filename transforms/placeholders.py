"""Required cells that hold a mark for nothing: told apart from cells that are empty."""

from __future__ import annotations

import polars as pl

ABSENT = "缺失"
"""How the class of an empty cell is told."""

EMPTY = "必填项为空；"
"""How the sentence about an empty required cell begins."""

_CELL = ["workbook", "sheet", "source_row", "code"]


def tell_placeholders(
    faults: pl.DataFrame, numbered: pl.DataFrame, cells: pl.DataFrame
) -> pl.DataFrame:
    """Return faults (FAULT_SCHEMA) in which what stands in a cell that counts as empty is named.

    The clerk who wrote 待定, — or 无 (MISSING) did not leave the cell empty. A text of which
    nothing could be read, or that was withheld because it holds a person's number, is told
    without saying what it was. `numbered` are the rows with their index, `cells` as
    read_values gives them.
    """
    if not (faults["found"] == ABSENT).any():
        return faults
    is_mark = pl.col("value").is_null() & pl.col("fault").is_null() & (pl.col("part") == "body")
    marks = cells.filter(is_mark).select(
        "workbook", "sheet", "code", source_row="row", _mark="text"
    )
    placed = faults.join(
        numbered.select("index", *_CELL[:3]), on="index", how="left", maintain_order="left"
    ).join(marks.unique(_CELL), on=_CELL, how="left", maintain_order="left")
    marked = (pl.col("found") == ABSENT) & pl.col("_mark").is_not_null()
    told = pl.col("message").str.strip_prefix(EMPTY)
    named = pl.format("填的是“{}”，按未填读取；{}", "_mark", told)
    unnamed = pl.format("所填内容不能作为数据读取；{}", told)
    return placed.with_columns(
        found=pl.when(marked).then(pl.lit("占位符")).otherwise("found"),
        message=pl.when(marked & (pl.col("_mark") != ""))
        .then(named)
        .when(marked)
        .then(unnamed)
        .otherwise("message"),
    ).select(faults.columns)
