"""Breakdowns of a count or amount: what each month added to each part, and its other names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from schemas.rollup import MEMBER

OF_TOTALS = ("month", MEMBER)
"""Breakdowns by month, or of a city by union, show a union's totals, and no group of people."""

Months = tuple[dict[str, Decimal], ...]


@dataclass(frozen=True)
class Breakdown:
    """One indicator by one kind of part: what each month added, by dimension.

    A state (as of) is a breakdown of one month: it says nothing of the months before.
    """

    code: str
    unit: str
    kind: str
    months: Months


def breakdowns_of(figures: pl.DataFrame, history: pl.DataFrame) -> list[Breakdown]:
    """Return the breakdowns that figures hold, with their months where `history` has them.

    Without a history all that is known of a year to date is the month and what was before it.
    """
    parts = figures.filter(pl.col("dimension") != "", pl.col("value").is_not_null())
    cells: dict[tuple[str, str, str], dict[str, dict[str, Decimal]]] = {}
    for code, unit, basis, dimension, value in parts.select(
        "code", "unit", "basis", "dimension", "value"
    ).iter_rows():
        kind = dimension.partition("=")[0]
        if kind not in OF_TOTALS:
            by_basis = cells.setdefault((code, unit, kind), {})
            by_basis.setdefault(basis, {})[dimension] = Decimal(value)
    told = _history(history)
    return [
        Breakdown(code, unit, kind, told.get((code, kind)) or _months(by_basis))
        for (code, unit, kind), by_basis in cells.items()
    ]


def bases_of(figures: pl.DataFrame) -> dict[str, tuple[str, ...]]:
    """Return the bases on which each indicator is stated."""
    stated: dict[str, tuple[str, ...]] = {}
    for code, basis in figures.select("code", "basis").unique(maintain_order=True).iter_rows():
        stated[code] = (*stated.get(code, ()), basis)
    return stated


def _months(by_basis: Mapping[str, dict[str, Decimal]]) -> Months:
    if "ytd" not in by_basis:
        return tuple(by_basis.values())
    now = by_basis.get("month", {})
    before = {
        label: value - now.get(label, Decimal(0))
        for label, value in by_basis["ytd"].items()
        if value > now.get(label, Decimal(0))
    }
    return tuple(month for month in (before, now) if month)


def _history(history: pl.DataFrame) -> dict[tuple[str, str], Months]:
    """Return what each month added, by code and kind; every month of the year is there."""
    months = sorted(history["month"].unique())
    found: dict[tuple[str, str], Months] = {}
    for code, month, dimension, value in history.select(
        "code", "month", "dimension", "value"
    ).iter_rows():
        key = (code, dimension.partition("=")[0])
        if dimension and value is not None and Decimal(value) != 0:
            empty: Months = tuple({} for _ in months)
            found.setdefault(key, empty)[months.index(month)][dimension] = Decimal(value)
    return found
