"""Rounding once, from the exact number: 四舍五入 or GB/T 8170 (DOMAIN.md §2.3)."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from fractions import Fraction

ROUNDINGS = {"四舍五入": ROUND_HALF_UP, "GB/T 8170": ROUND_HALF_EVEN}


def round_ratio(number: Decimal, to: Decimal, places: int, rounding: str) -> Decimal:
    """Return number ÷ to, rounded to `places` decimals from the exact quotient.

    The quotient is a fraction until then, so that nothing is rounded twice; a negative one
    is rounded by its absolute value. `to` is not zero.
    """
    scaled = Fraction(number) / Fraction(to) * 10**places
    whole, rest = divmod(abs(scaled.numerator), scaled.denominator)
    twice = 2 * rest
    goes_up = twice > scaled.denominator or (
        twice == scaled.denominator and (ROUNDINGS[rounding] == ROUND_HALF_UP or whole % 2 == 1)
    )
    rounded = Decimal(whole + goes_up).scaleb(-places)
    return -rounded if scaled < 0 and rounded else rounded


def shortest(number: Decimal) -> str:
    """Return the shortest exact text of a number: 12.50 is 12.5, and no zero is negative."""
    return format(number.normalize() + 0, "f")
