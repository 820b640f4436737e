"""A draft on disk is the old one or the new one, never half."""

from __future__ import annotations

import itertools
import os
import sys
from pathlib import Path

import pytest

from flows import drafts
from flows.disk import exchange, replace_file
from flows.drafts import replace_draft, replace_folder, restore_folder
from schemas.faults import WorkspaceError
from tests.flows.killing import Forge, forge

OLD = {"a.txt": "old", "gone.txt": "old", "charts/b.png": "old"}
NEW = {"a.txt": "new", "charts/b.png": "new"}


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def encoded(files: dict[str, str]) -> dict[str, bytes]:
    return {name: text.encode() for name, text in files.items()}


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture(params=["exchanged", "moved"])
def either_way(request, monkeypatch) -> str:
    """Both ways of switching: in one step, and where the system does not know it."""
    if request.param == "moved":
        monkeypatch.setattr(drafts, "exchange", lambda one, other: False)
    return str(request.param)


@pytest.fixture(scope="module")
def smith():
    with forge() as process:
        yield process


@pytest.mark.skipif(sys.platform == "win32", reason="asks for the numbers of files")
def test_every_content_and_name_has_reached_the_disk_before_the_switch(tmp_path, monkeypatch):
    files = {f"charts/{number}.png": b"x" * number for number in range(1, 150)}
    settled: list[tuple[int, int]] = []
    sync = os.fsync

    def watched(handle: int) -> None:
        settled.append((os.fstat(handle).st_ino, os.fstat(handle).st_size))
        sync(handle)

    def switch(built: Path, place: Path) -> bool:
        names = {path.stat().st_ino for path in (built, built / "charts")}
        wanted = {((built / name).stat().st_ino, len(content)) for name, content in files.items()}
        assert wanted < {*settled}
        assert names < {number for number, _ in settled}
        return exchange(built, place)

    monkeypatch.setattr(os, "fsync", watched)
    monkeypatch.setattr(drafts, "exchange", switch)

    folder = replace_draft(tmp_path, files)

    assert settled[-1][0] == tmp_path.stat().st_ino
    assert contents(folder) == files


def test_a_new_draft_takes_the_place_of_the_old_one_as_a_whole(tmp_path, either_way):
    replace_draft(tmp_path, encoded(OLD))

    folder = replace_draft(tmp_path, encoded(NEW))

    assert contents(folder) == encoded(NEW)
    assert names_in(tmp_path) == ["draft"]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux exchanges two folders")
def test_two_folders_change_places_in_one_step(tmp_path):
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        (tmp_path / name / name).touch()

    assert exchange(tmp_path / "one", tmp_path / "other")
    assert (tmp_path / "one/other").is_file()
    assert (tmp_path / "other/one").is_file()
    assert not exchange(tmp_path / "one", tmp_path / "missing")
    assert names_in(tmp_path) == ["one", "other"]


def test_a_write_that_fails_leaves_the_old_draft_as_it_was(tmp_path):
    replace_draft(tmp_path, {"a.txt": b"old"})

    with pytest.raises(WorkspaceError, match="原来的文件未动"):
        replace_draft(tmp_path, {"a.txt": b"new", "a.txt/b": b"a file cannot be a folder"})

    assert contents(tmp_path / "draft") == {"a.txt": b"old"}
    assert names_in(tmp_path) == ["draft"]


def test_a_switch_that_was_cut_off_is_mended_by_the_next_run(tmp_path):
    replace_draft(tmp_path, {"a.txt": b"old"})
    (tmp_path / "draft").rename(tmp_path / ".draft-old")
    (tmp_path / ".draft-built-x").mkdir()

    replace_folder(tmp_path, "check", {"issues.csv": b""})
    assert not (tmp_path / "draft").exists()
    folder = replace_draft(tmp_path, {"a.txt": b"new"})

    assert contents(folder) == {"a.txt": b"new"}
    assert names_in(tmp_path) == ["check", "draft"]


def test_an_old_draft_that_a_killed_run_had_no_time_to_remove_is_in_nobodys_way(
    tmp_path, either_way
):
    replace_draft(tmp_path, {"a.txt": b"old"})
    (tmp_path / ".draft-old/charts").mkdir(parents=True)
    (tmp_path / ".draft-old/a.txt").write_bytes(b"older")

    replace_draft(tmp_path, {"a.txt": b"new"})

    assert contents(tmp_path / "draft") == {"a.txt": b"new"}
    assert names_in(tmp_path) == ["draft"]


