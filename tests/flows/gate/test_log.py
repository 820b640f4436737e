"""The log of a period: a chain that anybody can recompute and nobody can alter unseen."""

from __future__ import annotations

import hashlib
import json
import os

import pytest

from flows.gate.log import append_act, read_log
from schemas.faults import BulletinError, PersonNeeded, WorkspaceError
from tests.flows.gate.gated import act, approve, out_of, submit
from tests.flows.small_union import last_line

ACTS = [("送审", ("张三", "")), ("退回", ("李四", "“总数”{核对}后再送")), ("送审", ("张三", ""))]


@pytest.fixture
def out(tmp_path):
    for name, signed in ACTS:
        append_act(tmp_path, name, signed, "b" * 64)
    return tmp_path


def test_each_line_holds_its_own_hash_and_that_of_the_line_before(out):
    before = ""
    for number, line in enumerate((out / "log.jsonl").read_text("utf-8").splitlines(), start=1):
        told = json.loads(line)
        own = told.pop("hash")
        text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))

        assert own == hashlib.sha256(text.encode()).hexdigest()
        assert (told["number"], told["previous"]) == (number, before)
        before = own


def test_no_byte_of_the_log_can_be_changed_unseen(out):
    path = out / "log.jsonl"
    written = path.read_bytes()
    unseen = []
    for at, byte in enumerate(written):
        for other in (byte ^ 1, ord("\r")) if byte == ord("\n") else (byte ^ 1,):
            path.write_bytes(written[:at] + bytes([other]) + written[at + 1 :])
            try:
                read_log(out)
            except PersonNeeded:
                continue
            unseen.append((at, other))

    assert unseen == []


@pytest.mark.parametrize("gone", [0, 1])
def test_a_line_that_was_taken_out_is_missed(out, gone):
    path = out / "log.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:gone] + lines[gone + 1 :]))

    with pytest.raises(PersonNeeded, match=f"第{gone + 1}行与前后不衔接"):
        read_log(out)


@pytest.mark.parametrize("left", [1, 80, -2])
def test_a_last_line_that_was_cut_off_did_not_happen_and_the_next_one_takes_its_place(out, left):
    path = out / "log.jsonl"
    *whole, last = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(whole) + last[:left])
    assert len(read_log(out)) == len(ACTS) - 1

    append_act(out, "批准", ("李四", ""), "b" * 64)

    assert [entry.act for entry in read_log(out)] == ["送审", "退回", "批准"]


def test_a_full_disk_leaves_the_log_as_it_was(out, monkeypatch):
    before = (out / "log.jsonl").read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(WorkspaceError, match="没有写成，未作记录"):
        append_act(out, "批准", ("李四", ""), "b" * 64)

    assert (out / "log.jsonl").read_bytes() == before


def test_with_an_altered_log_nothing_is_approved_released_or_verified(union, capsys):
    submit(union)
    approve(union)
    path = out_of(union) / "log.jsonl"
    path.write_bytes(path.read_bytes().replace("李四".encode(), "王五".encode()))

    assert [act(union, name, "--by", "李四") for name in ("approve", "release")] == [1, 1]
    assert act(union, "verify") == 1
    assert "第2行与前后不衔接，记录被改动过" in last_line(capsys.readouterr().err)


def test_a_log_is_never_read_past_a_fault(out):
    path = out / "log.jsonl"
    path.write_bytes(b"not a line\n" + path.read_bytes())

    with pytest.raises(BulletinError, match="第1行"):
        read_log(out)
