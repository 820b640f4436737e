"""What stands behind a period's figures, of which only the decision about few people may know."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from transforms.atoms import Atom
from transforms.case_amounts import Printed
from transforms.measures import no_history
from transforms.protection import Month
from transforms.told import Cell, Told


@dataclass(frozen=True)
class Background:
    """What each month of the year added to each part (HISTORY_SCHEMA), and the atoms of money.

    `told` is what the releases of the year have published of parts, `printed` of case-like
    amounts, by their codes. `cases` are those that each month of the year added behind projects,
    by dimension, which no figure counts.
    """

    history: pl.DataFrame = field(default_factory=no_history)
    atoms: tuple[Atom, ...] = ()
    told: tuple[Told[Cell], ...] = ()
    printed: Mapping[str, Sequence[Printed]] = field(default_factory=dict)
    cases: Sequence[Month] = ()


NOTHING_BEHIND = Background()
"""Where nothing but the figures is known."""
