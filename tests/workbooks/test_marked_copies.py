"""Marked copies: all that was there is there still, and office programs open them."""

from __future__ import annotations

import os
import re
import subprocess
import zipfile
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import polars as pl
import pytest
import xlsxwriter
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from schemas.finding import Finding, issues_of
from tests.browser import required
from tests.documents.office import faults_of
from tests.workbooks.by_hand import HEADING, relief
from tests.workbooks.hostile import SAMPLE
from tests.workbooks.old_formats import write_ods, write_xls
from workbooks.explaining import FAULT_LIST
from workbooks.replies import mark_copy, suffix_of

NAME = "2024-07/book.xlsx"
SHEET = "四送与慰问"
FAULTS = (("E-C02", "G4"), ("W-P01", "I4"), ("E-R01", "第4行"), ("E-F04", ""))


def issues(sheet: str = SHEET) -> pl.DataFrame:
    return issues_of(
        Finding(rule, "须更正的地方", NAME, sheet, cell, "人数") for rule, cell in FAULTS
    )


def by_openpyxl(path: Path) -> Path:
    """Write a book with everything that a clerk may have put into it."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = SHEET
    for row in (["发放表"], [], HEADING, relief(), ["合计", *[None] * 5, "=SUM(G4:G4)"]):
        sheet.append(row)
    sheet.merge_cells("A1:L1")
    sheet.column_dimensions["C"].width = 31
    sheet.row_dimensions[2].hidden = True
    sheet.column_dimensions["K"].hidden = True
    sheet["C4"].comment = Comment("已核", "某")
    listed = DataValidation(type="list", formula1='"实物,慰问金"')
    listed.add("F4:F9")
    sheet.add_data_validation(listed)
    red = PatternFill(bgColor="FF0000")
    sheet.conditional_formatting.add("I4:I9", CellIsRule("greaterThan", ["50000"], fill=red))
    sheet.freeze_panes = "A4"
    book.create_sheet("内部").append(["x", "=1+1", "'=文字"])
    book["内部"].sheet_state = "hidden"
    book.save(path)
    return path


def by_xlsxwriter(path: Path) -> Path:
    """Write the like with XlsxWriter."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet(SHEET)
        sheet.merge_range("A1:L1", "发放表")
        day = book.add_format({"num_format": "yyyy/m/d"})
        sheet.write_row("A3", HEADING)
        for column, value in enumerate(relief()):
            sheet.write(3, column, value, day if column == 4 else None)
        sheet.write_formula("G5", "=SUM(G4:G4)", None, 150)
        sheet.set_column("C:C", 31)
        sheet.set_row(1, None, None, {"hidden": True})
        sheet.set_column("K:K", None, None, {"hidden": True})
        sheet.write_comment("C4", "已核", {"author": "某"})
        sheet.data_validation("F4:F9", {"validate": "list", "source": ["实物", "慰问金"]})
        rule = {"type": "cell", "criteria": ">", "value": 50000}
        sheet.conditional_format("I4:I9", rule | {"format": book.add_format({"bg_color": "red"})})
        inner = book.add_worksheet("内部")
        inner.write_string("A1", "=文字")
        inner.very_hidden()
    return path


def of_the_sample(path: Path) -> Path:
    """Copy a workbook of the sample."""
    path.write_bytes(SAMPLE.read_bytes())
    return path


@dataclass(frozen=True)
class Page:
    """All of a sheet that must be kept, apart from comments."""

    values: dict[str, object]
    merged: set[str]
    widths: dict[str, float]
    hidden: tuple[set[int], set[str], str]
    validations: set[str]
    conditions: set[str]
    formats: dict[str, str]


def page_of(sheet: Worksheet) -> Page:
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    return Page(
        values={cell.coordinate: (cell.value, cell.data_type) for cell in cells},
        merged={str(area) for area in sheet.merged_cells.ranges},
        widths={k: c.width for k, c in sheet.column_dimensions.items() if not c.hidden},
        hidden=(
            {row for row, dimension in sheet.row_dimensions.items() if dimension.hidden},
            {name for name, column in sheet.column_dimensions.items() if column.hidden},
            sheet.sheet_state,
        ),
        validations={f"{v.sqref} {v.formula1}" for v in sheet.data_validations.dataValidation},
        conditions={str(area.sqref) for area in sheet.conditional_formatting},
        formats={cell.coordinate: cell.number_format for cell in cells},
    )


def comments_of(sheet: Worksheet) -> dict[str, str]:
    return {c.coordinate: c.comment.text for row in sheet.iter_rows() for c in row if c.comment}


def marked(path: Path, folder: Path) -> Path:
    content = mark_copy(path, issues())
    copy = folder / f"{path.stem}_退回{suffix_of(content)}"
    copy.write_bytes(content)
    return copy


WRITERS = [by_openpyxl, by_xlsxwriter, of_the_sample]


