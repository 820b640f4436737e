"""The whole sample: what was published comes out, and other months add up independently."""

from __future__ import annotations

import csv
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from schemas.period import Period
from transforms.examination import examine
from transforms.issuing import issue_edition
from workbooks.privacy import Keyring
from workbooks.reader import Desk, read_workbook

FACTS = Path(__file__).resolve().parents[1] / "published_figures.csv"
with FACTS.open(encoding="utf-8") as file:
    PUBLISHED = [row for row in csv.DictReader(file) if row["origin"] != "text"]
assert len(PUBLISHED) == 57, "64 rows, of which seven are names and notes"

# DOMAIN.md §7: heads × standard in yuan, by month
PAID: dict[str, dict[int, list[tuple[int, int]]]] = {
    "warm_special": {1: [(80, 1000), (70, 1000)], 2: [(90, 1000)]},
    "newform_visit": {1: [(100, 1000)]},
    "hard_ent": {1: [(50, 1000)]},
    "warm_regular": {
        **{month: [(heads, 1000)] for month, heads in enumerate((20, 15, 18, 17, 16), 1)},
        6: [(17, 1000), (6, 500)],
        **{month: [(16, 1000)] for month in (7, 8, 9, 10)},
    },
    "women_visit": {3: [(20, 1000)]},
    "cool_sanitation": {7: [(150, 168)]},
    "cool_builder": {7: [(55, 200)], 8: [(65, 200)]},
    "edu_aid": {8: [(15, 4000), (20, 3000)]},
}
PSYCH = [4, 5, 6, 5, 6, 5, 6, 5, 6, 5]
MONEY_BY_MONTH = [
    *(320_000, 105_000, 38_000, 17_000, 16_000),
    *(20_000, 52_200, 149_000, 16_000, 16_000),
]


def of(edition, code, basis, dimension=""):
    (row,) = edition.figures.filter(code=code, basis=basis, dimension=dimension).rows(named=True)
    return row


def spent(code: str, months: range) -> tuple[int, int]:
    """Return heads and yuan of a programme over some months, added up from DOMAIN.md."""
    batches = [batch for month in months for batch in PAID[code].get(month, [])]
    return sum(heads for heads, _ in batches), sum(heads * each for heads, each in batches)


@pytest.mark.parametrize("fact", PUBLISHED, ids=lambda fact: fact["id"])
def test_a_published_figure_comes_out_of_the_sample(sample_edition, fact):
    figure = of(sample_edition("2024-10"), fact["code"], fact["basis"])

    assert (figure["value"], figure["unit"]) == (fact["value"], fact["unit"])
    assert figure["status"] == "正常"
    assert figure["coverage"] == "1"
    if fact["printed"]:
        assert figure["printed"] == fact["printed"]


@pytest.mark.parametrize("month", [3, 9, 10])
@pytest.mark.parametrize("code", PAID)
def test_a_programme_adds_up_from_january_in_other_months_too(sample_edition, month, code):
    edition = sample_edition(f"2024-{month:02d}")
    for basis, months in (("month", range(month, month + 1)), ("ytd", range(1, month + 1))):
        heads, yuan = spent(code, months)

        assert of(edition, f"{code}_persons", basis)["value"] == str(heads)
        assert of(edition, f"{code}_amount", basis)["value"] == str(yuan)


@pytest.mark.parametrize("month", [3, 9, 10])
def test_psychological_services_add_up(sample_edition, month):
    edition = sample_edition(f"2024-{month:02d}")

    assert of(edition, "psych_interventions", "month")["value"] == str(PSYCH[month - 1])
    assert of(edition, "psych_interventions", "ytd")["value"] == str(sum(PSYCH[:month]))


def test_the_money_of_every_month_is_that_of_the_handbook(sample_edition):
    edition = sample_edition("2024-10")
    for month, yuan in enumerate(MONEY_BY_MONTH, 1):
        _, women = spent("women_visit", range(month, month + 1))
        part = of(edition, "aid_amount", "ytd", f"month=2024-{month:02d}")

        assert int(part["value"]) + women == yuan


def test_the_year_so_far_is_the_sum_of_the_months(sample_edition):
    total = of(sample_edition("2024-10"), "aid_amount", "ytd")["value"]

    assert int(total) + 20_000 == sum(MONEY_BY_MONTH) == 749_200


