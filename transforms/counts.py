"""Counts of people in a breakdown over a year, and which of them are hidden."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from transforms.protection import Hidden, Month, gap_before


class Span(NamedTuple):
    """Some months of a part, from the first to the last (0 is the first of the year)."""

    dimension: str
    first: int
    last: int


@dataclass(frozen=True)
class Counted:
    """What each month added to each part, by dimension, and whose year to date is hidden then.

    A count below `least` is small.
    """

    months: Sequence[Month]
    hidden: Hidden
    least: int

    def until(self, last: int) -> Counted:
        """Return the same of a year up to its month `last`: a breakdown may begin later in it."""
        missing = last + 1 - len(self.months)
        return Counted(
            [{}] * missing + [*self.months], [frozenset()] * missing + [*self.hidden], self.least
        )

    def spans(self, first: int, last: int) -> Iterator[Span]:
        """Yield what is hidden from one month to another: months, and years to date.

        Of a year to date the months count since it was last shown.
        """
        for at in range(first, last + 1):
            before = self.hidden[at - 1] if at else frozenset[str]()
            for dimension in sorted(self.hidden[at] | before):
                yield Span(dimension, at, at)
                if dimension in self.hidden[at]:
                    yield Span(dimension, gap_before(self.hidden, at, dimension), at)

    def is_small(self, span: Span) -> bool:
        """Return whether the count of some months is of few people, but of some."""
        months = self.months[span.first : span.last + 1]
        count = sum((month.get(span.dimension, Decimal(0)) for month in months), Decimal(0))
        return 0 < count < self.least
