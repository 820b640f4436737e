"""An account's numbers beside the period's figures: which of them the figures contradict.

A number is held against the indicator that its clause speaks of, told by the rarer words of
the indicators' names; it is right if any of that indicator's figures may be stated so.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from math import log

from documents.proofreading.quantities import HOUSEHOLDS, MONEY, PEOPLE, Quantity, quantities
from schemas.figure import STATED
from schemas.proofreading import Doubt

Row = Mapping[str, str | None]

_BASES = {
    "month": "当月",
    "quarter": "本季",
    "half": "半年",
    "year": "全年",
    "ytd": "累计",
    "as_of": "期末",
    "plan": "计划",
}
_CLAUSE = re.compile(r"[^，；。！？：（）]+")
_SPEAKS_OF = 0.5
"""The share of a name's words that a clause must hold to speak of it."""

_MAY_MEAN = 0.2
"""The share from which on a clause may mean an indicator, if its figure fits."""

_RATIOS = ("%", "个百分点", "倍", "成")
_DIFFERENCE = re.compile("增加|减少|增长|下降|上升|回落|多|少|每[人名户份]|人均|户均")

_OF_THE_CHECK = "核对提醒"
"""What a bulletin says of its own examination is no figure of the period."""

_CLEARLY = 1.25
"""By how much the likeliest indicator must lead the next one."""


@dataclass(frozen=True)
class _Known:
    name: str
    unit: str
    words: frozenset[str]
    figures: tuple[tuple[str, str, Decimal], ...]
    """Basis, printed form and exact value of each figure that is stated."""


class Figures:
    """The figures of a period (rows of Figure), to hold an account's numbers against."""

    def __init__(self, rows: Iterable[Row]) -> None:
        """Take the rows of one period."""
        stated = [row for row in rows if row["status"] == STATED and _number(row) is not None]
        self._known = tuple(_by_indicator(stated))
        self._values = [(row["unit"] or "", _number(row) or Decimal(0)) for row in stated]
        counts = Counter(word for known in self._known for word in known.words)
        self._worth = {word: log(1 + len(self._known) / n) for word, n in counts.items()}

    def doubt(self, sentence: str) -> Iterator[Doubt]:
        """Yield the numbers of a sentence that its figures contradict, or that none knows."""
        for clause, context in _clauses(sentence):
            for quantity in quantities(clause):
                if not _is_count(clause, quantity):
                    continue
                scores = self._spoken_of(context, quantity)
                known = _leading(scores)
                if any(_admits(quantity, other) for score, other in scores if score >= _MAY_MEAN):
                    continue
                if known:
                    yield Doubt("J-10", quantity.text, _contradiction(known))
                elif not self._knows(quantity):
                    yield Doubt("J-11", quantity.text, "本期数据中没有这个数：请核对，或注明出处")

    def _spoken_of(self, context: str, quantity: Quantity) -> list[tuple[float, _Known]]:
        """Return how far a clause speaks of each indicator of a kind, the likeliest first."""
        held = _words(context)
        scores = [
            (self._weigh(known.words & held) / self._weigh(known.words), known)
            for known in self._known
            if _same_kind(known.unit, quantity.unit)
        ]
        return sorted(scores, key=lambda scored: scored[0], reverse=True)

    def _weigh(self, words: Iterable[str]) -> float:
        return sum(self._worth[word] for word in words) or 1.0

    def _knows(self, quantity: Quantity) -> bool:
        return any(
            _same_kind(unit, quantity.unit) and quantity.admits(value)
            for unit, value in self._values
        )


def _is_count(clause: str, quantity: Quantity) -> bool:
    """Return whether a number counts something: no ratio, no difference, none spelled out."""
    if quantity.unit in _RATIOS or not any(map(str.isdigit, quantity.text)):
        return False
    if clause.startswith(_OF_THE_CHECK, quantity.end):
        return False
    return _DIFFERENCE.search(clause[max(quantity.start - 5, 0) : quantity.start]) is None


def _leading(scores: list[tuple[float, _Known]]) -> _Known | None:
    """Return the indicator that a clause clearly speaks of, if one leads."""
    if not scores or scores[0][0] < _SPEAKS_OF:
        return None
    rival = scores[1][0] if len(scores) > 1 else 0.0
    return scores[0][1] if scores[0][0] >= rival * _CLEARLY else None


def _admits(quantity: Quantity, known: _Known) -> bool:
    return any(quantity.admits(value) for *_, value in known.figures)


def _by_indicator(rows: Iterable[Row]) -> Iterator[_Known]:
    grouped: dict[str, list[Row]] = {}
    for row in rows:
        if not row["dimension"]:
            grouped.setdefault(row["code"] or "", []).append(row)
    for own in grouped.values():
        name = own[0]["name"] or ""
        figures = tuple(
            (row["basis"] or "", row["printed"] or "", number)
            for row in own
            if (number := _number(row)) is not None
        )
        yield _Known(name, own[0]["unit"] or "", frozenset(_words(name)), figures)


def _clauses(sentence: str) -> Iterator[tuple[str, str]]:
    """Yield each clause with what it speaks of: itself and the clause before."""
    before = ""
    for clause in _CLAUSE.findall(sentence):
        yield clause, clause if len(_words(clause)) > 6 else before + clause
        before = clause


def _words(text: str) -> set[str]:
    """Return a text's pairs of neighbouring Chinese characters."""
    runs = re.findall(r"[\u4e00-\u9fff]+", re.sub("[“”《》]", "", text))
    return {run[i : i + 2] for run in runs for i in range(len(run) - 1)}


def _number(row: Row) -> Decimal | None:
    try:
        return Decimal(row["value"] or "")
    except InvalidOperation:
        return None


def _same_kind(unit: str, other: str) -> bool:
    kinds = (PEOPLE, HOUSEHOLDS, MONEY, ("元/份", "元"), ("场", "场次", "次", "期"))
    return unit == other or any(unit in kind and other in kind for kind in kinds)


def _contradiction(known: _Known) -> str:
    told = "，".join(
        f"{_BASES.get(basis, basis)}{printed}"
        for basis, printed, value in known.figures
        if value or len(known.figures) == 1
    )
    return f"本期“{known.name}”为{told or '0'}"
