"""The rows that stand: resubmissions supersede, increments add, the same row counts once."""

from __future__ import annotations

import polars as pl
import pytest

from schemas.contract import sheet_named
from schemas.period import Period
from tests.transforms.by_hand import SETTINGS, good, rows_of, submission
from transforms.examination import examine
from transforms.ledger import (
    SUBMISSION_SCHEMA,
    doubled_workbooks,
    find_restated,
    settle_rows,
    stand_workbooks,
)

JULY, AUGUST = "2024-07/a.xlsx", "2024-08/a.xlsx"


def sent(*books: tuple[str, str, int], table: str = "reliefs") -> pl.DataFrame:
    """Return submissions of a sheet: workbook (its folder is its month), mode, version."""
    rows = [(book, table, book[:7], mode, version) for book, mode, version in books]
    return pl.DataFrame(rows, schema=SUBMISSION_SCHEMA, orient="row")


def settle(name, rows, *books):
    given = [{"reported_in": row.get("workbook", JULY)[:7], **row} for row in rows]
    submissions = sent(*books, table=name)
    settled = settle_rows(rows_of(name, *given), submissions, sheet_named(name))
    return settled.rows, settled.issues


def told(issues):
    return issues.select("rule", "workbook", "cell").rows()


def test_increments_add():
    rows = [{"batch_id": "BF-7"}, {"batch_id": "BF-8", "workbook": AUGUST}]
    settled, issues = settle("reliefs", rows, (JULY, "增量", 1), (AUGUST, "增量", 1))

    assert settled["batch_id"].to_list() == ["BF-7", "BF-8"]
    assert issues.is_empty()


def test_a_higher_version_supersedes_the_lower_one_whole():
    later = "2024-07/b.xlsx"
    rows = [
        {"batch_id": "BF-1"},
        {"batch_id": "BF-2"},
        {"batch_id": "BF-2", "headcount": 90, "workbook": later},
    ]
    settled, issues = settle("reliefs", rows, (JULY, "增量", 1), (later, "增量", 2))

    assert settled.select("batch_id", "headcount").rows() == [("BF-2", 90)]
    assert told(issues) == [("W-T06", later, "")]
    assert issues["message"].to_list() == [
        "“四送与慰问”第1版中有1行不在第2版采用的行中，请核对是否漏报"
    ]


def test_rows_are_missed_of_the_version_right_before_in_the_same_month_alone():
    second, third, august = "2024-07/b.xlsx", "2024-07/c.xlsx", "2024-08/b.xlsx"
    rows = [
        {"batch_id": "BF-1"},
        {"batch_id": "BF-2", "workbook": second},
        {"batch_id": "BF-2", "headcount": 90, "workbook": third},
        {"batch_id": "BF-3", "workbook": AUGUST},
        {"batch_id": "BF-3", "workbook": august},
    ]
    books = [(JULY, 1), (second, 2), (third, 3), (AUGUST, 1), (august, 2)]
    settled, issues = settle("reliefs", rows, *((book, "增量", version) for book, version in books))

    assert settled["batch_id"].to_list() == ["BF-2", "BF-3"]
    assert issues.is_empty()


def test_rows_of_a_month_that_a_later_ledger_replaces_are_not_missed():
    second = "2024-07/b.xlsx"
    rows = [{"batch_id": "BF-1"}, {"batch_id": "BF-1", "workbook": AUGUST}]
    books = [(JULY, "增量", 1), (second, "增量", 2), (AUGUST, "累计台账", 1)]
    settled, issues = settle("reliefs", rows, *books)

    assert (settled["workbook"].to_list(), issues.height) == ([AUGUST], 0)


def test_a_higher_version_of_one_month_leaves_the_other_months_alone():
    later = "2024-08/b.xlsx"
    rows = [{"batch_id": "BF-7"}, {"batch_id": "BF-8", "workbook": later}]
    books = ((JULY, "增量", 1), (AUGUST, "增量", 1), (later, "增量", 2))
    settled, _ = settle("reliefs", rows, *books)

    assert settled["batch_id"].to_list() == ["BF-7", "BF-8"]


