"""The names behind figures: which events, contests and places a document may list."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from schemas.contract import sheet_named
from schemas.figure import Listing
from schemas.indicator import Indicator
from schemas.period import Period
from transforms.measures import select_rows

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
        _names(indicator, basis, rows[indicator.sheet], period)
        for indicator in indicators.values()
        if indicator.names
        for basis in indicator.bases_in(period)
    ]
    named = pl.concat(parts)
    place = ["workbook", "sheet", "source_row", "column"]
    there = cells.select(*place, "cell").filter(
        pl.col("column").is_in(named["column"].unique().implode())
    )
    placed = named.join(there, on=place, how="left", maintain_order="left")
    return Listing.validate(placed.with_columns(pl.col("cell").fill_null("")).select(*_SCHEMA))


def _names(indicator: Indicator, basis: str, rows: pl.DataFrame, period: Period) -> pl.DataFrame:
    named = name_rows(indicator, select_rows(indicator, basis, rows, period))
    return (
        named.with_columns(code=pl.lit(indicator.code), basis=pl.lit(basis))
        .unique("name", keep="first", maintain_order=True)
        .select("code", "basis", "name", "workbook", "sheet", "source_row", "column")
    )


def name_rows(indicator: Indicator, rows: pl.DataFrame) -> pl.DataFrame:
    """Return the rows that have a name to be printed, with `name` and its `column`, by date."""
    columns = sheet_named(indicator.sheet).columns
    public = pl.col("publishable").fill_null(value=False) if "publishable" in columns else True
    ordered = rows.filter(public).sort(indicator.on or "source_row", maintain_order=True)
    column = pl.coalesce(
        pl.when(pl.col(name).is_not_null()).then(pl.lit(name)) for name in indicator.names
    )
    return ordered.with_columns(name=pl.coalesce(indicator.names), column=column).filter(
        pl.col("name").is_not_null()
    )
