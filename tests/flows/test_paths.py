"""No path from a workspace or an argument leads out of where it must stay."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.flows.small_union import WORKBOOK, last_line, make_union, type_in


@pytest.fixture
def union(tmp_path):
    (tmp_path / "union").mkdir()
    return make_union(tmp_path / "union")


@pytest.fixture
def elsewhere(tmp_path):
    """A folder of somebody else's, with one thing in it."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    (folder / "precious").write_text("x", "utf-8")
    return folder


def everything(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_a_month_that_is_a_link_to_elsewhere_is_not_read(union, elsewhere, capsys):
    sent = union / "raw/2024-07"
    sent.rename(elsewhere / "2024-07")
    sent.symlink_to(elsewhere / "2024-07")

    codes = [type_in(union, "check", "2024-07"), type_in(union, "run", "2024-07", "--direct")]

    assert codes == [2, 2]
    assert f"{sent} 是指向 raw 之外的链接：请换成文件夹" in last_line(capsys.readouterr().err)
    assert not (union / "out").exists()


def test_a_month_s_results_do_not_go_where_a_link_leads(union, elsewhere, capsys):
    (union / "out").mkdir()
    (union / "out/2024-07").symlink_to(elsewhere)

    assert type_in(union, "check", "2024-07") == 2
    assert "是指向 out 之外的链接" in last_line(capsys.readouterr().err)
    assert everything(elsewhere) == {"precious": b"x"}


@pytest.mark.parametrize("name", ["check", "replies"])
def test_a_link_in_the_place_of_results_is_replaced_and_not_followed(union, elsewhere, name):
    (union / "out/2024-07").mkdir(parents=True)
    (union / "out/2024-07" / name).symlink_to(elsewhere)

    assert type_in(union, "check", "2024-07") == 0
    assert everything(elsewhere) == {"precious": b"x"}
    assert not (union / "out/2024-07" / name).is_symlink()


@pytest.mark.parametrize("folder", ["raw", "out"])
def test_where_a_whole_folder_lies_is_the_office_s_own_decision(union, elsewhere, folder):
    place = union / folder
    if place.exists():
        place.rename(elsewhere / folder)
    else:
        (elsewhere / folder).mkdir()
    place.symlink_to(elsewhere / folder)

    assert type_in(union, "check", "2024-07") == 0
    assert (union / "out/2024-07/check/issues.csv").is_file()


def test_a_workspace_may_be_named_by_a_path_that_goes_up(union):
    assert type_in(union / ".." / "union", "check", "2024-07") == 0
    assert (union / "out/2024-07/check/issues.csv").is_file()


@pytest.mark.parametrize("period", ["../2024-07", "2024-07/..", "2024-07/../../x", "/tmp", "."])
def test_a_period_is_no_path(union, capsys, period):
    before = everything(union)

    assert type_in(union, "check", period) == 2
    assert "无法识别" in last_line(capsys.readouterr().err)
    assert everything(union) == before


@pytest.mark.parametrize(
    "name", ["../../x.xlsx", "../2024-07/帮扶.xlsx", f"../{WORKBOOK}", "/etc/passwd"]
)
def test_a_workbook_to_correct_is_one_of_the_month_by_its_name(union, capsys, name):
    signed = ["--new", "1", "--by", "张三", "--reason", "试"]

    assert type_in(union, "fix", "2024-07", name, "G2", *signed) == 2
    assert "没有工作簿" in last_line(capsys.readouterr().err)
    assert not (union / "corrections.csv").exists()


@pytest.mark.parametrize(
    ("kind", "told"), [("folder", "应为文件的地方是文件夹"), ("pipe", "是管道或设备，不是文件")]
)
def test_what_is_no_file_is_neither_adopted_nor_waited_for(union, elsewhere, capsys, kind, told):
    path = elsewhere / "改过的.docx"
    scan = elsewhere / "送审单.pdf"
    for place in (path, scan):
        if kind == "pipe":
            os.mkfifo(place)
        else:
            place.mkdir()

    assert type_in(union, "adopt", "2024-07", str(path)) == 2
    assert told in last_line(capsys.readouterr().err)
    assert type_in(union, "proof", str(path)) == 2
    assert told in last_line(capsys.readouterr().err)
    assert type_in(union, "release", "2024-07", "--scan", str(scan)) == 2
    assert told in last_line(capsys.readouterr().err)


def test_a_link_among_last_year_s_figures_is_not_followed(union, elsewhere, capsys):
    (union / "baseline").mkdir()
    (union / "baseline/2023.csv").symlink_to(elsewhere / "precious")

    assert type_in(union, "check", "2024-07") in (0, 2)
    assert type_in(union, "run", "2024-07", "--direct") == 2
    assert "baseline/2023.csv 是链接" in last_line(capsys.readouterr().err)
