"""Dates as departments write them (DOMAIN.md §8 no. 7)."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.transforms.by_hand import SETTINGS, cells_of
from transforms.values import read_values

FORMS = {
    "2024-07-09": lambda day: day.isoformat(),
    "2024-7-9": lambda day: f"{day.year}-{day.month}-{day.day}",
    "2024.7.9": lambda day: f"{day.year}.{day.month}.{day.day}",
    "2024/7/9": lambda day: f"{day.year}/{day.month}/{day.day}",
    "2024年7月9日": lambda day: f"{day.year}年{day.month}月{day.day}日",
    "2024年07月09日": lambda day: f"{day:%Y年%m月%d日}",
    "20240709": lambda day: f"{day:%Y%m%d}",
    "serial": lambda day: (day - dt.date(1899, 12, 30)).days,
    "2024/7/9 8:30": lambda day: f"{day.year}/{day.month}/{day.day} 8:30",
    "2024/7/9 12:30:00": lambda day: f"{day.year}/{day.month}/{day.day} 12:30:00",
    "2024-07-09T08:30:00": lambda day: f"{day.isoformat()}T08:30:00",
    "full width": lambda day: f"{day.year}年{day.month}月{day.day}日".translate(
        str.maketrans("0123456789", "０１２３４５６７８９")
    ),
    "spaced": lambda day: f" {day.year} 年 {day.month} 月 {day.day} 日 ",
}


def read(*typed: object, code: str = "pay_date") -> pl.DataFrame:
    sheet = "psych_services" if code == "service_month" else "reliefs"
    values = read_values(cells_of(sheet, *({code: value} for value in typed)), SETTINGS)
    return values.filter(pl.col("part") == "body").sort("row")


def values(*typed: object, code: str = "pay_date") -> list[str | None]:
    return read(*typed, code=code)["value"].to_list()


def test_the_ninth_of_july_is_read_in_every_form():
    forms = [
        ("date", "2024-07-09"),
        ("date", "2024-07-09T08:30:00"),
        "2024-07-09",
        "2024.7.9",
        "2024/7/9",
        "2024年7月9日",
        "2024年7月9",
        "20240709",
        20240709,
        45482,
        "45482",
        "7月9日",
        "7.9",
        "7/9",
        "2024/7/9 12:30",
        "2024年7月9号",
        "7月9号",
        "七月九日",
        "七月九号",
        "二〇二四年七月九日",
        "二零二四年七月九日",
        "二○二四年七月九日",
    ]

    assert values(*forms) == ["2024-07-09"] * len(forms)
    assert read(*forms)["fault"].null_count() == len(forms)


def test_a_day_of_one_digit_is_not_run_together_with_the_hour_behind_it():
    days = values("2024/7/1 12:30", "2024/7/1 2:30", "2024/7/12 2:30")

    assert days == ["2024-07-01", "2024-07-01", "2024-07-12"]


def test_a_date_in_characters_reads_its_tens():
    typed = ["一月十日", "十月一日", "十一月十二日", "十二月二十日", "三月二十一日", "五月三十一日"]

    assert values(*typed) == [
        "2024-01-10",
        "2024-10-01",
        "2024-11-12",
        "2024-12-20",
        "2024-03-21",
        "2024-05-31",
    ]
    assert values("二〇二四年十月份", "七月份", code="service_month") == ["2024-10", "2024-07"]


@pytest.mark.parametrize(
    "typed", ["二月三十日", "十三月一日", "三月", "上月三日", "二四年三月五日"]
)
def test_what_is_no_day_in_characters_is_none(typed):
    assert read(typed)["fault"].to_list() == ["E-C06"]


def test_a_bare_month_and_day_fall_in_the_year_of_the_report():
    cells = cells_of("reliefs", {"pay_date": "4.30"}, reported_in="2023-05")

    body = read_values(cells, SETTINGS).filter(pl.col("part") == "body")
    assert body["value"].to_list() == ["2023-04-30"]


def test_a_month_alone_is_its_first_day_and_is_noted():
    cells = read("2024年4月", "2024-4", "2024年4月9日")

    assert cells["value"].to_list() == ["2024-04-01", "2024-04-01", "2024-04-09"]
    assert cells["coerced"].to_list() == [True, True, False]


def test_what_names_no_day_is_a_fault():
    wrong = [
        "2024-02-30",
        "2024年13月1日",
        "20241301",
        "四月三十一日",
        "月底",
        "2024",
        4.3,  # 4.30 typed as a number may be April or the third of the month
        2024.1,
        1,
        99999,
        12345678,
        "24-7-9",
    ]

    assert values(*wrong) == [None] * len(wrong)
    assert read(*wrong)["fault"].to_list() == ["E-C06"] * len(wrong)


def test_a_month_is_read_in_every_form():
    forms = [
        "2024-07",
        "2024-7",
        "2024年7月",
        "2024.7",
        "2024/7",
        "7月",
        "7月份",
        "七月",
        "2024年7月份",
        "二〇二四年七月",
        "202407",
        202407,
        ("date", "2024-07-01"),
        "2024年7月31日",
        45482,
    ]

    assert values(*forms, code="service_month") == ["2024-07"] * len(forms)


def test_what_names_no_month_is_a_fault():
    # 2024.1 is what Excel keeps of 2024.10 typed as a number: it may be January or October.
    wrong = [2024.1, 2024.7, 7, "2024", "十三月", "2024-13"]

    assert read(*wrong, code="service_month")["fault"].to_list() == ["E-C06"] * len(wrong)


days = st.dates(dt.date(2000, 1, 1), dt.date(2049, 12, 31))


several = st.lists(days, min_size=1, max_size=20)


@settings(max_examples=20)
@given(several)
@pytest.mark.parametrize("form", FORMS)
def test_any_day_comes_back_from_every_form(form, listed):
    assert values(*map(FORMS[form], listed)) == [day.isoformat() for day in listed]


@settings(max_examples=20)
@given(several, st.sampled_from(["{}月{}日", "{}.{}", "{}/{}"]))
def test_any_day_of_the_year_comes_back_without_its_year(listed, form):
    bare = [form.format(day.month, day.day) for day in listed]

    assert values(*bare) == [f"2024-{day:%m-%d}" for day in listed]


@settings(max_examples=20)
@given(several)
def test_any_month_comes_back_from_its_day(listed):
    typed = [day.isoformat() for day in listed]

    assert values(*typed, code="service_month") == [f"{day:%Y-%m}" for day in listed]
