"""A draft on disk: built aside, switched in as a whole; the old one or the new one."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

import polars as pl

from schemas.faults import WorkspaceError
from schemas.figure import CHANGE_SCHEMA
from transforms.changes import Before

DRAFT = "draft"


def read_standing_draft(out: Path) -> Before | None:
    """Return figures and changes of the draft that stands, if there is one."""
    restore_folder(out, DRAFT)
    figures, changes = out / DRAFT / "figures.parquet", out / DRAFT / "changes.csv"
    if not (figures.is_file() and changes.is_file()):
        return None
    told = pl.read_csv(changes, schema=CHANGE_SCHEMA)
    return Before(pl.read_parquet(figures), told.fill_null(""))


def replace_draft(out: Path, files: Mapping[str, bytes]) -> Path:
    """Write the files aside, then make them the draft in one step; return its folder."""
    return replace_folder(out, DRAFT, files)


def replace_folder(
    out: Path, name: str, files: Mapping[str, bytes], *, private: bool = False
) -> Path:
    """Write the files aside, then put them in the place of `out/name` as a whole.

    What is `private` can be read by its owner alone.

    Where the old folder cannot be moved (a document open in Word on Windows), it stays, the
    new one waits beside it as `name-new`, and WorkspaceError says so.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
        restore_folder(out, name)
        built = Path(tempfile.mkdtemp(prefix=f".{name}-built-", dir=out))
    except OSError as fault:
        raise WorkspaceError(f"{out} 无法写入：{fault.strerror}，请检查权限和磁盘。") from None
    try:
        _write_all(built, files, 0o600 if private else 0o644)
        built.chmod(0o700 if private else 0o755)
    except OSError as fault:
        shutil.rmtree(built, ignore_errors=True)
        raise WorkspaceError(f"没有写成，原来的文件未动：{fault.strerror}。") from None
    return _switch(out, name, built)


def replace_file(path: Path, content: bytes) -> None:
    """Write a file aside, then put it in the place of the old one in one step.

    Raises WorkspaceError where that cannot be done; the old one is then as it was.
    """
    try:
        handle, aside = tempfile.mkstemp(prefix=f".{path.stem}-", dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(aside).chmod(0o644)
        Path(aside).replace(path)
    except OSError as fault:
        raise WorkspaceError(
            f"{path} 没有写成，原来的内容未动：{fault.strerror}；请关闭打开它的程序后重试。"
        ) from None


def _write_all(folder: Path, files: Mapping[str, bytes], mode: int) -> None:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        path.chmod(mode)


def _switch(out: Path, name: str, built: Path) -> Path:
    current = out / name
    try:
        if current.exists():
            current.rename(_old(out, name))
        built.rename(current)
    except OSError:
        restore_folder(out, name)
        waiting = out / f"{name}-new"
        shutil.rmtree(waiting, ignore_errors=True)
        built.rename(waiting)
        raise WorkspaceError(
            f"{current} 中的文件正被打开，未替换；新的在 {waiting}，请关闭文档后重新运行。"
        ) from None
    _clear(out, name)
    return current


def _old(out: Path, name: str) -> Path:
    return out / f".{name}-old"


def restore_folder(out: Path, name: str) -> None:
    """Bring back the old folder where a switch was cut off."""
    if _old(out, name).is_dir() and not (out / name).exists():
        _old(out, name).rename(out / name)


def _clear(out: Path, name: str) -> None:
    """Remove what a switch leaves behind, and what a run that was cut off had built."""
    for leftover in (_old(out, name), *out.glob(f".{name}-built-*")):
        shutil.rmtree(leftover, ignore_errors=True)
