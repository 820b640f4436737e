"""Vouchers, units and subjects are compared as they are meant, however they are written."""

from __future__ import annotations

import pytest

from tests.transforms.by_hand import evidence
from transforms.reconciliation import reconcile_ledger
from transforms.reconciliation_ledger import check_grants, check_ledger


def told(ask, **rows):
    return [(f.rule, f.sheet, f.cell, f.found, f.expected) for f in ask(evidence(**rows))]


@pytest.mark.parametrize(
    ("theirs", "known"),
    [
        ("记-2024-07-003", True),
        ("记 2024-7-3", True),
        ("记字第2024-07-3号", True),
        ("ｊ２０２４－０７－００３", False),
        ("付-2024-07-003", False),
        ("记-2024-07-030", False),
        ("记-2024-07", False),
    ],
)
def test_a_voucher_is_known_by_its_letter_and_its_numbers(theirs, known):
    found = told(
        check_ledger,
        reliefs=[{"voucher_no": theirs}],
        ledger_lines=[{"voucher_no": "记-2024-07-003"}],
    )

    assert found == ([] if known else [("E-X02", "四送与慰问", "M2", "", "")])


def test_a_voucher_without_a_number_is_compared_as_it_stands():
    lines = [{"voucher_no": "调整"}]

    assert told(check_ledger, reliefs=[{"voucher_no": "调整"}], ledger_lines=lines) == []
    assert told(check_ledger, reliefs=[{"voucher_no": "调拨"}], ledger_lines=lines) != []


@pytest.mark.parametrize(
    ("posted", "number", "known"),
    [
        ("2024-07-10", "记-15", True),
        ("2023-07-10", "记-15", False),  # last year's voucher of the same number
        ("2024-07-10", "记-2024-15", True),
        ("2023-07-10", "记-2024-15", True),  # it tells its year
        ("2024-07-10", "记-2023-15", False),
    ],
)
def test_a_voucher_number_that_comes_again_each_year_is_that_of_its_own_year(posted, number, known):
    spent = [{"voucher_no": "记-15", "pay_date": "2024-07-09"}]
    found = told(
        check_ledger,
        reliefs=spent,
        ledger_lines=[{"voucher_no": number, "post_date": posted}],
    )

    assert found == ([] if known else [("E-X02", "四送与慰问", "M2", "", "")])


@pytest.mark.parametrize(("named_in", "codes"), [("2024-07-09", 1), ("2023-07-09", 0)])
def test_a_line_without_its_project_takes_none_from_last_years_voucher(named_in, codes):
    reliefs = [{"voucher_no": "记-15", "pay_date": named_in}]
    lines = [{"voucher_no": "记-15", "post_date": "2024-07-10", "project_code": None}]
    found = [rule for rule, *_ in told(reconcile_ledger, reliefs=reliefs, ledger_lines=lines)]

    assert found.count("E-C01") == codes


@pytest.mark.parametrize("grantee", ["龙田乡总工会", "龙田乡", "龙田 乡工会委员会"])
def test_a_unit_is_known_with_and_without_the_word_union(grantee):
    site = {"subsidy_cny": "100.00", "voucher_no": "记-7-8"}

    assert told(check_grants, norm_sites=[site], grants=[{"grantee": grantee}]) == []


def test_two_units_are_told_apart_each_at_its_own_cell():
    site = {"subsidy_cny": "100.00", "voucher_no": "记-7-8"}

    assert told(check_grants, norm_sites=[site], grants=[{"grantee": "禾川镇总工会"}]) == [
        ("E-X02", "对下补助", "D2", "0", "100"),
        ("E-X02", "规范化建设点", "H2", "100", "0"),
    ]


def test_a_subject_holds_the_lines_of_every_code_below_it():
    below = [
        {"subject_code": "50202"},
        {"subject_code": "50204", "line_no": 2, "amount_cny": "800.00"},
        {"subject_code": "504", "line_no": 3, "amount_cny": "5.00"},
    ]
    # 25 200 + 800 under 502; 504 stands beside it and has no line of its own in the budget.
    june = {"month_cny": "0.00", "ytd_cny": "0.00", "reported_in": "2024-06"}
    line = {"subject_code": "502", "month_cny": "26000.00", "ytd_cny": "26000.00"}
    budget = [{**line, **june}, line]
    (finding,) = check_ledger(evidence(budget_lines=budget, ledger_lines=below))

    assert finding.rule == "N-UND"
    assert finding.message.startswith("科目504在明细账中有支出")


@pytest.mark.parametrize(
    ("month", "year", "told_at"),
    [("900.01", "900.00", "D2"), ("900.00", "900.01", "E2")],
)
def test_a_wrong_number_of_the_budget_is_told_once_at_its_own_cell(month, year, told_at):
    june = {"month_cny": "0.00", "ytd_cny": "0.00", "reported_in": "2024-06", "source_row": 9}
    july = {"month_cny": month, "ytd_cny": year}
    found = told(
        check_ledger,
        budget_lines=[july, {**july, **june}],
        ledger_lines=[{"amount_cny": "900.00"}],
    )

    assert found == [("E-X02", "预算执行", told_at, "900.01", "900")]


def test_a_line_without_its_project_is_told_at_the_line_and_nowhere_else():
    seen = evidence(reliefs=[{}], ledger_lines=[{"project_code": None}])
    found = [*reconcile_ledger(seen), *check_ledger(seen)]

    assert [(f.rule, f.sheet, f.expected) for f in found if f.rule.startswith("E")] == [
        ("E-C01", "支出明细账", "P-QL01")
    ]
