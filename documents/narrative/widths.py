"""Widths of a table's columns: as much room as each column's longest text needs."""

from __future__ import annotations

from collections.abc import Sequence
from unicodedata import east_asian_width

_WHOLE = 84
"""Half-widths of table type that the type area holds: 156 mm of 10.5 points."""

_NARROWEST = 6
"""Half-widths that a column has at least, its margins beside."""

_MARGINS = 2


def column_shares(rows: Sequence[Sequence[str]]) -> tuple[float, ...]:
    """Return each column's share of the width, so that as little as possible wraps.

    The first row are the titles. Where all together are too wide, a title breaks before its
    unit, 资金 above （万元）, rather than a name beside a number.
    """
    needed = _needed(rows)
    if sum(needed) > _WHOLE:
        titles, *body = rows
        needed = _needed([tuple(map(_longer_part, titles)), *body])
    return tuple(width / sum(needed) for width in needed)


def _needed(rows: Sequence[Sequence[str]]) -> list[int]:
    columns = zip(*rows, strict=True)
    return [max(_NARROWEST, *map(_half_widths, column)) + _MARGINS for column in columns]


def _longer_part(title: str) -> str:
    name, bracket, unit = title.partition("（")
    return max(name, bracket + unit, key=_half_widths)


def _half_widths(text: str) -> int:
    return sum(2 if east_asian_width(character) in "WFA" else 1 for character in text)
