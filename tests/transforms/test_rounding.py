"""Rounding once, from the exact quotient (DOMAIN.md §2.3)."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.rounding import round_ratio, shortest


@pytest.mark.parametrize(
    ("number", "to", "places", "half_up", "half_even"),
    [
        # the checks of the handbook: 1.050 → 1.0, 0.35 → 0.4, 8.53459 → 8.53 by GB/T 8170
        ("1.050", "1", 1, "1.1", "1"),
        ("0.35", "1", 1, "0.4", "0.4"),
        ("8.53459", "1", 2, "8.53", "8.53"),
        # exact ties made by dividing: 1 ÷ 8 = 0.125, 3 ÷ 8 = 0.375
        ("1", "8", 2, "0.13", "0.12"),
        ("3", "8", 2, "0.38", "0.38"),
        ("-1", "8", 2, "-0.13", "-0.12"),
        ("-0.25", "1", 1, "-0.3", "-0.2"),
        ("5", "2", 0, "3", "2"),
    ],
)
def test_a_tie_goes_up_or_to_the_even_digit_as_the_union_chose(
    number, to, places, half_up, half_even
):
    for rounding, says in (("四舍五入", half_up), ("GB/T 8170", half_even)):
        assert shortest(round_ratio(Decimal(number), Decimal(to), places, rounding)) == says


def test_nothing_is_rounded_twice():
    # 12.3499999 % is 12.3; by way of 12.350000 it would be 12.4
    assert round_ratio(Decimal("123499999"), Decimal(10**7), 1, "四舍五入") == Decimal("12.3")


@pytest.mark.parametrize("rounding", ["四舍五入", "GB/T 8170"])
@given(number=st.integers(-(10**9), 10**9), to=st.integers(1, 10**6))
def test_the_result_is_within_half_of_the_last_place_and_never_a_negative_zero(
    rounding, number, to
):
    rounded = round_ratio(Decimal(number), Decimal(to), 1, rounding)

    assert abs(Fraction(rounded) - Fraction(number, to)) <= Fraction(1, 20)
    assert not (rounded == 0 and rounded.is_signed())
