"""Workbooks of other kinds as .xlsx: formulas, number formats and widths come along."""

from __future__ import annotations

import struct
from pathlib import Path

import openpyxl
import pytest

from tests.workbooks.old_formats import Shared, with_content, write_ods, write_xls
from tests.workbooks.test_marked_copies import SHEET, converted, marked
from workbooks.biff_tokens import as_excel as of_biff
from workbooks.marking.rebuilding import ONCE_A_FORMULA
from workbooks.opendocument_formulas import as_excel as of_opendocument
from workbooks.opening import read_file


@pytest.mark.parametrize(
    ("formula", "written"),
    [
        ("of:=SUM([.B3:.B5])", "SUM(B3:B5)"),
        ("of:=[.G4]*[.$H$4]", "G4*$H$4"),
        ('of:=IF([.A1]="a;b";1;"")', 'IF(A1="a;b",1,"")'),
        ("of:=[$内部.B1]+1", "'内部'!B1+1"),
        ("of:=SUM([$'二 月'.A1:.B2];5)", "SUM('二 月'!A1:B2,5)"),
        ("of:=COM.MICROSOFT.IFS([.A1]>1;2)", "_xlfn.IFS(A1>1,2)"),
        ("of:=SUM([.A1]~[.A3])", None),
        ("of:={1;2}", None),
        ("of:=ORG.OPENOFFICE.EASTERSUNDAY(2024)", None),
        ("of:=['file:///c:/x.ods'#$A.A1]", None),
        ('of:=DDE("soffice";"a";"b")', None),
        ("of:=[.#REF!]+1", None),
        ("msoxl:=A1", None),
    ],
)
def test_a_formula_of_a_document_is_written_as_excel_has_it_or_not_at_all(formula, written):
    assert of_opendocument(formula) == written


def cell(row: int, column: int) -> bytes:
    """Return the tokens of a relative cell, rows and columns from 0."""
    return struct.pack("<BHH", 0x44, row, column | 0xC000)


def cell_beside(columns: int) -> bytes:
    """Return the tokens of a cell of the same row, so many columns away."""
    return struct.pack("<BHH", 0x4C, 0, columns % 256 | 0xC000)


JUMPS_OF_CHOOSE = struct.pack("<BBHHH", 0x19, 0x04, 1, 0, 0)

DISTANT = (
    struct.pack("<BHH", 0x4C, 0xFFFF, 0xFE | 0xC000)
    + struct.pack("<BHH", 0x4C, 4, 0xFE | 0x4000)
    + b"\x05"
)
"""The cell a row up and two columns left, times the one of the fifth row."""

AREA = struct.pack("<BHHHH", 0x25, 3, 8, 6 | 0xC000, 6 | 0xC000)


@pytest.mark.parametrize(
    ("tokens", "written"),
    [
        (cell(3, 6) + cell(3, 7) + b"\x05", "G4*H4"),
        (AREA + b"\x19\x10\0\0", "SUM(G4:G9)"),
        (struct.pack("<BHH", 0x44, 0, 0), "$A$1"),
        (cell(0, 0) + b"\x1e\x02\0" + b"\x03\x15" + b"\x1e\x03\0" + b"\x06", "(A1+2)/3"),
        (b"\x17\x01\x00a" + b"\x17\x01\x01" + "多".encode("utf-16-le") + b"\x08", '"a"&"多"'),
        (AREA + cell(0, 0) + b"\x42\x02\x04\x00", "SUM(G4:G9,A1)"),
        (cell(0, 0) + b"\x1e\x02\0" + b"\x41\x1b\x00", "ROUND(A1,2)"),
        (b"\x1f" + struct.pack("<d", 0.1) + b"\x13", "-0.1"),
        (b"\x1d\x01" + b"\x16" + cell(0, 0) + b"\x42\x03\x01\x00", "IF(TRUE,,A1)"),
        (b"\x1c\x2a" + b"\x2a\0\0\0\0" + b"\x03", "#N/A+#REF!"),
        (
            cell(0, 0) + b"\x19\x04\x01\0\0\0\0\0" + b"\x1e\x02\0" + b"\x42\x02\x64\x00",
            "CHOOSE(A1,2)",
        ),
        (b"\x3a\x01\0" + cell(3, 6)[1:], "'二月'!G4"),
        (b"\x3b\x02\0" + AREA[1:], "'张''王'!G4:G9"),
        (b"\x3a\x03\0" + cell(3, 6)[1:], None),  # of another workbook
        (b"\x01\x05\0\0\0", None),  # of an array
        (DISTANT, None),  # distances from no place
        (b"\x41\xff\x7f", None),
        (cell(0, 0) + b"\x42\x01\xff\x00", None),  # a function of an add-in
        (b"\x05", None),
        (cell(0, 0) + cell(0, 1), None),
        (b"\x44\x00", None),
        (b"\x17\xff\x00a", None),
        (b"", None),
    ],
)
def test_the_tokens_of_an_old_formula_are_told_exactly_or_not_at_all(tokens, written):
    assert of_biff(tokens, sheets={1: "二月", 2: "张'王"}.get) == written


