"""What a reader knows of a year's amounts: the sums that were published, month after month."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from transforms.atoms import Atom, Link
from transforms.leeway import Matrix, Vector
from transforms.told import Cell


class Block(NamedTuple):
    """The months from one to another, before which nothing was hidden."""

    first: int
    last: int


@dataclass(frozen=True)
class Published:
    """The atoms of a year, and the sums of them that go out.

    `links` are equalities that everybody knows: of a programme's payments and the ledger's.
    """

    atoms: Sequence[Atom]
    links: Sequence[Link]

    def cells(self, block: Block) -> dict[Cell, Vector]:
        """Return the cells that say something in some months, each as the sum of its atoms."""
        within = self._within(block.first, block.last)
        told = {cell: vector * within for cell, vector in self._vectors.items()}
        return {cell: vector for cell, vector in told.items() if vector.any()}

    @property
    def every_cell(self) -> Set[Cell]:
        """The cells that some atom counts in."""
        return self._vectors.keys()

    @cached_property
    def room(self) -> Vector:
        """How far each atom could fall at most, in yuan: to nothing."""
        return np.abs(self._values)

    def amount(self, vector: Vector) -> float:
        """Return what a sum of atoms comes to, in yuan."""
        return float(vector @ self._values)

    def so_far(self, cell: Cell, at: int) -> Decimal:
        """Return what a cell comes to at the end of a month, in yuan."""
        held = (atom.value for atom in self.atoms if atom.month <= at and cell in atom.cells)
        return sum(held, Decimal(0))

    def over(self, cell: Cell, first: int, last: int) -> Vector:
        """Return what a cell adds up in some months, as the sum of its atoms."""
        vector: Vector = self._vectors[cell] * self._within(first, last)
        return vector

    def last_told(self, block: Block, hidden: Sequence[Set[Cell]]) -> dict[Cell, Vector]:
        """Return what each cell tells where it is shown at the end of a block.

        It tells the months since it was last shown. `hidden` are the cells whose year to date is
        hidden, of each month before the block's last.
        """
        return {
            cell: self.over(cell, since[-1], block.last)
            for cell, since in self._shown(block, hidden).items()
        }

    def told_before(self, block: Block, hidden: Sequence[Set[Cell]]) -> Matrix:
        """Return what a reader knows anyhow: earlier months, and the totals of the county."""
        earlier = (
            self.over(cell, first, last - 1)
            for cell, since in self._shown(block, hidden).items()
            for first, last in pairwise(since)
        )
        told = [row for row in (*earlier, *self._always(block)) if row.any()]
        return np.unique(np.array(told).reshape(len(told), len(self.atoms)), axis=0)

    def _shown(self, block: Block, hidden: Sequence[Set[Cell]]) -> dict[Cell, list[int]]:
        """Return the months from which each cell tells of: those after a year to date shown."""
        before = range(block.first, block.last)
        return {
            cell: [block.first, *(at + 1 for at in before if cell not in hidden[at])]
            for cell in self.cells(block)
        }

    def _always(self, block: Block) -> Iterator[Vector]:
        for at in range(block.first, block.last + 1):
            month = self._within(at, at)
            yield from (total * month for total in self._totals)
            for link in self.links:
                if at in link.months:
                    one, other = link.cells
                    yield self.over(one, block.first, at) - self.over(other, block.first, at)

    def _within(self, first: int, last: int) -> Vector:
        within: Vector = ((self._months >= first) & (self._months <= last)).astype(float)
        return within

    @cached_property
    def _months(self) -> Vector:
        return np.array([atom.month for atom in self.atoms], dtype=float)

    @cached_property
    def _values(self) -> Vector:
        return np.array([float(atom.value) for atom in self.atoms])

    @cached_property
    def _vectors(self) -> dict[Cell, Vector]:
        cells = sorted({cell for atom in self.atoms for cell in atom.cells})
        return {
            cell: np.array([float(cell in atom.cells) for atom in self.atoms]) for cell in cells
        }

    @cached_property
    def _totals(self) -> list[Vector]:
        names = sorted({name for atom in self.atoms for name in atom.totals})
        return [np.array([float(name in atom.totals) for atom in self.atoms]) for name in names]
