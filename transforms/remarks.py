"""Which figures a reviewer is told to doubt: findings traced forward through their cells."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from schemas.bulletin import Reference, Remark
from schemas.finding import Finding
from transforms.examination import Examined
from transforms.measures import Measured

ACCEPTED = "已接受"
"""What stands in the place of a severity where a person has accepted the warning."""

_PLACE = ["workbook", "sheet", "source_row", "column"]


def remark_figures(measured: Measured, examined: Examined) -> tuple[Remark, ...]:
    """Return a remark for each figure and each error or warning about a cell behind it.

    A warning that a person has accepted is told too, as accepted, by whom and why.

    Where no figure measures the column of which a finding speaks, it is told at the
    figures that count the row.
    """
    open_ = [_doubted(examined.doubts), _found(examined.issues, examined)]
    answered = [_doubted(examined.answered), _found(examined.accepted, examined)]
    told = pl.concat(
        [
            pl.concat(open_).filter(pl.col("severity") != "I"),
            _as_accepted(pl.concat(answered), examined.accepted),
        ]
    )
    if told.is_empty():
        return ()
    exact = told.join(measured.rows, on=_PLACE, maintain_order="left")
    elsewhere = told.join(measured.rows, on=_PLACE, how="anti", maintain_order="left")
    by_row = elsewhere.join(measured.rows.drop("column"), on=_PLACE[:3], maintain_order="left")
    joined = pl.concat([exact, by_row.select(exact.columns)])
    beside = _those(examined.addresses, "column", joined)
    located = joined.join(beside, on=_PLACE, how="left", maintain_order="left")
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


def _doubted(doubts: Iterable[Finding]) -> pl.DataFrame:
    """Return plausibility findings, one row a cell of which they speak."""
    rows = [
        (finding.severity, finding.rule, finding.message, *place)
        for finding in doubts
        for place in finding.places
    ]
    return pl.DataFrame(rows, schema=_TOLD, orient="row")


def _found(issues: pl.DataFrame, examined: Examined) -> pl.DataFrame:
    """Return the findings about a single cell, by its address."""
    there = _those(examined.addresses, "cell", issues)
    named = issues.drop("column").join(
        there, on=["workbook", "sheet", "cell"], maintain_order="left"
    )
    return named.select(*_TOLD).cast(_TOLD)  # type: ignore[arg-type]


def _those(addresses: pl.DataFrame, name: str, sought: pl.DataFrame) -> pl.DataFrame:
    """Return the addresses that have one of some columns, or cells: few of a large ledger."""
    return addresses.filter(pl.col(name).is_in(sought[name].unique().implode()))


def _as_accepted(told: pl.DataFrame, accepted: pl.DataFrame) -> pl.DataFrame:
    """Return findings that were accepted, each once a place, with who did so and why."""
    signed = accepted.select("rule", "message", "by", "reason").unique(maintain_order=True)
    sentence = pl.format("{}；{}已接受，理由：{}", "message", "by", "reason")
    return (
        told.unique(maintain_order=True)
        .join(signed, on=["rule", "message"], maintain_order="left")
        .with_columns(severity=pl.lit(ACCEPTED), message=sentence)
        .select(*_TOLD)
    )
