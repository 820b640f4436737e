"""How far apart unknown amounts can be, by what is known of some of their differences.

Whatever is known says: one amount exceeds another by so much at most. The most by which any two
can differ is then the shortest way from one to the other, and exact.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Bounds:
    """What a reader can say: `most[i, j]` (yuan) is the most by which amount j exceeds amount i."""

    most: Matrix

    def learn(self, first: int, last: int, low: float, high: float = np.inf) -> Bounds:
        """Return the same, where the last amount exceeds the first by `low` to `high`."""
        return Bounds(_shortened(_shortened(self.most, first, last, high), last, first, -low))

    def agree(self, alike: Sequence[Sequence[Pair]]) -> Bounds:
        """Return the same, where the differences of the pairs of each group are one number."""
        bounds = self
        for _ in range(_ROUNDS):
            before = bounds
            for pairs in alike:
                low = max(-bounds.most[last, first] for first, last in pairs)
                high = min(bounds.most[first, last] for first, last in pairs)
                for first, last in pairs:
                    if bounds.most[first, last] + bounds.most[last, first] > high - low + _CENT:
                        bounds = bounds.learn(first, last, low, high)
            if bounds is before or not bounds.are_possible:
                break
        return bounds

    @property
    def are_possible(self) -> bool:
        """Return whether there are such amounts (to a cent)."""
        return bool((np.diagonal(self.most) > -_CENT).all())

    @property
    def widths(self) -> Matrix:
        """How far apart the bounds are of each difference."""
        widths: Matrix = self.most + self.most.T
        return widths

    @property
    def greatest(self) -> Matrix:
        """The greatest size, up or down, that each difference can have."""
        greatest: Matrix = np.maximum(np.abs(self.most), np.abs(self.most.T))
        return greatest


Pair = tuple[int, int]
"""Two amounts, of which the second less the first is a difference."""

_CENT = 0.01
_ROUNDS = 20
"""What one difference tells of another goes round: after so many turns all of it is known."""


def no_bounds(amounts: int) -> Bounds:
    """Return what a reader can say who knows nothing."""
    most = np.full((amounts, amounts), np.inf)
    np.fill_diagonal(most, 0.0)
    return Bounds(most)


def _shortened(most: Matrix, start: int, end: int, length: float) -> Matrix:
    """Return the shortest ways where a further one leads from start to end."""
    through = most[:, start, None] + length + most[None, end, :]
    shorter: Matrix = np.minimum(most, through)
    return shorter
