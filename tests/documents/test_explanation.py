"""What `bulletin explain` calls the periods with which a figure is compared."""

from __future__ import annotations

import polars as pl
import pytest

from documents.explanation import explain_in_words
from schemas.explanation import PRINTED_SCHEMA, Explained, Explaining, Explanation, SetAside
from schemas.indicators import INDICATORS
from schemas.period import Period
from tests.published import figure, figures, settings, views


def told(period, basis, *seen, **compared):
    """Return the lines that explain 100 persons of a period, with some of their views."""
    one = figures(figure("aid_persons", "100", basis, **compared)).row(0, named=True)
    explanation = Explanation(
        INDICATORS["aid_persons"], (), "人数", (Explained(one, (), "", ()),), SetAside()
    )
    nowhere = pl.DataFrame(schema=PRINTED_SCHEMA)
    place = (Period.parse(period), settings())
    return explain_in_words(
        explanation, Explaining("现有初稿", views=views(*seen)), nowhere, place
    ).splitlines()


def compared_in(lines):
    return [
        line.strip() for line in lines if line.strip().startswith(("上", "目标", "占比", "拉动"))
    ]


YEAR = {"previous_year_value": "80", "year_change": "20", "year_change_pct": "25"}
BEFORE = {"previous_period_value": "125", "period_change": "-25", "period_change_pct": "-20"}


@pytest.mark.parametrize(
    ("period", "basis", "before", "last_year"),
    [
        ("2024-10", "month", "上月", "上年同期"),
        ("2024Q3", "quarter", "上季度", "上年同期"),
        ("2024H2", "half", "上半年", "上年同期"),
        ("2024H1", "half", "上年下半年", "上年同期"),
    ],
)
def test_the_periods_beside_a_figure_are_called_as_the_documents_call_them(
    period, basis, before, last_year
):
    assert compared_in(told(period, basis, **BEFORE, **YEAR)) == [
        f"{before}：125人次，增减 -25人次（-20%）",
        f"{last_year}：80人次，增减 +20人次（+25%）",
    ]


@pytest.mark.parametrize("basis", ["year", "ytd"])
def test_a_year_stands_beside_the_year_before_alone(basis):
    assert compared_in(told("2024", basis, **YEAR)) == ["上年：80人次，增减 +20人次（+25%）"]
    assert compared_in(told("2024", basis)) == ["上年：没有可比的数"]


def test_the_year_so_far_is_not_compared_with_the_month_before():
    assert compared_in(told("2024-10", "ytd")) == ["上年同期：没有可比的数"]


def seen(view, wording, reason=""):
    return ("aid_persons", "ytd", "", view, None, None, "", wording, reason)


def test_why_a_figure_is_compared_with_nothing_is_told():
    lacking = seen("同比", "上年同期无数据", "上年同期无数据（基期数据缺2023年8月）")

    known = seen("同比", "上年同期无数据", "上年同期无数据")
    assert compared_in(told("2024-10", "ytd", known)) == ["上年同期：没有可比的数"]
    assert compared_in(told("2024-10", "ytd", lacking)) == [
        "上年同期：没有可比的数（基期数据缺2023年8月）"
    ]
    small = seen("同比", "比上年同期增加92人次", "上年同期基数过小，只列增减数")
    base = {"previous_year_value": "8", "year_change": "92"}
    assert compared_in(told("2024-10", "ytd", small, **base)) == [
        "上年同期：8人次，增减 +92人次；上年同期基数过小，只列增减数"
    ]


def test_shares_pulls_and_progress_are_told_in_their_words():
    goal = "完成年度目标的86.8%，时间进度83.3%，快于时间进度3.5个百分点"
    lines = told("2024-10", "ytd", seen("目标进度", goal), seen("拉动", "拉动增长1.2个百分点"))

    assert compared_in(lines)[1:] == ["拉动：拉动增长1.2个百分点", f"目标进度：{goal}"]
