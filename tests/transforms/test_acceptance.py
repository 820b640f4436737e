"""Accepted rows and rows set aside: every fault told once, at its cell, all at once."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.catalogue import CATALOGUE
from schemas.contract import ROSTER, sheet_named, sheets
from schemas.rules import RowRule
from tests.transforms.by_hand import GOOD, SETTINGS, cells_of, check, faults, good
from transforms.acceptance import check_rows
from transforms.rows import lay_out_rows
from transforms.values import read_values

RELIEF_FAULTS = [
    ("batch_id", None, "E-C01"),
    ("batch_id", "无", "E-C01"),
    ("project_code", "P-QL99", "E-C07"),
    ("pay_date", "七月", "E-C06"),
    ("pay_date", "2024-07-32", "E-C06"),
    ("form", "红包", "E-C07"),
    ("form", "—", "E-C01"),
    ("headcount", None, "E-C01"),
    ("headcount", "若干", "E-C02"),
    ("headcount", 1e30, "E-C02"),
    ("headcount", -150, "E-C08"),
    ("headcount", 12.5, "E-C10"),
    ("headcount", 0, "E-C11"),
    ("unit_amount_cny", "面议", "E-C02"),
    ("unit_amount_cny", "12.345", "E-C02"),
    ("unit_amount_cny", -168, "E-C08"),
    ("unit_amount_cny", 0, "E-C11"),
    ("amount_cny", None, "E-C01"),
    ("amount_cny", "12.345元", "E-C02"),
    ("amount_cny", 25200.01, "E-R01"),
]


@pytest.mark.parametrize("name", GOOD)
def test_a_good_row_of_every_sheet_is_accepted_without_a_word(name):
    checked = check(name, good(name))

    assert (checked.accepted.height, checked.rejected.height) == (1, 0)
    assert faults(checked, notes=True) == []


def test_every_sheet_has_its_good_row():
    assert list(GOOD) == [sheet.name for sheet in (*sheets(), ROSTER)]


def test_a_fault_is_one_finding_at_its_cell_and_sets_the_row_aside():
    codes = list(sheet_named("reliefs").columns)
    bad = [
        good("reliefs", **{"batch_id": f"BF-{number}", code: typed})
        for number, (code, typed, _) in enumerate(RELIEF_FAULTS)
    ]
    checked = check("reliefs", *bad, good("reliefs"))

    expected = [
        (rule, f"{chr(65 + codes.index(code))}{row}")
        for row, (code, _, rule) in enumerate(RELIEF_FAULTS, 2)
    ]
    assert sorted(faults(checked)) == sorted(expected)
    assert checked.accepted["batch_id"].to_list() == ["BF-1"]
    assert checked.rejected.height == len(bad)


def test_the_finding_says_the_class_of_what_was_found_and_never_the_value():
    checked = check("reliefs", good("reliefs", headcount="张三等一百多人", form="红包给李四"))
    told = checked.issues.write_csv()

    assert checked.issues["found"].to_list() == ["文本", "文本"]
    assert "张三" not in told
    assert "李四" not in told


def test_a_wrong_product_is_told_with_the_right_one():
    (issue,) = check("reliefs", good("reliefs", amount_cny=25201)).issues.rows(named=True)

    assert (issue["rule"], issue["column"]) == ("E-R01", "金额(元)")
    assert (issue["found"], issue["expected"]) == ("25201.00", "25200.00")
    assert issue["message"] == "金额应等于人数×标准：应为 25200，实为 25201"


@pytest.mark.parametrize(("typed", "printed"), [("25200.50", "25200.50"), ("1.05", "1.05")])
def test_a_wrong_product_is_told_to_the_fen(typed, printed):
    (message,) = check("reliefs", good("reliefs", amount_cny=typed)).issues["message"]

    assert message.endswith(f"实为 {printed}")


def test_all_faults_of_a_row_are_told_at_once():
    bad = good("reliefs", headcount="若干", form="红包", unit_amount_cny=0, batch_id=None)
    checked = check("reliefs", bad)

    assert faults(checked) == [("E-C01", "A2"), ("E-C07", "G2"), ("E-C02", "H2"), ("E-C11", "I2")]


def test_what_depends_on_an_unreadable_cell_is_not_told_beside_it():
    checked = check("reliefs", good("reliefs", headcount="150名左右"))

    assert faults(checked) == [("E-C02", "H2")]  # and no E-R01 about the amount


def test_a_warning_is_not_told_beside_the_error_of_its_own_cell():
    checked = check("honours", good("honours", grantee_type=None))

    assert faults(checked) == [("E-C01", "C2")]  # and no W-S03 about an award to nobody


def test_a_rule_on_trial_warns_and_sets_no_row_aside(monkeypatch):
    wrong = good("reliefs", amount_cny=25201)
    assert check("reliefs", wrong).rejected.height == 1

    monkeypatch.setitem(CATALOGUE, "E-R01", replace(CATALOGUE["E-R01"], beta=True))
    checked = check("reliefs", wrong)
    (issue,) = checked.issues.rows(named=True)

    assert (checked.accepted.height, checked.rejected.height) == (1, 0)
    assert (issue["severity"], issue["rule"]) == ("W", "E-R01")
    assert issue["message"].startswith("试行规则：")


def test_rows_received_are_rows_accepted_and_rejected():
    rows = [good("reliefs", batch_id=f"BF-{n}", headcount=n % 3) for n in range(9)]
    rows = [row | {"amount_cny": 168 * row["headcount"]} for row in rows]
    checked = check("reliefs", *rows)

    assert checked.rejected["batch_id"].to_list() == ["BF-0", "BF-3", "BF-6"]
    assert checked.accepted.height + checked.rejected.height == len(rows)


def test_the_order_of_accepted_rows_is_that_of_the_sheet():
    rows = [good("reliefs", batch_id=name) for name in ("丙", "甲", "乙")]

    assert check("reliefs", *rows).accepted["batch_id"].to_list() == ["丙", "甲", "乙"]


def test_a_row_of_nothing_but_marks_is_no_row():
    marks = dict.fromkeys(GOOD["reliefs"], "/")
    checked = check("reliefs", marks, good("reliefs"))

    assert (checked.accepted.height, checked.rejected.height) == (1, 0)
    assert checked.accepted["source_row"].to_list() == [3]


def test_a_row_of_nothing_but_zeros_is_no_row_and_one_with_a_name_is():
    zeros = {"headcount": 0, "unit_amount_cny": "—", "amount_cny": 0}

    assert faults(check("reliefs", good("reliefs"), zeros)) == []
    assert faults(check("reliefs", {**zeros, "headcount": "若干"})) != []
    assert ("E-C11", "H2") in faults(check("reliefs", {**zeros, "batch_id": "BF-1"}))


def test_rows_are_typed_exactly():
    checked = check("reliefs", good("reliefs", headcount="150名", unit_amount_cny="1.68百"))
    assert faults(checked) == [("E-C02", "I2")]

    accepted = check("reliefs", good("reliefs", headcount="150名")).accepted
    assert accepted["amount_cny"].to_list() == [Decimal("25200.00")]
    assert accepted.schema["headcount"] == pl.Int64()
    assert accepted.schema["pay_date"] == pl.Date()
    assert accepted["site"].to_list() == [None]


def test_a_blank_flag_takes_its_default_and_no_other():
    gift = check("gifts", good("gifts", counted=None)).accepted
    station = check("stations", good("stations", smart=None))

    assert gift["counted"].to_list() == [False]
    assert faults(station) == [("E-C01", "F2")]


def test_a_coerced_number_is_noted_and_accepted():
    checked = check("reliefs", good("reliefs", headcount="150名"))

    assert faults(checked, notes=True) == [("N01", "H2")]
    assert checked.accepted.height == 1


def test_a_faulty_id_sets_the_row_aside_and_is_not_told_a_second_time():
    checked = check("hardship_files", good("hardship_files", family_key=("faulty", "")))

    assert faults(checked, notes=True) == []  # E-C03 or E-C09 was the reader's to say
    assert (checked.accepted.height, checked.rejected.height) == (0, 1)


def test_an_unknown_township_is_a_warning_and_the_row_counts():
    checked = check("stations", good("stations", township="外县某镇"))

    assert faults(checked) == [("W-D01", "D2")]
    assert checked.accepted.height == 1


@pytest.mark.parametrize(
    ("name", "changes", "fault"),
    [
        ("reliefs", {"voucher_no": None}, ("W-T04", "M2")),
        ("gifts", {"voucher_no": "无"}, ("W-T04", "I2")),
        ("plans", {"start_year": None}, ("W-S06", "B2")),
        ("honours", {"grantee_type": "单位"}, ("W-S03", "C2")),
        ("honours", {"honour": "工人先锋号", "grantee_type": "单位"}, ("W-S03", "C2")),
        ("job_fairs", {"hired": 481}, ("W-R03", "H2")),
        ("disputes", {"persons": 12}, ("W-R06", "F2")),
    ],
)
def test_a_warning_points_at_its_cell_and_the_row_counts(name, changes, fault):
    checked = check(name, good(name, **changes))

    assert faults(checked) == [fault]
    assert checked.accepted.height == 1


@pytest.mark.parametrize(
    ("name", "changes", "fault"),
    [
        ("culture_activities", {"expense_cny": 100, "voucher_no": "记-1"}, ("E-C01", "L2")),
        ("culture_activities", {"end_date": "2024-07-04"}, ("E-R02", "F2")),
        ("health_checks", {"cancer_screen": 121}, ("E-R03", "E2")),
        ("claims", {"pay_date": None}, ("E-R05", "F2")),
        ("claims", {"amount_cny": None}, ("E-R05", "G2")),
        ("claims", {"amount_cny": 0}, ("E-R05", "G2")),
        ("disputes", {"close_date": None}, ("E-R05", "C2")),
        ("disputes", {"close_date": None, "result": "撤回"}, ("E-C01", "C2")),
        ("hardship_files", {"status": "注销"}, ("E-C01", "D2")),
        ("hardship_files", {"approved_cny": 10, "paid_cny": 20}, ("E-R03", "J2")),
        ("hardship_files", {"family_size": 16}, ("E-C11", "F2")),
        ("ledger_lines", {"amount_cny": -1}, ("E-C08", "J2")),
        ("enrolments", {"unit_price_cny": 60}, ("E-R01", "J2")),
        ("stations", {"open_date": None}, ("E-C01", "H2")),
    ],
)
def test_an_error_points_at_its_cell_and_the_row_does_not_count(name, changes, fault):
    checked = check(name, good(name, **changes))

    assert faults(checked) == [fault]
    assert checked.rejected.height == 1


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("claims", {"status": "审核中", "pay_date": None, "amount_cny": None}),
        ("disputes", {"result": "调解中", "close_date": None}),
        ("stations", {"status": "在建", "open_date": None}),
        ("ledger_lines", {"amount_cny": -1, "red_entry": "是"}),
        ("health_checks", {"cancer_screen": 120}),
        ("plans", {"unit_type": "企业", "target": None}),
        ("honours", {"honour": "工匠", "grantee_type": "单位"}),
        ("enrolments", {"unit_price_cny": 50}),
    ],
)
def test_what_a_rule_allows_is_accepted_without_a_word(name, changes):
    checked = check(name, good(name, **changes))

    assert faults(checked, notes=True) == []
    assert checked.accepted.height == 1


@pytest.mark.parametrize(("rule", "accepted"), [("E-R02", 0), ("W-R06", 1)])
def test_a_rule_that_cannot_decide_never_passes_a_row(rule, accepted):
    undecided = RowRule(rule, "site", pl.col("site").str.len_chars() > 0, "无法判断，请核对")
    sheet = replace(sheet_named("reliefs"), rules=(undecided,))
    values = read_values(cells_of("reliefs", good("reliefs")), SETTINGS)
    checked = check_rows(lay_out_rows(values, sheet), values, sheet)

    assert faults(checked) == [(rule, "F2")]
    assert checked.accepted.height == accepted


def test_an_empty_cell_in_a_second_block_is_named_by_that_blocks_heading():
    first = cells_of("reliefs", good("reliefs"))
    second = cells_of("reliefs", good("reliefs", batch_id="BF-2", headcount=None))
    row = pl.col("row") + 4
    letter = pl.col("cell").str.head(1).replace({"H": "P", "P": "H"})
    moved = second.with_columns(row=row, cell=pl.concat_str(letter, row.cast(pl.String)))
    values = read_values(pl.concat([first, moved]), SETTINGS)
    sheet = sheet_named("reliefs")
    checked = check_rows(lay_out_rows(values, sheet), values, sheet)

    assert faults(checked) == [("E-C01", "P6")]


def test_a_column_that_the_sheet_does_not_have_is_named_by_the_row():
    cells = cells_of("reliefs", good("reliefs", voucher_no=None))
    without = cells.filter(pl.col("code") != "voucher_no")
    values = read_values(without, SETTINGS)
    sheet = sheet_named("reliefs")
    checked = check_rows(lay_out_rows(values, sheet), values, sheet)

    assert faults(checked) == [("W-T04", "第2行")]


def test_the_same_cells_give_the_same_findings_in_the_same_order():
    bad = [
        good("reliefs", batch_id=f"BF-{n}", headcount="若干", form="红包", pay_date="七月")
        for n in range(30)
    ]
    first = check("reliefs", *bad).issues

    assert all(check("reliefs", *bad).issues.equals(first) for _ in range(5))


ANYTHING = st.one_of(
    st.none(),
    st.text(max_size=8),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.dates().map(lambda day: ("date", day.isoformat())),
    st.sampled_from(
        ["无", "…", "1e400", "②", "١٢", "½", "2024-02-30", "12万亿", "#REF!", "是", "合计"]
    ),
)


@settings(max_examples=40)
@given(st.data(), st.sampled_from(sorted(GOOD)))
def test_whatever_is_typed_a_row_is_accepted_or_set_aside_with_a_finding(chance, name):
    codes = st.sampled_from(list(sheet_named(name).columns))
    typed = chance.draw(st.lists(st.dictionaries(codes, ANYTHING, min_size=1), max_size=3))
    rows = [good(name, **row) for row in typed]
    checked = check(name, *rows)
    told = {re.sub(r"\D", "", cell) for rule, cell in faults(checked) if rule.startswith("E")}

    assert checked.accepted.height + checked.rejected.height == len(rows)
    assert {str(row) for row in checked.rejected["source_row"]} == told
    assert sheet_named(name).model.to_schema().validate(checked.accepted).equals(checked.accepted)


@pytest.mark.parametrize(
    ("name", "code", "cell"),
    [("enrolments", "start_date", "F2"), ("budget_lines", "budget_cny", "B2")],
)
def test_a_missing_operand_is_one_finding_and_no_doubt_about_the_cell_beside_it(name, code, cell):
    assert faults(check(name, good(name, **{code: None}))) == [("E-C01", cell)]


def test_cents_are_told_with_two_digits():
    # 1.07 × 120 = 128.40
    row = good("reliefs", headcount=120, unit_amount_cny="1.07", amount_cny="124.80")
    (issue,) = check("reliefs", row).issues.rows(named=True)

    assert issue["message"] == "金额应等于人数×标准：应为 128.40，实为 124.80"
    assert (issue["expected"], issue["found"]) == ("128.40", "124.80")
