"""Hostile files: one sentence each, nothing of them believed, and the month goes on."""

from __future__ import annotations

import csv
import re
import sys
import time

import pytest

from flows.command import main
from tests.flows.copies import copy_sample
from tests.workbooks.by_hand import body, found, is_balanced, read_book
from tests.workbooks.hostile import (
    EITHER,
    LEAKED,
    ODD_NAMES,
    READABLE,
    UNREADABLE,
    slow_and_large,
    whole,
)
from workbooks import confinement, opening
from workbooks.ooxml import count_sent

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="links, pipes and limits of Unix")


@pytest.fixture
def month(tmp_path):
    """The folder of July 2024 in a workspace, where nothing lies yet."""
    folder = tmp_path / "data/raw/2024-07"
    folder.mkdir(parents=True)
    return folder


def is_a_sentence(message: str) -> bool:
    """Return whether a message is one Chinese line that says what to do."""
    return (
        "请" in message
        and message.endswith("。")
        and "\n" not in message
        and not re.search(r"Error|Traceback|panic|Exception|None", message)
    )


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_cannot_be_read_is_one_error_in_one_sentence(month, name):
    UNREADABLE[name](month / name)

    book = read_book(month / name)

    assert found(book, notes=True) == [("E-F01", "")]
    assert not book.readable
    assert book.cells.is_empty()
    assert is_a_sentence(book.issues["message"][0])
    assert name in book.issues["message"][0]


def test_a_large_file_is_given_no_more_time_than_a_small_one(month, monkeypatch):
    monkeypatch.setattr(opening, "_SECONDS", 0.5)
    slow_and_large(month / "slow.xlsx")
    began = time.monotonic()

    book = read_book(month / "slow.xlsx")

    assert found(book) == [("E-F01", "")]
    assert "超出时间或内存的限制" in book.issues["message"][0]
    assert time.monotonic() - began < 12  # a second for each of its megabytes would be 30


def test_only_sheets_and_texts_as_they_were_sent_count_as_large(month):
    slow_and_large(month / "picture.xlsx")
    UNREADABLE["bomb.xlsx"](month / "bomb.xlsx")

    assert (month / "picture.xlsx").stat().st_size > 30 << 20
    assert count_sent((month / "picture.xlsx").read_bytes()) < 1 << 20
    sent = (month / "bomb.xlsx").read_bytes()
    assert count_sent(sent) <= len(sent) < 1 << 20


def test_a_file_that_was_not_read_in_time_on_a_busy_machine_is_not_blamed(month, monkeypatch):
    monkeypatch.setattr(confinement, "_PATIENCE", 1e-6)
    whole(month / "whole.xlsx")

    book = read_book(month / "whole.xlsx")

    assert found(book) == [("E-F01", "")]
    assert "电脑正忙" in book.issues["message"][0]
    assert "文件不必重报" in book.issues["message"][0]
    assert is_a_sentence(book.issues["message"][0])


@pytest.mark.parametrize("name", EITHER)
def test_what_may_be_read_gives_what_is_in_it_or_one_error(month, name):
    EITHER[name](month / name)

    book = read_book(month / name)

    told = book.cells.write_csv() + book.issues.write_csv() + repr(book.cover)
    assert LEAKED not in told
    assert len(told) < 100_000
    if book.readable:
        assert len(body(book)) == 1
        assert is_balanced(book)
    else:
        assert found(book, notes=True) == [("E-F01", "")]
        assert is_a_sentence(book.issues["message"][0])


@pytest.mark.parametrize("name", READABLE)
def test_what_only_looks_dangerous_is_read(month, name):
    READABLE[name](month / name)

    book = read_book(month / name)

    assert [row["headcount"] for row in body(book)] == ["150"]
    assert is_balanced(book)


def test_the_month_goes_on_beside_every_file_that_cannot_be_read(tmp_path, capfd):
    workspace = copy_sample(tmp_path)
    folder = workspace / "raw/2024-10"
    good = {path.name for path in folder.iterdir()}
    for name, build in UNREADABLE.items():
        build(folder / name)

    issues = check(workspace, "2024-10", capfd)

    of_month = [row for row in issues if row["workbook"].startswith("2024-10/")]
    errors = {(row["workbook"], row["rule"]) for row in of_month if row["severity"] == "E"}
    assert errors == {(f"2024-10/{name}", "E-F01") for name in UNREADABLE}
    assert len([row for row in of_month if row["severity"] == "E"]) == len(UNREADABLE)
    assert len(good) == 9


def test_files_of_any_name_are_told_in_one_line_each(tmp_path, capfd):
    workspace = copy_sample(tmp_path)
    for name in ODD_NAMES:
        (workspace / "raw/2024-10" / name).write_bytes(b"no workbook")

    issues = check(workspace, "2024-10", capfd)

    told = [row for row in issues if row["rule"] == "E-F01"]
    assert len(told) == len(ODD_NAMES)
    assert all(is_a_sentence(row["message"]) for row in told)
    assert "2024-10/报表.xlsx" in {row["workbook"] for row in told}


def test_good_workbooks_of_any_name_are_read_and_written_about(tmp_path, capfd):
    workspace = copy_sample(tmp_path)
    month = workspace / "raw/2025-07"
    month.mkdir()
    for name in ODD_NAMES:
        whole(month / name)

    issues = check(workspace, "2025-07", capfd)
    with pytest.raises(SystemExit) as ended:
        main(["run", "2025-07", "--direct", "--workspace", str(workspace)])

    assert ended.value.code == 0
    assert "程序出错" not in capfd.readouterr().err
    assert "E-F01" not in {row["rule"] for row in issues}
    doubled = {row["workbook"] for row in issues if row["rule"] == "E-F03"}
    assert len(doubled) == len(ODD_NAMES)  # the same return of the same month, each as good
    assert len(list((workspace / "out/2025-07/replies").iterdir())) == len(ODD_NAMES)


def check(workspace, period, capfd) -> list[dict[str, str]]:
    """Check a month with the command; return the findings that it wrote."""
    with pytest.raises(SystemExit) as ended:
        main(["check", period, "--workspace", str(workspace)])
    told = capfd.readouterr()
    assert ended.value.code == 1, told.err
    assert "Traceback" not in told.out + told.err
    assert "检查结果：错误" in told.out
    path = workspace / "out" / period / "check/issues.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
