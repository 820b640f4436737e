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
from transforms.soundness import require_fit

_SHEET = ["workbook", "sheet"]
_MOST_ROWS = 1 << 32
"""More than the rows of any sheet."""

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
    views = _views(rows, indicators)
    columns = [*rows["column"].unique(), *_named_in(views)]
    numbers = {name: number for number, name in enumerate(dict.fromkeys(columns))}
    there = addresses.filter(pl.col("column").is_in(list(numbers)))
    sheets = there.select(_SHEET).unique().with_row_index("_sheet")
    cells = _numbered(there, sheets).select("cell", _key=_key("column", numbers))
    placed = _numbered(rows, sheets).with_columns(_key=_key("column", numbers))
    told = (
        placed.join(cells, on="_key", maintain_order="left")
        .join(views, on=["code", "dimension"], how="left", maintain_order="left")
        .drop("_key", "column")
    )
    deciding = _cells_that_decide(told, _joined(cells), numbers)
    traced = told.select(pl.exclude(views.columns[2:]), period=pl.lit(str(period)))
    return require_fit(traced.with_columns(deciding).select(*SOURCE_SCHEMA), Source)


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


def _named_in(views: pl.DataFrame) -> list[str]:
    """Return the columns that views name."""
    named = [views[name].unique().drop_nulls().to_list() for name in views.columns[2:]]
    return [column for columns in named for column in columns]


def _numbered(places: pl.DataFrame, sheets: pl.DataFrame) -> pl.DataFrame:
    """Return places with the number of their sheet, `_sheet`."""
    return places.join(sheets, on=_SHEET, how="left", maintain_order="left")


def _key(column: str, numbers: Mapping[str, int]) -> pl.Expr:
    """Return one number for sheet, column and row of a place: quicker to look up than words."""
    number = pl.col(column).replace_strict(numbers, default=None, return_dtype=pl.Int64)
    return (pl.col("_sheet") * len(numbers) + number) * _MOST_ROWS + pl.col("source_row")


def _joined(cells: pl.DataFrame) -> pl.DataFrame:
    """Return the cells, those behind one place together, divided by spaces."""
    is_one_of_several = pl.col("_key").is_duplicated()
    several = cells.filter(is_one_of_several)
    if several.is_empty():
        return cells
    told = several.group_by("_key").agg(pl.col("cell").unique(maintain_order=True).str.join(" "))
    return pl.concat([cells.filter(~is_one_of_several), told.select(cells.columns)])


def _cells_that_decide(
    rows: pl.DataFrame, cells: pl.DataFrame, numbers: Mapping[str, int]
) -> list[pl.Series]:
    """Return the addresses of each role beside rows with their views, divided by spaces."""
    beside = {
        name: rows.select(_key=_key(name, numbers)).join(
            cells, on="_key", how="left", maintain_order="left"
        )["cell"]
        for name in rows.columns
        if name.startswith((*_DECIDING,))
    }
    told = [
        pl.concat_str(
            pl.repeat(None, pl.len(), dtype=pl.String),
            *(found for name, found in beside.items() if name.startswith(role)),
            separator=" ",
            ignore_nulls=True,
        ).alias(role)
        for role in _DECIDING
    ]
    return rows.select(told).get_columns()


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
