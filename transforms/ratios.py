"""Rates of a sum, worked out from the parts that were added up: never added, never averaged."""

from __future__ import annotations

from decimal import Decimal

import polars as pl

from schemas.figure import STATED
from schemas.period import Period

_MONTHS = Decimal(12)
_PLACES = 6
_SCHEMA = ("code", "basis", "dimension", "value", "status", "coverage")


def recompute_rates(sums: pl.DataFrame, period: Period) -> pl.DataFrame:
    """Return the sums with the budget's rates behind them (DOMAIN.md: 预算执行率).

    `sums` has the columns code, basis, dimension, value, status, coverage. A rate is executed by
    adjusted budget, both as added up; it is stated where both are and there is a budget.
    """
    spent = _stated(sums, "budget_executed", "ytd")
    planned = _stated(sums, "budget_adjusted", "plan")
    months = Decimal(period.last_day.month)
    rows = []
    for dimension, (amount, coverage) in spent.items():
        budget, _ = planned.get(dimension, (Decimal(0), 0.0))
        if budget <= 0 or amount < 0:
            continue
        rate = 100 * amount / budget
        rows.append(("budget_rate", "as_of", dimension, _text(rate), STATED, coverage))
        if not dimension:
            passed = 100 * months / _MONTHS
            rows += [
                ("budget_time", "as_of", "", _text(passed), STATED, coverage),
                ("budget_lead", "as_of", "", _text(rate - passed), STATED, coverage),
            ]
    return pl.concat([sums, pl.DataFrame(rows, schema=sums.select(_SCHEMA).schema, orient="row")])


def _stated(sums: pl.DataFrame, code: str, basis: str) -> dict[str, tuple[Decimal, float]]:
    rows = sums.filter(code=code, basis=basis, status=STATED)
    return {
        dimension: (Decimal(value), coverage)
        for dimension, value, coverage in rows.select("dimension", "value", "coverage").iter_rows()
    }


def _text(number: Decimal) -> str:
    return format(round(number, _PLACES).normalize() + 0, "f")
