"""How far a hidden sum could be another one, without a change in anything that is known.

A reader knows sums of unknown amounts. Beginning at the true amounts, other amounts are sought
that give the same sums and take the hidden one as far up and down as possible: affine scaling,
an interior method of linear programming. Each step is itself such a possibility, so what is
found is never more than what a reader must think possible.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

Vector = npt.NDArray[np.float64]
Matrix = npt.NDArray[np.float64]

_STEPS = 40
_NEARLY = 0.95
"""How far a step goes to the first amount that would be used up."""

_NONE = 1e-7
"""A change below this share of what was asked for is none: it is the machine's rounding."""

_CENT = 0.01


class Known:
    """What a reader knows: each row of `sums` adds up some amounts (1, -1 or 0 of each).

    `room` is how far each amount could fall at most, in yuan. `others` are changes of the amounts
    that are possible where something else is known: those that are here save the search, and
    what is found here is added.
    """

    def __init__(self, sums: Matrix, room: Vector, others: list[Vector]) -> None:
        self._sums, self._room, self._found = sums, room, others
        self._others = [other for other in others if np.abs(sums @ other).max(initial=0.0) < _CENT]

    def width(self, wanted: Vector, enough: float) -> float:
        """Return how far apart the bounds of a sum are, looked at no further than `enough`."""
        moves = [float(wanted @ other) for other in self._others]
        up, down = max(moves, default=0.0), -min(moves, default=0.0)
        up, down = max(up, 0.0), max(down, 0.0)
        if up + down >= enough or not np.any(wanted[self._free]):
            return min(up + down, enough)
        up = max(up, self._moved(wanted, enough))
        return up if up >= enough else up + max(down, self._moved(-wanted, enough - up))

    @cached_property
    def _free(self) -> npt.NDArray[np.bool_]:
        """Which amounts are not known one by one: those alone in a sum are."""
        free = np.ones(len(self._room), dtype=bool)
        used = self._sums != 0
        while True:
            alone = used[:, free].sum(axis=1) == 1
            settled = used[alone].any(axis=0) & free
            if not settled.any():
                return free
            free &= ~settled

    @cached_property
    def _rows(self) -> Matrix:
        rows = self._sums[:, self._free]
        told: Matrix = np.unique(rows[np.any(rows != 0, axis=1)], axis=0)
        return told

    @cached_property
    def _basis(self) -> Matrix:
        """What is known in terms of shares of the true amounts, in perpendicular directions."""
        return _directions(self._rows * self._room[self._free])

    def _moved(self, wanted: Vector, enough: float) -> float:
        """Return by how much a sum can grow, up to `enough`, and remember how."""
        room, goal = self._room[self._free], wanted[self._free]
        left, moved = room.copy(), 0.0
        for at in range(_STEPS):
            pull = goal * left
            basis = _directions(self._rows * left) if at else self._basis
            step = pull - basis.T @ (basis @ pull)
            if np.abs(step).max(initial=0.0) <= _NONE * np.abs(pull).max(initial=0.0):
                break
            gain = float(goal @ (left * step))
            longest = _NEARLY / max(-float(step.min()), 1e-12)
            taken = min(longest, (enough - moved) / gain)
            left = left + taken * left * step
            moved += taken * gain
            if taken * gain <= _NONE * enough or moved >= enough * (1 - _NONE):
                break
        if moved > 0:
            other = np.zeros(len(self._room))
            other[self._free] = left - room
            self._others.append(other)
            self._found.append(other)
        return moved


def _directions(rows: Matrix) -> Matrix:
    """Return perpendicular directions (rows) that span the same space."""
    if not rows.size:
        return rows
    found: Any = np.linalg.svd(rows, full_matrices=False)
    span: Matrix = found[2][found[1] > found[1][0] * 1e-10]
    return span