@pytest.mark.skipif(sys.platform == "win32", reason="forks the runs that it kills")
@pytest.mark.parametrize("moves", [False, True], ids=["exchanged", "moved"])
def test_killed_before_any_operation_on_files_it_is_the_old_draft_or_the_new_one(
    tmp_path, smith: Forge, moves
):
    replace_draft(tmp_path, encoded(OLD))
    standing, coming = OLD, NEW
    seen = set()

    for operation in itertools.count(1):
        ended = smith.replace(tmp_path, coming, operation=operation, moves=moves)
        if not ended.killed:
            break
        if moves:
            restore_folder(tmp_path, "draft")
        found = contents(tmp_path / "draft")
        assert found in (encoded(standing), encoded(coming)), operation
        seen.add(found == encoded(coming))
        if found == encoded(coming):
            standing, coming = coming, standing

    assert ended.code == 0, ended
    assert seen == {True, False}
    assert operation > 15
    assert contents(tmp_path / "draft") == encoded(coming)
    assert names_in(tmp_path) == ["draft"]


@pytest.fixture
def open_in_word(monkeypatch):
    """Windows, on which a folder with an open document cannot be moved."""
    monkeypatch.setattr(drafts, "exchange", lambda one, other: False)
    rename = Path.rename

    def refuse(path: Path, target: Path) -> Path:
        if path.name == "draft":
            raise PermissionError(13, "open in Word")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", refuse)
    return monkeypatch


def test_where_the_old_draft_cannot_be_moved_the_new_one_waits_beside_it(tmp_path, open_in_word):
    replace_draft(tmp_path, {"a.txt": b"old"})

    with pytest.raises(WorkspaceError, match=r"draft-new，请关闭文档后重新运行"):
        replace_draft(tmp_path, {"a.txt": b"new"})

    assert contents(tmp_path / "draft") == {"a.txt": b"old"}
    assert contents(tmp_path / "draft-new") == {"a.txt": b"new"}


def test_a_draft_that_waited_goes_once_the_next_one_is_in(tmp_path, open_in_word):
    replace_draft(tmp_path, {"a.txt": b"old"})
    with pytest.raises(WorkspaceError):
        replace_draft(tmp_path, {"a.txt": b"waiting"})
    open_in_word.undo()

    replace_draft(tmp_path, {"a.txt": b"new"})

    assert contents(tmp_path / "draft") == {"a.txt": b"new"}
    assert names_in(tmp_path) == ["draft"]


def test_a_new_draft_that_cannot_take_its_place_brings_the_old_one_back(tmp_path, monkeypatch):
    replace_draft(tmp_path, {"a.txt": b"old"})
    monkeypatch.setattr(drafts, "exchange", lambda one, other: False)
    rename = Path.rename

    def refuse(path: Path, target: Path) -> Path:
        if path.name.startswith(".draft-built-"):  # a virus scanner looks at the new files
            raise PermissionError(13, "in use")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", refuse)

    with pytest.raises(WorkspaceError, match="未替换，请关闭文档后重新运行"):
        replace_draft(tmp_path, {"a.txt": b"new"})

    assert contents(tmp_path / "draft") == {"a.txt": b"old"}
    assert names_in(tmp_path) == ["draft"]


def test_a_file_is_replaced_with_its_mode_and_nothing_stays_aside(tmp_path):
    path = tmp_path / "bulletin.toml"
    path.write_bytes(b"old")
    path.chmod(0o600)
    left = tmp_path / ".bulletin.toml.new-killed"
    left.write_bytes(b"cut off")
    os.utime(left, (0, 0))

    replace_file(path, b"new")

    assert path.read_bytes() == b"new"
    assert path.stat().st_mode & 0o777 == 0o600
    assert names_in(tmp_path) == ["bulletin.toml"]


def test_a_file_that_cannot_be_replaced_stays_and_nothing_stays_aside(tmp_path, monkeypatch):
    path = tmp_path / "waivers.csv"
    path.write_bytes(b"old")

    def refuse(*_: object) -> None:
        raise PermissionError(13, "open in Excel")

    monkeypatch.setattr(Path, "replace", refuse)

    with pytest.raises(WorkspaceError, match="正被其他程序打开；请关闭打开它的程序后重试"):
        replace_file(path, b"new")

    assert path.read_bytes() == b"old"
    assert names_in(tmp_path) == ["waivers.csv"]


@pytest.mark.skipif(os.name == "nt", reason="rights of POSIX")
@pytest.mark.parametrize(
    ("umask", "private", "file", "folder"),
    [
        (0o022, False, 0o640, 0o750),  # the usual one: others read nothing before the release
        (0o002, False, 0o660, 0o770),  # a group of analysts works together
        (0o000, False, 0o660, 0o770),
        (0o077, False, 0o600, 0o700),
        (0o022, True, 0o600, 0o700),
    ],
)
def test_nobody_outside_the_group_reads_what_is_not_released(
    tmp_path, umask, private, file, folder
):
    before = os.umask(umask)
    try:
        draft = replace_folder(tmp_path / "out", "draft", {"a.csv": b"1"}, private=private)
        replace_file(tmp_path / "waivers.csv", b"1")
    finally:
        os.umask(before)

    assert draft.stat().st_mode & 0o777 == folder
    assert (draft / "a.csv").stat().st_mode & 0o777 == file
    assert (tmp_path / "waivers.csv").stat().st_mode & 0o007 == 0
