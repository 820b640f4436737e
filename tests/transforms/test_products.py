"""Amounts that were left blank: computed exactly, told, and traced to their factors."""

from __future__ import annotations

import polars as pl
import pytest

from schemas.period import Period
from tests.transforms.by_hand import SETTINGS, cells_of, good, submission
from transforms.examination import examine
from transforms.issuing import issue_edition
from transforms.products import compute_amounts
from transforms.totals import check_totals
from transforms.values import read_values

JULY = Period(2024, 7)


def computed(name, *rows, unit="元", cells=None):
    """Return cell and value of each amount that was computed."""
    cells = cells_of(name, *rows, unit=unit) if cells is None else cells
    values = compute_amounts(read_values(cells, SETTINGS))
    return values.filter(pl.col("kind") == "computed").select("cell", "value").rows()


def blank(**changes):
    return good("reliefs", amount_cny=None, **changes)


def test_a_blank_amount_is_heads_times_standard_to_the_cent():
    rows = (blank(headcount=3, unit_amount_cny="33.33"), blank(headcount="１５０名"))

    assert computed("reliefs", *rows) == [("J2", "99.99"), ("J3", "25200")]  # 3×33.33, 150×168


def test_the_standard_is_taken_in_its_declared_unit():
    row = blank(headcount=150, unit_amount_cny="0.0168")

    assert computed("reliefs", row, unit="万元") == [("J2", "25200")]


@pytest.mark.parametrize(
    ("name", "amount", "factors"),
    [
        ("reliefs", "amount_cny", {"headcount": 65, "unit_amount_cny": 200}),
        ("women_reliefs", "amount_cny", {"headcount": 65, "unit_amount_cny": 200}),
        ("model_worker_services", "amount_cny", {"headcount": 65, "unit_amount_cny": 200}),
        ("enrolments", "premium_cny", {"insured_count": 65, "unit_price_cny": 200}),
        ("gifts", "amount_cny", {"headcount": 65, "unit_price_cny": 200}),
    ],
)
def test_every_sheet_of_heads_and_standard_has_its_amount_computed(name, amount, factors):
    ((_, value),) = computed(name, good(name, **factors, **{amount: None}))

    assert value == "13000"


@pytest.mark.parametrize(
    "changes",
    [
        {"headcount": None},
        {"unit_amount_cny": None},
        {"headcount": "若干"},
        {"unit_amount_cny": "—"},
        {"headcount": -3},
        {"amount_cny": "待定"},
        {"amount_cny": "一千"},
        {"amount_cny": ("faulty", "")},
        {"amount_cny": 25200},
    ],
    ids=str,
)
def test_nothing_is_computed_where_something_is_missing_or_the_cell_is_not_blank(changes):
    assert computed("reliefs", {**blank(), **changes}) == []


def test_nothing_is_computed_for_a_column_that_the_sheet_does_not_have():
    cells = cells_of("model_worker_services", good("model_worker_services", unit_amount_cny=10))
    without = cells.filter(pl.col("code") != "amount_cny")

    assert computed("model_worker_services", cells=cells) == [("I2", "200")]  # 20×10
    assert computed("model_worker_services", cells=without) == []


def test_a_printed_total_counts_what_was_computed():
    rows = (blank(headcount=150), {"part": "total", "amount_cny": 25200})
    values = compute_amounts(read_values(cells_of("reliefs", *rows), SETTINGS))

    assert check_totals(values).is_empty()


def test_a_computed_amount_is_told_and_leads_to_the_two_cells_behind_it():
    examined = examine([submission("reliefs", blank(headcount=150))], SETTINGS, JULY)
    edition = issue_edition(examined, SETTINGS, JULY, None)

    told = examined.issues.filter(rule="N-CALC").select("severity", "cell", "column", "expected")
    figure = {"code": "cool_sanitation_amount", "basis": "month", "dimension": ""}
    assert told.rows() == [("I", "J2", "金额(元)", "25200")]
    assert edition.figures.filter(**figure)["value"].to_list() == ["25200"]
    assert sorted(edition.sources.filter(**figure)["cell"]) == ["H2", "I2"]


def test_a_blank_amount_beside_a_blank_standard_stays_an_error():
    row = blank(unit_amount_cny=None)
    issues = examine([submission("reliefs", row)], SETTINGS, JULY).issues

    assert issues.filter(rule="E-C01").select("cell").to_series().sort().to_list() == ["I2", "J2"]
