"""A programme of few people is hidden in everything that goes out, and told as no nothing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from schemas.faults import WorkspaceError
from tests.flows.copies import draft_of, hashes
from tests.flows.small_union import make_union, send
from tests.flows.test_run import text_of
from tests.workbooks.by_hand import relief

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
    assert "人数较少的分组未单独列示" in text_of(folder / "bulletin.docx")


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
