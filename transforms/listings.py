"""The names behind figures: which events, contests and places a document may list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import polars as pl

from schemas.contract import sheet_named
from schemas.figure import Listing
from schemas.indicator import Indicator
from schemas.period import Period
from transforms.measures import select_rows
from transforms.soundness import require_fit

_SCHEMA = {name: pl.String() for name in Listing.to_schema().columns}


def list_names(
    indicators: Mapping[str, Indicator],
    rows: Mapping[str, pl.DataFrame],
    cells: pl.DataFrame,
    period: Period,
) -> pl.DataFrame:
    """Return the printable names behind each figure (Listing), in the order of their dates.

    A row that is marked 是否公开=否 is left out; a name stands once.
    """
    parts = [
        names
        for indicator in indicators.values()
        if indicator.names
        for names in _names(indicator, rows[indicator.sheet], period)
    ]
    named = pl.concat(parts).unique(["code", "basis", "name"], keep="first", maintain_order=True)
    place = ["workbook", "sheet", "source_row", "column"]
    there = cells.select(*place, "cell").filter(
        pl.col("column").is_in(named["column"].unique().implode())
    )
    placed = named.join(there, on=place, how="left", maintain_order="left")
    listed = placed.with_columns(pl.col("cell").fill_null("")).select(*_SCHEMA)
    return require_fit(listed, Listing)


def _names(indicator: Indicator, rows: pl.DataFrame, period: Period) -> Iterator[pl.DataFrame]:
    """Yield the rows with a name behind a figure, on each of its bases."""
    so_far = indicator.basis_so_far
    named = name_rows(indicator, select_rows(indicator, so_far, rows, period))
    for basis in indicator.bases_in(period):
        held = named if basis == so_far else select_rows(indicator, basis, named, period)
        yield held.select(
            *("name", "workbook", "sheet", "source_row", "column"),
            code=pl.lit(indicator.code),
            basis=pl.lit(basis),
        )


def name_rows(indicator: Indicator, rows: pl.DataFrame) -> pl.DataFrame:
    """Return the rows that have a name to be printed, with `name` and its `column`, by date."""
    columns = sheet_named(indicator.sheet).columns
    public = pl.col("publishable").fill_null(value=False) if "publishable" in columns else True
    has_name = pl.any_horizontal(pl.col(indicator.names).is_not_null())
    ordered = rows.filter(public, has_name).sort(indicator.on or "source_row", maintain_order=True)
    column = pl.coalesce(
        pl.when(pl.col(name).is_not_null()).then(pl.lit(name)) for name in indicator.names
    )
    return ordered.with_columns(name=pl.coalesce(indicator.names), column=column)
