"""`bulletin status`: every period at a glance."""

from __future__ import annotations

import re

import pytest

from tests.flows.small_union import WORKBOOK, make_union, send, type_in
from tests.workbooks.by_hand import relief


@pytest.fixture
def union(tmp_path):
    """July, with one workbook of the nine and a draft; August without a draft."""
    root = make_union(tmp_path)
    assert type_in(root, "run", "2024-07", "--direct", "--by", "李四") == 0
    send(root, "2024-08/帮扶.xlsx", relief())
    return root


def line_of(period: str, told: str) -> list[str]:
    (line,) = [line for line in told.splitlines() if line.strip().startswith(f"{period}　")]
    return [cell.strip() for cell in line.split("　")]


def told_by(union, capsys) -> str:
    capsys.readouterr()
    assert type_in(union, "status") == 0
    return capsys.readouterr().out


def test_a_period_with_a_draft_tells_who_made_it_and_what_was_found(union, capsys):
    told = told_by(union, capsys)

    cells = line_of("2024-07", told)
    assert cells[:3] == ["2024-07", "1 份", "1/9"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d", cells[3])
    assert cells[4] == "李四"


def test_a_period_without_a_draft_is_the_next_step(union, capsys):
    told = told_by(union, capsys)

    assert line_of("2024-08", told)[1:4] == ["1 份", "—", "没有初稿"]
    assert "下一步：bulletin run 2024-08" in told


@pytest.mark.parametrize("name", [WORKBOOK, "2024-06/帮扶.xlsx"])
def test_a_workbook_that_changed_after_the_draft_is_told(union, capsys, name):
    before = line_of("2024-07", told_by(union, capsys))[-1]
    send(union, name, relief())
    after = line_of("2024-07", told_by(union, capsys))[-1]

    assert "报表有变动，请重新运行" not in before
    assert "报表有变动，请重新运行" in after


def test_the_columns_stand_below_one_another(union, capsys):
    lines = [line for line in told_by(union, capsys).splitlines() if "　" in line]
    places = {line[: line.index("份")].count("　") for line in lines[1:]}

    assert len(places) == 1


def test_a_fresh_workspace_says_where_workbooks_belong(tmp_path, capsys):
    (tmp_path / "bulletin.toml").write_text('[union]\nname = "示例县总工会"\n', "utf-8")

    assert "还没有报表：请把各部门的工作簿放进 raw/" in told_by(tmp_path, capsys)
