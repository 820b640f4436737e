"""Which amounts stay hidden over a year, so that none beside a hidden count can be worked out.

The amounts beside hidden counts are hidden. Every other published sum, of whatever breakdown, is
known to the reader, and so are the county's totals: more is hidden, the least that helps, until
each hidden amount could be another one by the margin that is set, or by as much as the totals of
the county alone leave. Months are decided in their order, for what went out is known. Of a sum
that a release told otherwise a reader knows by how much it changed: that is kept open too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from itertools import repeat

import numpy as np
import numpy.typing as npt

from transforms.atoms import names_of
from transforms.counts import Counted, Span
from transforms.knowledge import Block, Published
from transforms.leeway import Known, Vector
from transforms.told import (
    Cell,
    Revised,
    Spell,
    Told,
    Truth,
    as_if_true,
    find_known,
    find_revised,
    keep_hidden,
    of_cells,
)

_NEARLY = 0.999
"""Of what is wanted: bounds are approached, and never quite reached."""

_A_YUAN = 1.0


@dataclass(frozen=True)
class _Wanted:
    """A hidden amount, as the sum of some atoms, and how far apart its bounds must be (yuan)."""

    dimension: str
    sum: Vector
    width: float


@dataclass(frozen=True)
class Rule:
    """What may be known of amounts: how far apart the bounds must be, as a share of the amount."""

    published: Published
    counts: Sequence[Counted]
    margin: Decimal
    told: Sequence[Told[Cell]] = ()

    def hide(self, months: int) -> list[frozenset[Cell]]:
        """Return, for each month, the cells whose year to date is hidden.

        What releases have `told` stands for their months; what one hid in the last month
        stays hidden.
        """
        hidden: list[frozenset[Cell]] = []
        kept = keep_hidden(self._out, self._truth, months - 1)
        for at in range(months):
            if at in kept and at < months - 1:
                hidden.append(kept[at])
            else:
                hidden.append(self._decide(hidden, kept.get(at, frozenset())))
        named = [frozenset(name for cell in cells for name in names_of(cell)) for cells in hidden]
        return [names | kept.get(at, frozenset()) for at, names in enumerate(named)]

    @cached_property
    def revised(self) -> tuple[Revised[Cell], ...]:
        """What releases have told otherwise."""
        return find_revised(self._out, self._truth)

    @cached_property
    def _out(self) -> tuple[Told[Cell], ...]:
        return of_cells(self.told, self.published.every_cell)

    @cached_property
    def _truth(self) -> Truth[Cell]:
        return Truth(self.published.every_cell, self.published.so_far)

    @cached_property
    def _known(self) -> list[frozenset[Spell[Cell]]]:
        """What readers know beside the totals: from no release, from all, and of corrections.

        The last one knows, of what was revised, by how much.
        """
        told = find_known(self._out, self._truth)
        corrected = find_known(as_if_true(self._out, self._truth), self._truth)
        return sorted({frozenset[Spell[Cell]](), told, corrected}, key=len)

    def _decide(self, hidden: Sequence[frozenset[Cell]], kept: frozenset[Cell]) -> frozenset[Cell]:
        """Return the cells to hide at the month after those that are decided."""
        readers = [_Month(self, _block(hidden), hidden, one) for one in self._known]
        must = chosen = readers[0].beside | (kept & readers[0].cells.keys())
        wanted = [[*reader.wanted()] for reader in readers]
        for reader, amounts in zip(readers, wanted, strict=True):
            while (failing := reader.unsafe(amounts, chosen)) and (
                bundle := reader.best_bundle(failing, chosen)
            ):
                chosen |= bundle
        for cells in readers[0].alike(chosen - must):
            left = chosen - cells
            if not any(map(_Month.unsafe, readers, wanted, repeat(left))):
                chosen = left
        return chosen


def _block(hidden: Sequence[frozenset[Cell]]) -> Block:
    last = len(hidden)
    first = next((at + 1 for at in range(last - 1, -1, -1) if not hidden[at]), 0)
    return Block(first, last)


class _Month:
    """The decision of one month: what must be hidden, what may be, and whether it is enough."""

    def __init__(
        self,
        rule: Rule,
        block: Block,
        hidden: Sequence[frozenset[Cell]],
        known: frozenset[Spell[Cell]],
    ) -> None:
        self._rule, self._block = rule, block
        self._before = hidden[-1] if hidden else frozenset[Cell]()
        self.cells = rule.published.cells(block)
        again = [
            rule.published.over(cell, max(first, block.first), last)
            for cell, first, last in sorted(known)
            if block.first <= last <= block.last
        ]
        self._told_before = np.array([*rule.published.told_before(block, hidden), *again])
        self._last_told = rule.published.last_told(block, hidden)
        self._others: list[Vector] = []
        dimensions = {one for counted in rule.counts for one in counted.hidden[block.last]}
        self.beside = frozenset(cell for cell in self.cells if cell[1] in dimensions)

    def alike(self, chosen: frozenset[Cell]) -> list[frozenset[Cell]]:
        """Return chosen cells, those together that have been the same sum all along.

        Those that were shown before come first, of them the greatest.
        """
        same: dict[bytes, set[Cell]] = {}
        for cell in sorted(chosen):
            same.setdefault(self.cells[cell].tobytes(), set()).add(cell)
        return sorted(
            map(frozenset, same.values()),
            key=lambda cells: (bool(cells & self._before), -self._size(min(cells)), min(cells)),
        )

    def _size(self, cell: Cell) -> float:
        return abs(self._rule.published.amount(self.cells[cell]))

    def wanted(self) -> Iterator[_Wanted]:
        """Yield the hidden amounts, and how far apart their bounds must be."""
        hidden = [*self._hidden_amounts()]
        small = [amount for amount, is_small in hidden if is_small]
        least = min((one.width for one in small), default=_A_YUAN)
        free = self._known(frozenset(self.cells))
        for one, is_small in hidden:
            wanted = one.width if is_small else least
            possible = min(wanted, free.width(one.sum, wanted))
            if possible > 0:
                yield replace(one, width=possible)

    def _hidden_amounts(self) -> Iterator[tuple[_Wanted, bool]]:
        """Yield the amounts beside hidden counts, once each, and whether the count is small.

        So is a sum that was told otherwise, where it holds such an amount: by what it was revised
        may be theirs.
        """
        seen = dict[bytes, Vector]()
        for counted in self._rule.counts:
            for span in counted.spans(*self._block):
                for vector in self._amounts(span):
                    amount = abs(self._rule.published.amount(vector))
                    width = amount * float(self._rule.margin)
                    if (key := vector.tobytes()) not in seen:
                        seen[key] = vector
                        yield _Wanted(span.dimension, vector, width), counted.is_small(span)
        for one in self._rule.revised:
            if self._block.first <= one.month <= self._block.last and one.key in self.cells:
                vector = self._rule.published.over(one.key, self._block.first, one.month)
                if any(vector @ amount for amount in seen.values()):
                    width = abs(float(one.by * self._rule.margin))
                    yield _Wanted(one.key[1], vector, width), True

    def _amounts(self, span: Span) -> Iterator[Vector]:
        first = max(span.first, self._block.first)
        for cell in self.cells:
            if cell[1] == span.dimension:
                vector = self._rule.published.over(cell, first, span.last)
                if vector.any():
                    yield vector

    def unsafe(self, wanted: list[_Wanted], chosen: frozenset[Cell]) -> _Wanted | None:
        """Return a hidden amount that could be worked out too closely; it is the next first."""
        known = self._known(chosen)
        for number, one in enumerate(wanted):
            if known.width(one.sum, one.width) < one.width * _NEARLY:
                wanted.insert(0, wanted.pop(number))
                return one
        return None

    def best_bundle(self, failing: _Wanted, chosen: frozenset[Cell]) -> frozenset[Cell]:
        """Return the fewest cells behind which a hidden amount could be exchanged with another.

        Where no bundle is enough it is the one that helps most; where none helps, all the rest.
        """
        best, most = frozenset(self._last_told) - chosen, 0.0
        for bundle in self._bundles(failing, chosen):
            width = self._known(chosen | bundle).width(failing.sum, failing.width)
            if width >= failing.width * _NEARLY:
                return bundle
            if width > most + _A_YUAN:
                best, most = bundle, width
        return best

    def _bundles(self, failing: _Wanted, chosen: frozenset[Cell]) -> list[frozenset[Cell]]:
        """Return what tells a hidden amount from another one, the fewest and smallest first.

        A cell that holds both tells nothing of what is exchanged between them.
        """
        own = self._atoms(failing.dimension)
        found = set()
        for dimension in sorted({cell[1] for cell in self.cells}):
            other = self._atoms(dimension)
            if dimension.partition("=")[0] == failing.dimension.partition("=")[0]:
                found.add(
                    frozenset(
                        cell
                        for cell, row in self._last_told.items()
                        if cell not in chosen and (row[own].any() or row[other].any())
                        if not (row[own].all() and row[other].all())
                    )
                )
        sized = ((len(one), sum(map(self._size, one)), sorted(one)) for one in found if one)
        return [frozenset(cells) for _, _, cells in sorted(sized)]

    def _atoms(self, dimension: str) -> npt.NDArray[np.bool_]:
        """Return which atoms count in the cells of a dimension, within the block."""
        held = [vector for cell, vector in self.cells.items() if cell[1] == dimension]
        atoms: npt.NDArray[np.bool_] = np.any(held, axis=0)
        return atoms

    def _known(self, chosen: frozenset[Cell]) -> Known:
        shown = [row for cell, row in self._last_told.items() if cell not in chosen]
        sums = np.array([*self._told_before, *shown])
        return Known(sums, self._rule.published.room, self._others)
