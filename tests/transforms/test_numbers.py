"""Numbers as departments write them become exact values, or a fault."""

from __future__ import annotations

from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.transforms.by_hand import SETTINGS, cells_of
from transforms.values import read_values

IN_YUAN = {"元": 1, "百元": 100, "千元": 1000, "万元": 10_000}


def read(code: str, *typed: object, unit: str = "元") -> pl.DataFrame:
    rows = [{code: value} for value in typed]
    values = read_values(cells_of("reliefs", *rows, unit=unit), SETTINGS)
    return values.filter(pl.col("part") == "body").sort("row")


def told(code: str, typed: list[object], what: str = "value", unit: str = "元") -> list[tuple]:
    """Return each typed value with what became of it, all of them read at once."""
    return list(zip(typed, read(code, *typed, unit=unit)[what], strict=True))


def exact(amounts: list[tuple]) -> list[tuple]:
    return [(typed, None if yuan is None else Decimal(yuan)) for typed, yuan in amounts]


def all_are(rule: str | None, typed: list[object]) -> list[tuple]:
    return [(value, rule) for value in typed]


COUNTS = [
    (150, "150"),
    (150.0, "150"),
    ("150", "150"),
    (" 150 ", "150"),
    ("150名", "150"),
    ("150 人次", "150"),
    ("27户", "27"),
    ("2.4万", "24000"),
    ("2.06万人次", "20600"),
    ("1亿", "100000000"),
    ("１，０００", "1000"),
    ("８０", "80"),
    ("1,000", "1000"),
    ("1,234,567", "1234567"),
    ("1 234 567人次", "1234567"),
    ("12\n万", "120000"),
    ("+5", "5"),
    ("−5", "-5"),
    ("-5", "-5"),
    ("－５", "-5"),
    ("5.0", "5"),
    (0, "0"),
    ("0", "0"),
    (4.9999999999999, "5"),
]


def test_a_count_is_read_in_every_usual_form():
    typed = [value for value, _ in COUNTS]

    assert told("headcount", typed) == COUNTS
    assert told("headcount", typed, "fault") == all_are(None, typed)


def test_what_is_no_number_is_a_fault_and_never_a_guess():
    typed = ["若干", "约150", "150-160", "1,00", "10,0000", "12a", "1e5", "(5)", "多人", "2.4.1"]
    typed += ["15\n20", "15 20", "1 0", "15\n200", "15 人 20 人"]

    assert told("headcount", typed) == all_are(None, typed)
    assert told("headcount", typed, "fault") == all_are("E-C02", typed)


def test_a_word_that_counts_something_else_is_a_fault():
    assert told("headcount", ["50%", "2024年"], "fault") == all_are("E-C02", ["50%", "2024年"])
    assert told("amount_cny", ["50%", "2024年"], "fault") == all_are("E-C02", ["50%", "2024年"])


def test_a_count_must_be_whole():
    typed = [12.5, "12.5", "1.23456万", "2.5人"]

    assert told("headcount", typed, "fault") == all_are("E-C10", typed)


AMOUNTS = [
    (25200, "25200"),
    (25200.000000000004, "25200"),
    (0.1 + 0.2, "0.3"),
    ("1,234.50", "1234.5"),
    ("25200元", "25200"),
    ("2.52万元", "25200"),
    ("2.52万", "25200"),
    (784986.36, "784986.36"),
    (0, "0"),
    ("-168.00", "-168"),
    ("￥25,200.00", "25200"),
    ("人民币25200元整", "25200"),
    ("￥", None),
]


def test_an_amount_in_yuan_is_read_exactly():
    typed = [value for value, _ in AMOUNTS]

    assert exact(told("amount_cny", typed)) == exact(AMOUNTS)


def test_an_amount_finer_than_a_cent_is_a_fault_and_is_not_rounded():
    typed = [12.345, "12.345", "12.345元", "1.2345678万", 0.001]

    assert told("amount_cny", typed) == all_are(None, typed)
    assert told("amount_cny", typed, "fault") == all_are("E-C02", typed)


