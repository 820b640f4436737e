"""The one comparison of two values, and the guard before it: what may be said of them.

Rules: DOMAIN.md §2.4. A percentage needs a base that is there, sound, positive and not tiny,
of the same definition, unit and extent; where one is refused, the reason is told.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from schemas.comparison import MISSING
from schemas.figure import NO_DATA, NOT_REPORTED, PENDING, STATED, WITHHELD
from schemas.period import Period
from schemas.settings import Comparing
from transforms.rounding import round_ratio

LACKING = "（基期数据缺{months}）"
REDEFINED = "口径有变化，与{base}不可比"
OTHER_UNIT = "计量单位有变化，与{base}不可比"
OTHER_EXTENT = "本年累计与{base}的起始月份不同"
UNSOUND = "{base}{status}"
UNSOUND_NOW = "本期{status}"
INCOMPLETE = "{base}数据不完整"
INCOMPLETE_NOW = "本期数据不完整"
HIDDEN = "{base}不单独公布"
HIDDEN_NOW = "本期不单独公布"
ZERO = "{base}为零，只列增减数"
NEGATIVE = "{base}为负，只列增减数"
TO_POSITIVE = "由负转正"
TO_NEGATIVE = "由正转负"
RATE = "比率之差以百分点表示"
SMALL = "{base}基数过小，只列增减数"

_RATES = ("%", "百分点")
"""Units of which only the difference is stated, and never a percentage of a percentage."""


@dataclass(frozen=True)
class Side:
    """One side of a comparison: a value in base units, and what is known of it.

    `coverage` is the share of the expected data behind it; `since` the month (1 to 12) with
    which the data of its year begin, where that matters; `lacking` names what it has no value
    for want of.
    """

    value: Decimal | None
    unit: str
    status: str = STATED
    coverage: Decimal = Decimal(1)
    since: int | None = None
    lacking: str = ""


@dataclass(frozen=True)
class Comparison:
    """What may be said of a value beside its base; `reason` says why something is not.

    `change` is in base units, `change_pct` in percent with one decimal.
    """

    base: Decimal | None = None
    change: Decimal | None = None
    change_pct: Decimal | None = None
    reason: str = ""


@dataclass(frozen=True)
class Guard:
    """What decides about comparisons beside the values: limits, rounding, and redefinitions.

    `base_name` is what the base is called (上年同期); `periods` are the base's and the value's.
    """

    limits: Comparing
    rounding: str
    base_name: str
    periods: tuple[Period, Period]

    def is_redefined(self, code: str) -> bool:
        """Return whether an indicator's definition changed between base and value."""
        since = self.limits.redefined.get(code)
        base, now = self.periods
        if since is None:
            return False
        return base.first_day < Period.parse(since).first_day <= now.last_day


def compare(now: Side, base: Side | None, guard: Guard, code: str) -> Comparison:
    """Return what may be said of a value beside its base, by the guard's rules.

    Without a sound base nothing is said at all; a withheld side, or a base that is zero,
    negative or tiny, gives the difference alone.
    """
    refused = _refused(now, base, guard.is_redefined(code))
    if refused or now.value is None or base is None or base.value is None:
        shown = base.value if base and base.status not in (PENDING, NOT_REPORTED) else None
        reason = (refused or MISSING).format_map(_words(now, base, guard))
        if base is not None and base.lacking:
            reason += LACKING.format(months=base.lacking)
        return Comparison(shown, reason="" if now.value is None else reason)
    change = now.value - base.value
    unsafe = _without_percentage(now, base, guard.limits)
    if unsafe:
        return Comparison(base.value, change, reason=unsafe.format(base=guard.base_name))
    percent = round_ratio(change * 100, base.value, 1, guard.rounding)
    return Comparison(base.value, change, percent)


def _words(now: Side, base: Side | None, guard: Guard) -> Mapping[str, str]:
    unsound = now.status if now.status in (PENDING, NOT_REPORTED) or base is None else base.status
    return {"base": guard.base_name, "status": unsound}


def _refused(now: Side, base: Side | None, redefined: bool) -> str:
    """Return why nothing may be compared; empty where it may."""
    if now.status in (PENDING, NOT_REPORTED):
        return UNSOUND_NOW
    if base is None or base.status == NO_DATA:
        return MISSING
    if base.status in (PENDING, NOT_REPORTED):
        return UNSOUND
    if redefined:
        return REDEFINED
    if base.unit != now.unit:
        return OTHER_UNIT
    if None not in (base.since, now.since) and base.since != now.since:
        return OTHER_EXTENT
    if now.coverage < 1:
        return INCOMPLETE_NOW
    return INCOMPLETE if base.coverage < 1 else ""


def _without_percentage(now: Side, base: Side, limits: Comparing) -> str:
    """Return why only the difference may be stated; empty where a percentage may be too."""
    assert now.value is not None
    assert base.value is not None
    if now.status == WITHHELD:
        return HIDDEN_NOW
    if base.status == WITHHELD:
        return HIDDEN
    if now.unit in _RATES:
        return RATE
    if base.value == 0:
        return ZERO
    if base.value < 0:
        return TO_POSITIVE if now.value > 0 else NEGATIVE
    if now.value < 0:
        return TO_NEGATIVE
    return SMALL if base.value < limits.small_base else ""
