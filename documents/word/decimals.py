"""Decimal points one below another, in the middle of their column.

The text of a cell stays as printed; only its indent differs, so that 2.4, 12 and 600余 stand
with their units one below another.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_NUMBER = re.compile(r"\D*\d+(?P<tail>.*)")
_POINT_EM, _DIGIT_EM = 0.25, 0.5  # as in Times New Roman
_SYMBOLS = ("—", "…")


def right_insets(texts: Sequence[str], room_em: float) -> list[float]:
    """Return each text's indent from the right of a column, in multiples of its type size.

    A word (数据待核) has no decimal point and ends where the longest number does. In a column
    without room everything stands at the edge.
    """
    tails = [_tail(text) for text in texts]
    longest = max((tail for tail in tails if tail is not None), default=0.0)
    aligned = [0.0 if tail is None else longest - tail for tail in tails]
    taken = max(_width(text) + inset for text, inset in zip(texts, aligned, strict=True))
    if taken > room_em:
        return [0.0] * len(aligned)
    return [inset + (room_em - taken) / 2 for inset in aligned]


def _tail(text: str) -> float | None:
    """Return how wide what follows a number's whole part is; None for a word."""
    if text in _SYMBOLS:
        return 0.0
    found = _NUMBER.fullmatch(text)
    return None if found is None else _width(found["tail"])


def _width(text: str) -> float:
    return sum(map(_character, text))


def _character(character: str) -> float:
    if character == ".":
        return _POINT_EM
    return _DIGIT_EM if character.isascii() else 1.0
