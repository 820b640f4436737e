"""What printed words of an amount admit: between which amounts it must lie for a reader.

The reader knows how amounts are rounded (printing.print_value): 约 leaves half a step of the
third significant digit, 余 and 多 a whole step; words without them state the amount itself.
"""

from __future__ import annotations

import re
from decimal import Decimal

from schemas.indicator import Form

_WORDS = re.compile(r"(约?)(\d+(?:\.\d+)?)([余多]?)([万亿]?)([余多]?)元")
_UNITS = {"": Decimal(1), "万": Decimal(10) ** 4, "亿": Decimal(10) ** 8}
_STEPPED = ("over", "many")
_DIGITS = 3


def admitted(words: str, form: Form) -> tuple[Decimal, Decimal] | None:
    """Return the least and the greatest amount (yuan); None where the words tell no amount."""
    found = _WORDS.fullmatch(words)
    if found is None:
        return None
    about, digits, over, unit, more = found.groups()
    number, size = Decimal(digits), _UNITS[unit]
    if about:
        half = Decimal(1).scaleb(number.adjusted() - _DIGITS + 1) * size / 2
        return number * size - half, number * size + half
    step = _step(number * size, form) if over else size if more else Decimal(0)
    return number * size, number * size + step


def _step(floor: Decimal, form: Form) -> Decimal:
    """Return the step to which 余 and 多 floor: the form's, else as many zeros as are written."""
    if form.style in _STEPPED:
        return Decimal(form.step)
    return Decimal(1).scaleb(floor.normalize().as_tuple().exponent)  # type: ignore[arg-type]