@pytest.mark.parametrize("write", WRITERS)
def test_all_that_was_there_is_there_still(tmp_path, write):
    path = write(tmp_path / "book.xlsx")

    before, after = openpyxl.load_workbook(path), openpyxl.load_workbook(marked(path, tmp_path))

    assert after.sheetnames == [FAULT_LIST, *before.sheetnames]
    for sheet in before:
        assert page_of(after[sheet.title]) == page_of(sheet)
        for cell, text in comments_of(sheet).items():
            assert comments_of(after[sheet.title])[cell].startswith(text)


@pytest.mark.parametrize("write", WRITERS)
def test_the_marks_and_the_links_stand_at_the_cells(tmp_path, write):
    book = openpyxl.load_workbook(marked(write(tmp_path / "book.xlsx"), tmp_path))
    links = {cell.hyperlink.location for row in book[FAULT_LIST] for cell in row if cell.hyperlink}

    assert {f"'{SHEET}'!{cell}" for cell in ("G4", "I4", "A4")} == links
    for cell in ("G4", "I4", "A4"):
        assert "须更正的地方" in book[SHEET][cell].comment.text
    assert book[SHEET]["G4"].fill.fgColor.rgb.endswith("FFC7CE")
    assert book[SHEET]["I4"].fill.fgColor.rgb.endswith("FFEB9C")


MARKED = {"xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/comments1.xml"} | {
    *("xl/drawings/vmlDrawing1.vml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"),
    "[Content_Types].xml",
}


OPENPYXL_WARNS = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")


def decorated(path: Path) -> Path:
    """Write a book with what openpyxl would not keep: pictures, drawings, results, macros."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet(SHEET)
        sheet.write_row("A3", HEADING)
        sheet.write_formula("G4", "=1+1", None, 7)
        sheet.write_rich_string("C4", "夏送", book.add_format({"bold": True}), "清凉")
        sheet.write_comment("I4", "已核")
        sheet.insert_textbox("B9", "已由主任签字")
        sheet.insert_button("F9", {"caption": "汇总"})
        sheet.conditional_format("I4:I9", {"type": "data_bar", "data_bar_2010": True})
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": f"={SHEET}!$G$4:$G$5"})
        sheet.insert_chart("H9", chart)
        other = book.add_worksheet("内部")
        other.write("A1", "x")
        other.activate()
        book.define_name("内部!一处", "=内部!$A$1")
        macros = path.with_name("macros.bin")
        macros.write_bytes(b"macros")
        book.add_vba_project(str(macros))
    return path


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_every_part_that_no_mark_touches_comes_back_byte_for_byte(tmp_path):
    path = decorated(tmp_path / "book.xlsm")
    before, after = parts(path), parts(marked(path, tmp_path))

    kept = before.keys() - MARKED - {"xl/worksheets/sheet2.xml"}
    assert "xl/vbaProject.bin" in kept
    assert {"xl/drawings/drawing1.xml", "xl/charts/chart1.xml", "xl/sharedStrings.xml"} <= kept
    assert {name: after[name] for name in kept} == {name: before[name] for name in kept}


@OPENPYXL_WARNS
def test_a_copy_holds_results_drawings_and_macros(tmp_path):
    copy = marked(decorated(tmp_path / "book.xlsm"), tmp_path)
    held = parts(copy)

    assert copy.suffix == ".xlsm"
    assert openpyxl.load_workbook(copy, data_only=True)[SHEET]["G4"].value == 7
    assert b"dataBar" in held["xl/worksheets/sheet1.xml"].partition(b"<extLst")[2]
    assert "汇总".encode() in held["xl/drawings/vmlDrawing1.vml"]
    assert b"vbaProject" in held["xl/_rels/workbook.xml.rels"]
    assert b"sheet.macroEnabled.main" in held["[Content_Types].xml"]
    assert held["xl/vbaProject.bin"] == b"macros"


def test_macros_that_came_under_another_name_do_not_go_back(tmp_path):
    path = decorated(tmp_path / "book.xlsm").rename(tmp_path / "book.xlsx")
    copy = marked(path, tmp_path)
    held = parts(copy)

    assert copy.suffix == ".xlsx"
    assert b"vba" not in held["xl/_rels/workbook.xml.rels"]
    assert b"macroEnabled" not in held["[Content_Types].xml"]
    assert not [name for name in held if "vba" in name]


@OPENPYXL_WARNS
def test_names_follow_their_sheets_and_the_list_alone_is_selected(tmp_path):
    book = openpyxl.load_workbook(marked(decorated(tmp_path / "book.xlsm"), tmp_path))

    assert "一处" in book["内部"].defined_names
    assert [bool(sheet.sheet_view.tabSelected) for sheet in book] == [True, False, False]
    assert book.active.title == FAULT_LIST


def test_cells_without_addresses_and_cells_that_were_empty_are_marked(tmp_path):
    path = by_xlsxwriter(tmp_path / "book.xlsx")
    held = parts(path)
    sheet = held["xl/worksheets/sheet1.xml"]
    held["xl/worksheets/sheet1.xml"] = re.sub(rb'<c r="[A-Z]+[34]"', b"<c", sheet)
    with zipfile.ZipFile(path, "w") as package:
        for name, content in held.items():
            package.writestr(name, content)
    faults = [Finding("E-C01", "须填写", NAME, SHEET, cell, "") for cell in ("G4", "M4", "B8")]

    (tmp_path / "copy.xlsx").write_bytes(mark_copy(path, issues_of(faults)))

    copy = openpyxl.load_workbook(tmp_path / "copy.xlsx")[SHEET]
    assert [copy[cell].value for cell in ("A3", "G4")] == [HEADING[0], relief()[6]]
    assert {copy[cell].fill.fgColor.rgb for cell in ("G4", "M4", "B8")} == {"FFFFC7CE"}


@pytest.mark.prove
@pytest.mark.parametrize("write", [by_openpyxl, by_xlsxwriter, decorated])
def test_the_validator_finds_nothing_more_in_a_marked_copy(tmp_path, write):
    path = write(tmp_path / "book.xlsx")

    assert faults_of(marked(path, tmp_path)) == faults_of(path)


@pytest.mark.parametrize(("write", "suffix"), [(write_xls, "xls"), (write_ods, "ods")])
def test_other_kinds_of_file_come_back_with_their_values(tmp_path, write, suffix):
    row = [v if isinstance(v, str | int) else v.isoformat() for v in relief()]
    rows = [["发放表"], [], HEADING, row, ["=文字", "+1"]]
    path = write(tmp_path / f"book.{suffix}", {SHEET: rows, "内部": [["x"]]})

    book = openpyxl.load_workbook(marked(path, tmp_path))

    assert book.sheetnames == [FAULT_LIST, SHEET, "内部"]
    assert [[c.value for c in r if c.value is not None] for r in book[SHEET]] == rows
    assert {c.data_type for r in book[SHEET] for c in r} <= {"s", "n"}
    assert "须更正的地方" in book[SHEET]["G4"].comment.text


def converted(path: Path, kind: str) -> Path:
    """Return a file as LibreOffice opens it and saves it again."""
    folder = path.parent / kind
    profile = (path.parent / "profile").as_uri()
    subprocess.run(
        [
            *[required("soffice"), f"-env:UserInstallation={profile}", "--headless"],
            *["--convert-to", kind, "--outdir", str(folder), str(path)],
        ],
        check=True,
        capture_output=True,
        timeout=180,
        env=os.environ | {"LC_ALL": "C.UTF-8"},
    )
    return folder / f"{path.stem}.{kind}"


def by_libreoffice(path: Path) -> Path:
    """Save the clerk's book once with LibreOffice."""
    return converted(by_openpyxl(path), "xlsx")