def test_a_ledger_replaces_all_before_it_and_increments_after_it_add():
    june = "2024-06/a.xlsx"
    rows = [
        {"claim_id": "LP-1", "workbook": june},
        {"claim_id": "LP-1"},
        {"claim_id": "LP-2"},
        {"claim_id": "LP-3", "workbook": AUGUST},
    ]
    books = ((june, "增量", 1), (JULY, "累计台账", 1), (AUGUST, "增量", 1))
    settled, issues = settle("claims", rows, *books)

    assert settled["claim_id"].to_list() == ["LP-1", "LP-2", "LP-3"]
    assert issues.is_empty()


def test_a_newer_empty_ledger_replaces_an_older_full_one():
    rows = [{"claim_id": "LP-1"}]
    settled, _ = settle("claims", rows, (JULY, "累计台账", 1), (AUGUST, "累计台账", 1))

    assert settled.is_empty()


def test_the_sheets_of_a_return_are_replaced_one_by_one():
    both = pl.concat([sent((JULY, "累计台账", 1), table="claims"), sent((AUGUST, "累计台账", 1))])
    standing = stand_workbooks(both)

    assert set(standing.select("table", "workbook").rows()) == {
        ("claims", JULY),
        ("reliefs", AUGUST),
    }


def test_the_same_row_twice_counts_once():
    rows = [{}, {}, {"workbook": AUGUST}]
    settled, issues = settle("reliefs", rows, (JULY, "增量", 1), (AUGUST, "增量", 1))

    assert settled.height == 1
    assert told(issues) == [("N-DUP", JULY, "第3行"), ("N-DUP", AUGUST, "第4行")]


def test_a_remark_does_not_make_another_row():
    settled, issues = settle("reliefs", [{}, {"remark": "已核"}], (JULY, "增量", 1))

    assert settled.height == 1
    assert issues["rule"].to_list() == ["N-DUP"]


@pytest.mark.parametrize("workbook", [JULY, AUGUST])
def test_one_number_with_two_contents_is_an_error_and_the_first_stands(workbook):
    rows = [{"headcount": 150}, {"headcount": 140, "workbook": workbook}]
    settled, issues = settle("reliefs", rows, (JULY, "增量", 1), (AUGUST, "增量", 1))

    assert settled["headcount"].to_list() == [150]
    assert told(issues) == [("E-R04", workbook, "第3行")]


def test_a_number_that_comes_again_in_another_year_is_another_row():
    before, now = "2023-07/a.xlsx", JULY
    rows = [
        {"workbook": before, "post_date": "2023-07-10", "amount_cny": "100.00"},
        {"workbook": now, "post_date": "2024-07-10", "amount_cny": "200.00"},
    ]
    standing, issues = settle("ledger_lines", rows, (before, "增量", 1), (now, "增量", 1))

    assert standing["amount_cny"].cast(pl.String).to_list() == ["100.00", "200.00"]
    assert issues.is_empty()


def test_a_thing_of_a_register_is_the_same_in_every_year():
    before, now = "2023-07/a.xlsx", JULY
    rows = [
        {"workbook": before, "case_no": "1", "close_date": "2023-07-10"},
        {"workbook": now, "case_no": "1", "close_date": "2024-07-10"},
    ]
    standing, issues = settle("disputes", rows, (before, "增量", 1), (now, "增量", 1))

    assert standing["workbook"].to_list() == [now]
    assert told(issues) == [("N-REG", before, "第2行")]


@pytest.mark.parametrize(("sheet", "number"), [("disputes", "case_no"), ("claims", "claim_id")])
def test_a_case_that_a_department_numbers_anew_each_year_is_another_case(sheet, number):
    before, now = "2023-12/a.xlsx", "2024-01/a.xlsx"
    closed = {"disputes": "close_date", "claims": "pay_date"}[sheet]
    old = {number: "1", "accept_date": "2023-12-20", closed: "2024-01-08"}
    rows = [
        {**old, closed: "2023-12-28", "workbook": before},
        {**old, "workbook": now},
        {number: "1", "accept_date": "2024-01-10", closed: "2024-01-15", "workbook": now},
    ]
    standing, issues = settle(sheet, rows, (before, "增量", 1), (now, "增量", 1))

    days = standing[closed].cast(pl.String).to_list()
    assert days == ["2024-01-08", "2024-01-15"]
    assert told(issues) == [("N-REG", before, "第2行")]


