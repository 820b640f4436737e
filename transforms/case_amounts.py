"""Which totals of case-like amounts stay unprinted, so that their differences tell no case.

An amount that covers few cases is not printed (DOMAIN.md §4.3 item 6). Nor is a sum printed by
which a reader could tell the amount of few cases between two sums: he knows the number of cases
of every month, and what the editions and releases of the year print. The bounds that he finds
must leave the margin that is set, or he must know as much without the sum. The year so far comes
first, then the month, and the longer periods that end with it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

import numpy as np
import polars as pl

from schemas.figure import STATED
from schemas.indicator import Indicator
from schemas.period import Period
from schemas.revision import Published
from schemas.settings import Thresholds
from transforms.admitting import admitted
from transforms.bounds import Bounds, Pair, no_bounds
from transforms.printing import print_value

SPANS = {"month": 1, "quarter": 3, "half": 6, "year": 12}
"""Months that a basis adds up."""

_SO_FAR = "ytd"
_A_YUAN = 1.0


class Sum(NamedTuple):
    """What some cases add up to: how many they are, and their amount in yuan."""

    cases: int
    amount: Decimal


class Point(NamedTuple):
    """The year so far at the end of a month (0: its beginning), by the cases that it counts."""

    month: int
    cases: int


@dataclass(frozen=True)
class Printed:
    """What a release said of an amount: its words by basis, and the numbers of cases."""

    period: Period
    words: Mapping[str, str]
    cases: Mapping[str, int]

    @property
    def last(self) -> int:
        """The last month that it counts."""
        return self.period.closing_month.month

    @property
    def points(self) -> tuple[Point, Point]:
        """The year so far before its period, and at its end."""
        own = self.cases[self.period.basis]
        so_far = self.cases[_SO_FAR]
        return Point(self.last - len(self.period.months), so_far - own), Point(self.last, so_far)


def read_printed(
    released: Iterable[Published], indicators: Iterable[Indicator], period: Period
) -> dict[str, tuple[Printed, ...]]:
    """Return what the releases of a period's year said of case-like amounts, by their codes."""
    said = [
        (one.period, one.figures.filter(pl.col("dimension") == "", pl.col("status") == STATED))
        for one in released
        if one.period.year == period.year
    ]
    return {
        i.code: tuple(_printed(i, of, totals) for of, totals in said) for i in indicators if i.cases
    }


def _printed(indicator: Indicator, period: Period, totals: pl.DataFrame) -> Printed:
    amounts = totals.filter(code=indicator.code).select("basis", "printed").iter_rows()
    counts = totals.filter(code=indicator.cases).select("basis", "value").iter_rows()
    cases = {str(basis): int(value) for basis, value in counts if value is not None}
    return Printed(period, dict(amounts), cases)


@dataclass(frozen=True)
class Course:
    """A case-like amount over a year: what each month added, and what releases `said` of it."""

    indicator: Indicator
    months: Sequence[Sum]
    rounded_from: Decimal
    said: Sequence[Printed] = ()

    def withheld(self, bases: Collection[str], thresholds: Thresholds) -> frozenset[str]:
        """Return which of some bases are not printed at the end of the last month.

        Equal numbers of cases until the end of a month, and between the ends of two, are taken
        for the same cases in each release, as far as their amounts can be the same.
        """
        for linked in (True, False):
            reader = _Reader(self, thresholds, linked=linked)
            withheld = frozenset(reader.withheld())
            if reader.bounds.are_possible:
                break
        return withheld.intersection(bases)


