"""The command line: exit codes, one Chinese line for every fault, never a traceback."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import openpyxl
import pytest

from flows import steps
from flows.command import main
from schemas.period import Period


def say(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """Run the command; return its exit code, output and what it says beside."""
    with pytest.raises(SystemExit) as ended:
        main(list(arguments))
    told = capsys.readouterr()
    return int(ended.value.code or 0), told.out, told.err


def is_one_chinese_line(text: str) -> bool:
    lines = text.strip().splitlines()
    return len(lines) == 1 and bool(re.search("[\u4e00-\u9fff]", lines[0]))


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["run", "2024-13"], "2024-13”无法识别"),
        (["run", "十月"], "2024-10"),
        (["run", "2031-01"], "没有找到2031年1月的报表"),
        (["run"], "缺少报告期"),
        (["run", "2024-10", "--colour"], "没有选项 --colour"),
        (["publish"], "没有这个命令"),
        (["review", "2024-10"], "还没有初稿"),
    ],
)
def test_what_cannot_be_done_is_told_in_one_line(capsys, workspace, arguments, words):
    place = ["--workspace", str(workspace)] if len(arguments) > 1 else []

    code, out, err = say(capsys, *arguments, *place)

    assert code == 2
    assert not out
    assert is_one_chinese_line(err)
    assert words in err


def test_a_folder_that_is_no_workspace_is_told_in_one_line(capsys, tmp_path):
    code, _, err = say(capsys, "run", "2024-10", "--direct", "--workspace", str(tmp_path))

    assert code == 2
    assert is_one_chinese_line(err)
    assert "bulletin.toml" in err


def test_an_empty_month_is_told_in_one_line(capsys, workspace):
    (workspace / "raw/2024-11").mkdir()

    code, _, err = say(capsys, "run", "2024-11", "--direct", "--workspace", str(workspace))

    assert (code, is_one_chinese_line(err)) == (2, True)
    assert "是空的" in err


def test_a_month_of_which_nothing_can_be_read_is_refused(capsys, workspace):
    shutil.rmtree(workspace / "raw")
    (workspace / "raw/2024-10").mkdir(parents=True)
    (workspace / "raw/2024-10/202410_W05.xlsx").write_bytes(b"PK\x03\x04 not a workbook")
    (workspace / "raw/2024-10/202410_W01.xlsx").write_text("不是工作簿", "utf-8")

    code, _, err = say(capsys, "run", "2024-10", "--direct", "--workspace", str(workspace))

    assert code == 2
    last = err.strip().splitlines()[-1]
    assert "没有一份可以读取" in last
    assert last.index("202410_W01.xlsx") < last.index("202410_W05.xlsx")
    assert last.count("。") == 1
    assert not (workspace / "out/2024-10/draft").exists()


def test_a_workbook_that_cannot_be_opened_is_a_finding_and_the_rest_goes_on(capsys, workspace):
    (path,) = (workspace / "raw/2024-10").glob("*W08*")
    path.write_bytes(path.read_bytes()[:2000])

    code, out, err = say(capsys, "run", "2024-10", "--direct", "--workspace", str(workspace))

    assert code == 0
    assert "Traceback" not in out + err
    assert "E-F01" in out
    assert "初稿已写好" in out


def test_a_run_says_where_the_documents_lie_what_was_stated_and_what_is_doubtful(capsys, workspace):
    code, out, err = say(capsys, "run", "2024-10", "--direct", "--workspace", str(workspace))

    assert code == 0
    for words in (
        (workspace / "out/2024-10/draft").as_posix(),
        "环卫工人“空调服”资金 2.52万元",
        "互助保障参保金额 约2.04万元",
        "平均每人次0.99元",
        "错误 0 条",
        f"bulletin review 2024-10 --workspace {workspace}",
    ):
        assert words in out
    assert "读取 202410_W05_职工服务(帮扶)中心_v1" in err
    assert "换上新稿" in err


def test_a_check_without_errors_ends_well_and_writes_what_it_found(capsys, workspace):
    code, out, _ = say(capsys, "check", "2024-10", "--workspace", str(workspace))

    assert code == 0
    assert "W-P02" in out
    assert "W-P02" in (workspace / "out/2024-10/check/issues.csv").read_text("utf-8")
    assert not (workspace / "out/2024-10/draft").exists()


def test_a_check_tells_what_became_of_every_workbook_s_cells_and_rows(capsys, workspace):
    (torn,) = (workspace / "raw/2024-10").glob("*W09*")
    torn.write_bytes(torn.read_bytes()[:2000])

    _, out, _ = say(capsys, "check", "2024-10", "--workspace", str(workspace))

    told = [line.strip() for line in out.splitlines() if line.startswith("  2024-10/")]
    read = [re.split("：|；", line) for line in told[:-1]]
    assert len(told) == 9
    assert told[-1] == f"2024-10/{torn.name}：无法读取"
    for _, cells, rows in read:
        seen, used, aside, *reasons = map(int, re.findall(r"\d+", cells))
        received, accepted, rejected = map(int, re.findall(r"\d+", rows))
        assert seen == used + aside
        assert aside == sum(reasons)
        assert received == accepted + rejected
    assert "无法读取：财务部" in out
    assert "没有收到" not in out


def test_a_check_that_finds_an_error_needs_a_person(capsys, workspace):
    path = workspace / "raw/2024-04/202404_W01_组织宣教部_v1.csv"
    rows = path.read_bytes().decode("gbk").replace("2024/4/", "2023/4/")
    path.write_bytes(rows.encode("gbk"))

    code, out, _ = say(capsys, "check", "2024-04", "--workspace", str(workspace))

    assert code == 1
    assert "E-C06" in out


def test_our_own_bug_shows_its_place_and_no_value(capsys, workspace, monkeypatch):
    def fail(*_: object) -> None:
        raise ValueError("362430197001011234 张三")

    monkeypatch.setattr(steps, "check_returns", fail)

    code, out, err = say(capsys, "run", "2024-10", "--direct", "--workspace", str(workspace))

    assert code == 2
    assert "362430" not in out + err
    assert "Traceback" not in err
    assert err.strip().splitlines()[-1].endswith("ValueError test_command.py:" + _line_of(fail))


def _line_of(function) -> str:
    return str(function.__code__.co_firstlineno + 1)


@pytest.mark.parametrize("asked", ["--help", "--version"])
def test_help_and_version_load_none_of_what_the_commands_need(asked):
    look = f"""
