"""Anomalies against the union's own history: a month that is far from what was usual (W-P11)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from schemas.contract import sheet_named
from schemas.finding import Finding
from schemas.indicator import Indicator, Nature
from schemas.indicators import INDICATORS
from transforms.doubts import Evidence, plain
from transforms.measures import add_up_by_month, select_rows
from transforms.usual import Usual, find_usual

_COUNTED = ("total", "rows", "distinct")
_LEAST = {"元": Decimal(1000)}
_LEAST_COUNT = Decimal(10)
"""Less than this from the median nothing is odd: of few cases each is by chance."""


def find_anomalies(evidence: Evidence) -> Iterator[Finding]:
    """Yield rule W-P11: a month's total outside the usual range of the union's own months.

    Silent before `history_months` months were reported. Of a flow it is what happened in the
    month, of a stock whose rows are dated what the month added: what stands in all moves too
    little to show an error in one month. Plans, states without a date, and views of the budget
    have no months of their own. A rule of ours, beside those of DOMAIN.md §6.2.
    """
    for indicator in INDICATORS.values():
        if indicator.measure.how in _COUNTED and _happens_by_month(indicator):
            yield from _judge(evidence, indicator)


def _happens_by_month(indicator: Indicator) -> bool:
    """Return whether each row of an indicator tells in which month it began to count."""
    is_dated = indicator.nature is Nature.STOCK and indicator.on is not None
    return indicator.nature is Nature.FLOW or is_dated


def _judge(evidence: Evidence, indicator: Indicator) -> Iterator[Finding]:
    limits, month = evidence.settings.thresholds, str(evidence.period)
    reported = [name for name in evidence.reported.get(indicator.sheet, ()) if name < month]
    if len(reported) < limits.history_months:
        return
    sums = add_up_by_month(indicator, evidence.rows[indicator.sheet])
    history = {name: sums.get(name, Decimal(0)) for name in reported}
    usual, now = find_usual(history, month, limits.deviation), sums.get(month, Decimal(0))
    least = _LEAST.get(indicator.unit, _LEAST_COUNT)
    if usual is None or usual.holds(now, least) or (not now and not all(history.values())):
        return
    why = evidence.why_incomplete_in(indicator.sheet, [evidence.period])
    if why:
        sheet = f"“{sheet_named(indicator.sheet).title}”{why}"
        told = f"{sheet}，{indicator.name}与历史各月的比较（W-P11）无法判断"
        yield evidence.undecided(indicator.sheet, told)
        return
    rows = select_rows(indicator, "month", evidence.rows[indicator.sheet], evidence.period)
    told = _sentence(indicator, now, usual, len(reported))
    yield evidence.about("W-P11", indicator.sheet, indicator.measure.column, rows, told)


def _sentence(indicator: Indicator, now: Decimal, usual: Usual, months: int) -> str:
    """Return what was found and why it is odd; amounts of single cases in proportion only."""
    added = "新增" if indicator.nature is Nature.STOCK else ""
    basis = "历年同月" if usual.is_seasonal else "有发生的月份"
    known = f"此前报送{months}个月，其中{basis}{usual.months}个"
    advice = "请核对小数点、金额单位和人数"
    if indicator.cases or (indicator.sensitive and _LEAST.get(indicator.unit)):
        times = (now / usual.median).quantize(Decimal("0.01"))
        return f"{indicator.name}本月{added}相当于通常的{plain(times)}倍（{known}），{advice}"
    value, middle, low, high = map(plain, (now, usual.median, usual.low, usual.high))
    unit = indicator.unit
    side = "高于" if now > usual.high else "低于"
    return (
        f"{indicator.name}本月{added}{value}{unit}，{side}通常范围{low}—{high}{unit}"
        f"（{known}，中位数{middle}{unit}），{advice}"
    )
