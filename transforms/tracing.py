"""The way from figures to their cells and back: what is measured, and what lets it count."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import polars as pl

from schemas.figure import CONDITION, DATE, MEASURED, PART, SOURCE_SCHEMA, Source
from schemas.indicator import Indicator
from schemas.indicators.finance import EXPENDITURE
from schemas.period import Period
from transforms.measures import Measured

_PLACE = ["workbook", "sheet", "source_row", "column"]
_DECIDING = {"condition_cells": CONDITION, "date_cells": DATE, "part_cells": PART}
_YEARS = ("start_year", "end_year")
"""What the length of a plan is told by, beside its name (measures)."""

_FURTHER = {
    "budget": ((CONDITION, "subject_code"),),
    "listed": ((CONDITION, "project_code"), (CONDITION, "reason"), (DATE, "expected_month")),
}
"""What lets a row count by the way of measuring itself (transforms.budget, reconciling)."""


def trace_sources(
    measured: Measured,
    indicators: Mapping[str, Indicator],
    addresses: pl.DataFrame,
    period: Period,
) -> pl.DataFrame:
    """Return the measured cells behind every figure (Source), in the order of figures and rows.

    Beside each stand the cells of its row that let it count there: those that the
    indicator's conditions look at, those that place the row in time, and the one that makes
    it part of a breakdown. `addresses`: workbook, sheet, source_row, column, cell.
    """
    rows = _with_years(measured.rows, indicators)
    placed = rows.join(addresses, on=_PLACE, maintain_order="left").with_row_index("_number")
    deciding = _cells_that_decide(placed, indicators, addresses)
    told = placed.join(deciding, on="_number", how="left", maintain_order="left").with_columns(
        pl.col(*_DECIDING).fill_null(""), period=pl.lit(str(period))
    )
    return Source.validate(told.select(*SOURCE_SCHEMA))


def _with_years(rows: pl.DataFrame, indicators: Mapping[str, Indicator]) -> pl.DataFrame:
    """Return the rows with one more for each year that tells the length of a plan."""
    codes = [code for code, i in indicators.items() if i.measure.how == "years"]
    measured = pl.concat_list("column")
    several = pl.when(pl.col("code").is_in(codes)).then(
        pl.concat_list("column", *map(pl.lit, _YEARS))
    )
    return rows.with_columns(column=several.otherwise(measured)).explode("column")


def _cells_that_decide(
    placed: pl.DataFrame, indicators: Mapping[str, Indicator], addresses: pl.DataFrame
) -> pl.DataFrame:
    """Return, by the number of a placed row, the addresses of each role, divided by spaces."""
    kind = pl.col("dimension").str.extract(r"^(\w+)=", 1).fill_null("")
    cells = (
        placed.select("_number", "code", *_PLACE[:3], _kind=kind)
        .join(_columns_that_decide(indicators), on="code", maintain_order="left")
        .filter((pl.col("kind") == "") | (pl.col("kind") == pl.col("_kind")))
        .join(addresses.rename({"cell": "_cell"}), on=_PLACE, maintain_order="left")
    )
    told = {
        name: pl.col("_cell").filter(pl.col("role") == role).unique(maintain_order=True)
        for name, role in _DECIDING.items()
    }
    return cells.group_by("_number").agg(told[name].str.join(" ").alias(name) for name in told)


def _columns_that_decide(indicators: Mapping[str, Indicator]) -> pl.DataFrame:
    rows = [(i.code, *told) for i in indicators.values() for told in columns_that_decide(i)]
    schema = dict.fromkeys(("code", "role", "column", "kind"), pl.String())
    return pl.DataFrame(rows, schema=schema, orient="row")


def columns_that_decide(indicator: Indicator) -> Iterator[tuple[str, str, str]]:
    """Yield role, column and kind of breakdown (empty: all) of what lets a row count.

    A view of the budget looks at the ledger's lines too, and at the subjects of both.
    """
    if indicator.measure.how == "budget":
        yield from columns_that_decide(replace(EXPENDITURE, by={}))
        yield CONDITION, "subject_code", ""
    beside = (EXPENDITURE,) if EXPENDITURE.sheet in indicator.beside else ()
    conditions = dict.fromkeys(column for i in (indicator, *beside) for column in i.where)
    dates = [column for i in (indicator, *beside) for column in (i.on, i.until) if column]
    further = _FURTHER.get(indicator.measure.how, ())
    yield from ((CONDITION, column, "") for column in conditions)
    yield from ((DATE, column, "") for column in dates)
    yield from ((role, column, "") for role, column in further)
    yield from ((PART, column, kind) for kind, column in indicator.by.items())


def trace_forward(sources: pl.DataFrame) -> pl.DataFrame:
    """Return the figures that hang on each cell: workbook, sheet, cell, role, and their keys.

    `sources` follows Source. A change to a cell can change these figures, and those that its
    row is counted in after the change, and no other.
    """
    key = ["workbook", "sheet", "cell", "role", "code", "basis", "dimension"]
    measured = sources.with_columns(role=pl.lit(MEASURED)).select(key)
    deciding = [
        sources.with_columns(cell=pl.col(name).str.split(" "), role=pl.lit(role))
        .explode("cell")
        .filter(pl.col("cell") != "")
        .select(key)
        for name, role in _DECIDING.items()
    ]
    return pl.concat([measured, *deciding]).unique(maintain_order=True)
