"""The way from figures to their cells and back: what is measured, and what lets it count."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import polars as pl

from schemas.figure import CONDITION, DATE, MEASURED, PART, SOURCE_SCHEMA, Source
from schemas.indicator import Indicator
from schemas.indicators.finance import EXPENDITURE
from schemas.period import Period
from transforms.locating import STRIP, Locator
from transforms.measures import Measured
from transforms.runs import find_runs
from transforms.soundness import require_fit

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
    alike, points = find_runs(rows, ["code", "dimension", *STRIP])
    views = alike.join(
        _views(alike, indicators), on=["code", "dimension"], how="left", maintain_order="left"
    )
    named = [name for name in views.columns if name.startswith((*_DECIDING,))]
    sought = {name for column in ("column", *named) for name in views[column].unique()}
    locator = Locator(addresses.filter(pl.col("column").is_in(sought)))

    def cells_of(column: str) -> pl.Series:
        strips = locator.strips_of(views.select("workbook", "sheet", column=column))
        return locator.cells_at(strips.gather(points), rows["source_row"])

    deciding = {
        role: _together([cells_of(n) for n in named if n.startswith(role)]) for role in _DECIDING
    }
    beside: dict[str, pl.Expr | pl.Series] = {
        "period": pl.lit(str(period)),
        "cell": cells_of("column"),
        **deciding,
    }
    told = rows.select(beside.get(name, pl.col(name)).alias(name) for name in SOURCE_SCHEMA)
    return require_fit(_one_cell_each(told.drop_nulls("cell")), Source)


def _with_years(rows: pl.DataFrame, indicators: Mapping[str, Indicator]) -> pl.DataFrame:
    """Return the rows with one more for each year that tells the length of a plan."""
    codes = [code for code, i in indicators.items() if i.measure.how == "years"]
    is_plan = pl.col("code").is_in(codes)
    if rows.filter(is_plan).is_empty():
        return rows
    measured = pl.concat_list("column")
    several = pl.when(is_plan).then(pl.concat_list("column", *map(pl.lit, _YEARS)))
    return rows.with_columns(column=several.otherwise(measured)).explode("column")


def _views(rows: pl.DataFrame, indicators: Mapping[str, Indicator]) -> pl.DataFrame:
    """Return the columns that let rows count in each figure: code, dimension, one a place.

    The places are `condition_cells 0`, `condition_cells 1` … and so on of each role; where a
    figure has less of them the column is null.
    """
    told = {i.code: [*columns_that_decide(i)] for i in indicators.values()}
    found = [
        {"code": code, "dimension": dimension, **_places_of(told[code], dimension)}
        for code, dimension in rows.select("code", "dimension").unique().iter_rows()
    ]
    names = dict.fromkeys(("code", "dimension", *sorted(set().union(*found))))
    return pl.DataFrame(found, schema=dict.fromkeys(names, pl.String()))


def _places_of(told: list[tuple[str, str, str]], dimension: str) -> dict[str, str]:
    """Return the columns that let a row count in a figure, by role and number."""
    here = dimension.partition("=")[0]
    return {
        f"{name} {number}": column
        for name, role in _DECIDING.items()
        for number, column in enumerate(
            dict.fromkeys(column for r, column, kind in told if r == role and kind in ("", here))
        )
    }


def _one_cell_each(told: pl.DataFrame) -> pl.DataFrame:
    """Return rows with one measured cell each, also where several are behind one value."""
    if not told["cell"].str.contains(" ", literal=True).any():
        return told
    return told.with_columns(pl.col("cell").str.split(" ")).explode("cell")


def _together(places: list[pl.Series]) -> pl.Expr:
    """Return the addresses of several places of each row, divided by spaces."""
    if len(places) == 1:
        return pl.lit(places[0].fill_null(""))
    nothing = pl.repeat(None, pl.len(), dtype=pl.String)
    return pl.concat_str(nothing, *places, separator=" ", ignore_nulls=True)


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
