"""The printed form: rounded once, its word of approximation admissible (DOMAIN.md §2.3, §2.5)."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.indicator import ABOUT, EXACT, SPELLED, Form, over
from schemas.indicators import INDICATORS
from transforms.printing import print_value

FACTS = Path(__file__).resolve().parents[1] / "published_figures.csv"
with FACTS.open(encoding="utf-8") as file:
    PRINTED = [row for row in csv.DictReader(file) if row["printed"] and row["origin"] != "text"]

ANY = INDICATORS["job_hires"]


def say(value: str, unit: str, form: Form = EXACT, rounding: str = "四舍五入") -> str:
    return print_value(replace(ANY, unit=unit, form=form), value, rounding)


@pytest.mark.parametrize("fact", PRINTED, ids=lambda fact: fact["id"])
def test_every_published_figure_is_printed_as_it_was_published(fact):
    assert print_value(INDICATORS[fact["code"]], fact["value"]) == fact["printed"]


@pytest.mark.parametrize(
    ("value", "unit", "form", "printed"),
    [
        ("25200", "元", EXACT, "2.52万元"),
        ("191160", "元", EXACT, "19.116万元"),
        ("120000", "元", EXACT, "12万元"),
        ("230", "元", EXACT, "230元"),
        ("100000000", "元", EXACT, "10000万元"),
        ("173", "名", over(10), "170余名"),
        ("627", "人", over(100), "600余人"),
        ("53", "次", over(10), "50余次"),
        ("312600", "元", over(100_000), "30余万元"),
        ("1250000", "元", over(100_000), "120余万元"),
        ("20586", "人次", ABOUT, "约2.06万人次"),
        ("784986.36", "元", ABOUT, "约78.5万元"),
        ("20380", "元", ABOUT, "约2.04万元"),
        ("2038000", "元", ABOUT, "约204万元"),
        ("178", "个", EXACT, "178个"),
        ("2", "批次", SPELLED, "两批次"),
        ("5", "年", SPELLED, "五年"),
        ("10", "年", SPELLED, "十年"),
        ("11", "年", SPELLED, "11年"),
    ],
)
def test_the_examples_of_the_handbook_are_printed_so(value, unit, form, printed):
    assert say(value, unit, form) == printed


@pytest.mark.parametrize(
    ("value", "unit", "form", "printed"),
    [
        ("170", "名", over(10), "170名"),
        ("600", "人", over(100), "600人"),
        ("300000", "元", over(100_000), "30万元"),
        ("9", "次", over(10), "9次"),
        ("99", "人", over(100), "99人"),
        ("0", "人", over(100), "0人"),
    ],
)
def test_more_than_is_not_said_of_a_whole_step_nor_below_one(value, unit, form, printed):
    assert say(value, unit, form) == printed


@pytest.mark.parametrize(("value", "printed"), [("52000", "5万余元"), ("50000", "5万元")])
def test_an_amount_below_a_step_is_floored_to_ten_thousands(value, printed):
    assert say(value, "元", over(100_000)) == printed


@pytest.mark.parametrize(
    ("value", "printed"),
    [("20600", "2.06万人次"), ("20000", "2万人次"), ("9999", "9999人次"), ("1230000", "123万人次")],
)
def test_about_is_not_said_of_what_is_exact(value, printed):
    assert say(value, "人次", ABOUT) == printed


@pytest.mark.parametrize(
    ("value", "half_up", "half_even"),
    [
        ("20450", "约2.05万元", "约2.04万元"),  # §2.3: 2.045
        ("203850", "约20.4万元", "约20.4万元"),  # 20.385 to three digits is no tie
        ("204500", "约20.5万元", "约20.4万元"),
        ("10500.5", "约1.05万元", "约1.05万元"),
        ("20350", "约2.04万元", "约2.04万元"),
        ("20250", "约2.03万元", "约2.02万元"),
    ],
)
def test_a_tie_goes_up_or_to_the_even_digit_as_the_union_chose(value, half_up, half_even):
    assert say(value, "元", ABOUT) == half_up
    assert say(value, "元", ABOUT, "GB/T 8170") == half_even


NEAR, BEYOND, LEAST = (Form(style, target=Decimal(180)) for style in ("near", "beyond", "at_least"))


@pytest.mark.parametrize(
    ("value", "form", "printed"),
    [
        ("178", NEAR, "近180个"),
        ("171", NEAR, "近180个"),  # 9 of 180 short: exactly a twentieth
        ("170", NEAR, "170个"),
        ("180", NEAR, "180个"),
        ("181", NEAR, "181个"),
        ("181", BEYOND, "超180个"),
        ("180", BEYOND, "180个"),
        ("179", BEYOND, "179个"),
        ("180", LEAST, "180个以上"),
        ("250", LEAST, "180个以上"),
        ("179", LEAST, "179个"),
        ("178", Form("many", 10), "170多个"),
        ("178", Form("many", 100), "100多个"),
        ("170", Form("many", 10), "170个"),
        ("9", Form("many", 10), "9个"),
    ],
)
def test_a_word_is_said_only_of_a_value_that_admits_it(value, form, printed):
    assert say(value, "个", form) == printed


YI = {"money": "亿元"}


@pytest.mark.parametrize(
    ("value", "form", "printed"),
    [
        ("123400000", EXACT, "12340万元"),
        ("99999999", EXACT, "9999.9999万元"),
        ("123456789", ABOUT, "约12300万元"),
        ("123400000", Form(**YI), "1.234亿元"),
        ("12340000", Form(**YI), "0.1234亿元"),
        ("9999999", Form(**YI), "999.9999万元"),
        ("700", Form(**YI), "700元"),
        ("123456789", Form("about", **YI), "约1.23亿元"),
        ("99960000", Form("about", **YI), "约1亿元"),
        ("123456789", Form("rounded", **YI), "1.23亿元"),
        ("123400000", Form("rounded", **YI), "1.234亿元"),
        ("25200", Form(money="元"), "25200元"),
        ("25200.55", Form("rounded", money="元"), "25200.55元"),
        ("800.01", Form("rounded"), "800元"),
        ("-85.50", Form("rounded"), "-86元"),
        ("0.40", Form("rounded"), "0.4元"),
        ("312600", Form("many", 100_000), "30多万元"),
        ("1990000", Form("near", target=Decimal(2_000_000)), "近200万元"),
        ("150000000", Form("beyond", target=Decimal(100_000_000), **YI), "超1亿元"),
    ],
)
def test_money_is_stated_in_the_unit_of_its_indicator_whatever_its_size(value, form, printed):
    assert say(value, "元", form) == printed


def test_every_amount_of_the_program_is_stated_in_ten_thousands_unless_it_is_a_price():
    money = [indicator for indicator in INDICATORS.values() if indicator.unit == "元"]

    assert {print_value(one, "300000000") for one in money if not one.cases} == {"30000万元"}
    assert not any("亿" in print_value(one, "300000000") for one in money)
    assert print_value(INDICATORS["newform_gift_unit_price"], "230") == "230元"


@given(st.integers(1, 10**6), st.integers(1, 10**6), st.sampled_from([NEAR, BEYOND, LEAST]))
def test_a_word_against_a_target_is_never_wrong(value, target, form):
    printed = say(str(value), "个", replace(form, target=Decimal(target)))

    if printed.startswith("近"):
        assert target * 95 <= value * 100 < target * 100
    elif printed.startswith("超"):
        assert value > target
    elif printed.endswith("以上"):
        assert value >= target
    else:
        assert printed == f"{value}个"


def test_a_date_is_printed_as_month_and_day():
    assert print_value(INDICATORS["palace_opening_date"], "2024-04-30") == "4月30日"


def test_a_date_of_another_year_than_the_documents_names_its_year():
    opened = INDICATORS["palace_opening_date"]

    assert print_value(opened, "2024-04-30", year="2024") == "4月30日"
    assert print_value(opened, "2024-04-30", year="2025") == "2024年4月30日"


@given(st.integers(0, 10**7), st.sampled_from([10, 100, 1000]))
def test_more_than_leaves_the_value_strictly_between_floor_and_next_step(value, step):
    printed = say(str(value), "人", over(step))

    if "余" in printed:
        floor = int(printed.removesuffix("余人"))
        assert floor > 0
        assert floor < value < floor + step
        assert floor % step == 0
    else:
        assert printed == f"{value}人"


@given(st.decimals(min_value=10_000, max_value=10**9, places=2))
def test_an_approximate_amount_is_never_stated_more_exactly_than_its_words(yuan):
    printed = say(str(yuan), "元", over(100_000))
    if "亿" in printed:
        assert Decimal(printed.removesuffix("亿元")) * 10**8 == yuan
        return
    found = re.fullmatch(r"(\d+)(余?)万(余?)元", printed)

    assert found, printed
    floor, step = Decimal(found[1]) * 10_000, 100_000 if found[2] else 10_000
    if found[2] or found[3]:
        assert floor < yuan < floor + step
    else:
        assert floor == yuan
    assert not (found[2] and int(found[1]) % 10)


@given(st.decimals(min_value=10_000, max_value=10**8, places=2))
def test_about_is_right_to_half_of_its_last_digit(yuan):
    printed = say(str(yuan), "元", ABOUT)
    number, unit = re.fullmatch(r"约?([\d.]+)([万亿])元", printed).groups()
    stated = Decimal(number) * (10_000 if unit == "万" else 10**8)
    place = Decimal(1).scaleb(yuan.adjusted() - 2)

    assert abs(stated - yuan) <= place / 2
    assert printed.startswith("约") is (stated != yuan)


@given(st.decimals(min_value=0, max_value=10**9, places=2))
def test_an_exact_amount_loses_nothing(yuan):
    printed = say(str(yuan), "元")
    number, unit = re.fullmatch(r"([\d.]+)([万亿]?元)", printed).groups()

    assert Decimal(number) * {"元": 1, "万元": 10_000, "亿元": 10**8}[unit] == yuan
    assert not (number.endswith("0") and "." in number)


@given(st.integers(0, 10**6), st.sampled_from(sorted(INDICATORS)))
def test_no_figure_has_two_words_of_approximation_or_a_wrong_one(value, code):
    indicator = INDICATORS[code]
    if indicator.form.style == "date":
        return
    printed = print_value(indicator, str(value))

    assert len(re.findall("[约余多近]", printed)) <= 1
    assert not re.search(r"[1-9]余|\.\d+余|多个", printed.replace("万余元", ""))


def test_an_approximate_amount_below_ten_thousand_is_not_stated_to_the_cent():
    assert say("7415.40", "元", ABOUT) == "约0.742万元"
