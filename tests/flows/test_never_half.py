"""Whatever happens to a run, the draft is the old one or the new one; the next one goes through.

Runs are killed behind each of their steps and at random moments while the workbook alternates;
the disk is full or read-only; two periods are made at once.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from tests.flows.copies import hashes
from tests.flows.killing import Ended, Forge, forge
from tests.flows.small_union import WORKBOOK, make_union, send
from tests.workbooks.by_hand import relief

pytestmark = [pytest.mark.prove, pytest.mark.alone]

OUT = Path("out/2024-07")
STEPS = 14
RANDOM_KILLS = 8
VERSIONS = [relief(), relief(**{"人数": 100, "金额(元)": 16_800})]
"""The two workbooks of July that alternate: 150 persons, 100 persons, at 168 yuan."""


@pytest.fixture(scope="module")
def smith() -> Iterator[Forge]:
    with forge() as process:
        yield process


def run(smith: Forge, union: Path, *, period: str = "2024-07", **kill: float) -> Ended:
    return smith.run("run", period, "--direct", "--workspace", str(union), **kill)


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def deliver(union: Path, version: int) -> str:
    """Have the department send a version of its workbook; return its hash."""
    return sha256(send(union, WORKBOOK, VERSIONS[version]))


def content_of_draft(union: Path) -> str:
    """Return the hash of the workbook that the draft was made from; the draft is whole."""
    draft = union / OUT / "draft"
    manifest = json.loads((draft / "manifest.json").read_text("utf-8"))
    assert manifest["outputs"] == hashes(draft)
    (told,) = manifest["inputs"]
    return str(told["sha256"])


@pytest.fixture
def release(tmp_path) -> Path:
    """What was released of July, which nothing may touch."""
    folder = tmp_path / OUT / "v1"
    folder.mkdir(parents=True)
    (folder / "figures-public.csv").write_bytes(b"released")
    return folder


def moments() -> list[dict[str, float]]:
    """Return when runs are killed: behind each step, and at random moments."""
    chance = random.Random(2024)
    behind = [{"line": 1 + step} for step in range(1, STEPS + 1)]
    return behind + [{"after": chance.uniform(0.05, 2.5)} for _ in range(RANDOM_KILLS)]


def test_killed_at_any_moment_the_draft_is_the_old_one_or_the_new_one(smith, tmp_path, release):
    union = make_union(tmp_path)
    standing = deliver(union, 0)
    whole = run(smith, union)
    assert (whole.code, len([x for x in whole.lines if x.endswith("秒")])) == (0, STEPS), whole
    killed, switched = 0, 0

    for number, kill in enumerate(moments(), start=1):
        wanted = deliver(union, number % 2)
        ended = run(smith, union, **kill)
        found = content_of_draft(union)
        assert found in (standing, wanted), (kill, ended)
        assert ended.killed or ended.code == 0, ended
        killed += ended.killed
        switched += found != standing
        standing = found

    assert killed >= STEPS
    assert switched > 0
    assert (release / "figures-public.csv").read_bytes() == b"released"
    assert run(smith, union).code == 0
    assert content_of_draft(union) == wanted
    assert {path.name for path in (union / OUT).iterdir()} <= {"draft", "v1", "review.html"}


@contextmanager
def small_disk(place: Path, size: str) -> Iterator[Path]:
    """A file system of its own, of a few megabytes."""
    place.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", place], check=True)
    try:
        yield place
    finally:
        subprocess.run(["umount", place], check=True)


@pytest.fixture
def union_on_a_small_disk(tmp_path, smith) -> Iterator[Path]:
    if os.geteuid() != 0:
        pytest.skip("mounts a disk; beside it the limit on the size of files is proven for all")
    with small_disk(tmp_path / "disk", "8m") as disk:
        union = make_union(disk)
        deliver(union, 0)
        assert run(smith, union).code == 0
        yield union


@pytest.mark.parametrize("kilobytes", [0, 100])
def test_on_a_full_disk_the_old_draft_stays_and_the_next_run_goes_through(
    smith, union_on_a_small_disk, kilobytes
):
    union = union_on_a_small_disk
    old = content_of_draft(union)
    new = deliver(union, 1)
    room = os.statvfs(union)
    ballast = union.parent / "disk/ballast"
    ballast.write_bytes(bytes(room.f_bavail * room.f_frsize - (kilobytes << 10)))

    ended = run(smith, union)

    assert (ended.code, "磁盘已满" in ended.lines[-1]) == (2, True), ended
    assert content_of_draft(union) == old
    assert left_aside(union) == []
    ballast.unlink()
    assert run(smith, union).code == 0
    assert content_of_draft(union) == new


def left_aside(union: Path) -> list[str]:
    return [str(path) for path in union.rglob("*") if path.name.startswith((".draft", "tmp"))]


def test_where_a_file_cannot_be_written_to_its_end_the_old_draft_stays(smith, tmp_path):
    union = make_union(tmp_path)
    old = deliver(union, 0)
    assert run(smith, union).code == 0
    new = deliver(union, 1)

    ended = smith.run("run", "2024-07", "--direct", "--workspace", str(union), most=30_000)

    assert ended.code == 2, ended
    assert "原来的文件未动：文件超过允许的大小" in ended.lines[-1]
    assert content_of_draft(union) == old
    assert left_aside(union) == []
    assert run(smith, union).code == 0
    assert content_of_draft(union) == new


def test_in_a_folder_that_is_read_only_nothing_changes_and_one_sentence_says_so(
    smith, union_on_a_small_disk
):
    union = union_on_a_small_disk
    new = deliver(union, 1)
    before = {path: path.read_bytes() for path in union.rglob("*") if path.is_file()}
    subprocess.run(["mount", "-o", "remount,ro", union], check=True)

    ended = run(smith, union)
    again = smith.run("check", "2024-07", "--workspace", str(union))

    assert [ended.code, again.code] == [2, 2]
    assert [len(ended.lines), len(again.lines)] == [1, 1]
    assert "只读" in ended.lines[-1]
    subprocess.run(["mount", "-o", "remount,rw", union], check=True)
    assert {path: path.read_bytes() for path in union.rglob("*") if path.is_file()} == before
    assert run(smith, union).code == 0
    assert content_of_draft(union) == new


def test_two_periods_at_once_give_the_drafts_that_each_gives_alone(tmp_path):
    unions = [
        make_union(tmp_path / name)
        for name in ("alone", "at once")
        if not (tmp_path / name).mkdir()
    ]
    for union in unions:
        send(union, "2024-09/帮扶.xlsx", relief())
    alone, at_once = unions
    periods = ("2024-07", "2024-09")

    with ExitStack() as stack:
        smiths = [stack.enter_context(forge()) for _ in periods]
        for period in periods:
            assert run(smiths[0], alone, period=period).code == 0
        with ThreadPoolExecutor() as pool:
            runs = [
                pool.submit(run, smith, at_once, period=period)
                for smith, period in zip(smiths, periods, strict=True)
            ]
        assert [done.result().code for done in runs] == [0, 0]

    for period in periods:
        draft = Path("out") / period / "draft"
        assert hashes(at_once / draft) == hashes(alone / draft)
    assert [path.name for path in at_once.glob(".secret*")] == [".secret"]
