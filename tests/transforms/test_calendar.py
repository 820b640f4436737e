"""Dates against the calendar of the report (rule E-C06)."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from schemas.contract import sheet_named
from tests.transforms.by_hand import SETTINGS, cells_of, faults, good
from transforms.acceptance import Checked, check_rows
from transforms.rows import lay_out_rows
from transforms.values import read_values

CUTOFF = dt.date(2024, 7, 31)


def check(name: str, *rows: dict[str, object], cutoff: dt.date = CUTOFF) -> Checked:
    sheet = sheet_named(name)
    values = read_values(cells_of(name, *rows), SETTINGS)
    cutoffs = pl.DataFrame({"workbook": ["2024-07/a.xlsx"], "cutoff": [cutoff]})
    return check_rows(lay_out_rows(values, sheet), values, sheet, cutoffs)


@pytest.mark.parametrize("day", ["2023-11-01", "2024-01-01", "2024-07-31"])
def test_the_deciding_date_may_lie_from_last_november_to_the_cutoff(day):
    checked = check("reliefs", good("reliefs", pay_date=day))

    assert faults(checked) == []
    assert checked.accepted.height == 1


@pytest.mark.parametrize("day", ["2023-10-31", "2024-08-01", "2042-07-09", "1924-07-09"])
def test_a_deciding_date_outside_sets_the_row_aside_at_its_cell(day):
    checked = check("reliefs", good("reliefs", batch_id="BF-0"), good("reliefs", pay_date=day))

    assert faults(checked) == [("E-C06", "E3")]
    assert checked.accepted["batch_id"].to_list() == ["BF-0"]
    assert checked.rejected.height == 1


def test_the_cutoff_of_the_cover_decides():
    checked = check("reliefs", good("reliefs"), cutoff=dt.date(2024, 7, 8))

    assert faults(checked) == [("E-C06", "E2")]


@pytest.mark.parametrize("month", ["2023-10", "2024-08", "2042-07"])
def test_a_deciding_month_is_held_to_the_same_calendar(month):
    checked = check("psych_services", good("psych_services", service_month=month))

    assert faults(checked) == [("E-C06", "A2")]
    assert checked.rejected.height == 1


def test_a_deciding_month_inside_is_accepted():
    rows = [good("psych_services", service_month=month) for month in ("2023-11", "2024-07")]

    assert check("psych_services", *rows).accepted.height == 2


@pytest.mark.parametrize(("day", "accepted"), [("2000-01-01", 1), ("1999-12-31", 0)])
def test_other_dates_may_be_as_old_as_2000(day, accepted):
    checked = check("hardship_files", good("hardship_files", open_date=day))

    assert checked.accepted.height == accepted


@pytest.mark.parametrize(("day", "accepted"), [("2027-07-31", 1), ("2029-08-01", 0)])
def test_other_dates_may_lie_up_to_five_years_ahead(day, accepted):
    row = good("enrolments", start_date="2026-08-01", end_date=day)

    assert check("enrolments", row).accepted.height == accepted


def test_a_date_that_is_not_given_is_no_fault():
    row = good("disputes", result="调解中", close_date=None)

    assert check("disputes", row).accepted.height == 1


def test_a_row_that_is_set_aside_already_is_told_of_its_date_too():
    checked = check("reliefs", good("reliefs", pay_date="2042-07-09", headcount="若干"))

    assert faults(checked) == [("E-C06", "E2"), ("E-C02", "H2")]
    assert (checked.accepted.height, checked.rejected.height) == (0, 1)


def test_two_dates_outside_are_two_findings_and_one_row():
    row = good("culture_activities", event_date="2042-07-05", end_date="2042-07-06")
    checked = check("culture_activities", row)

    assert faults(checked) == [("E-C06", "E2"), ("E-C06", "F2")]
    assert checked.rejected.height == 1


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"event_date": "2024-08-01", "end_date": "2024-07-06"}, "E2"),
        ({"end_date": "1999-12-31"}, "F2"),
    ],
)
def test_of_a_date_outside_nothing_else_is_told(changes, told):
    # That the end precedes the beginning says nothing more where one of them is impossible.
    checked = check("culture_activities", good("culture_activities", **changes))

    assert faults(checked) == [("E-C06", told)]


def test_two_possible_dates_in_the_wrong_order_are_still_told():
    row = good("culture_activities", event_date="2024-07-06", end_date="2024-07-05")

    assert faults(check("culture_activities", row)) == [("E-R02", "F2")]
