"""Doubtful statements: each rule fires, and each can be silent."""

from __future__ import annotations

from dataclasses import replace

import pytest

from schemas.settings import Cadence, OverlapGroup
from tests.transforms.by_hand import SETTINGS, evidence, with_before
from transforms.plausibility_substance import find_doubtful_statements

SPOKEN_OF = {
    "medical_aids": [{}],
    "model_worker_services": [{"service_type": "走访慰问"}],
}
"""What keeps W-S02 silent."""


def told(settings=SETTINGS, period="2024-07", ledgers=(), **rows):
    seen = evidence(period, settings, **{**SPOKEN_OF, **rows})
    found = list(find_doubtful_statements(replace(seen, ledgers=frozenset(ledgers))))
    return [(finding.rule, finding.cell) for finding in found]


def with_settings(**changes):
    return SETTINGS.model_copy(update=changes)


def test_nothing_is_said_of_what_is_usual():
    assert told() == []


@pytest.mark.parametrize(
    ("rows", "fires"),
    [
        ({}, 0),
        ({"medical_aids": []}, 1),
        ({"medical_aids": [{"pay_date": "2023-12-01", "reported_in": "2024-01"}]}, 1),
        ({"model_worker_services": [{"service_type": "疗休养"}]}, 1),
        ({"medical_aids": [], "model_worker_services": []}, 2),
    ],
)
def test_a_service_that_is_spoken_of_without_a_number_is_asked_for(rows, fires):
    assert told(**rows) == [("W-S02", "")] * fires


NORM, SIX = "职工活动场所规范化", "六有六规范"


@pytest.mark.parametrize(
    ("plan", "site", "fires"),
    [
        ({"standard": SIX}, {"standard": NORM}, True),
        ({"standard": NORM}, {"standard": NORM}, False),
        ({"standard": SIX}, {"standard": NORM, "unit_type": "企业"}, False),
        ({"standard": SIX}, {"standard": NORM, "done_date": "2023-12-01"}, False),
    ],
)
def test_a_plan_and_its_results_by_two_standards_are_told(plan, site, fires):
    found = told(plans=[plan], norm_sites=[site])

    assert found == ([("W-S04", "E2")] if fires else [])


def test_two_standards_that_the_union_confirmed_as_one_are_one():
    settings = with_settings(same_standards=((NORM, SIX),))

    assert told(settings, plans=[{"standard": SIX}], norm_sites=[{"standard": NORM}]) == []


OVERLAP = with_settings(
    overlap_groups=(
        OverlapGroup(projects=("P-WN01", "P-WN03", "P-WN04"), window_months=2),
        OverlapGroup(projects=("P-WN03", "P-HB01"), window_months=2),
    )
)


def paid(project, day):
    place = {"batch_id": f"{project}{day}", "reported_in": day[:7]}
    return {**place, "project_code": project, "pay_date": day}


def given(day):
    return {"gift_date": day, "reported_in": day[:7]}


@pytest.mark.parametrize(
    ("reliefs", "gifts", "fires"),
    [
        ([paid("P-WN01", "2024-01-16"), paid("P-WN03", "2024-01-24")], [], 1),
        ([paid("P-WN01", "2024-01-31"), paid("P-WN04", "2024-02-01")], [], 1),
        ([paid("P-WN01", "2024-01-16"), paid("P-WN03", "2024-03-01")], [], 0),
        ([paid("P-WN01", "2024-01-16"), paid("P-WN01", "2024-01-24")], [], 0),
        ([paid("P-WN01", "2024-01-16"), paid("P-WN02", "2024-01-24")], [], 0),
        ([paid("P-WN03", "2024-01-24")], [given("2024-01-25")], 1),
        ([paid("P-WN03", "2024-01-24")], [given("2024-03-20")], 0),
    ],
)
def test_projects_that_may_reach_the_same_people_at_once_are_told(reliefs, gifts, fires):
    assert told(OVERLAP, reliefs=reliefs, gifts=gifts) == [("W-S05", "")] * fires


def test_without_a_group_in_the_settings_no_overlap_is_told():
    assert told(reliefs=[paid("P-WN01", "2024-01-16"), paid("P-WN03", "2024-01-24")]) == []


@pytest.mark.parametrize(
    ("row", "fires"),
    [
        ({"event_date": "2024-06-30"}, True),
        ({"event_date": "2024-07-01"}, False),
        ({"event_date": "2024-06-30", "reported_in": "2024-06"}, False),
        ({"event_date": "2024-05-30", "reported_in": "2024-06"}, False),  # told in June
    ],
)
def test_a_row_of_another_month_than_its_report_is_told_once(row, fires):
    assert told(culture_activities=[row]) == ([("W-T01", "E2")] if fires else [])


