"""How much room a text takes, in half-width characters."""

from __future__ import annotations

import math
from unicodedata import east_asian_width


def lines_of(text: str, width: int) -> int:
    """Return how many lines a text takes in a column of so many half-width characters."""
    needed = sum(2 if east_asian_width(character) in "WFA" else 1 for character in text)
    return max(1, math.ceil(needed / (width - 1)))