@pytest.mark.prove
def test_a_workbook_of_libreoffice_keeps_all_that_it_held(tmp_path):
    path = by_libreoffice(tmp_path / "book.xlsx")

    before, after = openpyxl.load_workbook(path), openpyxl.load_workbook(marked(path, tmp_path))

    assert after.sheetnames == [FAULT_LIST, *before.sheetnames]
    for sheet in before:
        assert page_of(after[sheet.title]) == page_of(sheet)


@pytest.mark.prove
@pytest.mark.parametrize("write", [*WRITERS, by_libreoffice])
def test_libreoffice_opens_a_marked_copy_with_its_values_marks_and_links(tmp_path, write):
    source = write(tmp_path / "book.xlsx")
    copy = marked(source, tmp_path)

    sent = openpyxl.load_workbook(source)
    book = openpyxl.load_workbook(converted(copy, "xlsx"))

    assert book.sheetnames == [FAULT_LIST, *sent.sheetnames]
    for sheet in sent:
        held = {c: value for c, (value, kind) in page_of(sheet).values.items() if kind != "f"}
        shown = page_of(book[sheet.title]).values
        assert {cell: shown[cell][0] for cell in held} == held
        assert sheet.sheet_state[:4] == book[sheet.title].sheet_state[:4] or (
            sheet.sheet_state == "veryHidden"
        )
    assert "须更正的地方" in comments_of(book[SHEET])["G4"]
    cells = [cell for row in book[FAULT_LIST] for cell in row if cell.hyperlink]
    places = {cell.hyperlink.location or cell.hyperlink.target for cell in cells}
    assert {re.sub(r"[#'$]", "", place) for place in places} == {
        f"{SHEET}!{cell}" for cell in ("G4", "I4", "A4")
    }


@pytest.mark.prove
def test_libreoffice_prints_a_marked_copy(tmp_path):
    copy = marked(by_openpyxl(tmp_path / "book.xlsx"), tmp_path)

    text = subprocess.run(
        [required("pdftotext"), "-enc", "UTF-8", str(converted(copy, "pdf")), "-"],
        check=True,
        capture_output=True,
        timeout=60,
    ).stdout.decode()

    assert "退回更正" in text
    assert "夏送清凉" in text
