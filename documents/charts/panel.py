"""A plot on a sheet: values become places, and what every plot has around it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import matplotlib as mpl

from documents.charts.sheet import Area

if TYPE_CHECKING:
    from documents.charts.sheet import Point, Sheet


class Span(NamedTuple):
    """What stands at the two ends of a plot's side."""

    first: float
    last: float

    def share(self, value: float) -> float:
        """Return how far along a value stands: 0 at the first, 1 at the last."""
        return (value - self.first) / (self.last - self.first)


class Panel(NamedTuple):
    """A plot: its sheet, its area there, and what its width and its height stand for."""

    sheet: Sheet
    area: Area
    across: Span
    up: Span

    def at(self, x: float, y: float) -> Point:
        """Return the place of a pair of values."""
        left, bottom, right, top = self.area
        return (
            left + self.across.share(x) * (right - left),
            bottom + self.up.share(y) * (top - bottom),
        )

    def bar(self, start: Point, end: Point, colour: str, hatch: str | None = None) -> None:
        """Draw a bar between two corners, given as values."""
        self.sheet.fill(Area(*self.at(*start), *self.at(*end)), colour, hatch=hatch)

    def edge(self, start: Point, end: Point) -> None:
        """Draw an axis between two points, given as values."""
        colour, width = mpl.rcParams["axes.edgecolor"], mpl.rcParams["axes.linewidth"]
        self.sheet.line([self.at(*start), self.at(*end)], colour, width)
