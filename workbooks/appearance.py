"""How a sheet of another kind of file looks: what its copy as .xlsx takes over beside values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from workbooks.grid import Place


@dataclass(frozen=True)
class Appearance:
    """Widths of columns in characters, number formats and formulas as Excel writes them.

    `results` are the cells that held a formula which cannot be written as one of Excel's:
    their copy shows the result alone.
    """

    widths: Mapping[int, float] = field(default_factory=dict)
    formats: Mapping[Place, str] = field(default_factory=dict)
    formulas: Mapping[Place, str] = field(default_factory=dict)
    results: frozenset[Place] = frozenset()


PLAIN = Appearance()
"""Of a file that says nothing of it (csv)."""
