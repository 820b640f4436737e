"""A programme of few people is hidden in everything that goes out, and told as no nothing."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from schemas.faults import WorkspaceError
from schemas.figure import FIGURE_SCHEMA
from tests.flows.copies import draft_of, hashes
from tests.flows.small_union import make_union, send
from tests.flows.test_run import text_of
from tests.workbooks.by_hand import relief, write_return

JULY = "2024-07"
NAMES = {"P-ZX01": "金秋助学", "P-WN01": "冬送温暖（特殊职工群体）", "P-WN04": "慰问困难企业职工"}


def batch(project: str, heads: int, standard: int) -> list[object]:
    told = {"批次号": f"BF-{project}", "项目编码": project, "项目名称": NAMES[project]}
    return relief(**told, **{"人数": heads, "标准(元/人)": standard, "金额(元)": heads * standard})


@pytest.fixture
def union(tmp_path: Path) -> Path:
    """A union that helped two students in July, and many others: 2 + 200 + 50 persons."""
    root = make_union(tmp_path)
    rows = (batch("P-ZX01", 2, 3000), batch("P-WN01", 200, 1000), batch("P-WN04", 50, 1000))
    send(root, f"{JULY}/帮扶.xlsx", *rows)
    return root


def test_two_students_show_nowhere(union):
    folder = draft_of(union, JULY).folder
    public = (folder / "figures-public.csv").read_text("utf-8")

    assert not re.search(r"(edu_aid_persons|project=P-ZX01).*\d名|P-ZX01.*\d人次", public)
    for name in ("bulletin.docx", "report.docx", "bulletin-review.docx"):
        text = text_of(folder / name)
        assert "金秋助学资助" not in text
        assert "0.6万元" not in text  # 2 × 3000
        assert "200名" in text
    assert "人数较少的分组，以及可以据以推算的分组，未单独列示" in text_of(folder / "bulletin.docx")


SPENT = (
    ("P-ZX01", "50204", "BF", "中央财政专项", 6_000),
    ("P-WN01", "50205", "BF", "市总", 200_000),
    ("P-WN04", "50205", "QY", "省总", 50_000),
    ("P-XJ01", "50103", "XJ", "县总本级", 8_000),
)
BUDGET = {"50204": (5_000, 6_000), "50205": (300_000, 250_000), "50103": (9_000, 8_000)}
"""What each subject was given, and what it spent: the two students' is overspent."""


def send_ledger(root: Path) -> None:
    """Put what was spent in July below `raw/`, and the budget."""
    lines = [
        {
            "凭证号": f"记-7-{number}",
            "行号": 1,
            "记账日期": dt.date(2024, 7, 10),
            "科目编码": subject,
            "科目名称": f"科目{subject}",
            "项目编码": project,
            "经办部门": department,
            "摘要": "支付",
            "资金来源": fund,
            "金额(元)": amount,
            "支付状态": "已支付",
        }
        for number, (project, subject, department, fund, amount) in enumerate(SPENT)
    ]
    budget = [
        {"科目编码": subject, "年初预算(元)": given, "本月支出(元)": spent, "累计支出(元)": spent}
        for subject, (given, spent) in BUDGET.items()
    ]
    sheets = {
        title: [list(rows[0]), *(list(row.values()) for row in rows)]
        for title, rows in (("支出明细账", lines), ("预算执行", budget))
    }
    write_return(root / "raw" / JULY / "财务.xlsx", "W09", sheets)


def test_what_two_students_were_paid_shows_in_no_other_breakdown(union):
    """Neither by subject, source of funds, department nor in the budget: 6000 yuan, 2.3 %."""
    send_ledger(union)

    folder = draft_of(union, JULY).folder

    public = pl.read_csv(folder / "figures-public.csv", schema=FIGURE_SCHEMA)
    assert public.filter(value="264000", code="ledger_expenditure").height  # the total of all
    for name in ("value", "printed"):
        assert not set(public[name]) & {"6000", "0.6万元", "206000", "20.6万元"}
    for name in ("bulletin.docx", "bulletin-review.docx"):
        text = text_of(folder / name)
        assert "经费支出" in text
        assert not {"0.6", "2.3", "20.6", "120"} & set(text.split())
        assert "超出预算的科目" not in text
    shown = openpyxl.load_workbook(folder / "tables.xlsx")
    cells = {cell.value for sheet in shown for row in sheet.iter_rows() for cell in row}
    assert 26.4 in cells
    assert not cells & {0.6, 2.3, 20.6, 120}


def test_a_month_of_few_people_is_not_told_as_a_month_of_none(union):
    send(union, f"{JULY}/帮扶.xlsx", batch("P-ZX01", 2, 3000), batch("P-WN04", 3, 1000))

    text = text_of(draft_of(union, JULY).folder / "bulletin.docx")

    assert "未发放四送与慰问款物" not in text
    assert "1—7月有关人数较少，不单独公布。" in text


def test_a_small_cell_that_slips_through_stops_the_run(union, monkeypatch):
    """As if the decision about small cells were left out."""
    send(union, f"{JULY}/帮扶.xlsx", batch("P-WN01", 200, 1000), batch("P-WN04", 50, 1000))
    before = hashes(draft_of(union, JULY).folder)
    rows = (batch("P-ZX01", 2, 3000), batch("P-WN01", 200, 1000), batch("P-WN04", 50, 1000))
    send(union, f"{JULY}/帮扶.xlsx", *rows)
    monkeypatch.setattr("transforms.weighing.withhold_few", lambda figures, *_: figures)

    with pytest.raises(WorkspaceError, match=r"E-X06：.*“四送与慰问人次”（ytd，project=P-ZX01）"):
        draft_of(union, JULY)

    assert hashes(union / "out" / JULY / "draft") == before
