"""A corrected cell: read as a person reviewed it, as long as the old value stands there."""

from __future__ import annotations

import datetime as dt

import pytest

from schemas.decision import Correction
from schemas.period import Period
from tests.workbooks.by_hand import HEADING, SECRET, body, is_balanced, relief, write_return
from workbooks.corrections import correct_grids, place_of, value_of
from workbooks.grid import Grid
from workbooks.privacy import Keyring
from workbooks.reader import Desk, read_workbook
from workbooks.replies import needs_reply

NAME = "2024-07/帮扶.xlsx"


def correction(cell, old, new, sheet="四送与慰问", workbook=NAME):
    return Correction(workbook, sheet, cell, old, new, "李四", "核对名册", "2024-08-06")


def read(tmp_path, *corrections, **row):
    """Read a workbook of one row, under these corrections."""
    path = write_return(tmp_path / "帮扶.xlsx", "W05", {"四送与慰问": [HEADING, relief(**row)]})
    desk = Desk(Period(2024, 7), Keyring(SECRET), corrections=corrections)
    return read_workbook(path, NAME, desk)


def told(book):
    return book.issues.select("severity", "rule", "sheet", "cell").rows()


def test_the_new_value_is_read_where_the_old_one_stands(tmp_path):
    book = read(tmp_path, correction("G2", "15", "150"), 人数=15)

    (row,) = body(book)
    assert row["headcount"] == "150"
    assert told(book) == [("I", "N-FIX", "四送与慰问", "G2")]
    assert is_balanced(book)


def test_the_note_says_who_and_why_and_quotes_no_value(tmp_path):
    book = read(tmp_path, correction("H2", "1680", "168"), **{"标准(元/人)": 1680})

    (message,) = book.issues["message"]
    assert "李四" in message
    assert "核对名册" in message
    assert "168" not in message


@pytest.mark.parametrize(
    ("place", "sheet"), [("G2", "四送与慰问"), ("G9", "四送与慰问"), ("G2", "慰问")]
)
def test_where_the_old_value_is_gone_the_cell_is_read_as_it_stands(tmp_path, place, sheet):
    book = read(tmp_path, correction(place, "15", "150", sheet), 人数=16)

    (row,) = body(book)
    assert row["headcount"] == "16"
    assert told(book) == [("E", "E-C12", sheet, place)]
    assert needs_reply(book.issues) == []


def test_a_correction_counts_for_its_own_workbook_alone(tmp_path):
    book = read(tmp_path, correction("G2", "15", "150", workbook="2024-08/帮扶.xlsx"), 人数=15)

    assert body(book)[0]["headcount"] == "15"
    assert told(book) == []


def test_corrections_of_one_cell_follow_each_other(tmp_path):
    book = read(tmp_path, correction("G2", "15", "16"), correction("G2", "16", "150"), 人数=15)

    assert body(book)[0]["headcount"] == "150"
    assert [rule for _, rule, _, _ in told(book)] == ["N-FIX", "N-FIX"]


def test_an_empty_cell_can_be_filled_and_is_counted(tmp_path):
    before = read(tmp_path, 凭证号=None).balance.seen
    book = read(tmp_path, correction("L2", "", "记-7-3"), 凭证号=None)

    assert body(book)[0]["voucher_no"] == "记-7-3"
    assert book.balance.seen == before + 1
    assert is_balanced(book)


@pytest.mark.parametrize(
    ("typed", "old", "rule"), [("#DIV/0!", "#DIV/0!", "E-C05"), ("=I2/H2", "", "E-C04")]
)
def test_an_error_and_a_formula_without_a_value_can_be_corrected(tmp_path, typed, old, rule):
    before = read(tmp_path, 人数=typed)
    book = read(tmp_path, correction("G2", old, "150"), 人数=typed)

    assert (rule, "G2") in before.issues.select("rule", "cell").rows()
    assert body(book)[0]["headcount"] == "150"
    assert told(book) == [("I", "N-FIX", "四送与慰问", "G2")]
    assert is_balanced(book)


def test_dates_and_blanks_at_the_ends_compare_by_their_text(tmp_path):
    early = correction("E2", "2023-07-09", "2024-07-09")
    book = read(
        tmp_path,
        early,
        correction("A2", "BF-1", "BF-2"),
        发放日期=dt.date(2023, 7, 9),
        批次号="BF-1 ",
    )

    (row,) = body(book)
    assert (row["pay_date"], row["batch_id"]) == ("2024-07-09", "BF-2")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("150", 150),
        ("-3.5", -3.5),
        ("0.1", 0.1),
        ("007", "007"),
        ("1,500", "1,500"),
        ("2.4万", "2.4万"),
        ("2024-07-09", "2024-07-09"),
        ("12345678901234567", "12345678901234567"),
    ],
)
def test_a_plain_number_becomes_one_and_all_else_stays_text(text, value):
    assert value_of(text) == value
    assert type(value_of(text)) is type(value)


@pytest.mark.parametrize(
    ("cell", "place"),
    [("A1", (0, 0)), ("J5", (4, 9)), ("AA10", (9, 26)), ("第4行", None), ("A0", None), ("5", None)],
)
def test_an_address_names_row_and_column(cell, place):
    assert place_of(cell) == place


def test_a_row_shorter_than_the_corrected_cell_is_made_longer():
    grid = Grid("四送与慰问", (("甲",), ("乙", 2)))

    (after,), _ = correct_grids([grid], [correction("C1", "", "3")])

    assert after.rows == (("甲", None, 3), ("乙", 2))
