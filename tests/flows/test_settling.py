"""A workbook that is being copied, and a document that is open, are waited for, a moment only."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from flows import drafts, readings, retrying, settling
from flows.progress import Direct
from flows.retrying import WAITS
from tests.flows.copies import DATA
from tests.flows.small_union import WORKBOOK, issues_in, last_line, make_union, severities, type_in

RUN = ("run", "2024-07", "--direct")
DRAFT = Path("out/2024-07/draft")


@pytest.fixture
def union(tmp_path):
    return make_union(tmp_path)


@pytest.fixture
def whole(union):
    """The content of the workbook, of which half has been copied so far."""
    path = union / "raw" / WORKBOOK
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    return content


def rules(union: Path) -> list[str]:
    return [row["rule"] for row in issues_in(union / DRAFT / "issues.csv")]


def test_a_workbook_that_is_whole_a_moment_later_is_read(union, whole, monkeypatch, capsys):
    def copy_the_rest(_: float) -> None:
        (union / "raw" / WORKBOOK).write_bytes(whole)

    monkeypatch.setattr(retrying, "sleep", copy_the_rest)

    assert type_in(union, *RUN) == 0

    assert "E-F01" not in rules(union)
    assert "W-P01" in rules(union)
    told = [line for line in capsys.readouterr().err.splitlines() if "稍候再试" in line]
    assert told == [f"  稍候再试：{WORKBOOK} 正在复制、保存，或正被其他程序打开。"]


def test_a_workbook_that_stays_half_is_told_after_a_few_tries(union, whole, waits, capsys):
    assert type_in(union, "check", "2024-07") == 2

    assert waits == list(WAITS)
    assert "帮扶.xlsx 无法打开：文件损坏或不完整" in last_line(capsys.readouterr().err)


def test_beside_others_it_is_a_finding_of_the_draft(union, whole, waits):
    shutil.copy(DATA / "raw/2024-07/202407_W09_财务部_v1.xlsx", union / "raw/2024-07")

    assert type_in(union, *RUN) == 0

    assert waits == list(WAITS)
    assert severities(issues_in(union / DRAFT / "issues.csv"), "E-F01") == ["E"]


def test_a_month_before_is_waited_for_too(union, whole, monkeypatch):
    shutil.copytree(DATA / "raw/2024-08", union / "raw/2024-08")

    def copy_the_rest(_: float) -> None:
        (union / "raw" / WORKBOOK).write_bytes(whole)

    monkeypatch.setattr(retrying, "sleep", copy_the_rest)

    assert type_in(union, "run", "2024-08", "--direct") == 0

    assert "E-F01" not in [row["rule"] for row in issues_in(union / "out/2024-08/draft/issues.csv")]


def test_a_damaged_workbook_that_has_lain_there_is_not_waited_for(union, whole, waits, monkeypatch):
    later = settling.time.time() + 60
    monkeypatch.setattr(settling.time, "time", lambda: later)

    assert type_in(union, "check", "2024-07") == 2

    assert waits == []


def test_a_workbook_that_is_saved_while_it_is_read_is_read_again(union, waits, monkeypatch):
    read, path = readings.read_workbook, union / "raw" / WORKBOOK

    def save_meanwhile(*asked: object) -> object:
        submission = read(*asked)
        os.utime(path, (1, 1))
        return submission

    monkeypatch.setattr(readings, "read_workbook", save_meanwhile)

    assert type_in(union, *RUN) == 0

    assert waits == [WAITS[0]]
    assert "W-P01" in rules(union)


def test_a_workbook_that_is_taken_away_while_it_is_read_stops_the_run(
    union, waits, monkeypatch, capsys
):
    type_in(union, *RUN)
    before = (union / DRAFT / "issues.csv").read_bytes()
    read, path = readings.read_workbook, union / "raw" / WORKBOOK
    shutil.rmtree(union / ".cache")

    def take_away(*asked: object) -> object:
        submission = read(*asked)
        path.unlink(missing_ok=True)
        return submission

    monkeypatch.setattr(readings, "read_workbook", take_away)

    assert type_in(union, *RUN, "--again") == 2

    assert "在读取时被移走或正在保存，请等保存完毕后重新运行" in last_line(capsys.readouterr().err)
    assert (union / DRAFT / "issues.csv").read_bytes() == before
    assert waits == list(WAITS)


@pytest.fixture
def word(monkeypatch):
    """Word (Windows) with a document of the draft open, for as many tries as the list holds."""
    monkeypatch.setattr(drafts, "exchange", lambda one, other: False)
    rename, held = Path.rename, []

    def refuse(path: Path, target: Path) -> Path:
        if path.name == "draft" and held:
            held.pop()
            raise PermissionError(13, "in use")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", refuse)
    return held


def test_a_document_that_is_closed_a_moment_later_does_not_stop_the_run(union, waits, word):
    type_in(union, *RUN)
    word.extend([True] * 2)

    assert type_in(union, *RUN, "--again") == 0

    assert waits == [*WAITS[:2]]
    assert {path.name for path in (union / "out/2024-07").iterdir()} == {"draft", "review.html"}


def test_while_a_document_stays_open_the_old_draft_stays_and_one_sentence_says_so(
    union, waits, word, capsys
):
    type_in(union, *RUN)
    before = (union / DRAFT / "manifest.json").read_bytes()
    word.extend([True] * 100)
    capsys.readouterr()

    assert type_in(union, *RUN, "--again") == 2

    told = last_line(capsys.readouterr().err)
    assert "中的文件正被打开，未替换；新的在" in told
    assert told.endswith("请关闭文档后重新运行。")
    assert (union / DRAFT / "manifest.json").read_bytes() == before
    assert (union / "out/2024-07/draft-new/bulletin.docx").is_file()
    word.clear()
    assert type_in(union, *RUN, "--again") == 0
    assert {path.name for path in (union / "out/2024-07").iterdir()} == {"draft", "review.html"}


def test_what_failed_for_another_reason_is_not_tried_again(waits):
    tries = []

    def fail() -> None:
        tries.append(1)
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        Direct()("写出", fail)

    assert (tries, waits) == ([1], [])
