"""`bulletin backfill`: several months in their order, a failed one aside."""

from __future__ import annotations

import pytest

from flows import order
from flows.drafting import months_between
from schemas.faults import WorkspaceError
from schemas.period import Period
from tests.flows.small_union import make_union, send, type_in
from tests.workbooks.by_hand import relief


@pytest.fixture
def union(tmp_path):
    """A union with workbooks of July and September."""
    root = make_union(tmp_path)
    send(root, "2024-09/帮扶.xlsx", relief())
    return root


def test_months_are_made_in_order_and_a_missing_one_fails_alone(union, capsys):
    assert type_in(union, "backfill", "2024-07..2024-09", "--direct") == 1

    lines = capsys.readouterr().out.splitlines()
    assert [line.partition("　")[0] for line in lines[:3]] == ["2024-07", "2024-08", "2024-09"]
    assert ["已写出" in line for line in lines[:3]] == [True, False, True]
    assert "没有做成：没有找到2024年8月的报表" in lines[1]
    assert "有 1 个月没有做成" in lines[-1]
    assert (union / "out/2024-09/draft/bulletin.docx").is_file()


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (OSError(28, "No space left on device"), "磁盘已满，请检查后重新运行。"),
        (ValueError("张三"), "程序出错，没有换上新稿；请把这一行告诉维护人员：ValueError"),
    ],
)
def test_whatever_fails_in_one_month_the_others_are_made(union, capsys, monkeypatch, fault, told):
    make = order.make_draft

    def fail_in_july(workspace, month, *others):
        if month == Period(2024, 7):
            raise fault
        return make(workspace, month, *others)

    monkeypatch.setattr(order, "make_draft", fail_in_july)

    assert type_in(union, "backfill", "2024-07..2024-09", "--direct") == 1

    lines = capsys.readouterr().out.splitlines()
    assert f"没有做成：{told}" in lines[0]
    assert "张三" not in lines[0]
    assert "已写出" in lines[2]


def test_a_month_without_change_is_not_made_again(union, capsys):
    type_in(union, "backfill", "2024-07..2024-07", "--direct")
    capsys.readouterr()

    assert type_in(union, "backfill", "2024-07..2024-07", "--direct") == 0

    assert capsys.readouterr().out == "2024-07　没有变化，初稿未动\n"


def test_months_run_over_the_turn_of_the_year():
    months = months_between("2023-11..2024-02")

    assert list(map(str, months)) == ["2023-11", "2023-12", "2024-01", "2024-02"]


@pytest.mark.parametrize("periods", ["2024-07", "2024-09..2024-07", "2024-07..2024-13", ".."])
def test_anything_else_is_told_in_one_sentence(union, capsys, periods):
    assert type_in(union, "backfill", periods, "--direct") == 2

    told = capsys.readouterr()
    assert told.out == ""
    assert len(told.err.strip().splitlines()) == 1


def test_one_month_is_one_month():
    assert months_between("2024-07..2024-07") == [Period(2024, 7)]
    with pytest.raises(WorkspaceError):
        months_between("2024-07..")
