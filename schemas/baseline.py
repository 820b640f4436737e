"""The baseline: figures of earlier periods that a union keeps where no workbooks exist."""

from __future__ import annotations

import polars as pl

FOLDER = "baseline"

REQUIRED = ("code", "basis", "period", "dimension", "value")
"""The columns that a file must have; those of a former `figures.csv` fit as they are."""

OPTIONAL = ("unit", "status", "coverage")
"""Columns that are heeded where they are there; every other column is left aside."""

BASELINE_SCHEMA = dict.fromkeys((*REQUIRED, *OPTIONAL), pl.String())
"""One row per figure: exact decimal text in base units; a figure without a value is null."""


def no_baseline() -> pl.DataFrame:
    """Return the baseline of a union that keeps none."""
    return pl.DataFrame(schema=BASELINE_SCHEMA)
