"""The year to date against what stood before (X-11): it must not fall unexplained."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import polars as pl

from schemas.contract import return_of, sheet_named
from schemas.finding import Finding
from schemas.indicator import Indicator, Nature
from schemas.indicators import INDICATORS
from schemas.revision import Accepted
from transforms.doubts import Evidence, plain
from transforms.ledger import same_thing
from transforms.measures import select_rows

_ADDS_UP = ("total", "rows")


def check_continuity(evidence: Evidence) -> Iterator[Finding]:
    """Yield rule E-X03: flows whose year to date is less than what stood before and this month.

    What stood before is the year to date of the last release, and what stood a month ago.
    Increments list each change as they arrive, so that only a cumulative ledger
    can lose rows unseen, however much this month adds. A fall below what was released is
    no error but N-REV where workbooks of the months released came or changed, or a person
    stated it: then it is listed as a revision.
    """
    if evidence.period.month == 1:
        return
    for indicator in INDICATORS.values():
        if indicator.nature is Nature.FLOW and indicator.measure.how in _ADDS_UP:
            yield from _check(evidence, indicator)


def _check(evidence: Evidence, indicator: Indicator) -> Iterator[Finding]:
    lost, accepted = _lost(evidence, indicator), evidence.accepted
    fallen = _fallen(evidence, indicator)
    if max(lost, fallen) <= 0:
        return
    sheet = indicator.sheet
    why = evidence.why_incomplete(sheet)
    if why:
        title = sheet_named(sheet).title
        yield evidence.undecided(
            sheet, f"“{title}”{why}，“{indicator.name}”累计与上月的衔接（E-X03）无法判断"
        )
    elif accepted is not None and _is_listed(indicator, accepted, lost):
        yield _revised(evidence, indicator, accepted, max(lost, fallen))
    else:
        yield _unexplained(evidence, indicator, max(lost, fallen))


def _is_listed(indicator: Indicator, accepted: Accepted, lost: Decimal) -> bool:
    """Return whether a fall is explained: stated, or no later ledger lost rows and one changed."""
    code = return_of(sheet_named(indicator.sheet)).code
    return indicator.code in accepted.stated or (lost <= 0 and code in accepted.changed)


def _revised(
    evidence: Evidence, indicator: Indicator, accepted: Accepted, fall: Decimal
) -> Finding:
    return evidence.about(
        "N-REV",
        indicator.sheet,
        indicator.measure.column,
        evidence.rows[indicator.sheet].clear(),
        f"“{indicator.name}”截至{accepted.period.label}的累计比已发布的少"
        f"{plain(fall)}{indicator.unit}，已列为修订",
    )


def _unexplained(evidence: Evidence, indicator: Indicator, lost: Decimal) -> Finding:
    sheet = indicator.sheet
    now = select_rows(indicator, "ytd", evidence.rows[sheet], evidence.period)
    value = _value(indicator, now)
    return evidence.at(
        "E-X03",
        (sheet, indicator.measure.column),
        now if now.height else evidence.rows[sheet],
        f"“{indicator.name}”上次累计与其后各月之和应为{plain(value + lost)}{indicator.unit}，"
        f"本年累计实为{plain(value)}{indicator.unit}，而没有列明更正，请核对是否漏行",
        (plain(value), plain(value + lost)),
    )


def _fallen(evidence: Evidence, indicator: Indicator) -> Decimal:
    """Return how far the year to date that was released lies above what is known of it now."""
    accepted = evidence.accepted
    if accepted is None or indicator.code not in accepted.ytd:
        return Decimal(0)
    then = select_rows(indicator, "ytd", evidence.rows[indicator.sheet], accepted.period)
    return accepted.ytd[indicator.code] - _value(indicator, then)


def _lost(evidence: Evidence, indicator: Indicator) -> Decimal:
    """Return what a new ledger no longer tells of the months before.

    In a register each change is listed (find_restated), so that only rows that are gone
    count; of other sheets what is stated lower counts too.
    """
    sheet = sheet_named(indicator.sheet)
    stood = evidence.replaced_rows(sheet.name)
    if stood.is_empty():
        return Decimal(0)
    earlier = select_rows(indicator, "ytd", evidence.rows[sheet.name], evidence.period.previous)
    before = select_rows(indicator, "ytd", stood, evidence.period.previous)
    if sheet.register:
        gone = before.join(evidence.rows[sheet.name], on=same_thing(sheet), how="anti")
        return _value(indicator, gone)
    kept = earlier.join(before, on=list(sheet.key), how="semi")
    return _value(indicator, before) - _value(indicator, kept)


def _value(indicator: Indicator, rows: pl.DataFrame) -> Decimal:
    if indicator.measure.how == "rows":
        return Decimal(rows.height)
    return Decimal(rows[indicator.measure.column].sum() or 0)
