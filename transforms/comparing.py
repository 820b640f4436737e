"""All figures of a period beside their bases: each compared by the one comparison."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Any

import polars as pl

from schemas.indicators import INDICATORS
from schemas.period import Period
from schemas.settings import Settings
from transforms.comparison import Comparison, Guard, Side, compare
from transforms.kept import LACKING

_KEY = ["code", "basis", "dimension"]
_SIDE = ("value", "unit", "status", "coverage", "since")
_NOT_WITH_THE_PERIOD_BEFORE = ("ytd", "plan")
"""The year so far always exceeds the one of the month before; a plan does not change."""

_NOT_WITH_LAST_YEAR = ("plan",)


def guard_previous(period: Period, settings: Settings) -> Guard:
    """Return the guard of comparisons with the period before."""
    return _guard(period.previous_label, period.previous, period, settings)


def guard_year(period: Period, settings: Settings) -> Guard:
    """Return the guard of comparisons with the same period of last year."""
    return _guard(period.year_before_label, period.year_before, period, settings)


def _guard(name: str, base: Period, now: Period, settings: Settings) -> Guard:
    return Guard(settings.comparison, settings.display.rounding, name, (base, now))


def compare_all(weighed: pl.DataFrame, bases: pl.DataFrame, guard: Guard) -> list[Comparison]:
    """Return a comparison for each row of `weighed`, in its order.

    `weighed` is as state_figures takes it, `bases` follows bases.BASE_SCHEMA. A basis that
    is not compared in this way has neither base nor reason; nor has a year, whose period before
    has no name of its own (Period.previous_label): it is the same period of last year.
    """
    if not guard.base_name:
        return [Comparison()] * weighed.height
    base, now = guard.periods
    left_out = _NOT_WITH_LAST_YEAR if base == now.year_before else _NOT_WITH_THE_PERIOD_BEFORE
    held = weighed.select(*_KEY, *_SIDE)
    joined = held.join(bases, on=_KEY, how="left", suffix="_base", maintain_order="left")
    return [_compared(row, guard, left_out) for row in joined.iter_rows(named=True)]


def _compared(row: dict[str, Any], guard: Guard, left_out: tuple[str, ...]) -> Comparison:
    if row["basis"] in left_out or INDICATORS[row["code"]].form.style == "date":
        return Comparison()
    base = _side(row, "_base") if row["status_base"] is not None else None
    if base is not None and (lacking := row.get(LACKING)):
        base = replace(base, lacking=lacking)
    return compare(_side(row), base, guard, row["code"])


def _side(row: dict[str, Any], suffix: str = "") -> Side:
    value, unit, status, coverage, since = (row[name + suffix] for name in _SIDE)
    return Side(
        value=_number(value),
        unit=unit,
        status=status,
        coverage=Decimal(1) if coverage is None else Decimal(str(coverage)),
        since=since,
    )


def _number(text: str | None) -> Decimal | None:
    try:
        return None if text is None else Decimal(text)
    except InvalidOperation:
        return None
