"""Rosters among the submissions: they stand with their workbooks and count against batches."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from schemas.contract import ROSTER
from schemas.period import Period
from schemas.submission import CELL_SCHEMA
from tests.transforms.by_hand import SETTINGS, cells_of, good, submission
from transforms.examination import examine

JULY = Period(2024, 7)
TWO = {"headcount": 2, "unit_amount_cny": "100.00", "amount_cny": "200.00"}


def entry(person, amount="100.00", batch="BF-1"):
    return {"batch_id": batch, "person_key": ("keyed", person), "amount_cny": amount}


def with_roster(book, *entries):
    """Return a workbook that holds a roster too."""
    place = {"workbook": book.workbook, "reported_in": book.cover.reported_in}
    cells = cells_of(ROSTER.name, *entries, **place).select(*CELL_SCHEMA)
    return replace(book, cells=pl.concat([book.cells, cells]), tables=(*book.tables, ROSTER.name))


def told(*books, rules=("E-X01", "E-F03", "E-R04", "N-DUP", "W-S05")):
    issues = examine(books, SETTINGS, JULY).issues
    return [
        (rule, workbook, sheet, cell)
        for rule, workbook, sheet, cell in issues.select(
            "rule", "workbook", "sheet", "cell"
        ).iter_rows()
        if rule in rules
    ]


def reliefs(workbook="2024-07/a.xlsx", **on_cover):
    return submission("reliefs", good("reliefs", **TWO), workbook=workbook, **on_cover)


def test_a_roster_that_bears_out_its_batch_is_passed_over():
    assert told(with_roster(reliefs(), entry("one"), entry("two"))) == []


def test_a_roster_by_batch_number_is_there_for_a_batch_that_has_a_roster_number_too():
    row = good("reliefs", **TWO, roster_id="MC-1", batch_id="BF-1")
    book = submission("reliefs", row, workbook="2024-07/a.xlsx")
    issues = examine([with_roster(book, entry("one"), entry("two"))], SETTINGS, JULY).issues

    assert not issues["message"].str.contains("没有报送名册").any()


def test_a_wrong_headcount_is_told_at_the_batch_in_the_department_s_own_workbook():
    book = with_roster(reliefs(), entry("one", "200.00"))

    assert told(book) == [("E-X01", "2024-07/a.xlsx", "四送与慰问", "H2")]


def test_a_wrong_amount_is_told_at_the_amount():
    book = with_roster(reliefs(), entry("one"), entry("two", "99.99"))

    assert told(book) == [("E-X01", "2024-07/a.xlsx", "四送与慰问", "J2")]


def last_year(*entries):
    row = good("reliefs", **TWO, pay_date="2023-07-09", voucher_no="记-2023-07-003")
    book = submission("reliefs", row, workbook="2023-07/a.xlsx", reported_in="2023-07")
    return with_roster(book, *entries)


def test_a_batch_number_that_comes_again_names_the_batch_of_its_year():
    """The same two persons, in 2023 and in 2024: two batches, each with its own roster."""
    both = (entry("one"), entry("two"))

    assert told(last_year(*both), with_roster(reliefs(), *both)) == []
    lacking = told(last_year(*both), with_roster(reliefs(), entry("one")))
    assert {(rule, workbook) for rule, workbook, *_ in lacking} == {("E-X01", "2024-07/a.xlsx")}


def test_a_roster_that_comes_in_the_next_year_names_the_batch_that_there_is():
    late = submission(
        "reliefs",
        good("reliefs", batch_id="BF-7"),
        reported_in="2024-01",
        workbook="2024-01/b.xlsx",
    )
    book = submission(
        "reliefs",
        good("reliefs", **TWO, pay_date="2023-12-20"),
        workbook="2023-12/a.xlsx",
        reported_in="2023-12",
    )

    assert told(book, with_roster(late, entry("one"), entry("two")), rules=("E-X01",)) == []
    assert told(book, with_roster(late, entry("one")), rules=("E-X01",)) != []


def test_the_same_person_twice_in_one_batch_counts_once():
    book = with_roster(reliefs(), entry("one"), entry("two"), entry("two"))

    assert told(book) == [("N-DUP", "2024-07/a.xlsx", "名册", "A4")]


def test_rosters_of_two_departments_do_not_meet():
    women = submission(
        "women_reliefs",
        good("women_reliefs", batch_id="BF-1", **TWO),
        workbook="2024-07/b.xlsx",
    )
    mine = with_roster(reliefs(), entry("one"), entry("two"))

    assert told(mine, with_roster(women, entry("three"), entry("four"))) == []


def test_two_sheets_of_a_return_may_number_their_batches_alike():
    women = submission("women_reliefs", good("women_reliefs", batch_id="1", **TWO))
    children = submission("child_cares", good("child_cares", batch_id="1"))
    both = replace(women, cells=pl.concat([women.cells, children.cells]))

    right = with_roster(both, entry("one", batch="1"), entry("two", batch="1"))
    wrong = with_roster(both, entry("one", "200.00", batch="1"))

    assert told(right) == []
    assert told(wrong) == [("E-X01", "2024-07/a.xlsx", "女职工慰问", "E2")]


def test_a_person_of_two_departments_is_counted_and_not_named():
    women = submission(
        "women_reliefs",
        good("women_reliefs", batch_id="BF-1", **TWO),
        workbook="2024-07/b.xlsx",
    )
    mine = with_roster(reliefs(), entry("one"), entry("two"))
    found = examine([mine, with_roster(women, entry("one"), entry("four"))], SETTINGS, JULY)

    (issue,) = found.issues.filter(rule="W-S05").rows(named=True)
    assert issue["message"].startswith("按名册，1人在同一时段同时列入P-NG01三八慰问、P-QL01")
    assert "one" not in "".join(map(str, issue.values()))


def test_a_roster_falls_with_its_workbook():
    old = with_roster(reliefs(), entry("one"))
    new = with_roster(reliefs("2024-07/b.xlsx", version=2), entry("one"), entry("two"))

    assert told(old, new) == []


def test_a_faulty_row_of_a_roster_keeps_the_batch_undecided():
    bad = {"batch_id": "BF-1", "person_key": ("faulty", ""), "amount_cny": "100.00"}
    issues = examine([with_roster(reliefs(), entry("one"), bad)], SETTINGS, JULY).issues

    assert issues.filter(rule="E-X01").is_empty()
    (issue,) = issues.filter(rule="N-UND", sheet="名册").rows(named=True)
    assert issue["message"] == "名册有待更正的行，名册与批次人数、金额的核对（E-X01）无法判断"


def test_rows_of_a_roster_are_among_the_rows_received():
    coverage = examine(
        [with_roster(reliefs(), entry("one"), entry("two"))], SETTINGS, JULY
    ).coverage

    aid = coverage.filter(table_code="W05").row(0, named=True)
    assert (aid["rows_received"], aid["rows_accepted"]) == (3, 3)
