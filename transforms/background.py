"""What stands behind a period's figures, of which only the decision about few people may know."""

from __future__ import annotations

from dataclasses import dataclass, field

import polars as pl

from transforms.atoms import Atom
from transforms.measures import HISTORY_SCHEMA
from transforms.told import Cell, Told


@dataclass(frozen=True)
class Background:
    """What each month of the year added to each part (HISTORY_SCHEMA), and the atoms of money.

    `told` is what the releases of the year have published.
    """

    history: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=HISTORY_SCHEMA))
    atoms: tuple[Atom, ...] = ()
    told: tuple[Told[Cell], ...] = ()


NOTHING_BEHIND = Background()
"""Where nothing but the figures is known."""
