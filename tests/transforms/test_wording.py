"""The words of comparisons (DOMAIN.md §2.4): the sign of the phrase is that of the difference."""

from __future__ import annotations

import csv
import re
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.indicators import INDICATORS
from schemas.period import Period
from schemas.settings import Comparing
from transforms.comparison import Guard, Side, compare
from transforms.wording import say_change, say_progress, say_pull, say_share

GUARD = Guard(Comparing(), "四舍五入", "上年同期", (Period(2023, 10), Period(2024, 10)))


def say(now, base, code="mutual_units", guard=GUARD):
    unit = INDICATORS[code].unit
    sides = [None if one is None else Side(Decimal(one), unit) for one in (now, base)]
    return say_change(compare(sides[0], sides[1], guard, code), INDICATORS[code], guard)


@pytest.mark.parametrize(
    ("now", "base", "code", "wording"),
    [
        ("178", "164", "mutual_units", "比上年同期增加14个，增长8.5%"),  # 14 ÷ 164 = 8.536…
        ("16000", "41300", "aid_amount", "比上年同期减少2.53万元，下降61.3%"),
        ("500", "1300", "aid_amount", "比上年同期减少800元，下降61.5%"),
        ("70", "20", "mutual_units", "比上年同期增加50个，增长2.5倍"),
        ("59", "20", "mutual_units", "比上年同期增加39个，增长195%"),
        ("0", "20", "mutual_units", "比上年同期减少20个，下降100%"),
        ("100049", "100000", "mutual_units", "与上年同期持平"),  # 0.049 %
        ("100050", "100000", "mutual_units", "比上年同期增加50个，增长0.1%"),
        ("20", "20", "mutual_units", "与上年同期持平"),
        ("12", "9", "mutual_units", "比上年同期增加3个"),
        ("5", "0", "mutual_units", "比上年同期增加5个"),
        ("5", "-3", "mutual_units", "由负转正，比上年同期增加8个"),
        ("-5", "30", "mutual_units", "由正转负，比上年同期减少35个"),
        ("5", None, "mutual_units", "上年同期无数据"),
    ],
)
def test_each_case_has_its_approved_words(now, base, code, wording):
    assert say(now, base, code).wording == wording


def test_of_what_may_not_be_compared_nothing_is_said():
    sides = Side(Decimal(50), "个"), Side(Decimal(40), "个", coverage=Decimal("0.9"))
    made = compare(*sides, GUARD, "mutual_units")

    assert say_change(made, INDICATORS["mutual_units"], GUARD) == ("", "")


def test_from_which_growth_on_times_are_said_can_be_set():
    guard = Guard(Comparing(times_from=1), "四舍五入", "上年同期", GUARD.periods)

    assert say("40", "20", guard=guard).wording == "比上年同期增加20个，增长1倍"


UP, DOWN, LEVEL = r"增加|增长|倍|由负转正", r"减少|下降|由正转负", "持平"


@given(now=st.integers(-(10**7), 10**7), base=st.integers(-(10**7), 10**7))
def test_the_sign_of_the_words_is_always_that_of_the_difference(now, base):
    words = say(str(now), str(base)).wording

    if now > base:
        assert re.search(UP, words) or LEVEL in words
        assert not re.search(DOWN, words)
    elif now < base:
        assert re.search(DOWN, words) or LEVEL in words
        assert not re.search(UP, words)
    else:
        assert words == "与上年同期持平"
    if LEVEL in words:
        assert abs(now - base) * 2000 < abs(base) or now == base
    assert "∞" not in words
    assert "-" not in words


@pytest.mark.parametrize(
    ("share", "difference", "says"),
    [
        ("35.2", None, "占35.2%"),
        ("82", "17", "占82%，比上年同期提高17个百分点"),  # never 上升17%
        ("65", "-17", "占65%，比上年同期下降17个百分点"),
        ("65", "0", "占65%，与上年同期持平"),
    ],
)
def test_shares_differ_by_percentage_points(share, difference, says):
    numbers = (None if one is None else Decimal(one) for one in (share, difference))

    assert say_share(*numbers, "上年同期").wording == says


@pytest.mark.parametrize(
    ("points", "rate", "says"),
    [
        ("1.2", "35", "拉动增长1.2个百分点，贡献率35%"),
        ("-1.2", "-35", "下拉1.2个百分点"),
        ("1.2", None, "拉动增长1.2个百分点"),
        ("0", "0", "对增长没有影响"),
    ],
)
def test_a_part_pulls_the_growth_up_or_down(points, rate, says):
    assert say_pull(Decimal(points), None if rate is None else Decimal(rate)).wording == says


@pytest.mark.parametrize(
    ("done", "ahead", "says"),
    [
        ("83.3", "0", "完成年度目标的83.3%，时间进度83.3%，与时间进度一致"),
        ("85.4", "2.1", "完成年度目标的85.4%，时间进度83.3%，快于时间进度2.1个百分点"),
        ("80", "-3.3", "完成年度目标的80%，时间进度83.3%，慢于时间进度3.3个百分点"),
    ],
)
def test_progress_stands_beside_the_time(done, ahead, says):
    said = say_progress(Decimal(done), Decimal("83.3"), Decimal(ahead), "年度目标")

    assert said == (f"{done}%", says)


with (Path(__file__).parent / "phrases.csv").open(encoding="utf-8", newline="") as _stream:
    PHRASES = list(csv.DictReader(_stream))


def said(case: dict[str, str]) -> str:
    first, second, third = (case[name] for name in ("first", "second", "third"))
    match case["kind"]:
        case "change":
            return say(first, second, case["code"]).wording
        case "share":
            moved = Decimal(second) if second else None
            return say_share(Decimal(first), moved, "上年同期").wording
        case "progress":
            numbers = Decimal(first), Decimal(second), Decimal(third)
            return say_progress(*numbers, "年度目标").wording
        case _:
            return say_pull(Decimal(first), Decimal(second) if second else None).wording


@pytest.mark.parametrize("case", PHRASES, ids=[str(number) for number, _ in enumerate(PHRASES)])
def test_a_phrase_is_the_one_that_the_rules_give(case):
    """DOMAIN.md §2.4: the words and numbers were worked out beside the program, in fractions."""
    assert said(case) == case["says"]