def test_a_month_column_is_compared_too():
    assert told(psych_services=[{"service_month": "2024-06"}]) == [("W-T01", "A2")]


def test_rows_of_registers_and_ledgers_may_be_of_any_month():
    assert told(claims=[{"pay_date": "2024-03-01"}]) == []
    assert told(gifts=[{"gift_date": "2024-03-01"}], ledgers=["2024-07/a.xlsx"]) == []
    assert told(gifts=[{"gift_date": "2024-03-01"}]) == [("W-T01", "B2")]


JUNE = {"workbook": "2024-06/a.xlsx", "reported_in": "2024-06"}


@pytest.mark.parametrize(
    ("now", "before", "fires"),
    [
        ({"gift_date": "2024-06-10"}, [{"gift_date": "2024-06-01"}], True),
        ({"gift_date": "2024-03-10"}, [{"gift_date": "2024-06-01"}], True),
        ({"gift_date": "2024-06-10", "gift_id": "HB-0"}, [{"gift_date": "2024-06-01"}], False),
        ({"gift_date": "2024-07-10"}, [{"gift_date": "2024-06-01"}], False),
        ({"gift_date": "2024-06-10"}, [{"reported_in": "2024-05"}], False),  # none of June came
        ({"gift_date": "2024-06-10"}, [], False),  # the first ledger
    ],
)
def test_a_row_that_is_new_in_a_ledger_and_of_a_month_told_of_before_is_a_back_fill(
    now, before, fires
):
    stood = [{**JUNE, "gift_id": "HB-0", **row} for row in before]
    seen = with_before(evidence(**SPOKEN_OF, gifts=[{"gift_id": "HB-1", **now}]), gifts=stood)
    seen = replace(seen, ledgers=frozenset({"2024-07/a.xlsx"}))

    found = [(finding.rule, finding.cell) for finding in find_doubtful_statements(seen)]
    assert found == ([("W-T01", "B2")] if fires else [])


MONTHLY = Cadence(name="文化宫活动", sheet="palace_activities", starts="2024-05")


def held(*months):
    return [
        {"activity_id": month, "event_date": f"2024-{month}-10", "activity_name": month}
        for month in months
    ]


@pytest.mark.parametrize(
    ("months", "fires"),
    [
        (("05", "06", "07"), False),
        (("05", "07"), True),
        ((), True),
        (("05", "06", "07", "08"), False),
    ],
)
def test_a_month_without_the_event_that_is_due_is_told(months, fires):
    settings = with_settings(cadences=(MONTHLY,))
    rows = [{**row, "reported_in": row["event_date"][:7]} for row in held(*months)]

    assert [rule for rule, _ in told(settings, palace_activities=rows)] == ["W-T02"] * fires


def test_a_cadence_may_be_limited_to_one_category():
    cadence = MONTHLY.model_copy(update={"where": {"category": ("交友联谊",)}})
    settings = with_settings(cadences=(cadence,))
    rows = [{**row, "reported_in": row["event_date"][:7]} for row in held("05", "06", "07")]

    assert [rule for rule, _ in told(settings, palace_activities=rows)] == ["W-T02"]


@pytest.mark.parametrize(
    ("name", "changes", "fires"),
    [
        ("stations", {"station_id": "YZ-2", "station_name": "二号驿站"}, True),
        ("stations", {"station_id": "YZ-2", "location": "人民广场"}, False),
        ("stations", {"station_id": "YZ-2", "open_date": "2024-06-01"}, False),
        ("culture_activities", {"activity_id": "XJ-2"}, True),
        ("culture_activities", {"activity_id": "XJ-2", "activity_name": "进校园"}, False),
        ("job_fairs", {"fair_id": "ZP-2"}, True),
        ("palace_activities", {"activity_id": "WG-2"}, True),
    ],
)
def test_rows_that_are_alike_but_for_their_number_are_told(name, changes, fires):
    found = told(**{name: [{}, changes]})

    assert [rule for rule, _ in found] == ["W-N05"] * fires


def test_a_studio_named_after_a_person_needs_leave_to_be_published():
    assert told(studios=[{"publishable": True}]) == [("W-D03", "E2")]
    assert told(studios=[{"publishable": False}]) == []
