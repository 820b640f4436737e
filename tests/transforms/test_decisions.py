"""Accepted findings: what makes a finding the same one, and how long it stays accepted."""

from __future__ import annotations

from decimal import Decimal

import polars as pl
import pytest

from schemas.decision import Correction, Decisions, Waiver
from schemas.finding import Finding, issues_of
from schemas.period import Period
from schemas.settings import Thresholds
from tests.transforms.by_hand import SETTINGS, all_rows, good, submission
from transforms.decisions import (
    answer_findings,
    find_lost_corrections,
    keep_open,
)
from transforms.examination import examine
from transforms.fingerprints import Fingerprints

JULY, AUGUST = "2024-07/a.xlsx", "2024-08/b.xlsx"
BATCH = {"batch_id": "BF-1", "unit_amount_cny": "600.00"}


def doubt(workbook=JULY, row=2, rule="W-P01", message="人均600元，超出常见范围"):
    """A finding about one row of 四送与慰问."""
    place = (workbook, "四送与慰问", row, "unit_amount_cny")
    return Finding(rule, message, workbook, "四送与慰问", f"H{row}", "标准", places=(place,))


def known(*doubts, rows=({},), settings=SETTINGS, months=("2024-07",)):
    received = all_rows(reliefs=[{**BATCH, **row} for row in rows])
    books = [submission("reliefs", workbook=f"{month}/a.xlsx") for month in months]
    return Fingerprints(received, doubts, books, settings)


def mark(finding, **given):
    """The fingerprint of a finding."""
    told = known(finding, **given).add_to(issues_of([finding]))
    return told["fingerprint"][0]


def waiver(fingerprint, period="2024年7月", by="张三", reason="已核实"):
    return Waiver(period, "W-P01", "", "", by, reason, "2024-08-06", fingerprint)


def answered(finding, *waivers, period="2024-07"):
    return answer_findings(issues_of([finding]), known(finding), waivers, Period.parse(period))


def test_a_row_sent_again_in_another_workbook_and_line_is_the_same_finding():
    again = {"workbook": AUGUST, "reported_in": "2024-08", "source_row": 9}

    assert mark(doubt(AUGUST, 9), rows=[again]) == mark(doubt())


@pytest.mark.parametrize(
    "changed",
    [{"headcount": 151}, {"amount_cny": "1.00"}, {"batch_id": "BF-2"}, {"voucher_no": None}],
)
def test_a_row_of_which_any_value_has_changed_is_another_finding(changed):
    assert mark(doubt(), rows=[changed]) != mark(doubt())


def test_what_is_keyed_with_the_secret_makes_no_difference():
    rows = [[{"remark": key}] for key in ("a" * 32, "b" * 32)]

    assert mark(doubt(), rows=rows[0]) == mark(doubt(), rows=rows[1])


def test_another_rule_or_another_sentence_is_another_finding():
    marks = {mark(doubt()), mark(doubt(rule="W-P07")), mark(doubt(message="人均601元"))}

    assert len(marks) == 3


def test_new_limits_make_a_plausibility_rule_another_rule():
    limits = Thresholds(monthly_change=Decimal("0.6"))
    stricter = SETTINGS.model_copy(update={"thresholds": limits})

    assert mark(doubt(), settings=stricter) != mark(doubt())
    assert mark(doubt(rule="W-T01"), settings=stricter) == mark(doubt(rule="W-T01"))


def test_a_finding_about_several_rows_is_known_by_all_of_them_in_any_order():
    rows = [{"batch_id": "甲"}, {"batch_id": "乙"}]
    places = tuple((JULY, "四送与慰问", row, "amount_cny") for row in (2, 3))
    both = Finding("W-P05", "两批", JULY, "四送与慰问", places=places)

    first = mark(both, rows=rows)

    assert mark(both, rows=rows[::-1]) == first
    assert mark(both, rows=[{"batch_id": "甲"}, {"batch_id": "丙"}]) != first