import sys
import tomllib
from pathlib import Path
from flows.command import _run
assert _run(["{asked}"]) == 0
heavy = ("polars", "pandera", "pydantic", "prefect", "matplotlib", "docx", "openpyxl", "jinja2")
print([name for name in heavy if name in sys.modules])
"""
    told = subprocess.run(
        [sys.executable, "-c", look], capture_output=True, encoding="utf-8", check=True
    )

    assert told.stdout.splitlines()[-1] == "[]"


def test_the_version_is_that_of_the_installed_package(capsys):
    stated = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text("utf-8"))[
        "project"
    ]["version"]

    assert say(capsys, "--version")[:2] == (0, f"bulletin {stated}\n")


def test_help_is_chinese(capsys):
    code, out, _ = say(capsys, "--help")

    assert code == 0
    assert "用法：bulletin" in out
    assert not re.search(r"Usage|Options|Commands|Show this", out)


def test_a_period_knows_its_neighbours():
    assert str(Period.parse("2024-01").previous) == "2023-12"
    assert str(Period.parse("2024-12").following) == "2025-01"
    assert Period.parse("2024-02").last_day.isoformat() == "2024-02-29"


def test_a_check_marks_the_faulty_workbook_for_its_department_alone(capsys, workspace):
    (path,) = (workspace / "raw/2024-10").glob("*W05*")
    book = openpyxl.load_workbook(path)
    book["四送与慰问"]["I4"] = "十六"
    book.save(path)

    code, _, _ = say(capsys, "check", "2024-10", "--workspace", str(workspace))

    replies = workspace / "out/2024-10/replies"
    (reply,) = replies.iterdir()
    assert code == 1
    assert (replies.stat().st_mode & 0o777, reply.stat().st_mode & 0o777) == (0o700, 0o600)
    assert "I4" in {c.coordinate for c in _commented(openpyxl.load_workbook(reply)["四送与慰问"])}


def _commented(sheet):
    return [cell for row in sheet.iter_rows() for cell in row if cell.comment]


def test_cells_lists_a_workbook_by_its_name_below_raw_too(capsys):
    code, listed, _ = say(capsys, "cells", "data/raw/2024-10/202410_W08_工人文化宫_v1.xlsx")

    assert code == 0
    assert listed.splitlines()[0] == "sheet,cell,kind,text,hidden,merged,note"
    assert "封面,A2,text,表号,,," in listed.splitlines()
    by_name = say(capsys, "cells", "2024-10/202410_W08_工人文化宫_v1.xlsx")
    assert by_name == (0, listed, "")


def test_cells_of_what_is_no_workbook_is_one_sentence(capsys, tmp_path):
    page = tmp_path / "表.xls"
    page.write_text("<html><table></table></html>", encoding="utf-8")

    assert say(capsys, "cells", str(page)) == (
        2,
        "",
        "表.xls 内容是网页，不是工作簿；请用 Excel 或 WPS 打开，另存为 .xlsx 后重新报送。\n",
    )
