"""Anomalies against the union's own history: a gross error is found, an ordinary year is not."""

from __future__ import annotations

import random
from dataclasses import replace
from decimal import Decimal

import polars as pl
import pytest

from schemas.period import Period
from tests.transforms.by_hand import SETTINGS, evidence, good, submission
from transforms.examination import examine
from transforms.history import find_anomalies
from transforms.issuing import issue_edition
from transforms.usual import find_usual

FIVE, YUAN = Decimal(5), Decimal(1000)
YEARS = (2021, 2022, 2023, 2024)

SHAPES = {
    "every month": [16] * 12,
    "a summer": [20, 20, 30, 30, 40, 90, 160, 150, 60, 30, 20, 20],
    "two months a year": [0, 0, 0, 0, 0, 0, 25, 24, 0, 0, 0, 0],
    "one month a year": [0, 0, 20, 0, 0, 0, 0, 0, 0, 0, 0, 0],
    "a heavy winter": [320, 105, 38, 17, 16, 20, 52, 149, 16, 16, 20, 90],
}
"""Thousands of yuan by month."""


def generated(shape, chance, growth=1.0):
    """Return four years of a shape: each month up to 30 % up or down, each year by `growth`."""
    return {
        f"{year}-{number:02d}": Decimal(
            round(1000 * thousands * growth ** (year - 2021) * chance.uniform(0.7, 1.3))
        )
        for year in YEARS
        for number, thousands in enumerate(SHAPES[shape], 1)
    }


def odd(series, month, value=None):
    """Return whether a month of a series, or another value in its place, is no usual one."""
    history = {name: held for name, held in series.items() if name < month}
    usual = find_usual(history, month, FIVE)
    return usual is not None and not usual.holds(series[month] if value is None else value, YUAN)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("growth", [1.0, 1.3, 0.7])
def test_an_ordinary_year_is_silent(shape, growth):
    alarms = [
        (seed, month)
        for seed in range(10)
        for series in [generated(shape, random.Random(seed), growth)]
        for month in series
        if month >= "2022-01" and series[month] and odd(series, month)
    ]

    assert alarms == []


@pytest.mark.parametrize("shape", SHAPES)
def test_an_error_of_a_factor_100_is_found_in_every_month_in_which_anything_happens(shape):
    missed = [
        (seed, month)
        for seed in range(10)
        for series in [generated(shape, random.Random(seed))]
        for month, value in series.items()
        if month >= "2022-01" and value and not odd(series, month, value * 100)
    ]

    assert missed == []


@pytest.mark.parametrize("shape", SHAPES)
def test_money_told_in_wan_yuan_for_yuan_is_found(shape):
    series = generated(shape, random.Random(7))
    months = [month for month in series if month >= "2023-01" and series[month]]

    assert [month for month in months if not odd(series, month, series[month] / 10_000)] == []


def test_one_odd_month_does_not_stretch_the_range():
    series = generated("every month", random.Random(1))
    series["2022-05"] *= 100

    assert odd(series, "2024-10", series["2024-10"] * 100)


def test_a_season_that_moves_by_a_month_is_silent():
    # helped in August for three years, then in July: no July is known, but every other month is
    series = {f"{y}-{m:02d}": Decimal(0) for y in YEARS for m in range(1, 13)}
    series |= {f"{year}-08": Decimal(120_000) for year in YEARS[:-1]}

    assert not odd(series, "2024-07", Decimal(130_000))
    assert odd(series, "2024-07", Decimal(13_000_000))


def test_the_range_is_that_of_the_arithmetic():
    # values 10, 100 and 1000 twice each: the median is 100, the distances from it are 1 (four
    # times) and 0 (twice) powers of ten, MAD 1; 10^(2 ± 1 × 1.4826) = 3.29 and 3038
    values = [Decimal(10), Decimal(100), Decimal(1000)] * 2
    history = {f"2023-{n:02d}": value for n, value in enumerate(values, 1)}
    usual = find_usual(history, "2024-12", Decimal(1))

    assert usual is not None
    assert (usual.median, usual.low, usual.high) == (100, Decimal("3.2"), 3100)
    assert (usual.months, usual.is_seasonal) == (6, False)


def test_nothing_is_usual_where_nothing_ever_happened():
    assert find_usual({"2023-01": Decimal(0)}, "2024-01", FIVE) is None
    assert find_usual({}, "2024-01", FIVE) is None


MONTHS = [f"2023-{n:02d}" for n in range(1, 13)] + [f"2024-{n:02d}" for n in range(1, 8)]


def spent(now, months=MONTHS, **thresholds):
    """Return what is told in July 2024 of a ledger of 16 000 yuan a month before."""
    lines = [
        {"post_date": f"{month}-10", "amount_cny": now if month == "2024-07" else "16000"}
        for month in months
    ]
    limits = SETTINGS.thresholds.model_copy(update=thresholds)
    seen = evidence(settings=SETTINGS.model_copy(update={"thresholds": limits}), ledger_lines=lines)
    return list(find_anomalies(replace(seen, reported={"ledger_lines": tuple(months)})))


