"""What `bulletin explain` calls the periods with which a figure is compared."""

from __future__ import annotations

import polars as pl
import pytest

from documents.explanation import explain_in_words
from schemas.explanation import PRINTED_SCHEMA, Explained, Explaining, Explanation, SetAside
from schemas.indicators import INDICATORS
from schemas.period import Period
from tests.published import figure, figures, settings


def told(period, basis, **compared):
    """Return the lines that explain 100 persons of a period."""
    one = figures(figure("aid_persons", "100", basis, **compared)).row(0, named=True)
    explanation = Explanation(
        INDICATORS["aid_persons"], (), "人数", (Explained(one, (), "", ()),), SetAside()
    )
    nowhere = pl.DataFrame(schema=PRINTED_SCHEMA)
    place = (Period.parse(period), settings())
    return explain_in_words(explanation, Explaining("现有初稿"), nowhere, place).splitlines()


def compared_in(lines):
    return [line.strip() for line in lines if line.strip().startswith(("上", "目标"))]


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
