"""What is usual in a series of months: a robust range about a median, on a logarithmic scale.

Money and counts of a union vary by factors and not by sums, and many of them rest for most of
the year. So a month is held against the same month of earlier years, where anything happened
then, else against the months in which anything happened at all; the width of the range comes
from the median absolute deviation (MAD), which no single odd month can stretch.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

_NORMAL = 1.4826
"""MAD times this is the standard deviation of normal values."""

_STEADY, _UNKNOWN = math.log10(1.25), math.log10(2)
"""The least spread: of a series that hardly moves, and of one too short to tell its own."""

_ENOUGH = 6
"""Months from which a spread is told."""

_SIGNIFICANT = 2


@dataclass(frozen=True)
class Usual:
    """The usual range of a month: its median, its bounds, and the months behind the median.

    `is_seasonal` where those are the same month of earlier years.
    """

    median: Decimal
    low: Decimal
    high: Decimal
    months: int
    is_seasonal: bool

    def holds(self, value: Decimal, least: Decimal) -> bool:
        """Return whether a value is within the range, or less than `least` from its median."""
        return self.low <= value <= self.high or abs(value - self.median) < least


def find_usual(history: Mapping[str, Decimal], month: str, deviation: Decimal) -> Usual | None:
    """Return what is usual in a month (`2024-10`) after the months of `history`.

    Nothing is usual where nothing ever happened. `deviation` is how many times the spread the
    range reaches to either side.
    """
    happened = {name: value for name, value in history.items() if value > 0}
    if not happened:
        return None
    same = [value for name, value in happened.items() if name[5:] == month[5:]]
    held = same or list(happened.values())
    middle = median(held)
    reach = float(deviation) * _spread(happened, seasonal=bool(same))
    level = math.log10(middle)
    low, high = (_rounded(10 ** (level + side * reach), side) for side in (-1, 1))
    return Usual(middle, low, high, len(held), bool(same))


def _spread(happened: Mapping[str, Decimal], *, seasonal: bool) -> float:
    """Return the spread in powers of ten.

    Where the season is known it is what a month differs from the one a year before, growth
    included; where it is not, at least what is supposed of a short series.
    """
    logs = {name: math.log10(value) for name, value in happened.items()}
    if not seasonal:
        middle = median(logs.values())
        return max(_NORMAL * median(abs(log - middle) for log in logs.values()), _UNKNOWN)
    yearly = [log - logs[before] for name, log in logs.items() if (before := _ago(name)) in logs]
    if len(yearly) < _ENOUGH:
        return _UNKNOWN
    return max(_NORMAL * median(map(abs, yearly)), _STEADY)


def _ago(month: str) -> str:
    return f"{int(month[:4]) - 1}{month[4:]}"


def _rounded(number: float, side: int) -> Decimal:
    """Return a bound of two significant digits, rounded outwards."""
    step = 10 ** (math.floor(math.log10(number)) - _SIGNIFICANT + 1)
    whole = math.ceil(number / step) if side > 0 else math.floor(number / step)
    return (Decimal(whole) * Decimal(str(step))).normalize()
