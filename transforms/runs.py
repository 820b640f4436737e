"""What rows that stand together have in common, each once: few of a large ledger are looked at."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

_MOST_ROWS = 1 << 32
"""More than the rows of any sheet."""


def number_rows(points: pl.Series, rows: pl.Series) -> pl.Series:
    """Return one number for a row of what a point of find_runs stands for, as `_key`."""
    return (points.cast(pl.Int64) * _MOST_ROWS + rows).alias("_key")


def split_rows(keys: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Return the points and the rows that number_rows made numbers of."""
    return keys // _MOST_ROWS, keys % _MOST_ROWS


def find_runs(frame: pl.DataFrame, columns: Sequence[str]) -> tuple[pl.DataFrame, pl.Series]:
    """Return what stands in some columns, each once in its order, and where each row has it.

    Only the first row of a run of equal rows is looked up, so that words are compared with
    their neighbours and not sought among all.
    """
    changes = [pl.col(name).ne_missing(pl.col(name).shift()) for name in columns]
    begins = frame.select(pl.any_horizontal(changes).alias("begins")).to_series()
    if frame.height:
        begins[0] = True
    runs = frame.select(columns).filter(begins)
    each = runs.unique(maintain_order=True)
    told = runs.join(
        each.with_row_index("_at"), on=columns, how="left", nulls_equal=True, maintain_order="left"
    )
    return each, told["_at"].gather(begins.cast(pl.UInt32).cum_sum() - 1)