def test_a_new_year_s_ledger_of_cases_changes_none_of_the_year_before():
    before, now = "2023-12/a.xlsx", "2024-01/a.xlsx"
    rows = [
        {"claim_id": "1", "accept_date": "2023-12-01", "pay_date": "2023-12-05"},
        {"claim_id": "1", "accept_date": "2024-01-04", "pay_date": "2024-01-09"},
        {"claim_id": "2", "accept_date": "2024-01-05", "pay_date": "2024-01-09"},
    ]
    old = rows_of("claims", {"workbook": before, "reported_in": "2023-12", **rows[0]})
    new = rows_of(
        "claims", *({"workbook": now, "reported_in": "2024-01", **row} for row in rows[1:])
    )
    books = ((before, "累计台账", 1), (now, "累计台账", 1))
    standing = stand_workbooks(sent(*books, table="claims"))

    assert find_restated(new, old, standing, sheet_named("claims")).is_empty()


def test_a_register_takes_the_latest_and_lists_the_change():
    rows = [
        {"status": "在建", "done_date": None},
        {"status": "已完成", "workbook": AUGUST},
    ]
    settled, issues = settle("norm_sites", rows, (JULY, "增量", 1), (AUGUST, "增量", 1))

    assert settled["status"].to_list() == ["已完成"]
    assert told(issues) == [("N-REG", JULY, "第2行")]


def restated(rows, *books):
    """Return what is told in August of a register whose July and August ledgers hold the rows."""
    before, _ = settle("enrolments", rows[:1], books[0])
    now, issues = settle("enrolments", rows, *books)
    standing = stand_workbooks(sent(*books, table="enrolments"))
    return told(issues), find_restated(now, before, standing, sheet_named("enrolments"))


def test_a_ledger_that_replaces_another_lists_what_it_states_otherwise():
    rows = [{}, {"workbook": AUGUST, "insured_count": 11, "unit_name": "另名"}]
    settled, found = restated(rows, (JULY, "累计台账", 1), (AUGUST, "累计台账", 1))

    assert settled == []  # July's ledger is gone as a whole
    assert told(found) == [("N-REG", AUGUST, "第3行")]
    assert found["column"].to_list() == ["单位名称、参保人次"]


def test_a_ledger_that_repeats_another_has_nothing_to_tell():
    books = (JULY, "累计台账", 1), (AUGUST, "累计台账", 1)

    assert restated([{}, {"workbook": AUGUST}], *books)[1].is_empty()


def test_the_examination_tells_what_a_new_ledger_states_otherwise():
    ledgers = [
        submission(
            "enrolments",
            good("enrolments", insured_count=count),
            workbook=workbook,
            submit_mode="累计台账",
        )
        for workbook, count in ((JULY, 101), (AUGUST, 11))
    ]
    issues = examine(ledgers, SETTINGS, Period(2024, 8)).issues

    assert told(issues.filter(pl.col("rule") == "N-REG")) == [("N-REG", AUGUST, "H2")]


def test_a_change_by_increment_is_told_once():
    rows = [{}, {"workbook": AUGUST, "insured_count": 11}]
    settled, found = restated(rows, (JULY, "增量", 1), (AUGUST, "增量", 1))

    assert [rule for rule, *_ in settled] == ["N-REG"]
    assert found.is_empty()


def test_a_register_row_that_did_not_change_is_a_repetition():
    rows = [{}, {"workbook": AUGUST}]
    settled, issues = settle("norm_sites", rows, (JULY, "增量", 1), (AUGUST, "增量", 1))

    assert settled["workbook"].to_list() == [AUGUST]
    assert told(issues) == [("N-DUP", JULY, "第2行")]


def test_a_register_that_contradicts_itself_in_one_month_is_an_error():
    rows = [{}, {"unit_name": "另一工会"}]
    settled, issues = settle("norm_sites", rows, (JULY, "增量", 1))

    assert settled["unit_name"].to_list() == ["龙田乡总工会"]
    assert told(issues) == [("E-R04", JULY, "第3行")]


