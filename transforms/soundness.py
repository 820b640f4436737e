"""Whether rows are sound at one look, so that there is nothing in them for Pandera to find.

Pandera asks its questions column by column, which takes some milliseconds a sheet however
few the rows. The look asks the same questions of the same schema; what it does not know, it
does not call sound.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import pandera.polars as pa
import polars as pl

from schemas.rules import RowRule
from schemas.sheets import Sheet
from transforms.calendar import outside_calendar

_LIMITS: Mapping[str, tuple[Callable[[pl.Series], Any], Callable[[Any, Any], bool], str]] = {
    "greater_than_or_equal_to": (pl.Series.min, operator.ge, "min_value"),
    "greater_than": (pl.Series.min, operator.gt, "min_value"),
    "less_than_or_equal_to": (pl.Series.max, operator.le, "max_value"),
}
"""What Pandera's checks ask of the least or the greatest value, by their names."""

_WORD = "isin"
"""Pandera's name of the check that asks whether a value is of a list."""


@dataclass(frozen=True)
class Look:
    """What one look at the rows of a sheet finds.

    `fits` is whether no column and no value breaks the sheet's model; `broken` are the rules
    that a row breaks, `misdated` the codes of the dates that lie outside the calendar.
    """

    fits: bool
    broken: tuple[RowRule, ...] = ()
    misdated: tuple[str, ...] = ()

    @property
    def is_faultless(self) -> bool:
        """Return whether nothing was found."""
        return self.fits and not self.broken and not self.misdated


def look_at(rows: pl.DataFrame, sheet: Sheet, cutoffs: pl.DataFrame | None) -> Look:
    """Return what the sheet's model, its rules and the calendar find in its rows.

    `cutoffs` is as find_misdated takes it; without it the calendar is not asked. Of a frame
    with other columns than the model's nothing is known, so that everything is to be asked.
    """
    dates = _dates_of(sheet) if cutoffs is not None else {}
    if rows.schema != _types(sheet.model):
        return Look(False, sheet.rules, tuple(dates))
    dated = rows.join(cutoffs, on="workbook", how="left") if cutoffs is not None and dates else rows
    broken = _found(dated, _words_of(sheet.model), _rules_of(sheet), dates)
    return Look(
        _is_bounded(rows, sheet.model) and broken.isdisjoint(_words_of(sheet.model)),
        tuple(rule for number, rule in enumerate(sheet.rules) if f"rule {number}" in broken),
        tuple(code for code in dates if code in broken),
    )


def fits(made: pl.DataFrame, model: type[pa.DataFrameModel]) -> bool:
    """Return whether a frame fits its model: no column and no value breaks it."""
    return (
        made.schema == _types(model)
        and _is_bounded(made, model)
        and not _found(made, _words_of(model))
    )


def require_fit(made: pl.DataFrame, model: type[pa.DataFrameModel]) -> pl.DataFrame:
    """Return a frame of ours that fits its model; where the look finds none, Pandera is asked.

    Raises SchemaError where a column or a value breaks the model: that is our own bug.
    """
    return made if fits(made, model) else pl.DataFrame(model.validate(made))


def passes(rule: RowRule) -> pl.Expr:
    """Return whether a row passes a rule; where the rule speaks, one that is undecided fails."""
    holds = rule.holds.fill_null(value=False)
    silent = ~rule.when.fill_null(value=False) if rule.when is not None else None
    return (holds if silent is None else silent | holds).alias("passes")


def _found(rows: pl.DataFrame, *asked: Mapping[str, pl.Expr]) -> set[str]:
    """Return the names of what is found in any row, all looked for in one query."""
    wanted = {name: found for part in asked for name, found in part.items()}
    if not wanted:
        return set()
    return {column.name for column in rows.select(**wanted) if column.item()}


@cache
def _words_of(model: type[pa.DataFrameModel]) -> dict[str, pl.Expr]:
    """Return the columns of a model that take words of a list: whether any holds another."""
    return {
        f"word {name}": ~pl.col(name).is_in(list(check.statistics["allowed_values"])).all()
        for name, column in model.to_schema().columns.items()
        for check in column.checks
        if check.name == _WORD
    }


@cache
def _rules_of(sheet: Sheet) -> dict[str, pl.Expr]:
    """Return the rules of a sheet, in their order: whether any row breaks them."""
    return {f"rule {number}": ~passes(rule).all() for number, rule in enumerate(sheet.rules)}


@cache
def _dates_of(sheet: Sheet) -> dict[str, pl.Expr]:
    """Return the dates of a sheet, by their codes: whether any lies outside the calendar."""
    return {code: outside.any() for code, outside in outside_calendar(sheet).items()}


@cache
def _types(model: type[pa.DataFrameModel]) -> dict[str, Any]:
    schema = model.to_schema()
    return {name: column.dtype.type for name, column in schema.columns.items()}


def _is_bounded(made: pl.DataFrame, model: type[pa.DataFrameModel]) -> bool:
    """Return whether nothing is empty, beyond its limits or there twice that must not be so.

    What the model asks beside that and its words is not known here, and so not called sound.
    """
    schema = model.to_schema()
    if schema.checks or (schema.unique and made[list(schema.unique)].is_duplicated().any()):
        return False
    return all(_column_is_bounded(made[name], column) for name, column in schema.columns.items())


def _column_is_bounded(values: pl.Series, column: Any) -> bool:
    if not column.nullable and values.null_count():
        return False
    asked = [check for check in column.checks if check.name != _WORD]
    return all(_is_within(values, check.name, check.statistics) for check in asked)


def _is_within(values: pl.Series, name: str, limits: Mapping[str, Any]) -> bool:
    """Return whether a check of Pandera's holds; a cell that is empty breaks none."""
    if name not in _LIMITS:
        return False
    find, compare, limit = _LIMITS[name]
    extreme = find(values)
    return extreme is None or compare(extreme, limits[limit])
