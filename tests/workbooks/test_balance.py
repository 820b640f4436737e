"""Nothing is silently lost: cells seen = cells used + cells set aside with a reason."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.workbooks.by_hand import HEADING, is_balanced, read_book, relief, write_return

STRAY = "漏"
BROAD, DEEP = 16, 14


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    """A return with a title, a merged cell, a total, a signature and a remark without heading."""
    total = ["合计", *[None] * 5, 300, None, 50400]
    below = relief(批次号="BF-2", 项目名称=None)
    rows = [["慰问发放表"], [], HEADING, relief(), below, total, ["填表人：某"]]
    path = tmp_path_factory.mktemp("plain") / "plain.xlsx"
    return write_return(path, "W05", {"四送与慰问": rows}, {"四送与慰问": ["C4:C5"]})


def test_every_cell_of_the_sample_is_used_or_set_aside(sample_books):
    assert len(sample_books) == 90
    for name, book in sample_books.items():
        assert is_balanced(book), name


def test_the_cells_seen_are_those_that_openpyxl_counts(sample_files, sample_books):
    for name, path in list(sample_files.items())[::7]:
        if path.suffix == ".xlsx":
            assert sample_books[name].balance.seen == count_cells(path), name


def count_cells(path: Path) -> int:
    book = openpyxl.load_workbook(path)
    return sum(
        cell.value is not None and str(cell.value).strip() != ""
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
    )


def test_the_csv_of_the_sample_is_counted_field_by_field(sample_files, sample_books):
    (name,) = (name for name in sample_files if name.endswith(".csv"))
    fields = sample_files[name].read_bytes().decode("gbk").replace("\r\n", ",").split(",")

    assert sample_books[name].balance.seen == sum(field.strip() != "" for field in fields)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(row=st.integers(1, DEEP), column=st.integers(1, BROAD), sheet=st.sampled_from([0, 1, 3]))
def test_a_stray_value_anywhere_is_counted_once_and_accounted_for(
    plain, tmp_path, row, column, sheet
):
    book = openpyxl.load_workbook(plain)
    page = book.worksheets[sheet]
    cell = page.cell(row, column)
    if cell.value is not None or isinstance(cell, openpyxl.cell.cell.MergedCell):
        return
    cell.value = STRAY
    book.save(tmp_path / "stray.xlsx")

    before, after = read_book(plain), read_book(tmp_path / "stray.xlsx")

    assert after.balance.seen == before.balance.seen + 1
    assert after.balance != before.balance
    assert is_balanced(before)
    assert is_balanced(after)


def test_a_sheet_that_is_blocked_is_set_aside_cell_by_cell(tmp_path):
    path = write_return(tmp_path / "a.xlsx", "W05", {"四送与慰问": [HEADING[:-3], relief()[:-3]]})
    book = read_book(path)

    assert book.blocked == ("reliefs",)
    assert book.balance.set_aside["整表待更正"] == 18
    assert is_balanced(book)


def test_reading_changes_nothing_in_the_departments_file(tmp_path, plain):
    before = plain.read_bytes()
    read_book(plain)

    assert plain.read_bytes() == before
    assert zipfile.is_zipfile(plain)
