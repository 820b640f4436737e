"""The 178 units that enrolled in mutual protection, 20 586 people in three plans."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import NamedTuple, TypeVar

from sample.days import MONTHS, ONE_DAY, spread, working_days

Thing = TypeVar("Thing")

ACCIDENT, HOSPITAL, COMBINED = "人身意外伤害住院综合", "住院补充", "综合套餐"

PRICE = {ACCIDENT: 60, HOSPITAL: 50, COMBINED: 300}
"""Yuan a policy."""

# plan, people in each unit, units
SIZES = (
    (ACCIDENT, 115, 6),
    (ACCIDENT, 116, 105),
    (HOSPITAL, 116, 16),
    (HOSPITAL, 117, 20),
    (COMBINED, 113, 14),
    (COMBINED, 114, 17),
)
UNITS_PER_MONTH = (30, 12, 24, 20, 18, 16, 16, 14, 14, 14)
KINDS = ("机关", "事业", "非公", "国企", "非公", "事业", "机关", "非公", "新就业群体", "其他")


class Unit(NamedTuple):
    """One unit's enrolment, in force for one year from the day after it paid."""

    code: str
    name: str
    kind: str
    plan: str
    enrolled_on: dt.date
    heads: int

    @property
    def starts_on(self) -> dt.date:
        """Return the first day of protection."""
        return self.enrolled_on + ONE_DAY

    @property
    def ends_on(self) -> dt.date:
        """Return the last day of protection."""
        return self.starts_on.replace(year=self.starts_on.year + 1) - ONE_DAY

    @property
    def premium_hundreds(self) -> Decimal:
        """Return the premium in 百元, the misprint of the published account (A01).

        The department types hundreds although its cover says 元: 20 380 for 2 038 000 元.
        """
        return Decimal(self.heads * PRICE[self.plan]) / 100


def interleave(kinds: tuple[tuple[Thing, int], ...]) -> list[Thing]:
    """Mix things of several kinds evenly, so that every stretch holds some of each."""
    placed = [
        ((2 * index + 1) / (2 * count), place, thing)
        for place, (thing, count) in enumerate(kinds)
        for index in range(count)
    ]
    return [thing for _, _, thing in sorted(placed, key=lambda item: item[:2])]


def _enrolment_days() -> list[dt.date]:
    days = []
    for month, count in zip(MONTHS, UNITS_PER_MONTH, strict=True):
        days += spread(count, working_days(month, 2, 26))
    return days


def _units() -> tuple[Unit, ...]:
    sizes = interleave(tuple(((plan, heads), count) for plan, heads, count in SIZES))
    units = []
    for number, ((plan, heads), enrolled) in enumerate(
        zip(sizes, _enrolment_days(), strict=True), 1
    ):
        kind = KINDS[number % len(KINDS)]
        name = f"示例{kind}单位{number:03d}"
        units.append(Unit(f"DW{number:03d}", name, kind, plan, enrolled, heads))
    return tuple(units)


UNITS = _units()
