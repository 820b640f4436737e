"""The 111 claims paid, and the three still under review when the ten months end."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import NamedTuple

from sample import persons
from sample.days import MONTHS, spread, working_days
from sample.enrolments import ACCIDENT, COMBINED, UNITS, Unit, interleave
from sample.table import Row, yuan

HOSPITAL_STAY, INJURY, ILLNESS = "住院医疗", "意外伤害", "重大疾病"

# amount, type, number of claims: together 784 986.36 元
AMOUNTS = (
    ((yuan(3000), HOSPITAL_STAY), 60),
    ((yuan(8000), HOSPITAL_STAY), 30),
    ((yuan(15000), INJURY), 15),
    ((yuan(25000), ILLNESS), 5),
    ((yuan("14986.36"), HOSPITAL_STAY), 1),
)
PAID_PER_MONTH = (6, 6, 10, 10, 11, 12, 13, 14, 14, 15)
CARRIED = 3
"""Claims accepted late in each month that are paid in the next one."""

PLAN_FOR = {INJURY: ACCIDENT, ILLNESS: COMBINED}
"""The plan that a type of claim presupposes; any plan pays a hospital stay."""

FIRST_PERSON = 101


class Claim(NamedTuple):
    """One claim; `paid_on` is None while it is under review at the end of October."""

    accepted_on: dt.date
    paid_on: dt.date | None
    amount: Decimal
    kind: str


def _accepted(month: int, count: int) -> list[dt.date]:
    return spread(count, working_days(month, 8, 17))


def _accepted_late(month: int) -> list[dt.date]:
    return spread(CARRIED, working_days(month, 22, 29))


def _dates() -> list[tuple[dt.date, dt.date | None]]:
    """Pair each claim's day of acceptance with its day of payment, in order of payment."""
    pairs: list[tuple[dt.date, dt.date | None]] = []
    waiting: list[dt.date] = []
    for month, paid in zip(MONTHS, PAID_PER_MONTH, strict=True):
        fresh = _accepted(month, paid - len(waiting))
        pairs += zip(waiting, spread(len(waiting), working_days(month, 1, 12)), strict=True)
        pairs += zip(fresh, spread(len(fresh), working_days(month, 18, 28)), strict=True)
        waiting = _accepted_late(month)
    return [*pairs, *((accepted, None) for accepted in waiting)]


def _claims() -> list[Claim]:
    under_review = [(yuan(0), HOSPITAL_STAY)] * CARRIED
    amounts = [*interleave(AMOUNTS), *under_review]
    claims = [
        Claim(accepted, paid, amount, kind)
        for (accepted, paid), (amount, kind) in zip(_dates(), amounts, strict=True)
    ]
    return sorted(claims, key=lambda claim: claim.accepted_on)


CLAIMS = _claims()


def ledger(cutoff: dt.date) -> tuple[Row, ...]:
    """Return every claim accepted so far, as it stood on one day."""
    return tuple(
        _row(number, claim, cutoff)
        for number, claim in enumerate(CLAIMS, 1)
        if claim.accepted_on <= cutoff
    )


def _claimant_unit(number: int, claim: Claim) -> Unit:
    """Choose a unit that was protected on the day, in a plan that pays for such a claim."""
    plan = PLAN_FOR.get(claim.kind)
    protected = [
        unit for unit in UNITS if unit.starts_on <= claim.accepted_on and plan in (None, unit.plan)
    ]
    return protected[number * 7 % len(protected)]


def _row(number: int, claim: Claim, cutoff: dt.date) -> Row:
    unit = _claimant_unit(number, claim)
    person = FIRST_PERSON + number
    paid = claim.paid_on is not None and claim.paid_on <= cutoff
    return (
        f"LP-2024-{number:03d}",
        unit.code,
        persons.name(person),
        persons.id_number(person),
        unit.plan,
        claim.kind,
        claim.accepted_on,
        claim.paid_on if paid else None,
        claim.amount if paid else None,
        "已赔付" if paid else "审核中",
    )
