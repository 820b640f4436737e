"""A draft on disk is the old one or the new one, never half."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.drafts import replace_draft, replace_folder
from schemas.faults import WorkspaceError


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_a_new_draft_takes_the_place_of_the_old_one_as_a_whole(tmp_path):
    replace_draft(tmp_path, {"a.txt": b"old", "gone.txt": b"old"})

    folder = replace_draft(tmp_path, {"a.txt": b"new", "charts/b.png": b"new"})

    assert contents(folder) == {"a.txt": b"new", "charts/b.png": b"new"}
    assert [path.name for path in tmp_path.iterdir()] == ["draft"]


def test_a_write_that_fails_leaves_the_old_draft_as_it_was(tmp_path):
    replace_draft(tmp_path, {"a.txt": b"old"})

    with pytest.raises(WorkspaceError, match="原来的文件未动"):
        replace_draft(tmp_path, {"a.txt": b"new", "a.txt/b": b"a file cannot be a folder"})

    assert contents(tmp_path / "draft") == {"a.txt": b"old"}
    assert [path.name for path in tmp_path.iterdir()] == ["draft"]


def test_a_switch_that_was_cut_off_is_mended_by_the_next_run(tmp_path):
    replace_draft(tmp_path, {"a.txt": b"old"})
    (tmp_path / "draft").rename(tmp_path / ".draft-old")
    (tmp_path / ".draft-built-x").mkdir()

    replace_folder(tmp_path, "check", {"issues.csv": b""})
    assert not (tmp_path / "draft").exists()
    folder = replace_draft(tmp_path, {"a.txt": b"new"})

    assert contents(folder) == {"a.txt": b"new"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["check", "draft"]


def test_where_the_old_draft_cannot_be_moved_the_new_one_waits_beside_it(tmp_path, monkeypatch):
    replace_draft(tmp_path, {"a.txt": b"old"})
    rename = Path.rename

    def refuse_the_draft(path: Path, target: Path) -> Path:
        if path.name == "draft":
            raise PermissionError(13, "open in Word")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", refuse_the_draft)

    with pytest.raises(WorkspaceError, match="请关闭文档后重新运行"):
        replace_draft(tmp_path, {"a.txt": b"new"})

    assert contents(tmp_path / "draft") == {"a.txt": b"old"}
    assert contents(tmp_path / "draft-new") == {"a.txt": b"new"}
