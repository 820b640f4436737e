"""One process at a time works on a period."""

from __future__ import annotations

import subprocess
import sys

import pytest

from flows import locking
from flows.locking import locked, records_held
from flows.workspace import Workspace
from schemas.faults import WorkspaceError
from schemas.period import Period
from tests.flows.small_union import SHEET, make_union, type_in

JULY = Period(2024, 7)
HOLDER = """
import sys
from flows.locking import locked
from flows.workspace import Workspace
from schemas.period import Period
with locked(Workspace.at(sys.argv[1]), Period(2024, 7)):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def union(tmp_path):
    return make_union(tmp_path)


@pytest.fixture
def holder(union):
    """Another process that works on July."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(union)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    with process:
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_a_period_that_another_process_works_on_is_refused(union, holder):
    with (
        pytest.raises(WorkspaceError, match="2024年7月正由另一个程序处理"),
        locked(Workspace.at(union), JULY, patience=0.1),
    ):
        pytest.fail("two processes hold one period")


def test_a_period_is_free_once_its_process_was_killed(union, holder):
    holder.kill()
    holder.wait()

    with locked(Workspace.at(union), JULY, patience=1):
        pass


def test_another_period_is_not_held_up(union, holder):
    with locked(Workspace.at(union), Period(2024, 8), patience=0.1):
        pass


@pytest.mark.parametrize(
    "words",
    [
        ("run", "2024-07", "--direct"),
        ("check", "2024-07"),
        ("forms", "2024-07"),
        ("backfill", "2024-07..2024-07", "--direct"),
    ],
)
def test_a_second_command_on_a_period_is_told_to_wait(union, holder, capsys, words):
    assert type_in(union, *words) == (1 if words[0] == "backfill" else 2)

    assert "2024年7月正由另一个程序处理，请等它结束后再运行" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words",
    [
        ("fix", "2024-07", "帮扶.xlsx", "G2", "--sheet", SHEET, "--new", "151"),
        ("waive", "2024-07", "W-P01"),
    ],
)
def test_two_persons_do_not_write_the_list_of_decisions_at_the_same_time(
    union, capsys, monkeypatch, words
):
    monkeypatch.setattr(locking, "PATIENCE_SECONDS", 0.1)
    signed = ("--by", "李四", "--reason", "核对过")

    with records_held(Workspace.at(union)):
        assert type_in(union, *words, *signed) == 2
        assert "的记录正由另一个程序改写，请稍后重新运行" in capsys.readouterr().err
        assert not list(union.glob("*.csv"))

    assert type_in(union, *words, *signed) == 0