def test_an_older_month_does_not_hide_that_the_latest_contradicts_itself():
    rows = [
        {"status": "在建", "done_date": None},
        {"workbook": AUGUST},
        {"workbook": AUGUST, "unit_name": "另一工会"},
    ]
    settled, issues = settle("norm_sites", rows, (JULY, "增量", 1), (AUGUST, "增量", 1))

    assert settled.select("workbook", "unit_name").rows() == [(AUGUST, "龙田乡总工会")]
    assert sorted(told(issues)) == [("E-R04", AUGUST, "第4行"), ("N-REG", JULY, "第2行")]


def test_two_workbooks_of_one_month_and_version_are_an_error_and_one_stands():
    other = "2024-07/b.xlsx"
    rows = [{"batch_id": "BF-1"}, {"batch_id": "BF-2", "workbook": other}]
    settled, issues = settle("reliefs", rows, (other, "增量", 1), (JULY, "增量", 1))

    assert settled["batch_id"].to_list() == ["BF-1"]
    assert told(issues) == [("E-F03", other, "")]


def test_both_workbooks_are_known_to_be_doubled():
    other = "2024-07/b.xlsx"
    books = sent((JULY, "增量", 1), (other, "增量", 1), (AUGUST, "增量", 1))

    assert sorted(doubled_workbooks(books)["workbook"]) == [JULY, other]


def test_a_higher_version_settles_which_of_two_workbooks_is_meant():
    other = "2024-07/b.xlsx"
    rows = [{"batch_id": "BF-1"}, {"batch_id": "BF-2", "workbook": other}]
    settled, issues = settle("reliefs", rows, (JULY, "增量", 1), (other, "增量", 2))

    assert settled["batch_id"].to_list() == ["BF-2"]
    assert told(issues) == [("W-T06", other, "")]


def test_the_order_in_which_workbooks_arrive_does_not_matter():
    rows = [{"status": "在建", "done_date": None}, {"workbook": AUGUST}]
    books = ((JULY, "增量", 1), (AUGUST, "增量", 1))

    one, _ = settle("norm_sites", rows, *books)
    two, _ = settle("norm_sites", rows[::-1], *books[::-1])

    assert one.drop("source_row").equals(two.drop("source_row"))


def test_a_later_submission_of_a_higher_version_corrects_a_row_of_an_earlier_month():
    rows = [{"headcount": 150}, {"headcount": 140, "workbook": AUGUST}]
    settled, issues = settle("reliefs", rows, (JULY, "增量", 1), (AUGUST, "增量", 2))

    assert settled["headcount"].to_list() == [140]
    assert told(issues) == [("N-REG", JULY, "第2行")]


def test_a_later_submission_of_a_lower_version_corrects_nothing():
    rows = [{"headcount": 150}, {"headcount": 140, "workbook": AUGUST}]
    settled, issues = settle("reliefs", rows, (JULY, "增量", 2), (AUGUST, "增量", 1))

    assert settled["headcount"].to_list() == [150]
    assert told(issues) == [("E-R04", AUGUST, "第3行")]


def examined(name, *given):
    return examine([submission(name, *given, submit_mode="增量")], SETTINGS, Period(2024, 7))


def test_rows_at_odds_wait_and_lower_the_coverage():
    rows = [good("job_fairs"), good("job_fairs", hired=99), good("job_fairs", fair_id="ZP-2")]
    found = examined("job_fairs", *rows)

    (counted,) = found.counts.filter(table="job_fairs").select("accepted", "rejected").rows()
    assert counted == (2, 1)
    assert told(found.issues.filter(pl.col("severity") == "E")) == [("E-R04", JULY, "A3")]


def test_two_rows_alike_lower_no_coverage():
    found = examined("job_fairs", good("job_fairs"), good("job_fairs"))

    (counted,) = found.counts.filter(table="job_fairs").select("accepted", "rejected").rows()
    assert counted == (2, 0)
    assert told(found.issues.filter(rule="N-DUP")) == [("N-DUP", JULY, "A3")]
