"""What the spending section says of the budget: its pace, what overspent it, what still differs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from documents.narrative.entries import Entries, Entry
from documents.narrative.ink import Ink
from documents.narrative.labels import part_name
from documents.narrative.phrases import Spans
from documents.narrative.units import shown_value
from schemas.bulletin import Number
from schemas.edition import Edition
from schemas.figure import PENDING, STATED, WITHHELD

_LEDGER = "ledger_expenditure"
_ITEMS = "reconciling_amount"
_UNTOLD = (PENDING, WITHHELD)
"""Of these not even the sign is told."""


class Spending:
    """What the section on spending asks about the ledger and its budget."""

    def __init__(self, edition: Edition, entries: Entries, ink: Ink) -> None:
        self._settings, self._entries, self._ink = edition.settings, entries, ink

    def spent(self, basis: str) -> str:
        """Return what was spent, 支出 before it; where red entries prevail, what was taken back."""
        entry = self._entries.find(_LEDGER, basis)
        if entry.amount is None or entry.amount > 0 or entry.status != STATED:
            return self._ink.write(("支出", entry.number))
        return self._ink.write(("净冲减", _size(entry), "（冲销大于支出）"))

    @property
    def was_adjusted(self) -> bool:
        """Return whether the budget is another one than at the beginning of the year."""
        first, now = self._entries.find("budget_initial"), self._entries.find("budget_adjusted")
        return first.amount != now.amount

    @property
    def pace(self) -> str:
        """Return how the execution rate stands to the share of the year that has passed."""
        lead, time = self._entries.find("budget_lead"), self._entries.find("budget_time")
        if lead.status != STATED or lead.amount is None or not time.happened:
            return ""
        if not shown_value(lead):
            return self._ink.write(("，与时间进度（", time.number, "）持平"))
        verb = "快" if lead.amount > 0 else "慢"
        rounded = "（按未经四舍五入的数计算）" if self._looks_uneven(lead, time) else ""
        spans = ("，比时间进度（", time.number, f"）{verb}", _size(lead), rounded)
        return self._ink.write(spans)

    def _looks_uneven(self, lead: Entry, time: Entry) -> bool:
        """Return whether the printed rates differ by another number than is printed."""
        rate, passed, gap = map(shown_value, (self._entries.find("budget_rate"), time, lead))
        return None not in (rate, passed, gap) and (rate or 0) - (passed or 0) != gap

    @property
    def overspent(self) -> str:
        """Return the subjects that spent more than their budget, by how much, and their rates."""
        parts = self._parts(
            "budget_balance", lambda entry: entry.amount is not None and entry.amount < 0
        )
        return self._ink.write(_joined(map(self._over, parts)))

    def _over(self, part: Entry) -> Spans:
        rate = self._entries.part("budget_rate", "as_of", part.reference.dimension)
        told: Spans = ("，执行率", rate.number) if rate.happened else ()
        return (part_name(*part.part, self._settings), "超出", _size(part), *told)

    @property
    def differing(self) -> str:
        """Return the projects of which ledger and department still differ, and by how much."""
        parts = self._parts(_ITEMS, lambda entry: bool(entry.amount))
        return self._ink.write(_joined(map(self._item, parts)))

    def _item(self, part: Entry) -> Spans:
        verb = "多" if (part.amount or 0) > 0 else "少"
        return (part_name(*part.part, self._settings), f"财务账比部门台账{verb}", _size(part))

    def _parts(self, code: str, admits: Callable[[Entry], bool]) -> Iterator[Entry]:
        total = self._entries.find(code)
        for kind in total.indicator.by:
            parts = self._entries.parts(code, total.reference.basis, kind)
            yield from (part for part in parts if part.status not in _UNTOLD and admits(part))


def _size(entry: Entry) -> Number:
    """Return the printed number without its sign, which a word tells."""
    return Number(entry.printed.lstrip("-"), entry.reference)


def _joined(clauses: Iterable[Spans]) -> Spans:
    found = list(clauses)
    return tuple(
        span for at, clause in enumerate(found) for span in (("；",) if at else ()) + clause
    )