def test_september_is_compared_with_august(sample_edition):
    # 16 000 after 149 000: 133 000 less, 89.3 %
    amount = of(sample_edition("2024-09"), "aid_amount", "month")

    assert amount["previous_period_value"] == "149000"
    assert amount["period_change"] == "-133000"
    assert Decimal(amount["period_change_pct"]).quantize(Decimal("0.1")) == Decimal("-89.3")
    swings = sample_edition("2024-09").issues.filter(rule="W-P08")
    assert swings["sheet"].to_list() == ["四送与慰问", "支出明细账"]


def test_a_month_too_small_to_publish_is_withheld(sample_edition):
    # One dispute was settled in March, for 36 500 元; two in September.
    for month in ("2024-03", "2024-09"):
        amount = of(sample_edition(month), "disputes_amount", "month")

        assert amount["status"] == "不单独公布"
        assert amount["printed"] == "…"


def test_what_is_doubtful_in_the_published_account_is_found(sample_edition):
    rules = set(sample_edition("2024-10").issues.filter(severity="W")["rule"])

    assert rules == {
        *("W-F02", "W-N05", "W-P02", "W-P03", "W-P06", "W-P07", "W-P09", "W-P10"),
        *("W-S02", "W-S03", "W-S04", "W-S05", "W-S06", "W-T02"),
    }


def test_the_sample_has_no_error(sample_edition):
    assert sample_edition("2024-10").issues.filter(severity="E").is_empty()


def test_every_row_of_the_sample_is_accepted(sample_edition):
    coverage = sample_edition("2024-10").coverage

    assert coverage.height == 90
    assert set(coverage["status"]) == {"已报送"}
    assert coverage["rows_rejected"].sum() == 0
    assert coverage["rows_received"].equals(coverage["rows_accepted"], check_names=False)
    accounted = coverage["cells_used"] + coverage["cells_set_aside"]
    assert coverage["cells_seen"].equals(accounted, check_names=False)


def test_every_breakdown_of_the_sample_adds_up(sample_edition):
    figures = sample_edition("2024-10").figures.with_columns(
        kind=pl.col("dimension").str.extract("^([a-z]+)="),
        number=pl.col("value").str.to_decimal(scale=2),
    )
    adds_up = pl.col("kind").is_not_null() & (pl.col("unit") != "%")  # a rate does not
    parts = figures.filter(adds_up)
    sums = parts.group_by("code", "basis", "kind").agg(pl.col("number").sum())
    joined = sums.join(figures.filter(dimension=""), on=["code", "basis"], suffix="_total")

    assert sums.height > 10
    assert joined.filter(pl.col("number") != pl.col("number_total")).is_empty()


def test_the_corrected_premium_ends_the_three_doubts(sample_books, sample_settings):
    # DOMAIN.md §7, set B: 12 870 × 60 + 4 196 × 50 + 3 520 × 300 = 2 038 000
    october = Period(2024, 10)
    (name,) = (name for name in sample_books if name.startswith("2024-10/202410_W07"))
    sent = sample_books[name]
    premium = (pl.col("table") == "enrolments") & (pl.col("code") == "premium_cny")
    mended = replace(
        sent,
        workbook=name.replace("_v1", "_v2"),
        cover=replace(sent.cover, version=2, controls=()),
        cells=sent.cells.with_columns(
            workbook=pl.lit(name.replace("_v1", "_v2")),
            unit=pl.when(premium).then(pl.lit("百元")).otherwise("unit"),
        ),
    )
    examined = examine([*sample_books.values(), mended], sample_settings, october)

    assert examined.rows["enrolments"]["premium_cny"].sum() == Decimal(2_038_000)
    assert set(examined.issues["rule"]).isdisjoint({"W-P02", "W-P03", "W-P09", "E-F03"})


def test_neither_the_secret_nor_the_order_of_arrival_changes_anything(
    sample_files, sample_settings, sample_edition
):
    march, keyring = Period(2024, 3), Keyring(b"another secret")
    books = [
        read_workbook(path, name, Desk(Period.parse(name[:7]), keyring))
        for name, path in reversed(sample_files.items())
        if name[:7] <= "2024-03"
    ]
    examined = examine(books, sample_settings, march)
    again = issue_edition(examined, sample_settings, march, None)

    first = sample_edition("2024-03")
    for name in ("figures", "listings", "sources", "coverage", "issues"):
        assert getattr(again, name).equals(getattr(first, name)), name
    assert again.remarks == first.remarks
