"""Reporting periods: how they are written, what they hold, and what official Chinese calls them."""

from __future__ import annotations

import datetime as dt

import pytest

from schemas.faults import WorkspaceError
from schemas.period import Period

NAMES = {
    "2024-01": ("2024年1月", "1月", "1月"),
    "2024-10": ("2024年10月", "10月", "1—10月"),
    "2024-12": ("2024年12月", "12月", "全年"),
    "2024Q1": ("2024年一季度", "一季度", "一季度"),
    "2024Q2": ("2024年二季度", "二季度", "1—6月"),
    "2024Q3": ("2024年三季度", "三季度", "1—9月"),
    "2024Q4": ("2024年四季度", "四季度", "全年"),
    "2024H1": ("2024年上半年", "上半年", "上半年"),
    "2024H2": ("2024年下半年", "下半年", "全年"),
    "2024": ("2024年", "全年", "全年"),
}


@pytest.mark.parametrize(("written", "names"), NAMES.items())
def test_a_period_is_written_as_its_folder_and_named_in_words(written, names):
    period = Period.parse(written)

    assert str(period) == written
    assert (period.label, period.label_in_year, period.year_to_date_label) == names


def test_small_letters_and_spaces_are_understood():
    assert str(Period.parse(" 2024q3 ")) == "2024Q3"


@pytest.mark.parametrize("text", ["", "2024Q5", "2024Q0", "2024H3", "2024-13", "24Q1", "2024-Q3"])
def test_any_other_text_is_told_how_to_write_it(text):
    with pytest.raises(WorkspaceError, match=r"2024-10.*2024Q3、2024H1、2024"):
        Period.parse(text)


@pytest.mark.parametrize("text", ["2024Q3", "2024H1", "2024"])
def test_where_a_month_is_needed_a_longer_period_is_told_so(text):
    with pytest.raises(WorkspaceError, match=f"须是一个月，而“{text}”是{Period.parse(text).label}"):
        Period.parse_month(text)


def months(written: str) -> list[int]:
    return [month.month for month in Period.parse(written).months]


def test_a_period_holds_its_months():
    assert months("2024-10") == [10]
    assert months("2024Q3") == [7, 8, 9]
    assert months("2024H2") == [7, 8, 9, 10, 11, 12]
    assert months("2024") == list(range(1, 13))


def test_a_quarter_begins_and_ends_with_its_months():
    quarter = Period.parse("2024Q1")

    assert (quarter.first_day, quarter.last_day) == (dt.date(2024, 1, 1), dt.date(2024, 3, 31))
    assert quarter.closing_month == Period(2024, 3)
    assert len(Period.parse("2024Q3").year_to_date) == 9


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("2023-12", "2024-01"),
        ("2024Q2", "2024Q3"),
        ("2023Q4", "2024Q1"),
        ("2024H1", "2024H2"),
        ("2023H2", "2024H1"),
        ("2023", "2024"),
    ],
)
def test_before_and_after_a_period_is_one_of_the_same_kind(before, after):
    assert str(Period.parse(after).previous) == before
    assert str(Period.parse(before).following) == after


@pytest.mark.parametrize("written", NAMES)
def test_the_same_period_of_last_year_is_of_the_same_kind(written):
    assert str(Period.parse(written).year_before) == written.replace("2024", "2023")


def test_the_period_before_is_called_by_its_kind_and_a_year_has_only_last_year():
    called = {written: Period.parse(written).previous_label for written in NAMES}

    assert called["2024-01"] == called["2024-12"] == "上月"
    assert called["2024Q1"] == called["2024Q3"] == "上季度"
    assert (called["2024H2"], called["2024H1"]) == ("上半年", "上年下半年")
    assert called["2024"] == ""


def test_periods_follow_one_another_by_their_ends_the_longer_one_last():
    written = ["2024", "2024-10", "2024Q3", "2024-09", "2024H2", "2024-12", "2024Q4"]

    assert [str(period) for period in sorted(map(Period.parse, written))] == [
        "2024-09",
        "2024Q3",
        "2024-10",
        "2024-12",
        "2024Q4",
        "2024H2",
        "2024",
    ]


def test_only_what_begins_in_january_is_the_year_so_far():
    opening = [written for written in NAMES if Period.parse(written).opens_year]

    assert opening == ["2024-01", "2024Q1", "2024H1", "2024"]
