"""Rows that stand and that no indicator counts are told, so that nobody takes them for printed."""

from __future__ import annotations

from schemas.period import Period
from tests.transforms.by_hand import SETTINGS, good, submission
from transforms.examination import examine

JULY = Period(2024, 7)


def told(name, *rows, period=JULY):
    found = examine([submission(name, *rows)], SETTINGS, period).issues.filter(rule="N-OUT")
    return found.select("severity", "cell", "message").rows()


def claim(number, status):
    return good("claims", claim_id=f"LP-2024-{number:03d}", status=status)


def test_rows_that_some_indicator_counts_are_nothing_to_tell():
    assert told("claims", claim(1, "已赔付"), claim(2, "已赔付")) == []


def test_rows_that_none_counts_are_told_once_with_what_decides():
    rows = [claim(1, "已赔付"), claim(2, "审核中"), claim(3, "审核中")]

    assert told("claims", *rows) == [
        ("I", "第3行", "有2行没有计入任何指标，文稿不印（状态“审核中”）")
    ]


def test_a_sheet_without_indicators_is_told_as_such():
    assert told("medical_aids", good("medical_aids")) == [
        ("I", "第2行", "有1行没有计入任何指标，文稿不印")
    ]


def test_a_payment_that_was_not_made_is_told_though_the_budget_looks_at_the_ledger_too():
    rows = [good("ledger_lines"), good("ledger_lines", line_no=2, pay_status="已挂账")]

    assert [cell for _, cell, _ in told("ledger_lines", *rows)] == ["第3行"]


def test_a_row_whose_month_is_another_counts_all_the_same():
    assert (
        told(
            "claims",
            good("claims", status="已赔付", pay_date="2024-03-05", accept_date="2024-03-01"),
        )
        == []
    )


def test_it_is_told_in_the_month_of_the_report_alone():
    assert told("claims", claim(1, "审核中"), period=Period(2024, 8)) == []
