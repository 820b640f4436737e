"""Printed totals (E-F07) and control lines (E-F06): recomputed, told, then dropped."""

from __future__ import annotations

from decimal import Decimal

import pytest

from schemas.contract import sheet_named
from schemas.finding import issues_of
from schemas.submission import Control
from tests.transforms.by_hand import SETTINGS, cells_of, good, rows_of, submission
from transforms.totals import check_totals, find_control_faults
from transforms.values import read_values


def total(heads, amount=None):
    return {"part": "total", "headcount": heads, "amount_cny": amount}


def batch(heads):
    return good("reliefs", batch_id=f"BF-{heads}", headcount=heads, amount_cny=heads * 168)


def wrong(*rows, unit="元"):
    issues = check_totals(read_values(cells_of("reliefs", *rows, unit=unit), SETTINGS))
    return issues.select("rule", "cell", "found", "expected").rows()


def test_a_right_total_is_passed_over_in_silence():
    assert wrong(batch(150), batch(65), total(215, 36120)) == []


def test_a_wrong_total_is_told_at_its_cell_with_both_sums():
    assert wrong(batch(150), batch(65), total(214, 36120.5)) == [
        ("E-F07", "H4", "214", "215"),
        ("E-F07", "J4", "36120.50", "36120"),
    ]


def test_a_total_that_is_left_blank_or_dashed_says_nothing():
    assert wrong(batch(150), total(None, "—")) == []


def test_subtotals_are_of_the_rows_since_the_one_before():
    rows = (batch(10), batch(20), total(30), batch(5), total(5), total(35))

    assert wrong(*rows) == []
    assert wrong(*rows[:4], total(6), total(35)) == [("E-F07", "H6", "6", "35")]


def test_a_total_may_stand_before_its_rows():
    rows = (total(35), total(30), batch(10), batch(20), total(5), batch(5))

    assert wrong(*rows) == []
    assert wrong(total(34), *rows[1:]) == [("E-F07", "H2", "34", "35")]
    assert wrong(*rows[:4], total(6), batch(5)) == [("E-F07", "H6", "6", "35")]


def test_a_column_whose_first_group_is_blank_has_no_leading_total():
    blank = {**batch(10), "amount_cny": None}

    assert wrong(blank, total(10, 0), batch(5), total(5, 840)) == []


def test_a_total_without_rows_is_zero():
    assert wrong(total(0, 0)) == []
    assert wrong(total(3)) == [("E-F07", "H2", "3", "0")]


def test_totals_are_compared_in_yuan():
    row = good("reliefs", amount_cny=2.52)

    assert wrong(row, total(None, 2.52), unit="万元") == []
    assert wrong(row, total(None, 2.53), unit="万元") == [("E-F07", "J3", "25300", "25200")]


def test_above_a_total_a_cell_that_cannot_be_read_leaves_it_open():
    unread = good("reliefs", batch_id="BF-2", headcount="约五十", amount_cny=8400)
    rows = (batch(150), unread, total(200, 33600))
    issues = check_totals(read_values(cells_of("reliefs", *rows), SETTINGS))

    assert issues.select("rule", "cell").rows() == [("N-UND", "H4")]


def test_a_cell_without_a_value_leaves_the_totals_above_it_decided():
    unread = good("reliefs", batch_id="BF-2", headcount=("faulty", ""), amount_cny=8400)

    assert wrong(batch(150), total(149), unread) == [("E-F07", "H3", "149", "150")]


def test_faulty_rows_are_part_of_the_sum():
    bad = good("reliefs", headcount=0, amount_cny=100)

    assert wrong(batch(150), bad, total(150, 25300)) == []


def test_the_totals_of_two_sheets_do_not_mix():
    one = cells_of("reliefs", batch(150), total(150))
    two = cells_of("reliefs", batch(65), total(65), workbook="2024-07/b.xlsx")

    assert check_totals(read_values(one.vstack(two), SETTINGS)).is_empty()


def controls(control, *rows, unit="元", sheet_title=None):
    book = submission("reliefs", *rows, controls=(control,), amount_unit=unit)
    received = {"reliefs": rows_of("reliefs", *({"amount_cny": "25200.00"} for _ in rows))}
    values = read_values(cells_of("reliefs", *rows, unit=unit), SETTINGS)
    faults = find_control_faults([book], received, values)
    return issues_of(fault.finding for fault in faults)


@pytest.mark.parametrize(
    ("row_count", "amount", "columns"),
    [
        (2, "50400", []),
        (None, "50400.00", []),
        (2, None, []),
        (3, "50400", ["控制行数"]),
        (2, "50400.01", ["控制总金额"]),
        (1, "5.04", ["控制行数", "控制总金额"]),
    ],
)
def test_a_control_line_must_be_what_the_rows_add_up_to(row_count, amount, columns):
    stated = None if amount is None else Decimal(amount)
    issues = controls(Control("四送与慰问", row_count, stated), good("reliefs"), good("reliefs"))

    assert issues["rule"].to_list() == ["E-F06"] * len(columns)
    assert issues["column"].to_list() == columns


def test_a_control_amount_is_left_open_where_an_amount_cannot_be_read():
    rows = (good("reliefs"), good("reliefs", amount_cny="约二万"))
    issues = controls(Control("四送与慰问", 2, Decimal("60000")), *rows)

    assert issues.select("rule", "column").rows() == [("N-UND", "控制总金额")]


def test_a_control_amount_is_in_the_declared_unit():
    stated = Control("四送与慰问", None, Decimal("2.52"))

    assert controls(stated, good("reliefs"), unit="万元").is_empty()
    assert controls(stated, good("reliefs"))["expected"].to_list() == ["25200"]


def test_a_control_line_is_told_at_the_sheet_by_the_departments_own_name():
    issues = controls(Control("四送与慰问", 9, None), good("reliefs"))

    assert issues["sheet"].to_list() == [sheet_named("reliefs").title]


def test_a_control_line_is_told_at_its_number_on_the_cover():
    control = Control("四送与慰问", 9, Decimal(1), "B12", "C12")
    book = submission("reliefs", good("reliefs"), controls=(control,), sheet="封面")
    received = {"reliefs": rows_of("reliefs", {"amount_cny": "25200.00"})}
    values = read_values(cells_of("reliefs", good("reliefs")), SETTINGS)
    faults = find_control_faults([book], received, values)

    assert [(f.finding.sheet, f.finding.cell) for f in faults] == [("封面", "B12"), ("封面", "C12")]
    assert [fault.blocks for fault in faults] == [("2024-07/a.xlsx", "reliefs")] * 2