def test_a_finding_of_a_row_rule_is_known_by_the_row_that_its_address_names():
    at_cell = Finding("W-T04", "无凭证号", JULY, "四送与慰问", "N3", "凭证号")
    at_row = Finding("W-T04", "无凭证号", JULY, "四送与慰问", "第3行", "凭证号")
    rows = [{"batch_id": "甲"}, {"batch_id": "乙"}]

    assert mark(at_cell, rows=rows) == mark(at_row, rows=rows)
    assert mark(at_cell, rows=rows) != mark(at_cell, rows=rows[::-1])


def test_a_finding_without_rows_is_known_by_table_month_and_place():
    found = [
        Finding("W-F07", "规定以外的栏未读取", f"{month}/a.xlsx", "四送与慰问", cell)
        for month, cell in (("2024-07", "P1"), ("2024-07", "Q1"), ("2024-08", "P1"))
    ]
    marks = {mark(item, months=("2024-07", "2024-08")) for item in found}

    assert len(marks) == 3


def test_an_accepted_warning_is_information_that_names_who_and_why():
    given = answered(doubt(), waiver(mark(doubt())))

    (told,) = given.issues.to_dicts()
    assert (told["severity"], told["rule"]) == ("I", "W-P01")
    assert told["message"] == "人均600元，超出常见范围（已接受：张三，理由：已核实）"
    assert given.open.is_empty()
    assert given.accepted.select("severity", "by", "reason").rows() == [("W", "张三", "已核实")]
    assert keep_open([doubt()], given.open) == ()


def test_a_warning_that_nobody_accepted_stays_as_it_is():
    given = answered(doubt(), waiver("0" * 32))

    assert given.issues.equals(issues_of([doubt()]))
    assert given.open["fingerprint"].to_list() == [mark(doubt())]
    assert given.accepted.is_empty()
    assert keep_open([doubt()], given.open) == (doubt(),)


@pytest.mark.parametrize(
    ("accepted_in", "checked", "counts"),
    [
        ("2024年7月", "2024-12", True),
        ("2024年12月", "2025-01", False),
        ("2023年12月", "2024-07", False),
    ],
)
def test_a_waiver_counts_for_the_periods_of_its_year(accepted_in, checked, counts):
    given = answered(doubt(), waiver(mark(doubt()), accepted_in), period=checked)

    assert given.open.is_empty() == counts


def test_of_two_waivers_of_one_finding_the_later_is_told_once():
    found = mark(doubt())
    given = answered(doubt(), waiver(found), waiver(found, by="李四"))

    assert given.accepted["by"].to_list() == ["李四"]
    assert given.issues.height == 1


def test_an_error_is_never_accepted():
    error = Finding("E-R01", "金额应等于人数×标准", JULY, "四送与慰问", "I2", "金额")
    given = answered(error, waiver(mark(error)))

    assert given.issues["severity"].to_list() == ["E"]


def test_a_correction_whose_workbook_is_gone_is_told_up_to_its_month():
    lost = Correction(AUGUST, "四送与慰问", "G2", "15", "150", "李四", "漏一位", "2024-09-01")
    books = [submission("reliefs")]
    told = [
        find_lost_corrections(Decisions(corrections=(lost,)), books, Period.parse(month))
        for month in ("2024-07", "2024-08")
    ]

    assert told[0].is_empty()
    assert told[1].select("severity", "rule", "workbook", "cell").rows() == [
        ("E", "E-C12", AUGUST, "G2")
    ]
    assert told[1].filter(pl.col("message").str.contains("150")).is_empty()


def test_an_accepted_doubt_is_nowhere_told_as_one():
    book = submission("reliefs", good("reliefs", unit_amount_cny=600, amount_cny=90_000))
    before = examine([book], SETTINGS, Period(2024, 7))
    (found,) = before.warnings.filter(rule="W-P01")["fingerprint"]

    after = examine(
        [book], SETTINGS, Period(2024, 7), decisions=Decisions(waivers=(waiver(found),))
    )

    assert [doubt.rule for doubt in before.doubts if doubt.rule == "W-P01"] == ["W-P01"]
    assert [doubt for doubt in after.doubts if doubt.rule == "W-P01"] == []
    assert after.issues.filter(rule="W-P01")["severity"].to_list() == ["I"]
    assert after.accepted["rule"].to_list() == ["W-P01"]
    assert after.issues.height == before.issues.height
