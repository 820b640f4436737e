"""Which figures a reviewer is told to doubt: findings traced forward through their cells."""

from __future__ import annotations

import polars as pl

from schemas.bulletin import Reference, Remark
from transforms.examination import Examined
from transforms.measures import Measured

_PLACE = ["workbook", "sheet", "source_row", "column"]


def remark_figures(measured: Measured, examined: Examined) -> tuple[Remark, ...]:
    """Return a remark for each figure and each error or warning about a cell behind it.

    Where no figure measures the column of which a finding speaks, it is told at the
    figures that count the row.
    """
    told = pl.concat([_doubted(examined), _found(examined)]).filter(pl.col("severity") != "I")
    exact = told.join(measured.rows, on=_PLACE, maintain_order="left")
    elsewhere = told.join(measured.rows, on=_PLACE, how="anti", maintain_order="left")
    by_row = elsewhere.join(measured.rows.drop("column"), on=_PLACE[:3], maintain_order="left")
    joined = pl.concat([exact, by_row.select(exact.columns)])
    located = joined.join(examined.addresses, on=_PLACE, how="left", maintain_order="left")
    grouped = located.group_by(
        "code", "basis", "dimension", "severity", "rule", "message", maintain_order=True
    ).agg(
        cells=pl.concat_str("workbook", "sheet", pl.col("cell").fill_null(""), separator=" ")
        .unique(maintain_order=True)
        .head(5)
    )
    return tuple(
        Remark(Reference(code, basis, dimension), severity, rule, message, tuple(cells))
        for code, basis, dimension, severity, rule, message, cells in grouped.iter_rows()
    )


_TOLD = {
    "severity": pl.String(),
    "rule": pl.String(),
    "message": pl.String(),
    "workbook": pl.String(),
    "sheet": pl.String(),
    "source_row": pl.Int64(),
    "column": pl.String(),
}


def _doubted(examined: Examined) -> pl.DataFrame:
    """Return the plausibility findings, one row a cell of which they speak."""
    rows = [
        (finding.severity, finding.rule, finding.message, *place)
        for finding in examined.doubts
        for place in finding.places
    ]
    return pl.DataFrame(rows, schema=_TOLD, orient="row")


def _found(examined: Examined) -> pl.DataFrame:
    """Return the findings about a single cell, by its address."""
    named = examined.issues.drop("column").join(
        examined.addresses, on=["workbook", "sheet", "cell"], maintain_order="left"
    )
    return named.select(*_TOLD).cast(_TOLD)  # type: ignore[arg-type]