@pytest.mark.parametrize(
    ("place", "written"),
    [
        ((5, 3), "B5*B$5"),
        ((0, 1), "IV65536*IV$5"),  # round the sheet's edges, of 65,536 rows and 256 columns
        ((1, 2), "A1*A$5"),
    ],
)
def test_a_shared_formula_is_told_for_each_of_its_cells(place, written):
    assert of_biff(DISTANT, place) == written


def test_an_area_of_a_shared_formula_moves_with_its_cell():
    area = struct.pack("<BHHHH", 0x2D, 0xFFFE, 0xFFFF, 0xC000, 0xC000)
    assert of_biff(area + b"\x19\x10\0\0", (4, 6)) == "SUM(G3:G4)"


def test_cells_that_share_a_formula_come_back_each_with_its_own(tmp_path):
    product = cell_beside(-2) + cell_beside(-1) + b"\x05"
    path = write_xls(tmp_path / "book.xls", {SHEET: [[2, 3, Shared(product)], [4, 5]]})
    sheet = openpyxl.load_workbook(marked(path, tmp_path))[SHEET]

    assert [sheet[place].value for place in ("C1", "C2")] == ["=A1*B1", "=A2*B2"]


def test_a_shared_formula_that_nobody_calculated_is_no_empty_cell(tmp_path):
    product = cell_beside(-2) + cell_beside(-1) + b"\x05"
    path = write_xls(tmp_path / "book.xls", {SHEET: [[2, 3, Shared(product)], [4, 5]]})
    (grid,) = read_file(path).grids

    assert grid.unvalued == ((0, 2), (1, 2))


def test_an_old_formula_comes_back_with_its_result_and_another_says_that_it_was_one(tmp_path):
    rows = [[2, 3, cell(0, 0) + cell(0, 1) + b"\x05", b"\x01\x05\0\0\0"]]
    copy = marked(write_xls(tmp_path / "book.xls", {SHEET: rows}), tmp_path)
    sheet = openpyxl.load_workbook(copy)[SHEET]

    assert sheet["C1"].value == "=A1*B1"
    assert sheet["D1"].comment.text == ONCE_A_FORMULA


ODS = """<office:document-content office:version="1.2"
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0">
<office:automatic-styles>
<number:number-style style:name="N1"><number:number number:decimal-places="2"
 number:min-integer-digits="1" number:grouping="true"/></number:number-style>
<number:date-style style:name="N2"><number:year number:style="long"/><number:text>年</number:text>
<number:month/><number:text>月</number:text></number:date-style>
<number:percentage-style style:name="N3"><number:number number:decimal-places="1"
 number:min-integer-digits="1"/><number:text>%</number:text></number:percentage-style>
<style:style style:name="c1" style:family="table-cell" style:data-style-name="N1"/>
<style:style style:name="c2" style:family="table-cell" style:parent-style-name="p2"/>
<style:style style:name="p2" style:family="table-cell" style:data-style-name="N2"/>
<style:style style:name="c3" style:family="table-cell" style:data-style-name="N3"/>
<style:style style:name="w1" style:family="table-column">
<style:table-column-properties style:column-width="2.54cm"/></style:style>
</office:automatic-styles><office:body><office:spreadsheet>
<table:table table:name="四送与慰问">
<table:table-column table:style-name="w1"/>
<table:table-column table:number-columns-repeated="16383" table:default-cell-style-name="c3"/>
<table:table-row>
<table:table-cell table:style-name="c1" office:value-type="float" office:value="1234.5"/>
<table:table-cell office:value-type="float" office:value="0.25"/>
<table:table-cell table:style-name="c2" office:value-type="date" office:date-value="2024-07-09"/>
<table:table-cell table:formula="of:=[.A1]*2" office:value-type="float" office:value="2469"/>
<table:table-cell table:formula="of:=&quot;a&quot;" office:value-type="string"><text:p>a</text:p>
</table:table-cell>
<table:table-cell table:formula="of:=[.A1]~[.B1]" office:value-type="float" office:value="7"/>
<table:table-cell table:formula="of:=[.A1]+1"/>
</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"""


