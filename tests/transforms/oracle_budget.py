"""The budget beside the ledger, and the reconciling items, calculated a second time by hand.

Plain Python from what the indicators say of themselves (指标解释): nothing of the program's own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from tests.transforms.oracle import Key, Row, Span, month

Values = dict[Key, Fraction | None]

STATED = {"month": "month_cny", "quarter": "", "half": ""}
"""What a budget line states as spent: of the month, else of the year so far; no quarter."""


@dataclass(frozen=True)
class Money:
    """What one subject, or all, were given at first and after adjustment, and have spent."""

    initial: Fraction
    adjusted: Fraction
    spent: Fraction

    @property
    def rate(self) -> Fraction | None:
        """Return spent by adjusted in per cent, where there is sense in it."""
        if self.adjusted <= 0 or self.spent < 0:
            return None
        return 100 * self.spent / self.adjusted


def calculate_budget(lines: Iterable[Row], ledger: Iterable[Row], name: str) -> Values:
    """Return every figure of the budget for a period."""
    span = Span.named(name)
    budget = [line for line in lines if line["reported_in"] == span.last]
    paid = [line for line in ledger if line["pay_status"] == "已支付"]
    so_far = [
        line for line in paid if f"{span.last[:4]}-01" <= month(line["post_date"]) <= span.last
    ]
    own = [line for line in so_far if span.first <= month(line["post_date"])]
    found: Values = {}
    for basis, spent in ((span.basis, own), ("ytd", so_far)):
        found |= _of_flow(budget, spent, basis)
    return found | _of_state(budget, so_far, int(span.last[5:]))


def _of_flow(budget: list[Row], ledger: list[Row], basis: str) -> Values:
    total, subjects, alone = _lay_out(budget, ledger, basis)
    executed, unlisted = ("budget_executed", basis), ("budget_unlisted", basis)
    if not budget:
        return {(*executed, ""): None, (*unlisted, ""): None}
    return {
        (*executed, ""): total.spent,
        (*unlisted, ""): sum(alone.values(), Fraction()),
        **{(*executed, f"subject={code}"): money.spent for code, money in subjects.items()},
        **{(*executed, f"subject={code}"): amount for code, amount in alone.items()},
        **{(*unlisted, f"subject={code}"): amount for code, amount in alone.items()},
    }


def _of_state(budget: list[Row], ledger: list[Row], months: int) -> Values:
    total, subjects, _ = _lay_out(budget, ledger, "ytd")
    passed = Fraction(100 * months, 12)
    views: Mapping[tuple[str, str], Callable[[Money], Fraction | None]] = {
        ("budget_initial", "plan"): lambda money: money.initial,
        ("budget_adjusted", "plan"): lambda money: money.adjusted,
        ("budget_balance", "as_of"): lambda money: money.adjusted - money.spent,
        ("budget_rate", "as_of"): lambda money: money.rate,
    }
    found: Values = {}
    for key, view in views.items():
        found[(*key, "")] = view(total) if budget else None
        found |= {(*key, f"subject={code}"): view(money) for code, money in subjects.items()}
    ahead = total.rate - passed if total.rate is not None else None
    return found | {
        ("budget_time", "as_of", ""): passed if budget else None,
        ("budget_lead", "as_of", ""): ahead if budget else None,
    }


def _lay_out(
    budget: list[Row], ledger: list[Row], basis: str
) -> tuple[Money, dict[str, Money], dict[str, Fraction]]:
    """Return the total, each subject of the budget, and what was spent on none of them."""
    listed = {line["subject_code"] for line in budget}
    stated = STATED.get(basis, "ytd_cny")
    top = [line for line in budget if _holders(line["subject_code"], listed) == 1]
    astray = [line for line in ledger if not _holders(line["subject_code"], listed)]

    def money_of(lines: list[Row], booked: list[Row], beside: list[Row]) -> Money:
        adjusted = sum(
            (_yuan(line, "budget_cny" if line["adj_budget_cny"] is None else "adj_budget_cny"))
            for line in lines
        )
        spent = (
            _sum(lines, stated) + _sum(beside, "amount_cny")
            if stated
            else _sum(booked, "amount_cny")
        )
        return Money(_sum(lines, "budget_cny"), Fraction(adjusted), spent)

    subjects = {
        code: money_of(
            [line for line in budget if line["subject_code"] == code],
            [line for line in ledger if line["subject_code"].startswith(code)],
            [],
        )
        for code in listed
    }
    alone = {
        code: _sum([line for line in astray if line["subject_code"] == code], "amount_cny")
        for code in {line["subject_code"] for line in astray}
    }
    return money_of(top, ledger, astray), subjects, alone


def _holders(code: str, listed: Iterable[str]) -> int:
    return sum(code.startswith(subject) for subject in listed)


def _yuan(row: Row, column: str) -> Fraction:
    return Fraction(row[column] or 0)


def _sum(rows: Iterable[Row], column: str) -> Fraction:
    return sum((_yuan(row, column) for row in rows), Fraction())


def calculate_reconciling(items: Iterable[Row], name: str) -> Values:
    """Return the reconciling amounts: each project and reason once, as it was listed last."""
    now, latest = Span.named(name).last, {}
    for item in sorted(items, key=lambda item: item["reported_in"]):
        waits = item["expected_month"] is not None and item["expected_month"] > now
        if item["reported_in"] == now or (item["reported_in"] < now and waits):
            latest[item["project_code"], item["reason"]] = item
    found: Values = {("reconciling_amount", "as_of", ""): _sum(latest.values(), "amount_cny")}
    for (project, _), item in latest.items():
        key = ("reconciling_amount", "as_of", f"project={project}")
        found[key] = (found.get(key) or Fraction()) + _yuan(item, "amount_cny")
    return found
