"""Widths of a table's columns: as much room as each column's longest text needs."""

from __future__ import annotations

from collections.abc import Sequence
from unicodedata import east_asian_width

_NARROWEST = 6
"""Half-widths that a column has at least, its margins beside."""

_MARGINS = 2


def column_shares(rows: Sequence[Sequence[str]]) -> tuple[float, ...]:
    """Return each column's share of the width, so that as little as possible wraps."""
    columns = zip(*rows, strict=True)
    needed = [max(_NARROWEST, *map(_half_widths, column)) + _MARGINS for column in columns]
    return tuple(width / sum(needed) for width in needed)


def _half_widths(text: str) -> int:
    return sum(2 if east_asian_width(character) in "WFA" else 1 for character in text)
