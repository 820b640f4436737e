"""What may not be told of few people: the one decision behind documents, tables and public data.

Rules: DOMAIN.md §4.3 item 6. A total of the county is exempt; a part of a breakdown is a cell.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

import polars as pl

from schemas.contract import return_of, sheet_named
from schemas.figure import STATED, WITHHELD
from schemas.indicator import Indicator
from schemas.settings import Thresholds

_PEOPLE = ("人", "名", "人次", "户", "件")
"""Units that count persons, households and cases; events, places and honours are public."""

_MONEY = "元"
_SENSITIVE_RETURNS = ("W04", "W05", "W06", "W07")
"""Disputes, hardship, women's illness and minors, health: their cells need more people."""

_OVER_TIME = "month"
"""A breakdown by month shows the county's totals, and no group of people."""

_KEY = ["code", "basis", "dimension"]
Key = tuple[str, str, str]


def count_cases(values: pl.DataFrame, indicators: Mapping[str, Indicator]) -> pl.DataFrame:
    """Return, for amounts that stand for cases, how many cases they cover."""
    pairs = [(i.code, i.cases) for i in indicators.values() if i.cases]
    linked = pl.DataFrame(pairs, schema={"code": pl.String, "counted": pl.String}, orient="row")
    counts = values.filter(pl.col("dimension") == "").select(
        "basis", counted="code", cases=pl.col("value").cast(pl.Int64, strict=False)
    )
    return linked.join(counts, on="counted").select("code", "basis", "cases")


def withhold_few(
    figures: pl.DataFrame, indicators: Mapping[str, Indicator], thresholds: Thresholds
) -> pl.DataFrame:
    """Return the figures with status 不单独公布 where they would tell of few people.

    `figures` has the columns code, unit, basis, dimension, value, status and cases (as
    count_cases gives them). Withheld are: amounts that cover too few cases; cells of people
    below their threshold; as many more cells of the breakdown, the smallest first, as it takes
    for nobody to work a hidden one out from the total; and every amount beside a hidden cell.
    """
    few = (pl.col("cases") < thresholds.minimum_cases) & (pl.col("value") != "0")
    stated = figures.filter(pl.col("status") == STATED, pl.col("dimension") != "")
    hidden = pl.DataFrame(
        sorted(_hidden(stated, indicators, thresholds)),
        schema=dict.fromkeys(_KEY, pl.String()),
        orient="row",
    ).with_columns(_hidden=pl.lit(value=True))
    joined = figures.join(hidden, on=_KEY, how="left", maintain_order="left")
    withheld = (few | pl.col("_hidden")).fill_null(value=False) & (pl.col("status") == STATED)
    status = pl.when(withheld).then(pl.lit(WITHHELD)).otherwise(pl.col("status"))
    return joined.with_columns(status=status).drop("_hidden")


def _hidden(
    parts: pl.DataFrame, indicators: Mapping[str, Indicator], thresholds: Thresholds
) -> set[Key]:
    """Return the cells to hide: first those that count people, then the amounts beside them."""
    people, money = _breakdowns(parts, _PEOPLE), _breakdowns(parts, (_MONEY,))
    hidden: set[Key] = set()
    for (code, basis, _), cells in people.items():
        least = _least(indicators[code], thresholds)
        small = {label for label, value in cells.items() if 0 < value < least}
        hidden |= {(code, basis, label) for label in _covered(cells, small, least)}
    places = {(basis, dimension) for _, basis, dimension in hidden}
    for (code, basis, _), cells in money.items():
        beside = {label for label in cells if (basis, label) in places}
        hidden |= {(code, basis, label) for label in _covered(cells, beside, Decimal(0))}
    return hidden


def _covered(
    cells: Mapping[str, Decimal], small: Iterable[str], least: Decimal | int
) -> frozenset[str]:
    """Return the small cells and what else must be hidden so that none can be worked out.

    The rest to the total is the sum of what is hidden: it must be of two cells or more, and
    of `least` people or more.
    """
    hidden = set(small)
    others = sorted((value, label) for label, value in cells.items() if label not in hidden)
    while hidden and others and (len(hidden) < 2 or sum(cells[h] for h in hidden) < least):
        hidden.add(others.pop(0)[1])
    return frozenset(hidden)


def _least(indicator: Indicator, thresholds: Thresholds) -> int:
    sensitive = return_of(sheet_named(indicator.sheet)).code in _SENSITIVE_RETURNS
    return thresholds.sensitive_cell if sensitive else thresholds.ordinary_cell


def _breakdowns(
    parts: pl.DataFrame, units: tuple[str, ...]
) -> dict[tuple[str, str, str], dict[str, Decimal]]:
    """Return the cells of each breakdown (code, basis, kind), by dimension."""
    found: dict[tuple[str, str, str], dict[str, Decimal]] = {}
    rows = parts.filter(pl.col("unit").is_in(units), pl.col("value").is_not_null())
    for code, basis, dimension, value in rows.select(*_KEY, "value").iter_rows():
        kind = dimension.partition("=")[0]
        if kind != _OVER_TIME:
            found.setdefault((code, basis, kind), {})[dimension] = Decimal(value)
    return found
