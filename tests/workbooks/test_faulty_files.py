"""Files that are none: one finding each, in a sentence, and never a traceback."""

from __future__ import annotations

import pytest

from tests.workbooks.by_hand import (
    HEADING,
    body,
    found,
    read_book,
    read_reliefs,
    relief,
    write_book,
)

HTML = "<html><body><table><tr><td>批次号</td></tr></table></body></html>"
TABS = "批次号\t人数\nBF-1\t150\n"

FAULTY = {
    "empty.xlsx": b"",
    "empty.xls": b"",
    "empty.csv": b"",
    "page.xls": HTML.encode("gbk"),
    "page.xlsx": HTML.encode("utf-8"),
    "tabs.xls": TABS.encode("gbk"),
    "torn.xlsx": b"PK\x03\x04torn",
    "torn.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600,
    "noise.xlsx": bytes(range(256)) * 8,
    "binary.csv": b"PK\x03\x04\x14\x00\xff\xfe\xff",
    "long.csv": b"x" * 200_000,
    "text.et": "四送与慰问".encode(),
}


@pytest.mark.parametrize("name", FAULTY)
def test_a_file_that_cannot_be_read_gives_one_error(tmp_path, name):
    path = tmp_path / name
    path.write_bytes(FAULTY[name])
    book = read_book(path)

    ((rule, _),) = found(book, notes=True)
    assert rule in {"E-F01", "E-F02"}
    assert not book.readable
    assert (book.cells.height, book.tables) == (0, ())
    assert is_a_sentence(book.issues["message"][0])


@pytest.mark.parametrize("name", ["说明.docx", "截图.png", "报表.zip", "报表.rar"])
def test_a_file_that_is_called_no_table_is_not_asked_to_be_saved_as_one(tmp_path, name):
    path = tmp_path / name
    path.write_bytes(b"\x89PNG\r\n\x00")

    (message,) = read_book(path).issues["message"]
    assert message.endswith("压缩包请解压，放入其中的工作簿；不是报表的，请移出报表文件夹。")


def is_a_sentence(message: str) -> bool:
    return "请" in message and "Error" not in message and "Traceback" not in message


@pytest.mark.parametrize(
    "name", [name for name in FAULTY if name not in ("empty.csv", "binary.csv", "long.csv")]
)
def test_a_workbook_that_is_none_is_told_to_be_unreadable(tmp_path, name):
    path = tmp_path / name
    path.write_bytes(FAULTY[name])

    assert found(read_book(path)) == [("E-F01", "")]


def test_a_file_that_is_gone_is_an_error_too(tmp_path):
    assert found(read_book(tmp_path / "gone.xlsx")) == [("E-F01", "")]


def test_the_name_of_an_unreadable_file_tells_which_return_it_is(tmp_path):
    path = tmp_path / "202407_w05_帮扶中心_v1.xlsx"
    path.write_bytes(b"")

    assert read_book(path).cover.table_code == "W05"


def test_a_torn_workbook_is_unreadable_wherever_it_was_torn(tmp_path):
    whole = write_book(tmp_path / "whole.xlsx", {"四送与慰问": [HEADING, relief()]}).read_bytes()
    for length in range(0, len(whole), 397):
        path = tmp_path / "torn.xlsx"
        path.write_bytes(whole[:length])

        assert found(read_book(path)) == [("E-F01", "")]


def test_a_workbook_under_the_name_of_an_old_one_is_read_all_the_same(tmp_path):
    path = write_book(tmp_path / "a.xlsx", {"四送与慰问": [HEADING, relief()]})
    old = path.rename(tmp_path / "a.xls")

    assert len(body(read_book(old))) == 1


def test_a_workbook_of_empty_sheets_says_what_is_missing(tmp_path):
    book = read_book(write_book(tmp_path / "a.xlsx", {"Sheet1": [], "Sheet2": []}))

    assert found(book) == [("E-F02", "")]


@pytest.mark.parametrize("number", [1e20, 1e30, 1e300, 5e-324, -0.0])
def test_a_number_of_any_size_is_read(tmp_path, number):
    book = read_reliefs(tmp_path, [HEADING, relief(人数=number)])

    assert float(body(book)[0]["headcount"]) == number
