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
    """Yield rule E-X03: flows whose year to date is below that of the month before.

    `accepted` gives the year to date that was last accepted, by indicator code; for the
    others it is what stood a month ago. Increments and registers list each change as they
    arrive, so that only a cumulative ledger can lose rows unseen; red entries of the month
    explain a ledger's fall.
    """
    if evidence.period.month == 1:
        return
    for indicator in INDICATORS.values():
        if indicator.nature is Nature.FLOW and indicator.measure.how in _ADDS_UP:
            yield from _check(evidence, indicator, (accepted or {}).get(indicator.code))


def _check(evidence: Evidence, indicator: Indicator, accepted: Decimal | None) -> Iterator[Finding]:
    sheet, period = indicator.sheet, evidence.period
    now = select_rows(indicator, "ytd", evidence.rows[sheet], period)
    if accepted is None:
        stood = evidence.rows_before.get(sheet, evidence.rows[sheet].clear())
        accepted = _value(indicator, select_rows(indicator, "ytd", stood, period.previous))
    value = _value(indicator, now)
    if value >= accepted:
        return
    why = evidence.why_incomplete(sheet)
    if why:
        title = sheet_named(sheet).title
        yield evidence.undecided(
            sheet, f"“{title}”{why}，“{indicator.name}”累计与上月的衔接（E-X03）无法判断"
        )
    elif value + _taken_back(now, evidence) < accepted:
        yield evidence.at(
            "E-X03",
            (sheet, indicator.measure.column),
            now if now.height else evidence.rows[sheet],
            f"“{indicator.name}”本年累计{plain(value)}{indicator.unit}，"
            f"低于上月累计{plain(accepted)}{indicator.unit}，而没有列明更正，请核对是否漏行",
            (plain(value), plain(accepted)),
        )


def _value(indicator: Indicator, rows: pl.DataFrame) -> Decimal:
    if indicator.measure.how == "rows":
        return Decimal(rows.height)
    return Decimal(rows[indicator.measure.column].sum() or 0)


def _taken_back(rows: pl.DataFrame, evidence: Evidence) -> Decimal:
    """Return what red entries of the month take back."""
    if "red_entry" not in rows.columns:
        return Decimal(0)
    red = rows.filter(pl.col("red_entry"), pl.col("post_date") >= evidence.period.first_day)
    return abs(Decimal(red["amount_cny"].sum() or 0))
