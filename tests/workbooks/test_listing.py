"""`bulletin cells`: what the reader saw agrees, cell by cell, with slower trusted readers."""

from __future__ import annotations

import csv
import datetime as dt
import io
import shutil
import subprocess
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import python_calamine
import xlsxwriter
from openpyxl.utils import get_column_letter

from workbooks.listing import HEADER, list_cells

SAMPLE = sorted(Path("data/raw/2024-10").glob("*.xlsx"))
NOT_ALIKE = {"empty", "error", "formula-without-value"}
"""Kinds that the readers we compare with show otherwise, or not at all."""


def listed(path):
    """Return the listing as {(sheet, cell): row}."""
    rows = csv.DictReader(io.StringIO("\n".join(list_cells(path)), newline=""))
    return {(row["sheet"], row["cell"]): row for row in rows}


def as_listed(value):
    """Return kind and text of a value that another reader gives, worked out another way."""
    if isinstance(value, bool):
        return "boolean", str(value).lower()
    if isinstance(value, int | float):
        exact = Decimal(repr(value))
        text = f"{exact:f}"
        return "number", text.rstrip("0").rstrip(".") if "." in text else text
    if isinstance(value, dt.datetime) and value.time() == dt.time(0):
        return "date", f"{value:%Y-%m-%d}"
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return "date", value.isoformat()
    return ("date", str(value)) if isinstance(value, dt.timedelta) else ("text", value)


def seen_by_openpyxl(path):
    book = openpyxl.load_workbook(path, data_only=True)
    return {
        (sheet.title, cell.coordinate): as_listed(cell.value)
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None and cell.value != "" and cell.data_type != "e"
    }


def seen_by_calamine(path):
    book = python_calamine.CalamineWorkbook.from_path(path)
    return {
        (name, f"{get_column_letter(column)}{row}"): as_listed(value)
        for name in book.sheet_names
        for row, cells in enumerate(
            book.get_sheet_by_name(name).to_python(skip_empty_area=False), start=1
        )
        for column, value in enumerate(cells, start=1)
        if value != ""
    }


def ours(path):
    return {
        place: (row["kind"], row["text"])
        for place, row in listed(path).items()
        if row["kind"] not in NOT_ALIKE
    }


def strange_book(path):
    """Write a workbook of another origin: values, formats and places that ours do not have."""
    book = xlsxwriter.Workbook(path, {"default_date_format": "yyyy/mm/dd"})
    sheet = book.add_worksheet("甲 乙’s (2)")
    numbers = [0, -0.5, 0.1, 1 / 3, 1e-7, 1.5e20, 123456789012345, 784986.36, 45482, -1e-300]
    for row, number in enumerate(numbers):
        sheet.write_number(row, 1, number)
        sheet.write_number(row, 2, number, book.add_format({"num_format": "0.0%"}))
    texts = [
        "=1+1",
        "-",
        "＋１",
        "'01",
        " 前后空格 ",
        "两\n行",
        'a,b"c',
        "１５０名",
        "😀𠮷",
        "#N/A",
    ]
    for row, text in enumerate(texts):
        sheet.write_string(row, 4, text)
    shown = ["yyyy-mm-dd", "m月d日", "yyyy年m月d日 h:mm", "[$-804]aaaa", "d-mmm-yy"]
    moment = dt.datetime.fromisoformat("2024-04-30T08:30:15")
    for row, pattern in enumerate(shown):
        look = book.add_format({"num_format": pattern})
        sheet.write_datetime(row, 6, moment, look)
        sheet.write_datetime(row, 7, moment.date(), look)
    sheet.write_datetime(6, 6, dt.time(23, 59, 59), book.add_format({"num_format": "h:mm:ss"}))
    sheet.write_boolean(0, 9, True)
    sheet.write_boolean(1, 9, False)
    sheet.write_rich_string(2, 9, "半", book.add_format({"bold": True}), "粗")
    sheet.write_formula(3, 9, "=B1+1", value=1)
    sheet.write_formula(4, 9, '="文"', value="文")
    far = book.add_worksheet("远")
    far.write(200, 60, "远处")
    book.close()
    return path


@pytest.mark.parametrize("path", SAMPLE, ids=lambda path: path.stem)
def test_our_own_workbooks_read_as_openpyxl_reads_them(path):
    assert ours(path) == seen_by_openpyxl(path)


def test_a_workbook_of_another_origin_reads_as_openpyxl_reads_it(tmp_path):
    path = strange_book(tmp_path / "甲.xlsx")

    assert ours(path) == seen_by_openpyxl(path)


@pytest.mark.prove
@pytest.mark.parametrize("suffix", ["xlsx", "xls", "ods"])
def test_what_an_office_program_saved_reads_as_other_readers_read_it(tmp_path, suffix):
    whole = strange_book(tmp_path / "甲.xlsx")
    office = shutil.which("soffice")
    assert office, "LibreOffice is missing"
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    out = ["--convert-to", suffix, "--outdir", str(tmp_path / "saved"), str(whole)]
    subprocess.run([office, profile, "--headless", *out], check=True, capture_output=True)
    saved = tmp_path / "saved" / f"甲.{suffix}"

    seen = seen_by_openpyxl(saved) if suffix == "xlsx" else seen_by_calamine(saved)
    assert ours(saved) == seen


def test_errors_formulas_and_hidden_parts_are_shown_as_such(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "甲"
    sheet["A1"], sheet["B1"], sheet["C1"] = "合", "=A9*2", "#REF!"
    sheet["B2"] = 1
    sheet.merge_cells("A1:A2")
    sheet.row_dimensions[1].hidden = True
    book.save(tmp_path / "a.xlsx")

    assert list(listed(tmp_path / "a.xlsx").values()) == [
        dict(zip(HEADER, row, strict=True))
        for row in (
            ("甲", "A1", "text", "合", "true", "A1:A2", "隐藏的行"),
            ("甲", "B1", "formula-without-value", "", "true", "", "隐藏的行；公式 =A9*2"),
            ("甲", "C1", "error", "#REF!", "true", "", "隐藏的行"),
            ("甲", "A2", "empty", "", "", "A1:A2", "合并单元格，内容在A1"),
            ("甲", "B2", "number", "1", "", "", ""),
        )
    ]
