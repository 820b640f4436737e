"""What may not be told of few people: the one decision behind documents, tables and public data.

Rules: DOMAIN.md §4.3 item 6. A total of the county is exempt; a part of a breakdown is a cell.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

import polars as pl

from schemas.contract import return_of, sheet_named
from schemas.figure import STATED, WITHHELD
from schemas.indicator import Indicator
from schemas.settings import Thresholds
from schemas.twins import twins_of
from transforms.breakdowns import Breakdown, breakdowns_of
from transforms.protection import hide_beside, hide_small, is_shown

_PEOPLE = ("人", "名", "人次", "户", "件")
"""Units that count persons, households and cases; events, places and honours are public."""

_MONEY = "元"
_SENSITIVE_RETURNS = ("W04", "W05", "W06", "W07")
"""Disputes, hardship, women's illness and minors, health: their cells need more people."""

_ROUNDED_FROM = {"over": Decimal(10_000), "about": Decimal(1_000)}
"""Yuan below which a form of printing has no rounded words, and would state an amount exactly."""

_SPANS = {"month": 1, "quarter": 3, "half": 6, "year": 12}
"""Months that a basis adds up; every other states how things are so far."""

_KEY = ["code", "basis", "dimension"]
Key = tuple[str, str, str]


def guarded(indicators: Mapping[str, Indicator]) -> dict[str, Indicator]:
    """Return the indicators whose parts may have to be hidden: of people, and of money."""
    return {
        code: indicator
        for code, indicator in indicators.items()
        if indicator.by and indicator.unit in (*_PEOPLE, _MONEY)
        if indicator.measure.how != "budget"
    }


def count_cases(values: pl.DataFrame, indicators: Mapping[str, Indicator]) -> pl.DataFrame:
    """Return, for amounts that stand for cases, how many they cover, and from where they round.

    Columns: code, basis, cases, rounded_from (yuan; below it no rounded form exists).
    """
    pairs = [
        (i.code, i.cases, _ROUNDED_FROM.get(i.form.style, Decimal(0)))
        for i in indicators.values()
        if i.cases
    ]
    schema = {"code": pl.String(), "counted": pl.String(), "rounded_from": pl.Decimal(38, 6)}
    linked = pl.DataFrame(pairs, schema=schema, orient="row")
    counts = values.filter(pl.col("dimension") == "").select(
        "basis", counted="code", cases=pl.col("value").cast(pl.Int64, strict=False)
    )
    return linked.join(counts, on="counted").select("code", "basis", "cases", "rounded_from")


def withhold_few(
    figures: pl.DataFrame,
    indicators: Mapping[str, Indicator],
    thresholds: Thresholds,
    history: pl.DataFrame,
) -> pl.DataFrame:
    """Return the figures with status 不单独公布 where they would tell of few people.

    `figures` has the columns code, unit, basis, dimension, value, status, and cases and
    rounded_from as count_cases gives them; `history` holds what each month of the year added
    to each part (measures.HISTORY_SCHEMA). Withheld are: amounts that cover too few cases, or
    that no rounded form could state; cells of people below their threshold; as many more as it
    takes for nobody to work a hidden one out, from the total, from another month's edition or
    from the same count under a name of its own; and every amount beside a hidden cell. Where a
    month is hidden in which nothing happened it gets a row of its own, so that its lack tells
    nothing.
    """
    hidden = set(_hidden(figures, indicators, thresholds, history))
    marks = pl.DataFrame(
        sorted(hidden), schema=dict.fromkeys(_KEY, pl.String()), orient="row"
    ).with_columns(_hidden=pl.lit(value=True))
    whole = pl.concat([figures, _silent_months(figures, marks)])
    joined = whole.join(marks, on=_KEY, how="left", maintain_order="left")
    withheld = (_few(thresholds) | pl.col("_hidden")).fill_null(value=False)
    status = (
        pl.when(withheld & (pl.col("status") == STATED))
        .then(pl.lit(WITHHELD))
        .otherwise(pl.col("status"))
    )
    return joined.with_columns(status=status).drop("_hidden")


def _few(thresholds: Thresholds) -> pl.Expr:
    value = pl.col("value").cast(pl.Decimal(38, 6), strict=False)
    too_few = pl.col("cases") < thresholds.minimum_cases
    return (too_few | (value < pl.col("rounded_from"))).fill_null(value=False) & (value != 0)


def _silent_months(figures: pl.DataFrame, marks: pl.DataFrame) -> pl.DataFrame:
    """Return a row of zero for each hidden month of a part in which nothing happened."""
    missing = marks.filter(pl.col("basis").is_in([*_SPANS]), pl.col("dimension") != "").join(
        figures, on=_KEY, how="anti"
    )
    so_far = figures.filter(pl.col("basis") == "ytd").drop("basis")
    own = missing.select("code", "dimension", "basis")
    silent = so_far.join(own, on=["code", "dimension"], maintain_order="left")
    return silent.with_columns(value=pl.lit("0")).select(figures.columns)


def _hidden(
    figures: pl.DataFrame,
    indicators: Mapping[str, Indicator],
    thresholds: Thresholds,
    history: pl.DataFrame,
) -> Iterator[Key]:
    """Yield what to hide: cells that count people, then the amounts beside them, then twins."""
    twins = twins_of(indicators)
    found = breakdowns_of(figures, history)
    counted: dict[str, list[frozenset[str]]] = {}
    for part in found:
        if part.unit in _PEOPLE:
            hidden = hide_small(part.months, _least(indicators[part.code], thresholds))
            yield from _keys(part, hidden, twins)
            counted[part.kind] = _both(counted.get(part.kind, []), hidden)
    for part in found:
        if part.unit == _MONEY and part.kind in counted:
            beside = _aligned(counted[part.kind], len(part.months))
            yield from _keys(part, hide_beside(part.months, beside), twins)


def _keys(
    part: Breakdown, hidden: list[frozenset[str]], twins: Mapping[tuple[str, str], str]
) -> Iterator[Key]:
    last = len(hidden) - 1
    labels = {label for month in part.months for label in month}
    for label in labels:
        bases = [basis for basis in part.bases if _is_hidden(basis, hidden, last, label)]
        for basis in bases:
            yield part.code, basis, label
            if twin := twins.get((part.code, label)):
                yield twin, basis, ""


def _is_hidden(basis: str, hidden: list[frozenset[str]], last: int, label: str) -> bool:
    return not is_shown(hidden, last, label, _SPANS.get(basis, last + 1))


def _both(some: list[frozenset[str]], more: list[frozenset[str]]) -> list[frozenset[str]]:
    length = max(len(some), len(more))
    pairs = zip(_aligned(some, length), _aligned(more, length), strict=True)
    return [one | other for one, other in pairs]


def _aligned(hidden: list[frozenset[str]], length: int) -> list[frozenset[str]]:
    """Return as many months, the last ones: a breakdown may have begun later than another."""
    return [frozenset[str]()] * (length - len(hidden)) + hidden[-length:]


def _least(indicator: Indicator, thresholds: Thresholds) -> int:
    sensitive = return_of(sheet_named(indicator.sheet)).code in _SENSITIVE_RETURNS
    return thresholds.sensitive_cell if sensitive else thresholds.ordinary_cell
