"""What departments sent is never written to, whatever command is typed."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

import pytest

from flows.command import bulletin
from tests.flows.small_union import WORKBOOK, make_union, send, type_in
from tests.workbooks.by_hand import relief

MONTH = "2024-07"
SIGNED = ("--by", "张三", "--reason", "已核实")
TYPED = {
    "run": ["run", MONTH, "--direct"],
    "waive": ["waive", MONTH, "W-P01", *SIGNED],
    "fix": ["fix", MONTH, WORKBOOK, "H2", "--new", "150", *SIGNED],
    "cells": ["cells", WORKBOOK],
    "review": ["review", MONTH, "--by", "张三"],
    "return": ["return", MONTH, *SIGNED],
}
"""How a command is typed where it takes more than the period."""

NOT_TYPED = {"serve", "init"}
"""`serve` waits for a signal, its runs are those of `run`; `init` refuses what is a workspace."""


def trace(raw: Path) -> dict[str, tuple[str, int, int]]:
    """Return what is below a folder: contents, hour of the last change, rights."""
    return {
        path.relative_to(raw).as_posix(): (
            hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "",
            path.stat().st_mtime_ns,
            path.stat().st_mode,
        )
        for path in sorted([raw, *raw.rglob("*")])
    }


@pytest.fixture(scope="module")
def union(tmp_path_factory) -> Path:
    """A union of two workbooks: one to doubt, one to send back."""
    root = make_union(tmp_path_factory.mktemp("union"))
    send(root, "2024-07/有误.xlsx", relief(人数="很多"))
    return root


@pytest.mark.parametrize("command", sorted(set(bulletin.commands) - NOT_TYPED))
def test_a_command_leaves_what_was_sent_as_it_was(union, command, monkeypatch):
    monkeypatch.setattr("webbrowser.open", lambda *_: True)
    monkeypatch.setattr("sys.stdin", io.StringIO())
    before = trace(union / "raw")

    type_in(union, *TYPED.get(command, [command, MONTH]))

    assert trace(union / "raw") == before
    assert len(before) == 4
