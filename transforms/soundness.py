"""Whether rows are sound at one look, so that there is nothing in them for Pandera to find.

Pandera asks its questions column by column, which takes some milliseconds a sheet however
few the rows. The look asks the same questions of the same schema in one query; what it does
not know, it does not call sound.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any

import pandera.polars as pa
import polars as pl

from schemas.rules import RowRule
from schemas.sheets import Sheet
from transforms.calendar import outside_calendar

_HOLDS: Mapping[str, Callable[[pl.Expr, Mapping[str, Any]], pl.Expr]] = {
    "greater_than_or_equal_to": lambda column, limits: column >= limits["min_value"],
    "greater_than": lambda column, limits: column > limits["min_value"],
    "less_than_or_equal_to": lambda column, limits: column <= limits["max_value"],
    "isin": lambda column, limits: column.is_in(list(limits["allowed_values"])),
}
"""What Pandera's checks ask, by their names; a cell that is empty breaks none of them."""


def are_sound(rows: pl.DataFrame, sheet: Sheet) -> bool:
    """Return whether the rows fit the sheet's model: no column and no value breaks it."""
    return _fit(rows, sheet.model)


def require_sound(made: pl.DataFrame, model: type[pa.DataFrameModel]) -> pl.DataFrame:
    """Return a frame of ours that fits its model; where the look does not find so, Pandera tells.

    Raises SchemaError where a column or a value breaks the model: that is our own bug.
    """
    return made if _fit(made, model) else pl.DataFrame(model.validate(made))


def _fit(rows: pl.DataFrame, model: type[pa.DataFrameModel]) -> bool:
    holds = _model_holds(model)
    return holds is not None and rows.schema == _types(model) and bool(rows.select(holds).item())


def are_faultless(rows: pl.DataFrame, sheet: Sheet, cutoffs: pl.DataFrame | None) -> bool:
    """Return whether no row breaks the sheet's model, one of its rules or the calendar.

    One query asks all of it. `cutoffs` is as find_misdated takes it; without it the calendar
    is not asked.
    """
    if rows.schema != _types(sheet.model):
        return False
    dated = rows if cutoffs is None else rows.join(cutoffs, on="workbook", how="left")
    holds = _all_holds(sheet, dated=cutoffs is not None)
    return holds is not None and bool(dated.select(holds).item())


@cache
def _all_holds(sheet: Sheet, *, dated: bool) -> pl.Expr | None:
    model = _model_holds(sheet.model)
    if model is None:
        return None
    rules = [passes(rule).all() for rule in sheet.rules]
    dates = [~odd.any() for odd in outside_calendar(sheet).values()] if dated else []
    return pl.all_horizontal(model, *rules, *dates)


@cache
def _types(model: type[pa.DataFrameModel]) -> dict[str, Any]:
    schema = model.to_schema()
    return {name: column.dtype.type for name, column in schema.columns.items()}


@cache
def _model_holds(model: type[pa.DataFrameModel]) -> pl.Expr | None:
    """Return what tells whether every value fits the model; nothing where that is not known."""
    schema = model.to_schema()
    if schema.checks:
        return None
    holds = [~pl.struct(schema.unique).is_duplicated().any()] if schema.unique else []
    for name, column in schema.columns.items():
        if not column.nullable:
            holds.append(pl.col(name).null_count() == 0)
        for check in column.checks:
            if check.name not in _HOLDS:
                return None
            holds.append(_HOLDS[check.name](pl.col(name), check.statistics).all())
    return pl.all_horizontal(holds)


def passes(rule: RowRule) -> pl.Expr:
    """Return whether a row passes a rule; where the rule speaks, one that is undecided fails."""
    speaks = rule.when.fill_null(value=False) if rule.when is not None else pl.lit(value=True)
    return (~speaks | rule.holds.fill_null(value=False)).alias("passes")


def broken_among(rules: Iterable[RowRule], rows: pl.DataFrame) -> list[RowRule]:
    """Return the rules that a row breaks, all looked at in one query."""
    asked = {f"rule {number}": rule for number, rule in enumerate(rules)}
    kept = rows.select(passes(rule).all().alias(name) for name, rule in asked.items())
    return [rule for name, rule in asked.items() if not kept[name].item()]