class _Reader:
    """What a reader knows, sum after sum; the first points are those of the months."""

    def __init__(self, course: Course, thresholds: Thresholds, *, linked: bool) -> None:
        self._course, self._thresholds = course, thresholds
        said = [one for one in course.said if {_SO_FAR, one.period.basis} <= one.cases.keys()]
        self._said = said
        points = [*_points(course.months), *(point for one in said for point in one.points)]
        cases = np.array([point.cases for point in points])
        apart = np.abs(cases[:, None] - cases[None, :])
        self._few = (apart > 0) & (apart < thresholds.minimum_cases)
        self.bounds = no_bounds(len(points))
        for at, month in enumerate(course.months):
            self._learn(at, at + 1, Decimal(0), None if month.cases else Decimal(0))
        for number, one in enumerate(said):
            self._read(one, len(course.months) + 1 + 2 * number)
        self._alike: list[list[Pair]] = []
        if linked:
            self._link(points)

    def _learn(self, first: int, last: int, low: Decimal, high: Decimal | None) -> None:
        most = np.inf if high is None else float(high)
        self.bounds = self.bounds.learn(first, last, float(low), most)

    def _read(self, one: Printed, start: int) -> None:
        self._learn(0, start, Decimal(0), None)
        self._learn(start, start + 1, Decimal(0), None)
        for basis, first in ((_SO_FAR, 0), (one.period.basis, start)):
            if known := admitted(one.words.get(basis, ""), self._course.indicator.form):
                self._learn(first, start + 1, *known)

    def _link(self, points: Sequence[Point]) -> None:
        first: dict[Point, int] = {}
        for number, point in enumerate(points):
            same = self.bounds.learn(first.setdefault(point, number), number, 0.0, 0.0)
            if same.are_possible:
                self.bounds = same
        self._alike = [*_alike(first)]
        self.bounds = self.bounds.agree(self._alike)

    def withheld(self) -> Iterator[str]:
        """Yield what is not printed at the end of the last month, learning all that is."""
        last = len(self._course.months)
        for at in range(1, last + 1):
            for basis, span in self._due(at).items():
                if not self._prints(at - span, at) and at == last:
                    yield basis

    def _due(self, at: int) -> dict[str, int]:
        """Return what editions will print at the end of a month, by the months that it adds up.

        What is out of an earlier month is no more decided.
        """
        earlier = [one for one in self._said if one.last == at < len(self._course.months)]
        out = {basis for one in earlier for basis in (_SO_FAR, one.period.basis)}
        spans = {basis: span for basis, span in SPANS.items() if at % span == 0}
        return {b: span for b, span in ({_SO_FAR: at} | spans).items() if b not in out}

    def _prints(self, first: int, last: int) -> bool:
        """Return whether the sum of some months may be printed, and learn it if so."""
        months = self._course.months[first:last]
        cases = sum(month.cases for month in months)
        amount = sum((month.amount for month in months), Decimal(0))
        if not amount:
            return True
        if cases < self._thresholds.minimum_cases or amount < self._course.rounded_from:
            return False
        words = print_value(self._course.indicator, str(amount))
        low, high = admitted(words, self._course.indicator.form) or (amount, amount)
        after = self.bounds.learn(first, last, float(low), float(high)).agree(self._alike)
        if after.are_possible and self._opens(after):
            return False
        self.bounds = after
        return True

    def _opens(self, after: Bounds) -> bool:
        """Return whether the amount of few cases is told more closely, and too closely."""
        wanted = float(self._thresholds.hidden_amount_margin) * after.greatest
        closer = after.widths < self.bounds.widths - _A_YUAN
        return bool((self._few & closer & (after.widths < wanted)).any())


def _alike(points: Mapping[Point, int]) -> Iterator[list[Pair]]:
    """Yield the pairs of points with the same cases between them, and what they tell crosswise.

    What came late to the first month of a pair came late to the second.
    """
    same: dict[tuple[int, int, int], list[Pair]] = {}
    for (month, cases), first in points.items():
        for (until, more), last in points.items():
            if month < until:
                same.setdefault((month, until, more - cases), []).append((first, last))
    for one, *others in same.values():
        if others:
            yield [one, *others]
            yield from ([(one[0], other[0]), (one[1], other[1])] for other in others)


def _points(months: Sequence[Sum]) -> Iterator[Point]:
    cases = 0
    yield Point(0, 0)
    for number, month in enumerate(months, 1):
        cases += month.cases
        yield Point(number, cases)
