"""Text that begins like a formula stays text in everything that we write."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import openpyxl
import pytest

from flows.command import main
from tests.flows.copies import copy_sample

FORMULAS = ("=HYPERLINK(1)", "+1+cmd", "-2+cmd", "@SUM(A1)")
NUMBER = re.compile(r"[-+]?\d[\d,]*(\.\d+)?%?")


@pytest.fixture(scope="module")
def written(tmp_path_factory) -> Path:
    """A workspace in which everything was written about workbooks full of such texts."""
    workspace = copy_sample(tmp_path_factory.mktemp("injected"))
    month = workspace / "raw/2024-10"
    for path in sorted(month.glob("*.xlsx")):
        _inject(path)
    (month / "=1+1.xlsx").write_bytes(b"no workbook")
    (month / "@W01.csv").write_text(",".join(FORMULAS), "utf-8")
    place = ["--workspace", str(workspace)]
    for command in (["run", "2024-10", "--direct"], ["check", "2024-10"], ["forms", "2024-11"]):
        with pytest.raises(SystemExit):
            main([*command, *place])
    return workspace / "out"


def _inject(path: Path) -> None:
    """Put such texts behind the table, at its headings, in its texts, and in sheets' names."""
    book = openpyxl.load_workbook(path, data_only=True)
    for sheet in book.worksheets[1:]:
        right = sheet.max_column + 1
        for number, text in enumerate(FORMULAS):
            for row in (1, 2, 3, 4):
                _write(sheet.cell(row, right + number), text)
        for cell in sheet[4][2:9:2]:
            if isinstance(cell.value, str):
                _write(cell, f"=1+{cell.value}")
    for text in FORMULAS:
        _write(book.create_sheet(text)["A1"], text)
    book.save(path)


def _write(cell, text: str) -> None:
    cell.value = text
    cell.data_type = "s"


def test_no_workbook_holds_a_formula_that_was_a_text(written):
    paths = sorted(written.rglob("*.xlsx"))

    assert {"draft", "replies", "forms"} <= {path.parent.name for path in paths}
    for path in paths:
        for sheet in openpyxl.load_workbook(path):
            for row in sheet.iter_rows():
                assert [cell.coordinate for cell in row if cell.data_type == "f"] == [], path


def test_no_field_of_a_csv_begins_like_a_formula_unless_it_is_a_number(written):
    paths = sorted(written.rglob("*.csv"))

    assert {"issues.csv", "figures.csv", "changes.csv"} <= {path.name for path in paths}
    for path in paths:
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.reader(file):
                dangerous = [field for field in row if field.startswith(("=", "+", "-", "@", "\t"))]
                assert [f for f in dangerous if not NUMBER.fullmatch(f)] == [], path.name


def test_the_texts_came_as_far_as_the_findings(written):
    issues = (written / "2024-10/check/issues.csv").read_text("utf-8")

    assert "@SUM(A1)" in issues
    assert "=1+1.xlsx" in issues
