"""The year to date against what stood before (X-11): it must not fall unexplained."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

import polars as pl

from schemas.contract import sheet_named
from schemas.finding import Finding
from schemas.indicator import Indicator, Nature
from schemas.indicators import INDICATORS
from transforms.doubts import Evidence, plain
from transforms.measures import select_rows

_ADDS_UP = ("total", "rows")


def check_continuity(
    evidence: Evidence, accepted: Mapping[str, Decimal] | None = None
) -> Iterator[Finding]:
    """Yield rule E-X03: flows whose year to date is less than what stood before and this month.

    `accepted` gives the year to date that was last accepted, by indicator code; for the
    others it is what stood a month ago. Increments list each change as they arrive, so that
    only a cumulative ledger can lose rows unseen, however much this month adds.
    """
    if evidence.period.month == 1:
        return
    for indicator in INDICATORS.values():
        if indicator.nature is Nature.FLOW and indicator.measure.how in _ADDS_UP:
            yield from _check(evidence, indicator, (accepted or {}).get(indicator.code))


def _check(evidence: Evidence, indicator: Indicator, accepted: Decimal | None) -> Iterator[Finding]:
    sheet = indicator.sheet
    earlier = select_rows(indicator, "ytd", evidence.rows[sheet], evidence.period.previous)
    lost = _lost(evidence, indicator, earlier)
    if accepted is not None:
        lost = accepted - _value(indicator, earlier)
    if lost <= 0:
        return
    why = evidence.why_incomplete(sheet)
    if why:
        title = sheet_named(sheet).title
        yield evidence.undecided(
            sheet, f"“{title}”{why}，“{indicator.name}”累计与上月的衔接（E-X03）无法判断"
        )
        return
    now = select_rows(indicator, "ytd", evidence.rows[sheet], evidence.period)
    value = _value(indicator, now)
    yield evidence.at(
        "E-X03",
        (sheet, indicator.measure.column),
        now if now.height else evidence.rows[sheet],
        f"“{indicator.name}”上月累计与本月之和应为{plain(value + lost)}{indicator.unit}，"
        f"本年累计实为{plain(value)}{indicator.unit}，而没有列明更正，请核对是否漏行",
        (plain(value), plain(value + lost)),
    )


def _lost(evidence: Evidence, indicator: Indicator, earlier: pl.DataFrame) -> Decimal:
    """Return what a new ledger no longer tells of the months before.

    In a register each change is listed (find_restated), so that only rows that are gone
    count; of other sheets what is stated lower counts too.
    """
    sheet = sheet_named(indicator.sheet)
    key = list(sheet.key)
    stood = evidence.replaced_rows(sheet.name)
    before = select_rows(indicator, "ytd", stood, evidence.period.previous)
    if sheet.register:
        return _value(indicator, before.join(evidence.rows[sheet.name], on=key, how="anti"))
    return _value(indicator, before) - _value(indicator, earlier.join(before, on=key, how="semi"))


def _value(indicator: Indicator, rows: pl.DataFrame) -> Decimal:
    if indicator.measure.how == "rows":
        return Decimal(rows.height)
    return Decimal(rows[indicator.measure.column].sum() or 0)