@pytest.fixture
def document(tmp_path) -> Path:
    """An .ods with formats, a width, formulas with and without results, and one of its own."""
    return with_content(write_ods(tmp_path / "book.ods", {}), ODS.replace("\n<", "<"))


def test_formats_widths_and_formulas_of_a_document_come_along(document, tmp_path):
    copy = marked(document, tmp_path)
    sheet = openpyxl.load_workbook(copy)[SHEET]
    results = openpyxl.load_workbook(copy, data_only=True)[SHEET]

    formats = [sheet[cell].number_format for cell in ("A1", "B1", "C1")]
    assert formats == ["#,##0.00", "0.0%", 'yyyy"年"m"月"']
    # an inch is 96 pixels; 5 of them are margins, 7 make a digit
    assert sheet.column_dimensions["A"].width == pytest.approx((96 - 5) / 7, abs=0.01)
    assert [sheet[cell].value for cell in ("D1", "E1", "F1", "G1")] == ["=A1*2", '="a"', 7, "=A1+1"]
    assert [results[cell].value for cell in ("D1", "E1", "G1")] == [2469, "a", None]
    assert sheet["F1"].comment.text == ONCE_A_FORMULA


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ('decimal-places="2"', 'decimal-places="4000000000"'),
        ('column-width="2.54cm"', 'column-width="99999999cm"'),
        ("<number:text>年", f"<number:text>{'年' * 5000}"),
        ("of:=[.A1]*2", "of:=" + "1+" * 5000 + "1"),
        ('columns-repeated="16383"', 'columns-repeated="4000000000"'),
    ],
)
def test_a_document_out_of_all_measure_comes_back_with_its_values(tmp_path, was, now):
    assert was in ODS
    content = ODS.replace(was, now).replace("\n<", "<")
    path = with_content(write_ods(tmp_path / "book.ods", {}), content)

    sheet = openpyxl.load_workbook(marked(path, tmp_path), data_only=True)[SHEET]

    assert [sheet[cell].value for cell in ("A1", "B1", "D1")] == [1234.5, 0.25, 2469]
    assert (sheet.column_dimensions["A"].width or 0) <= 255
    assert all(len(cell.number_format) <= 255 for cell in sheet[1])


def test_a_copy_of_a_document_reads_as_the_document_did(document, tmp_path):
    (before,) = read_file(document).grids
    after = read_file(marked(document, tmp_path)).grids[1]

    assert after.rows == before.rows
    assert after.unvalued == before.unvalued == ((0, 6),)


@pytest.mark.prove
@pytest.mark.parametrize("kind", ["ods", "xls"])
def test_libreoffice_s_own_file_comes_back_with_formulas_that_it_can_calculate(tmp_path, kind):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = SHEET
    sheet.append([150, 168, "=A1*B1", '=IF(A1>1,"多","少")', "=ROUND((A1+2)*$B$1/3,2)"])
    sheet.append([1, 2, "=SUM(A1:B2)", "=SUM(A1:A2,5)", '="甲"&"乙;丙"'])
    other = book.create_sheet("二月")
    for row in range(1, 4):
        other.append([row, f"='{SHEET}'!A1+A{row}", f"=A{row}*$A$3"])
    sheet["B1"].number_format, sheet["C1"].number_format = "#,##0.00", "0.0%"
    sheet.column_dimensions["A"].width = 31
    book.save(tmp_path / "book.xlsx")
    source = converted(tmp_path / "book.xlsx", kind)

    copy = marked(source, tmp_path)
    kept = openpyxl.load_workbook(copy)[SHEET]
    again = openpyxl.load_workbook(converted(copy, "xlsx"), data_only=True)[SHEET]

    formulas = [[cell.value for cell in row] for row in sheet]
    held = kept.iter_rows(max_row=2, max_col=5, values_only=True)
    assert [list(row) for row in held] == formulas
    assert list(openpyxl.load_workbook(copy)["二月"].values) == list(other.values)
    assert [kept[cell].number_format for cell in ("B1", "C1")] == ["#,##0.00", "0.0%"]
    assert kept.column_dimensions["A"].width > 2 * kept.column_dimensions["B"].width
    # 150 × 168 = 25200; (150 + 2) × 168 ÷ 3 = 8512; 150 + 168 + 1 + 2 = 321; 150 + 1 + 5 = 156
    assert [cell.value for cell in again[1][:5]] == [150, 168, 25200, "多", 8512]
    assert [cell.value for cell in again[2][:5]] == [1, 2, 321, 156, "甲乙;丙"]
