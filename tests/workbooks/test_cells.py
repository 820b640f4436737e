"""Cells: their kinds, their shortest exact text, their addresses."""

from __future__ import annotations

import datetime as dt
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter

from workbooks.cells import address, column_letter, kind_of, squeeze, text_of, tidy


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (None, "empty"),
        ("", "empty"),
        (" \u3000\n", "empty"),
        ("合计", "text"),
        ("25200", "text"),
        (25200, "number"),
        (0.0, "number"),
        (True, "boolean"),
        (dt.date(2024, 7, 9), "date"),
        (dt.datetime.fromisoformat("2024-07-09T08:30"), "date"),
        (dt.time(8, 30), "date"),
    ],
)
def test_a_cell_has_the_kind_that_it_was_typed_as(value, kind):
    assert kind_of(value) == kind


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (25200.0, "25200"),
        (25200, "25200"),
        (0.1, "0.1"),
        (1e-7, "0.0000001"),
        (-5.0, "-5"),
        (784986.36, "784986.36"),
        (25200.000000000004, "25200.000000000004"),
        (1e20, "100000000000000000000"),
        (1e30, "1" + "0" * 30),
        (True, "true"),
        (False, "false"),
        (dt.date(2024, 7, 9), "2024-07-09"),
        (dt.datetime.fromisoformat("2024-07-09"), "2024-07-09"),
        (dt.datetime.fromisoformat("2024-07-09T08:30"), "2024-07-09T08:30:00"),
        (" 150名 ", " 150名 "),
    ],
)
def test_a_value_is_told_in_its_shortest_exact_form(value, text):
    assert text_of(value) == text


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_is_told_exactly_and_without_an_exponent(number):
    text = text_of(number)

    assert float(text) == number
    assert "e" not in text.lower()
    assert text in ("0", "-0") or not text.endswith(".0")
    assert not math.isnan(float(text))


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("１，０００", "1,000"),
        ("金额（元）", "金额(元)"),
        ("①场次", "场次"),
        ("面积㎡", "面积m2"),
        ("  人数\n", "人数"),
        ("⑴人数", "人数"),
    ],
)
def test_text_is_one_width_and_a_circled_number_never_becomes_a_digit(typed, read):
    assert tidy(typed) == read


def test_labels_are_compared_without_any_white_space():
    assert squeeze("金\u3000额\n( 元 )") == "金额(元)"


@pytest.mark.parametrize(
    ("row", "column", "name"),
    [(1, 0, "A1"), (10, 25, "Z10"), (10, 26, "AA10"), (7, 701, "ZZ7"), (7, 702, "AAA7")],
)
def test_an_address_is_what_excel_shows(row, column, name):
    assert address(row, column) == name


@given(st.integers(0, 16_383))
def test_every_column_has_the_letters_that_openpyxl_gives_it(column):
    assert column_letter(column) == get_column_letter(column + 1)