@pytest.mark.parametrize(
    ("unit", "amounts"),
    [
        ("百元", [(203.8, "20380.00")]),
        ("千元", [(15, "15000.00"), (28.5, "28500.00")]),
        (
            "万元",
            [
                (2.52, "25200.00"),
                ("2.52", "25200.00"),
                (19.116, "191160.00"),
                (0.0168, "168.00"),
                (78.498636, "784986.36"),
                (1.1, "11000.00"),
                ("25200元", "25200.00"),
                ("2.52万元", "25200.00"),
            ],
        ),
    ],
)
def test_an_amount_is_multiplied_into_yuan_exactly(unit, amounts):
    typed = [value for value, _ in amounts]

    assert exact(told("amount_cny", typed, unit=unit)) == exact(amounts)


@pytest.mark.parametrize("unit", ["百元", "千元", "万元"])
def test_a_factor_in_the_cell_beside_a_unit_in_the_heading_is_unclear(unit):
    assert told("amount_cny", ["2.52万"], "fault", unit) == [("2.52万", "E-C02")]


def test_the_unit_of_money_does_not_touch_a_count():
    assert told("headcount", [150], unit="万元") == [(150, "150")]


@pytest.mark.parametrize("code", ["headcount", "amount_cny"])
def test_a_number_that_excel_could_not_hold_exactly_is_a_fault(code):
    typed = ["1" * 14, 1e20, 1e300, "9" * 40, "1" * 13 + "万", "1" * 11 + "亿"]

    assert told(code, typed) == all_are(None, typed)
    assert told(code, typed, "fault") == all_are("E-C02", typed)


@pytest.mark.parametrize("code", ["headcount", "amount_cny", "voucher_no", "pay_date", "form"])
def test_a_mark_for_nothing_is_nothing_and_never_zero(code):
    marks = ["/", "／", "\\", "-", "－", "--", "—", "——", " — ", "…", "……", "无", "暂无", "待定"]
    cells = read(code, *marks)

    assert cells["value"].to_list() == [None] * len(marks)
    assert cells["fault"].to_list() == [None] * len(marks)


COERCED = [
    (150, False),
    ("150", False),
    ("150名", True),
    ("1,000", True),
    ("８０", True),
    (" 150 ", True),
    ("2.4万", True),
]


def test_a_number_that_had_to_be_taken_out_of_text_is_noted():
    assert told("headcount", [value for value, _ in COERCED], "coerced") == COERCED


amounts = st.lists(st.decimals(0, 99_999_999, places=2), min_size=1, max_size=20)
a_few = settings(max_examples=25)


def amounts_read(unit: str, *typed: object) -> list[Decimal]:
    return [Decimal(value) for value in read("amount_cny", *typed, unit=unit)["value"]]


@a_few
@given(amounts, st.sampled_from(["{:f}", "{:,f}", "{:f} "]))
@pytest.mark.parametrize("unit", IN_YUAN)
def test_an_amount_written_in_any_unit_comes_back_to_the_cent(unit, yuan, written):
    assert amounts_read(unit, *(written.format(sum_ / IN_YUAN[unit]) for sum_ in yuan)) == yuan


@a_few
@given(amounts)
@pytest.mark.parametrize("unit", IN_YUAN)
def test_an_amount_typed_as_a_number_comes_back_to_the_cent(unit, yuan):
    assert amounts_read(unit, *(float(sum_ / IN_YUAN[unit]) for sum_ in yuan)) == yuan


@a_few
@given(amounts, st.sampled_from(["{:f}元", "{:,f}元", " {:f} 元"]))
def test_a_cell_that_says_yuan_is_in_yuan_whatever_the_heading_says(yuan, written):
    assert amounts_read("万元", *map(written.format, yuan)) == yuan


@a_few
@given(
    st.lists(st.integers(0, 10**9), min_size=1, max_size=20),
    st.sampled_from(["{}", "{}名", "{:,}", "{:,}人次", " {} 户"]),
)
def test_a_count_comes_back_however_it_is_written(numbers, written):
    read_back = read("headcount", *map(written.format, numbers))["value"].to_list()

    assert read_back == [str(number) for number in numbers]


@a_few
@given(st.lists(st.text(max_size=12), min_size=1, max_size=20))
def test_any_text_is_a_value_a_fault_or_nothing(texts):
    cells = read("amount_cny", *texts)

    assert cells.height == len(texts)
    assert cells.filter(pl.col("value").is_not_null(), pl.col("fault").is_not_null()).is_empty()
