"""The second look at what goes out: whether a small cell shows anywhere (rule E-X06).

It starts from the exact values and the thresholds alone, and shares nothing with the decision
that it checks (transforms.disclosure): DOMAIN.md §4.3 item 6. It looks for what no draft may
ever show. What else must be hidden so that nobody works it out depends on what the county's
totals and the releases tell anyhow, and is no fault in itself: a look that knew less of them
than the decision does would stop sound drafts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

import polars as pl

from schemas.bulletin import Reference
from schemas.contract import return_of, sheet_named
from schemas.indicator import Indicator
from schemas.rollup import MEMBER
from schemas.settings import Thresholds

_COUNTED = {"人", "名", "人次", "户", "件"}
_TELLING = ("value", "printed", "previous_period_value", "period_change", "period_change_pct")
_SENSITIVE = {"W04", "W05", "W06", "W07"}


def small_cells(
    figures: pl.DataFrame, indicators: Mapping[str, Indicator], thresholds: Thresholds
) -> frozenset[Reference]:
    """Return what may not show: parts of people below their threshold, and amounts beside them.

    Nor may a case-like amount that covers too few cases. `figures` (Figure) hold exact values;
    a cell without a value cannot show one.
    """
    small: set[Reference] = set()
    amounts: list[Reference] = []
    for row in figures.rows(named=True):
        kind, _, _ = row["dimension"].partition("=")
        if kind in ("", "month", MEMBER) or row["value"] is None:
            continue
        cell = Reference(row["code"], row["basis"], row["dimension"])
        if row["unit"] == "元":
            amounts.append(cell)
        elif row["unit"] in _COUNTED and 0 < Decimal(row["value"]) < _least(
            indicators[row["code"]], thresholds
        ):
            small.add(cell)
    places = {(cell.basis, cell.dimension) for cell in small}
    small |= set(_of_few_cases(figures, indicators, thresholds.minimum_cases))
    return frozenset(small | {one for one in amounts if (one.basis, one.dimension) in places})


def _of_few_cases(
    figures: pl.DataFrame, indicators: Mapping[str, Indicator], least: int
) -> Iterator[Reference]:
    """Yield the county's case-like amounts that cover some cases, and fewer than `least`."""
    totals = figures.filter(pl.col("dimension") == "", pl.col("value").is_not_null())
    stated = {(code, basis): v for code, basis, v in totals.select("code", "basis", "value").rows()}
    for code, basis in stated:
        cases = stated.get((str(indicators[code].cases), basis), "0")
        if 0 < int(cases) < least and Decimal(stated[code, basis]):
            yield Reference(code, basis, "")


def _least(indicator: Indicator, thresholds: Thresholds) -> int:
    of = return_of(sheet_named(indicator.sheet)).code
    return thresholds.sensitive_cell if of in _SENSITIVE else thresholds.ordinary_cell


def find_shown(public: pl.DataFrame, small: frozenset[Reference]) -> Iterator[Reference]:
    """Yield the small cells that public figures (Figure) show, or leave to be worked out.

    A cell shows where its row holds a number in any column, in words too. It can be worked out
    where it is the only one of its breakdown that is hidden beside a total that is not.
    """
    hidden: defaultdict[tuple[str, str, str], list[Reference]] = defaultdict(list)
    totals = {}
    for row in public.rows(named=True):
        kind, _, _ = row["dimension"].partition("=")
        shows = any(_holds_digit(row[name]) for name in _TELLING)
        cell = Reference(row["code"], row["basis"], row["dimension"])
        if not kind:
            totals[row["code"], row["basis"]] = shows
        if shows and cell in small:
            yield cell
        elif kind and not shows:
            hidden[row["code"], row["basis"], kind].append(cell)
    for (code, basis, _), cells in hidden.items():
        if len(cells) == 1 and cells[0] in small and totals.get((code, basis)):
            yield cells[0]


def _holds_digit(text: str | None) -> bool:
    return any(map(str.isdigit, text or ""))


def tell_shown(shown: Mapping[str, Iterable[Reference]], names: Mapping[str, Indicator]) -> str:
    """Return the sentence about small cells that show, by where they do; empty without any."""
    places = [
        f"{where} “{names[cell.code].name}”（{cell.basis}，{cell.dimension or '合计'}）"
        for where, cells in shown.items()
        for cell in sorted(set(cells), key=str)
    ]
    if not places:
        return ""
    return (
        "E-X06：人数过少、应当隐去的分组会被看出，没有写出，原来的初稿未动："
        f"{'；'.join(places)}。请将情况告知程序维护人员。"
    )
