"""统计表: numbers are numbers, text is text, and nothing tells more than the document."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from decimal import Decimal

import openpyxl
import pytest

from schemas.bulletin import Cell
from tests.documents.example import PROJECTS, REAL, SAMPLE
from workbooks.statistical_tables import number_format, write_tables


def opened(document):
    return openpyxl.load_workbook(io.BytesIO(write_tables(document)))


@pytest.fixture(scope="module")
def book():
    return opened(SAMPLE)


def texts(sheet) -> list[str]:
    return [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]


def cell_saying(sheet, text: str):
    return next(cell for row in sheet.iter_rows() for cell in row if cell.value == text)


def test_there_is_a_sheet_for_each_table_after_the_contents(book):
    assert book.sheetnames == ["目录", "表1", "表2"]


def test_the_contents_name_and_link_every_table(book):
    contents = book["目录"]
    linked = [cell for row in contents for cell in row if cell.hyperlink]
    links = {cell.value: cell.hyperlink.location for cell in linked}

    assert SAMPLE.title in texts(contents)
    assert any("2024-10" in text for text in texts(contents))
    assert links == {"送温暖等项目资金发放情况": "'表1'!A1", "各乡镇基层工会": "'表2'!A1"}


@pytest.mark.parametrize(("document", "marked"), [(SAMPLE, True), (REAL, False)])
def test_every_sheet_of_a_sample_says_so_and_no_other_does(document, marked):
    for sheet in opened(document):
        assert any("示例数据" in text for text in texts(sheet)) is marked


def test_numbers_are_numbers_that_look_as_printed(book):
    row = cell_saying(book["表1"], "冬送温暖").row
    heads, amount = book["表1"].cell(row, 2), book["表1"].cell(row, 3)

    assert (heads.value, heads.data_type, heads.number_format) == (240, "n", "0")
    assert (amount.value, amount.data_type, amount.number_format) == (24, "n", "0.00")
    assert amount.alignment.horizontal == "right"


def test_what_is_withheld_or_rounded_away_stays_text(book):
    row = cell_saying(book["表1"], "=1+1").row

    assert [book["表1"].cell(row, column).value for column in (2, 3)] == ["…", "30余"]


@pytest.mark.parametrize("text", ["=1+1", "+86", "-", "@SUM(A1)", "{=A1}", "http://example.org"])
def test_text_never_becomes_a_formula_or_a_link(text):
    table = replace(PROJECTS, rows=((Cell((text,)), Cell((text,)), Cell((text,))),))
    document = replace(SAMPLE, blocks=(table,))

    assert b"<f>" not in sheet_xml(document)
    assert cell_saying(opened(document)["表1"], text).hyperlink is None


def sheet_xml(document) -> bytes:
    with zipfile.ZipFile(io.BytesIO(write_tables(document))) as package:
        return package.read("xl/worksheets/sheet2.xml")


def test_a_row_is_as_high_as_its_longest_text():
    """Of 44 half-widths two are edges: 100 need three lines of 15 points."""
    told = replace(PROJECTS.rows[0][0], spans=("职工" * 25,))
    rows = ((told, *PROJECTS.rows[0][1:]), *PROJECTS.rows[1:])
    sheet = opened(replace(REAL, blocks=(replace(PROJECTS, rows=rows),)))["表1"]
    row = cell_saying(sheet, "职工" * 25).row

    assert sheet.row_dimensions[row].height == 45
    assert sheet.row_dimensions[row + 1].height in (None, 15)


def test_the_header_is_frozen_and_repeated_in_print(book):
    sheet = book["表1"]
    header = cell_saying(sheet, "项目").row

    assert sheet.freeze_panes == f"A{header + 1}"
    assert sheet.print_title_rows == f"${header}:${header}"


def test_sheets_print_on_a4_across_one_page_wide(book):
    for sheet in book:
        assert sheet.page_setup.paperSize == 9
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert int(sheet.page_setup.fitToHeight) == 0  # as many pages down as it takes


def test_unit_above_notes_below_and_totals_bold(book):
    sheet = book["表1"]
    rows = {text: cell_saying(sheet, text).row for text in ("单位：万元", "项目", "合计")}
    notes = [cell_saying(sheet, note).row for note in PROJECTS.notes]

    assert rows["单位：万元"] < rows["项目"] < rows["合计"] < notes[0] < notes[1]
    assert cell_saying(sheet, "合计").font.bold


def test_the_same_document_gives_the_same_bytes():
    assert write_tables(SAMPLE) == write_tables(SAMPLE)


def test_the_file_names_the_union(book):
    assert book.properties.creator == SAMPLE.issuer
    assert book.properties.title == SAMPLE.title


@pytest.mark.parametrize(
    ("text", "value", "shown"),
    [
        ("240", "240", "0"),
        ("24.00", "24", "0.00"),
        ("19.12", "19.116", "0.00"),
        ("12.5%", "12.5", '0.0"%"'),
        ("-25", "-25", "0"),
        ("120,000", "120000", "#,##0"),
        ("约78.5", "78.5", '"约"0.0'),
        ("19.11", "19.116", None),
        ("30余", "31.26", None),
        ("…", "3", None),
        ("1—10", "1", None),
        ("12.5%", "0.125", None),
    ],
)
def test_a_format_exists_only_where_excel_prints_the_same_words(text, value, shown):
    assert number_format(text, Decimal(value)) == shown
