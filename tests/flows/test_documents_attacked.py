"""The attacker reads the written documents: from no table can he work out what few people got."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

import docx
import openpyxl
import pytest

from schemas.codes import DEPARTMENTS, PROJECTS
from tests.flows.copies import draft_of
from tests.flows.small_union import make_union, send
from tests.flows.test_few_people import BUDGET, JULY, SPENT, batch, send_ledger
from tests.transforms.attack import Known

Table = list[list[str]]

TWO_STUDENTS = 6_000
TOTAL = sum(amount for *_, amount in SPENT)
SPENDING = {"本月", "本年累计", "本月支出", "累计支出"}


@pytest.fixture
def union(tmp_path: Path) -> Path:
    root = make_union(tmp_path)
    rows = (batch("P-ZX01", 2, 3000), batch("P-WN01", 200, 1000), batch("P-WN04", 50, 1000))
    send(root, f"{JULY}/帮扶.xlsx", *rows)
    send_ledger(root)
    return root


def tables_in(folder: Path) -> Iterator[Table]:
    """Yield the tables of the bulletin as Word holds them, and those of the statistical tables."""
    document = docx.Document(io.BytesIO((folder / "bulletin.docx").read_bytes()))
    for table in document.tables:
        yield [[cell.text.strip() for cell in row.cells] for row in table.rows]
    for sheet in openpyxl.load_workbook(folder / "tables.xlsx"):
        rows = [["" if v is None else str(v) for v in row] for row in sheet.values]
        starts = [at for at, row in enumerate(rows) if SPENDING & set(row)]
        yield from (rows[at:] for at in starts)


def projects_of(label: str) -> set[str]:
    """Return the projects that a row of a table counts, by its name."""
    subject = re.search(r"（(\d+)）", label)
    return {
        project
        for project, code, department, fund, _ in SPENT
        if label in ("合计", PROJECTS[project], DEPARTMENTS[department], fund)
        or (subject and subject[1] == code)
    }


def learn(known: Known, table: Table) -> int:
    """Learn every number of spending that a table shows; return how many."""
    header, *rows = table
    learnt = 0
    for row in rows:
        projects = projects_of(row[0])
        for title, text in zip(header, row, strict=False):
            if projects and re.fullmatch(r"\d+(\.\d+)?", text):
                unit, half = unit_of(title, row[0])
                if unit:
                    low, high = ((float(text) + side * half) * unit for side in (-1, 1))
                    known.learn([(JULY, project, "") for project in projects], low, high)
                    learnt += 1
    return learnt


def unit_of(title: str, label: str) -> tuple[float, float]:
    """Return what 1 in a column is in yuan, and half a step of what it is rounded to."""
    if title in SPENDING:
        return 10_000, 0.005
    if title == "累计占比（%）":
        return TOTAL / 100, 0.05
    subject = re.search(r"（(\d+)）", label)
    return (BUDGET[subject[1]][0] / 100, 0.05) if title == "执行率（%）" and subject else (0, 0)


def bounds_of_the_students(root: Path) -> tuple[int, int]:
    known = Known()
    assert sum(learn(known, table) for table in tables_in(draft_of(root, JULY).folder)) > 20
    return known.bounds([(JULY, "P-ZX01", "")])


def test_no_table_tells_what_the_two_students_got(union):
    """By the fifth that the policy leaves open: 1200 yuan between the bounds at least."""
    low, high = bounds_of_the_students(union)

    assert low <= TWO_STUDENTS <= high
    assert high - low >= TWO_STUDENTS / 5


def test_the_tables_tell_it_where_only_the_project_is_hidden(union, monkeypatch):
    """0.6 万元 stands beside their subject and their source of funds: 50 yuan around it."""
    monkeypatch.setattr("transforms.amounts._Month.unsafe", lambda *_: None)

    low, high = bounds_of_the_students(union)

    assert 5_950 <= low <= high <= 6_050
