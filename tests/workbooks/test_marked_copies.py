"""Marked copies: all that was there is there still, and office programs open them."""

from __future__ import annotations

import os
import re
import subprocess
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
from tests.workbooks.by_hand import HEADING, relief
from tests.workbooks.hostile import SAMPLE
from tests.workbooks.old_formats import write_ods, write_xls
from workbooks.explaining import FAULT_LIST
from workbooks.replies import mark_copy

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
    copy = folder / f"{path.stem}_退回.xlsx"
    copy.write_bytes(mark_copy(path, issues()))
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
