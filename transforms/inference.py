"""What a reader can work out of hidden cells when he knows the sums of their rows and columns.

The bounds are exact: with whole numbers in a two-way table, what can be moved from one cell to
another along rows and columns is a flow (the shortest augmenting paths of Edmonds and Karp).
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

Column = tuple[str, int]
"""A label and the first month of the gap in which its cells are hidden."""

Capacity = dict[Hashable, dict[Hashable, Decimal]]

_ANY = Decimal("Infinity")
_OPEN = "open"
_END = "end"


class Entry(NamedTuple):
    """A hidden cell: its row (a month) and its column."""

    row: int
    column: Column


@dataclass(frozen=True)
class Network:
    """Hidden cells with their true values and what the reader knows them to be at least.

    The sum of every row is known, and of every column but those still `open`.
    """

    values: Mapping[Entry, Decimal]
    least: Mapping[Entry, Decimal]
    open: frozenset[Column]

    def width(self, entries: Sequence[Entry], enough: Decimal) -> Decimal:
        """Return how far apart the bounds are of the sum of some cells of one column.

        No further than `enough` is looked. Cells that are not hidden have bounds of no width.
        """
        cells = [entry for entry in entries if entry in self.values]
        if not cells:
            return Decimal(0)
        more = self._moved(cells, enough, up=True)
        return more if more >= enough else more + self._moved(cells, enough - more, up=False)

    def _moved(self, cells: Sequence[Entry], enough: Decimal, *, up: bool) -> Decimal:
        """Return by how much the sum of the cells can be more, or less, up to `enough`."""
        capacity = self._capacity(frozenset(cells))
        column = cells[0].column
        for cell in cells:
            if up:
                capacity[cell.row][_END] = _ANY
            else:
                capacity[_END][cell.row] = self.values[cell] - self.least[cell]
        return _flow(capacity, (column, _END) if up else (_END, column), enough)

    def _capacity(self, without: frozenset[Entry]) -> Capacity:
        """Return what can be moved: a cell may grow in its row, and shrink in its column."""
        capacity: Capacity = defaultdict(dict)
        for entry, value in self.values.items():
            if entry not in without:
                capacity[entry.row][entry.column] = _ANY
                capacity[entry.column][entry.row] = value - self.least[entry]
        for column in self.open:
            capacity[column][_OPEN] = capacity[_OPEN][column] = _ANY
        return capacity


def _flow(capacity: Capacity, ends: tuple[Hashable, Hashable], enough: Decimal) -> Decimal:
    """Return the greatest flow from one end to the other, up to `enough`."""
    flow = Decimal(0)
    while flow < enough and (path := _path(capacity, *ends)):
        steps = list(pairwise(path))
        amount = min(enough - flow, *(capacity[here][there] for here, there in steps))
        for here, there in steps:
            capacity[here][there] -= amount
            capacity[there][here] = capacity[there].get(here, Decimal(0)) + amount
        flow += amount
    return flow


def _path(capacity: Capacity, start: Hashable, end: Hashable) -> list[Hashable]:
    """Return the shortest way from one node to another on which something can be moved."""
    came: dict[Hashable, Hashable] = {start: start}
    waiting = deque([start])
    while waiting and end not in came:
        here = waiting.popleft()
        for there, left in capacity[here].items():
            if left > 0 and there not in came:
                came[there] = here
                waiting.append(there)
    if end not in came:
        return []
    path = [end]
    while path[-1] != start:
        path.append(came[path[-1]])
    return path[::-1]
