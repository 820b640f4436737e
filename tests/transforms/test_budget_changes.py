"""Budgets that change in the year: what finance is asked, and what the figures then say."""

from __future__ import annotations

import pytest

from tests.transforms.by_hand import evidence
from transforms.budget_changes import check_budget_changes
from transforms.reconciliation_ledger import check_ledger

JUNE = {"reported_in": "2024-06", "workbook": "2024-06/a.xlsx"}
FIRST = {"subject_code": "50202", "budget_cny": "60000.00"}
OTHER = {"subject_code": "50204", "budget_cny": "180000.00", "source_row": 3}


def asked(before, now, period="2024-07"):
    lines = [{**JUNE, **line} for line in before]
    return [f.message for f in check_budget_changes(evidence(period, budget_lines=[*lines, *now]))]


def test_a_subject_that_is_no_longer_listed_is_asked_for_with_its_budget():
    (message,) = asked([FIRST, OTHER], [FIRST])

    assert message.startswith("科目50204")
    assert "6月列有全年预算180000元，本期没有这一行" in message


def test_a_subject_under_another_code_is_asked_for_as_gone_and_as_new():
    gone, new = asked([OTHER], [{**OTHER, "subject_code": "50299"}])

    assert gone.startswith("科目50204")
    assert "科目50299" in new
    assert "6月没有，本期新列，年初预算180000元" in new


@pytest.mark.parametrize(
    ("now", "asks"),
    [
        ({"budget_cny": "0.00", "adj_budget_cny": "5000.00"}, 0),  # added in the year, as it should
        ({"budget_cny": "5000.00"}, 1),
    ],
)
def test_a_subject_that_is_new_in_the_year_has_its_budget_as_an_adjustment(now, asks):
    assert len(asked([FIRST], [FIRST, {**OTHER, **now}])) == asks


def test_an_initial_budget_that_changes_is_asked_for():
    (message,) = asked([FIRST], [{**FIRST, "budget_cny": "70000.00"}])

    assert "年初预算6月为60000元，本期为70000元" in message
    assert "调整预算" in message


@pytest.mark.parametrize(
    ("then", "now", "asks"),
    [
        ("70000.00", None, 1),
        ("70000.00", "70000.00", 0),
        ("70000.00", "75000.00", 0),  # adjusted once more
        ("60000.00", None, 0),  # was no adjustment
        (None, "70000.00", 0),  # the first one
    ],
)
def test_an_adjustment_that_is_given_in_one_month_alone_is_asked_for(then, now, asks):
    found = asked([{**FIRST, "adj_budget_cny": then}], [{**FIRST, "adj_budget_cny": now}])

    assert len(found) == asks
    assert all("6月填有调整预算70000元，本期空白，现按年初预算60000元计算" in m for m in found)


def test_the_budget_of_another_year_and_a_month_without_a_budget_ask_nothing():
    january = {**FIRST, "budget_cny": "70000.00", "reported_in": "2025-01"}

    assert asked([FIRST], [january], period="2025-01") == []
    assert asked([FIRST], []) == []


def test_a_month_that_was_not_reported_is_passed_over():
    may = {**FIRST, "reported_in": "2024-05"}
    (message,) = [
        f.message
        for f in check_budget_changes(
            evidence(budget_lines=[may, {**FIRST, "budget_cny": "70000.00"}])
        )
    ]

    assert "年初预算5月为60000元" in message


def test_a_subject_that_is_new_this_month_is_left_to_the_ledger_to_bear_out():
    kept = {"month_cny": "0.00", "ytd_cny": "0.00"}
    new = {**OTHER, "month_cny": "500.00", "ytd_cny": "500.00"}
    paid = {"subject_code": "50204", "amount_cny": "500.00"}
    lines = [{**FIRST, **kept, **JUNE}, {**FIRST, **kept}, new]

    assert [*check_ledger(evidence(budget_lines=lines, ledger_lines=[paid]))] == []
    wrong = evidence(budget_lines=lines, ledger_lines=[{**paid, "amount_cny": "400.00"}])
    assert {finding.rule for finding in check_ledger(wrong)} == {"E-X02"}
