"""Rosters: known beside any return, keyed at the door, every cell accounted for."""

from __future__ import annotations

import pytest

from tests.workbooks.by_hand import (
    HEADING,
    body,
    found,
    is_balanced,
    read_book,
    relief,
    write_book,
    write_return,
)

ONE, TWO = "999999190001010015", "999999190001010031"
NAME, PHONE, CARD, BANK = "样本〇二七", "13800000027", "6222000000000000271", "示例银行"

HEADINGS = ("批次号", "姓名", "身份证号", "电话", "开户行", "银行卡号", "金额(元)")
LIST = [
    ["BF-1", NAME, ONE, PHONE, BANK, CARD, 100],
    ["BF-1", NAME, TWO, PHONE, BANK, CARD, 200],
]
PERSONAL = (ONE, TWO, NAME, PHONE, CARD, BANK)


def read(folder, sheets, merged=None, code="W05"):
    return read_book(write_return(folder / "帮扶.xlsx", code, sheets, merged))


@pytest.mark.parametrize("title", ["名册", "花名册", "金秋助学名册", "Sheet2"])
def test_a_roster_is_known_by_its_name_or_by_all_of_its_headings(title, tmp_path):
    book = read(tmp_path, {title: [HEADINGS, *LIST]})

    rows = body(book, "roster_entries")
    assert [(row["batch_id"], row["amount_cny"]) for row in rows] == [
        ("BF-1", "100"),
        ("BF-1", "200"),
    ]
    assert "roster_entries" in book.tables
    assert found(book) == []


def test_of_a_person_only_a_key_leaves_the_reader(tmp_path):
    book = read(tmp_path, {"名册": [HEADINGS, *LIST]})

    keyed = book.cells.filter(table="roster_entries", code="person_key", part="body")
    assert keyed["kind"].to_list() == ["keyed", "keyed"]
    assert keyed["text"].n_unique() == 2
    told = book.cells.write_csv() + book.issues.write_csv()
    assert [value for value in PERSONAL if value in told] == []


def test_every_cell_of_a_roster_is_used_or_set_aside(tmp_path):
    without = read(tmp_path, {})
    book = read(tmp_path, {"名册": [HEADINGS, *LIST, ["合计", *[None] * 5, 300]]})

    assert is_balanced(book)
    # Three of seven columns are read, twice, and the total; the others are personal.
    assert book.balance.used - without.balance.used == 3 * 2 + 1
    assert book.balance.set_aside["个人信息"] == 4 * 2


def test_one_workbook_may_hold_a_roster_for_each_batch(tmp_path):
    other = [["BF-2", NAME, ONE, PHONE, BANK, CARD, 300]]
    book = read(tmp_path, {"名册1": [HEADINGS, *LIST], "名册2": [HEADINGS, *other]})

    sheets = book.cells.filter(table="roster_entries", code="batch_id", part="body")
    assert sheets["sheet"].to_list() == ["名册1", "名册1", "名册2"]
    assert book.tables.count("roster_entries") == 1
    assert found(book) == []


def test_a_merged_batch_number_holds_for_each_of_its_rows(tmp_path):
    rows = [LIST[0], [None, *LIST[1][1:]]]
    book = read(tmp_path, {"名册": [HEADINGS, *rows]}, {"名册": ["A2:A3"]})

    assert [row["batch_id"] for row in body(book, "roster_entries")] == ["BF-1", "BF-1"]


@pytest.mark.parametrize("code", ["W02", "W05", "W06", "W07"])
def test_any_return_may_hold_one(code, tmp_path):
    assert "roster_entries" in read(tmp_path, {"名册": [HEADINGS, *LIST]}, code=code).tables


def test_an_id_typed_as_a_number_is_told_at_its_cell(tmp_path):
    wrong = [["BF-1", NAME, int(ONE), PHONE, BANK, CARD, 100]]

    assert found(read(tmp_path, {"名册": [HEADINGS, *wrong]})) == [("E-C03", "C2")]


def test_a_roster_without_its_batch_number_says_what_is_missing(tmp_path):
    book = read(tmp_path, {"名册": [HEADINGS[1:], *(row[1:] for row in LIST)]})

    assert found(book) == [("E-F04", "")]
    assert "批次号" in book.issues.filter(rule="E-F04")["message"][0]


def test_a_sheet_of_the_return_is_no_roster_whatever_it_is_called(tmp_path):
    path = write_book(tmp_path / "帮扶.xlsx", {"慰问名册": [HEADING, relief()]})

    assert read_book(path).tables == ("reliefs",)


def test_a_list_that_is_neither_is_still_set_aside(tmp_path):
    book = read(tmp_path, {"通讯录": [["姓名", "电话"], [NAME, PHONE]]})

    assert found(book) == [("W-F03", "")]
