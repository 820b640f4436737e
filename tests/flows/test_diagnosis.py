"""`bulletin doctor`: what is in order, what is not, and what to do."""

from __future__ import annotations

import re
import shutil
import subprocess

import pytest

from flows import diagnosis
from tests.flows.small_union import make_union, type_in


@pytest.fixture
def union(tmp_path):
    root = tmp_path / "ws"
    root.mkdir()
    return make_union(root)


def diagnosed(union, capsys) -> tuple[int, str]:
    code = type_in(union, "doctor")
    return code, capsys.readouterr().out


def test_a_workspace_in_order_needs_nothing(union, capsys):
    code, told = diagnosed(union, capsys)

    assert code == 0
    assert "没有须办的事项" in told
    assert "2024-07 至 2024-07，1 个月，1 份" in told


def test_a_folder_that_is_no_workspace_is_told_how_to_become_one(tmp_path, capsys):
    assert type_in(tmp_path, "doctor") == 1

    assert "新建工作区：bulletin init 文件夹" in capsys.readouterr().out


def test_a_broken_setting_is_named(union, capsys):
    (union / "bulletin.toml").write_text('[union]\nname = "甲"\n[calender]\n', "utf-8")

    code, told = diagnosed(union, capsys)

    assert code == 1
    assert "下列设置无法识别，请更正：calender" in told
    assert "bulletin init" not in told


@pytest.mark.parametrize(
    ("written", "told"),
    [
        (
            '[union]\nname = "甲"\n[calendar]\ndeadline_day = 35\n',
            "值不合规定，请更正：calendar.deadline_day",
        ),
        ('[union]\nname = "甲\n', "第2行的写法不对"),
        ("[union]\nname = [", "的写法不对"),
    ],
)
def test_a_setting_that_cannot_be_read_is_told_in_chinese_with_its_place(
    union, capsys, written, told
):
    (union / "bulletin.toml").write_text(written, "utf-8")

    code, said = diagnosed(union, capsys)

    assert (code, told in said, re.findall("Invalid|Expected|at line", said)) == (1, True, [])


def test_settings_saved_by_notepad_are_read_or_their_encoding_is_named(union, capsys):
    settings = union / "bulletin.toml"
    text = settings.read_text("utf-8")
    settings.write_text(text, "utf-8-sig")
    assert diagnosed(union, capsys)[0] == 0

    settings.write_text(text, "gb18030")
    code, said = diagnosed(union, capsys)
    assert (code, "不是 UTF-8 编码，请另存为 UTF-8" in said) == (1, True)


def test_a_secret_that_others_can_read_is_to_be_closed(union, capsys):
    (union / ".secret").write_text("x" * 64, "ascii")
    (union / ".secret").chmod(0o644)

    code, told = diagnosed(union, capsys)

    assert code == 1
    assert "chmod 600" in told
    assert "x" * 64 not in told


@pytest.mark.parametrize(("free", "grade", "code"), [(10**8, "须办", 1), (5 * 10**8, "留意", 0)])
def test_little_room_on_the_disk_is_told(union, capsys, monkeypatch, free, grade, code):
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10**9, 0, free))

    found, told = diagnosed(union, capsys)

    assert found == code
    assert f"[{grade}] 磁盘：剩余 {free // 2**20} MB" in told


def test_what_git_would_take_is_named(union, capsys):
    subprocess.run(["git", "init", "-q", str(union)], check=True)

    code, told = diagnosed(union, capsys)

    assert code == 1
    assert "raw 会被提交" in told


def test_a_server_that_does_not_answer_is_named(union, capsys, monkeypatch):
    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:9/api")

    code, told = diagnosed(union, capsys)

    assert code == 1
    assert "连接不上 http://127.0.0.1:9/api" in told


def test_a_missing_chart_font_is_to_be_installed(union, capsys, monkeypatch):
    def missing():
        raise FileNotFoundError("没有找到图表字体：请重新运行 make install（缺少 mplfonts）。")

    monkeypatch.setattr(diagnosis, "font_file", missing)

    code, told = diagnosed(union, capsys)

    assert code == 1
    assert "请重新运行 make install" in told
