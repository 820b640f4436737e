"""Rows become values: placed in time, measured, and broken down without a remainder."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.indicators import INDICATORS
from schemas.period import Period
from tests.transforms.by_hand import rows_of
from transforms.measures import measure_all


def measured(code, period="2024-07", **given):
    indicator = INDICATORS[code]
    rows = {indicator.sheet: rows_of(indicator.sheet, *given.get(indicator.sheet, ()))}
    return measure_all({code: indicator}, rows, Period.parse(period))


def value(code, basis="ytd", dimension="", period="2024-07", **given):
    values = measured(code, period, **given).values
    found = values.filter(basis=basis, dimension=dimension)["value"].to_list()
    assert len(found) <= 1
    return found[0] if found else "no row"


def paid(day, heads=10, project="P-WN02"):
    return {"pay_date": day, "headcount": heads, "project_code": project, "batch_id": day}


RELIEFS = [
    paid("2023-12-28", 1),
    paid("2024-01-31", 2),
    paid("2024-06-30", 4),
    paid("2024-07-01", 8),
    paid("2024-07-31", 16),
]


def test_a_flow_of_the_month_takes_the_rows_dated_in_it():
    assert value("warm_regular_persons", "month", reliefs=RELIEFS) == "24"


def test_a_flow_of_the_year_begins_in_january():
    assert value("warm_regular_persons", "ytd", reliefs=RELIEFS) == "30"


def test_a_row_is_placed_by_its_own_date_and_not_by_the_report():
    late = [{**paid("2024-06-30"), "reported_in": "2024-07"}]

    assert value("warm_regular_persons", "month", reliefs=late) == "0"
    assert value("warm_regular_persons", "month", period="2024-06", reliefs=late) == "10"


def test_a_later_row_does_not_count_yet():
    assert value("warm_regular_persons", period="2024-06", reliefs=RELIEFS) == "6"


def test_a_flow_over_the_year_is_the_sum_of_its_months():
    months = [
        value("warm_regular_persons", "month", period=f"2024-{month:02d}", reliefs=RELIEFS)
        for month in range(1, 8)
    ]

    assert sum(map(int, months)) == int(value("warm_regular_persons", reliefs=RELIEFS))


def test_only_the_admitted_rows_count():
    cases = [
        {"case_no": "案1"},
        {"case_no": "案2", "result": "调解不成"},
        {"case_no": "案3", "result": "调解中", "close_date": None},
    ]

    assert value("disputes_resolved", disputes=cases) == "1"
    assert value("disputes_amount", disputes=cases) == "15000"
    assert value("disputes_accepted", disputes=cases) == "3"


def test_a_stock_is_what_is_there_at_the_end_of_the_period():
    files = [
        {"family_key": "a", "open_date": "2021-03-09"},
        {"family_key": "b", "open_date": "2024-07-31"},
        {"family_key": "c", "open_date": "2024-08-01"},
        {"family_key": "d", "status": "解困脱困", "close_date": "2024-05-01"},
    ]

    assert value("hardship_households", "as_of", hardship_files=files) == "2"
    assert value("hardship_applied_amount", "as_of", hardship_files=files) == "14160"


def test_an_enrolment_counts_until_its_last_day():
    units = [
        {"unit_id": "a", "end_date": "2024-07-31"},
        {"unit_id": "b", "end_date": "2024-07-30"},
        {"unit_id": "c", "enrol_date": "2024-08-01"},
    ]

    assert value("mutual_units", "as_of", enrolments=units) == "1"


def test_a_unit_in_two_plans_is_one_unit_and_its_people_count_twice():
    units = [{"plan": "住院补充"}, {"plan": "综合套餐"}]

    assert value("mutual_units", "as_of", enrolments=units) == "1"
    assert value("mutual_insured", "as_of", enrolments=units) == "200"


def test_distinct_things_count_once():
    actions = [{"start_date": "2024-05-01"}, {"start_date": "2024-07-01"}]
    batches = [{"batch_no": "第一批"}, {"batch_no": "第一批", "service_id": "LM-2"}]

    assert value("reform_campaigns", special_actions=actions) == "1"
    assert value("model_worker_retreat_batches", model_worker_services=batches) == "1"


def test_a_price_is_stated_only_where_all_batches_share_it():
    one, other = {"gift_id": "a"}, {"gift_id": "b", "unit_price_cny": "240.00"}

    assert value("newform_gift_unit_price", "as_of", gifts=[one, {**one, "gift_id": "c"}]) == "230"
    assert value("newform_gift_unit_price", "as_of", gifts=[one, other]) is None
    assert value("newform_gift_unit_price", "as_of") is None


def test_the_opening_is_the_first_one_and_a_repair_is_none():
    events = [
        {"item_date": "2024-06-01"},
        {"item_date": "2024-04-30"},
        {"item": "检修", "item_date": "2024-01-01"},
    ]

    assert value("palace_opening_date", "as_of", venue_events=events) == "2024-04-30"


@pytest.mark.parametrize(
    ("plan", "years"),
    [
        ({"start_year": 2024, "end_year": 2028}, "5"),
        ({"start_year": None, "end_year": None, "plan_name": "规范化建设五年规划"}, "5"),
        ({"start_year": None, "end_year": None, "plan_name": "规范化3年行动"}, "3"),
        ({"start_year": None, "end_year": None, "plan_name": "规范化规划"}, None),
    ],
)
def test_a_plan_runs_as_its_years_or_its_name_say(plan, years):
    assert value("norm_plan_years", "plan", plans=[plan]) == years


def test_nothing_adds_up_to_zero_and_not_to_nothing():
    assert value("aid_amount", "month") == "0"
    assert value("job_fairs") == "0"
    assert value("aid_amount", dimension="project=P-QL01") == "no row"


def test_money_adds_up_exactly():
    cents = [{"claim_id": str(n), "amount_cny": "0.10"} for n in range(3)]

    assert value("mutual_claims_amount", claims=cents) == "0.3"


def test_a_part_has_its_own_row_in_the_order_of_its_label():
    reliefs = [paid("2024-07-01", 8, "P-ZX01"), *RELIEFS]
    parts = measured("aid_persons", reliefs=reliefs).values.filter(basis="ytd")

    assert parts.select("dimension", "value").rows() == [
        ("", "38"),
        ("project=P-WN02", "30"),
        ("project=P-ZX01", "8"),
    ]


def test_a_month_is_a_part_of_the_year_and_no_part_of_itself():
    values = measured("aid_amount", reliefs=RELIEFS).values

    months = [d for d in values.filter(basis="ytd")["dimension"] if d.startswith("month=")]
    assert months == ["month=2024-01", "month=2024-06", "month=2024-07"]
    assert not any(d.startswith("month=") for d in values.filter(basis="month")["dimension"])


def test_a_part_that_is_not_named_is_said_to_be_so():
    lines = [{"project_code": None, "amount_cny": "10.00"}]

    assert value("ledger_expenditure", dimension="project=未注明", ledger_lines=lines) == "10"


def test_behind_every_value_stand_its_rows_with_the_measured_column():
    rows = measured("warm_regular_amount", reliefs=RELIEFS).rows
    behind = rows.filter(basis="month", dimension="")

    assert behind["source_row"].to_list() == [5, 6]
    assert behind["column"].unique().to_list() == ["amount_cny"]


projects = st.sampled_from(["P-QL01", "P-QL02", "P-ZX01", "P-WN01", "P-WN02"])
batches = st.lists(
    st.tuples(projects, st.integers(1, 12), st.integers(1, 500), st.decimals(0, 9999, places=2)),
    max_size=12,
)


@settings(max_examples=15)
@given(batches)
@pytest.mark.parametrize(("code", "kind"), [("aid_persons", "project"), ("aid_amount", "month")])
def test_every_breakdown_adds_up_to_its_total(code, kind, listed):
    reliefs = [
        {
            "batch_id": str(number),
            "project_code": project,
            "pay_date": f"2024-{month:02d}-15",
            "headcount": heads,
            "amount_cny": str(amount),
        }
        for number, (project, month, heads, amount) in enumerate(listed)
    ]
    stated = measured(code, reliefs=reliefs).values.filter(basis="ytd")
    values = dict(stated.select("dimension", "value").iter_rows())
    parts = [Decimal(value) for part, value in values.items() if part.startswith(f"{kind}=")]

    assert sum(parts, Decimal(0)) == Decimal(values[""])
    counted = [entry for entry in listed if entry[1] <= 7]
    assert Decimal(values[""]) == sum(
        heads if code == "aid_persons" else amount for _, _, heads, amount in counted
    )