def test_the_finding_keeps_its_explanation():
    (found,) = spent("1600000")

    assert found.rule == "W-P11"
    # 16 000 × 1.25^5 = 48 828 and 16 000 ÷ 1.25^5 = 5 243, outwards to two digits
    assert found.message == (
        "经费支出本月1600000元，高于通常范围5200—49000元"
        "（此前报送18个月，其中历年同月1个，中位数16000元），请核对小数点、金额单位和人数"
    )
    assert found.cell


def test_a_month_below_the_usual_range_is_told_so():
    (found,) = spent("1600")

    assert found.message.startswith("经费支出本月1600元，低于通常范围5200—49000元")


def test_it_is_silent_before_enough_months_were_reported():
    assert spent("1600000", MONTHS[-12:]) == []  # eleven months before July
    assert len(spent("1600000", MONTHS[-13:])) == 1
    assert len(spent("1600000", MONTHS[-7:], history_months=6)) == 1


def test_how_far_a_month_may_be_is_a_setting():
    assert spent("45000") == []
    assert len(spent("45000", deviation=Decimal(3))) == 1  # 16 000 × 1.25^3 = 31 250


def test_an_amount_of_single_cases_is_told_in_proportion_only():
    cases = [{"close_date": f"{m}-10", "case_no": m, "amount_cny": "15000"} for m in MONTHS]
    cases[-1]["amount_cny"] = "1500000"
    seen = replace(evidence(disputes=cases), reported={"disputes": tuple(MONTHS)})
    (found,) = [f for f in find_anomalies(seen) if "金额" in f.message.partition("本月")[0]]

    assert "本月相当于通常的100倍" in found.message
    assert "15000" not in found.message


def enrolled(premium, heads=20):
    """Return what is told of July 2024 of enrolments of 20 heads at 1 200 yuan a month before."""
    rows = [
        {
            "unit_id": f"U-{month}",
            "enrol_date": f"{month}-10",
            "start_date": f"{month}-11",
            "end_date": f"{int(month[:4]) + 1}{month[4:]}-10",
            "insured_count": heads if month == "2024-07" else 20,
            "premium_cny": premium if month == "2024-07" else "1200",
        }
        for month in MONTHS
    ]
    seen = replace(evidence(enrolments=rows), reported={"enrolments": tuple(MONTHS)})
    return {found.message.partition("本月")[0]: found for found in find_anomalies(seen)}


def test_what_a_month_adds_to_a_stock_is_held_against_what_months_added():
    # eighteen months stand at 21 600 yuan; July's 120 000 in a wrong unit are 100 times a month's
    found = enrolled("120000")

    assert set(found) == {"互助保障参保金额"}
    assert "本月新增120000元，高于通常范围" in found["互助保障参保金额"].message
    assert "中位数1200元" in found["互助保障参保金额"].message
    assert set(enrolled("1200", heads=2000)) == {"互助保障参保人次"}
    assert enrolled("1500", heads=25) == {}


def test_different_things_of_a_month_are_counted_once_each():
    grants = [
        {"grantee": f"工会{number}", "doc_no": f"{month}-{number}", "pay_date": f"{month}-10"}
        for month in MONTHS
        for number in range(90 if month == "2024-07" else 2)
    ]
    seen = replace(evidence(grants=grants), reported={"grants": tuple(MONTHS)})
    found = [f.message for f in find_anomalies(seen) if "受补助的下级工会" in f.message]

    assert found
    assert "本月90家" in found[0]


def test_the_amount_of_families_in_hardship_is_told_in_proportion_only():
    files = [
        {
            "family_key": f"F{month}",
            "open_date": f"{month}-10",
            "applied_cny": "900000" if month == "2024-07" else "9000",
        }
        for month in MONTHS
    ]
    seen = replace(evidence(hardship_files=files), reported={"hardship_files": tuple(MONTHS)})
    (found,) = [f.message for f in find_anomalies(seen) if "申报" in f.message]

    assert "本月新增相当于通常的100倍" in found
    assert "9000" not in found


def test_what_is_found_stands_at_its_figure_and_among_the_warnings():
    books = [
        submission(
            "job_fairs",
            good("job_fairs", fair_id=month, event_date=f"{month}-10", hired=hired),
            workbook=f"{month}/a.xlsx",
        )
        for month, hired in {**dict.fromkeys(MONTHS, 100), "2024-07": 10_000}.items()
    ]
    chosen = SETTINGS.model_copy(update={"departments": ("BF",)})
    examined = examine(books, chosen, Period(2024, 7))
    edition = issue_edition(examined, chosen, Period(2024, 7), None)

    (issue,) = edition.issues.filter(rule="W-P11").rows(named=True)
    assert (issue["severity"], issue["workbook"]) == ("W", "2024-07/a.xlsx")
    assert "为企业招工本月10000人" in issue["message"]
    told = {remark.reference.code for remark in edition.remarks if remark.rule == "W-P11"}
    assert told == {"job_hires"}
    assert examined.warnings.filter(pl.col("rule") == "W-P11").height == 1


def test_the_sample_has_nothing_odd_even_after_six_months(sample_books, sample_settings):
    limits = sample_settings.thresholds.model_copy(update={"history_months": 6})
    settings = sample_settings.model_copy(update={"thresholds": limits})
    books = [book for name, book in sample_books.items() if name[:7] <= "2024-08"]
    issues = examine(books, settings, Period(2024, 8)).issues

    assert issues.filter(rule="W-P11").rows() == []
