"""The comparability guard (DOMAIN.md §2.4): when a percentage is computed, and when why not."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.period import Period
from schemas.settings import Comparing
from transforms.comparison import Guard, Side, compare

NOW, LAST_YEAR = Period(2024, 10), Period(2023, 10)


def side(value, **known):
    return Side(None if value is None else Decimal(value), **{"unit": "件", **known})


def held(now, base, **limits):
    guard = Guard(Comparing(**limits), "四舍五入", "上年同期", (LAST_YEAR, NOW))
    return compare(now, base, guard, "aid_amount")


def test_a_sound_base_gives_difference_and_percentage():
    made = held(side("33"), side("30"))

    assert (made.base, made.change, made.change_pct) == (30, 3, 10)
    assert made.reason == ""


@pytest.mark.parametrize(
    ("now", "base", "change", "reason"),
    [
        ("5", "0", "5", "上年同期为零，只列增减数"),
        ("5", "-3", "8", "由负转正"),
        ("-5", "30", "-35", "由正转负"),
        ("-5", "-3", "-2", "上年同期为负，只列增减数"),
        ("0", "-3", "3", "上年同期为负，只列增减数"),
        ("12", "9", "3", "上年同期基数过小，只列增减数"),
    ],
)
def test_a_base_that_no_percentage_can_stand_on_gives_the_difference(now, base, change, reason):
    made = held(side(now), side(base))

    assert (made.change, made.change_pct) == (Decimal(change), None)
    assert made.reason == reason


@pytest.mark.parametrize(
    ("now", "base", "reason"),
    [
        (side("5"), None, "上年同期无数据"),
        (side("5"), side(None, status="无数据"), "上年同期无数据"),
        (side("5"), side("40", status="数据待核"), "上年同期数据待核"),
        (side("5"), side(None, status="数据未报送"), "上年同期数据未报送"),
        (side("50", status="数据待核"), side("40"), "本期数据待核"),
        (side(None, status="数据未报送"), side("40"), "本期数据未报送"),
        (side("50"), side("40", unit="人次"), "计量单位有变化，与上年同期不可比"),
        (side("50"), side("40", coverage=Decimal("0.99")), "上年同期数据不完整"),
        (side("50", coverage=Decimal("0.99")), side("40"), "本期数据不完整"),
        (side("50", since=3), side("40", since=1), "本年累计与上年同期的起始月份不同"),
    ],
)
def test_what_cannot_be_compared_gives_neither_and_says_why(now, base, reason):
    made = held(now, base)

    assert (made.change, made.change_pct) == (None, None)
    assert made.reason == reason or now.value is None


def test_a_withheld_side_gives_no_percentage():
    for now, base in [
        (side("50", status="不单独公布"), side("40")),
        (side("50"), side("40", status="不单独公布")),
    ]:
        made = held(now, base)

        assert made.change_pct is None
        assert "不单独公布" in made.reason


@pytest.mark.parametrize(
    ("since", "comparable"),
    [("2023-10", True), ("2023-11", False), ("2024-10", False), ("2024-11", True)],
)
def test_nothing_is_compared_across_a_redefinition(since, comparable):
    made = held(side("50"), side("40"), redefined={"aid_amount": since})

    assert (made.change is not None) is comparable


def test_the_limit_of_a_small_base_can_be_set():
    assert held(side("12"), side("9"), small_base=5).change_pct == Decimal("33.3")
    assert held(side("12"), side("10")).change_pct == 20


@given(now=st.integers(-(10**9), 10**9), base=st.integers(-(10**9), 10**9))
def test_a_percentage_has_the_sign_of_the_difference_or_rounds_to_nothing(now, base):
    made = held(side(now), side(base))

    assert made.change == now - base
    if made.change_pct:
        assert (made.change_pct > 0) is (now > base)
        assert base >= 10
        assert now >= 0
