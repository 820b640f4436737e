"""Readings that are kept: found by content alone, whole or not at all, nobody's person in them."""

from __future__ import annotations

import os
import shutil
import time
from dataclasses import fields
from pathlib import Path

import polars as pl
import pytest

from flows import readings as module
from flows.readings import Readings
from schemas.decision import Correction
from schemas.period import Period
from tests.flows.copies import DATA, copy_sample, draft_of, hashes
from tests.flows.small_union import make_union, type_in
from workbooks.privacy import Keyring
from workbooks.reader import Desk, read_workbook

OCTOBER = Period(2024, 10)
NAME = "2024-10/202410_W05_职工服务(帮扶)中心_v1.xlsx"
SEPTEMBER = "2024-09/202409_W05_职工服务(帮扶)中心_v1.xlsx"
CORRECTION = Correction(NAME, "四送与慰问", "I4", "16", "17", "甲", "乙", "2024-11-01")
DESK = Desk(OCTOBER, Keyring(b"the secret of the tests"))


@pytest.fixture
def workbook(tmp_path):
    return Path(shutil.copy(DATA / "raw" / NAME, tmp_path))


@pytest.fixture
def kept(tmp_path, workbook, monkeypatch):
    """Readings that hold the workbook, and the names of what was read since."""
    readings = Readings(tmp_path / "kept", DESK.keyring)
    readings.read(workbook, NAME, DESK)
    opened = []

    def watched(path, name, desk):
        opened.append(name)
        return read_workbook(path, name, desk)

    monkeypatch.setattr(module, "read_workbook", watched)
    return readings, opened


def same(one, other) -> bool:
    """Return whether two submissions agree in every field."""
    return all(
        left.equals(right) if isinstance(left, pl.DataFrame) else left == right
        for field in fields(one)
        for left, right in [(getattr(one, field.name), getattr(other, field.name))]
    )


@pytest.mark.parametrize("name", sorted(p.name for p in (DATA / "raw/2024-08").iterdir()))
def test_what_is_kept_is_what_was_read(name, tmp_path):
    path, desk = DATA / "raw/2024-08" / name, Desk(Period(2024, 8), DESK.keyring)
    readings = Readings(tmp_path, DESK.keyring)
    first = readings.read(path, f"2024-08/{name}", desk)
    second = readings.read(path, f"2024-08/{name}", desk)

    assert first is not second
    assert same(first, second)
    assert same(second, read_workbook(path, f"2024-08/{name}", desk))
    assert len(list(tmp_path.glob("*.sealed"))) == 1


def test_the_same_file_is_not_opened_again(kept, tmp_path, workbook):
    readings, opened = kept

    readings.read(workbook, NAME, DESK)

    assert opened == []


@pytest.mark.parametrize(
    "change",
    [
        {"aliases": {("四送与慰问", "发放数"): "金额(元)"}},
        {
            "corrections": (
                Correction(NAME, "四送与慰问", "I4", "16", "17", "甲", "乙", "2024-11-01"),
            )
        },
        {"folder": Period(2024, 11)},
    ],
)
def test_another_desk_reads_again(kept, tmp_path, workbook, change):
    readings, opened = kept
    told = {field.name: getattr(DESK, field.name) for field in fields(DESK)} | change

    readings.read(workbook, NAME, Desk(**told))

    assert opened == [NAME]


def test_another_secret_finds_nothing(kept, tmp_path, workbook):
    _, opened = kept
    keyring = Keyring(b"another secret")

    Readings(tmp_path / "kept", keyring).read(workbook, NAME, Desk(OCTOBER, keyring))

    assert opened == [NAME]


def test_nothing_of_a_workbook_can_be_read_without_the_secret(kept, tmp_path, workbook):
    (entry,) = (tmp_path / "kept").glob("*.sealed")
    content = entry.read_bytes()

    for encoding in ("utf-8", "utf-16-le", "gb18030"):
        assert "常态化送温暖".encode(encoding) not in content


def test_a_file_that_changed_is_read_again(kept, tmp_path, workbook):
    readings, opened = kept
    workbook.write_bytes((DATA / "raw" / SEPTEMBER).read_bytes())

    readings.read(workbook, NAME, DESK)

    assert opened == [NAME]


@pytest.mark.parametrize("at", [0, 100, -1])
def test_a_damaged_entry_is_read_again(kept, tmp_path, workbook, at):
    readings, opened = kept
    (entry,) = (tmp_path / "kept").glob("*.sealed")
    content = bytearray(entry.read_bytes())
    content[at] ^= 1
    entry.write_bytes(content)

    readings.read(workbook, NAME, DESK)

    assert opened == [NAME]


def test_an_entry_is_for_its_owner_alone(kept, tmp_path):
    (entry,) = (tmp_path / "kept").glob("*.sealed")

    assert entry.stat().st_mode & 0o077 == 0
    assert entry.parent.stat().st_mode & 0o077 == 0


def test_what_cannot_be_read_is_not_kept(tmp_path):
    path = tmp_path / "坏.xlsx"
    path.write_bytes(b"PK\x03\x04 cut off")
    readings = Readings(tmp_path / "kept", DESK.keyring)

    assert not readings.read(path, "2024-10/坏.xlsx", DESK).readable

    assert list((tmp_path / "kept").glob("*")) == []


def test_where_nothing_can_be_kept_reading_goes_on(tmp_path):
    (tmp_path / "kept").write_text("no folder", "utf-8")

    read = Readings(tmp_path / "kept", DESK.keyring).read(DATA / "raw" / NAME, NAME, DESK)

    assert read.readable


def test_with_and_without_what_was_kept_the_draft_is_the_same_bytes(tmp_path):
    workspace = copy_sample(tmp_path)
    first = hashes(draft_of(workspace).folder)
    kept = sorted((workspace / ".cache/readings").glob("*.sealed"))
    second = hashes(draft_of(workspace).folder)
    for path in kept[::2]:
        path.unlink()
    third = hashes(draft_of(workspace).folder)

    assert len(kept) == 90
    assert first == second == third


def test_a_run_drops_what_nobody_asked_for_in_long_and_what_was_cut_off(tmp_path):
    union = make_union(tmp_path)
    kept = union / ".cache/readings"
    assert type_in(union, "run", "2024-07", "--direct") == 0
    (used,) = kept.iterdir()
    for name, days in (("a.sealed", 500), ("b.sealed", 300), ("cut-off", 1), ("being-written", 0)):
        (kept / name).write_bytes(b"x")
        moment = time.time() - days * 24 * 3600
        os.utime(kept / name, (moment, moment))

    assert type_in(union, "run", "2024-07", "--direct", "--again") == 0

    assert {path.name for path in kept.iterdir()} == {used.name, "b.sealed", "being-written"}
