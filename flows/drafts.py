"""A draft on disk: built aside, switched in as a whole; the old one or the new one."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

import polars as pl

from flows.disk import exchange, fill_folder, in_words, settle_names, shared_mode
from flows.retrying import Momentary
from schemas.faults import WorkspaceError
from schemas.figure import CHANGE_SCHEMA, FIGURE_SCHEMA
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


def read_public_figures(folder: Path) -> pl.DataFrame:
    """Return the public figures (Figure) of a draft or a release."""
    return pl.read_csv(folder / "figures-public.csv", schema=FIGURE_SCHEMA)


def replace_draft(out: Path, files: Mapping[str, bytes]) -> Path:
    """Write the files aside, then make them the draft in one step; return its folder."""
    return replace_folder(out, DRAFT, files)


def replace_folder(
    out: Path, name: str, files: Mapping[str, bytes], *, private: bool = False
) -> Path:
    """Write the files aside, then put them in the place of `out/name` as a whole.

    Nobody outside the owner's group can read it before it is released, whatever the umask;
    what is `private` can be read by its owner alone. The caller holds the period
    (flows.locking): what a run that was killed left aside is removed first.

    Where the old folder cannot be moved (a document open in Word on Windows), it stays, the
    new one waits beside it as `name-new`, and WorkspaceError says so.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
        _clear(out, name)
        built = Path(tempfile.mkdtemp(prefix=f".{name}-built-", dir=out))
    except OSError as fault:
        raise WorkspaceError(f"{out} 无法写入：{in_words(fault)}，请检查权限和磁盘。") from None
    try:
        mode = 0o600 if private else shared_mode()
        fill_folder(built, files, mode)
        built.chmod(mode | (mode & 0o444) >> 2)  # a folder that can be read can be entered
    except OSError as fault:
        shutil.rmtree(built, ignore_errors=True)
        raise _not_written(fault) from None
    return _switch(out, name, built)


def _not_written(fault: OSError) -> WorkspaceError:
    return WorkspaceError(
        f"没有写成，原来的文件未动：{in_words(fault)}；请检查磁盘空间和权限后重新运行。"
    )


def _switch(out: Path, name: str, built: Path) -> Path:
    try:
        if not exchange(built, out / name):
            _move(out, name, built)
    except PermissionError:
        raise _let_wait(out, name, built) from None
    except OSError as fault:
        shutil.rmtree(built, ignore_errors=True)
        raise _not_written(fault) from None
    settle_names(out)
    _clear(out, name)
    shutil.rmtree(_waiting(out, name), ignore_errors=True)
    return out / name


def _move(out: Path, name: str, built: Path) -> None:
    """Switch in two steps, where the system knows no exchange; a kill between them is mended.

    Raises OSError where a folder cannot be moved; the old one is then in its place.
    """
    try:
        if (out / name).exists():
            (out / name).rename(_old(out, name))
        built.rename(out / name)
    except OSError:
        with contextlib.suppress(OSError):
            restore_folder(out, name)
        raise


def _let_wait(out: Path, name: str, built: Path) -> Momentary:
    """Put what was built beside a folder that is open elsewhere; return what is told."""
    waiting = _waiting(out, name)
    try:
        shutil.rmtree(waiting, ignore_errors=True)
        built.rename(waiting)
        place = f"；新的在 {waiting}"
    except OSError:  # an earlier one that waits is open too
        shutil.rmtree(built, ignore_errors=True)
        place = ""
    return Momentary(f"{out / name} 中的文件正被打开，未替换{place}，请关闭文档后重新运行。")


def _old(out: Path, name: str) -> Path:
    return out / f".{name}-old"


def _waiting(out: Path, name: str) -> Path:
    return out / f"{name}-new"


def restore_folder(out: Path, name: str) -> None:
    """Bring back the old folder where a switch was cut off."""
    if _old(out, name).is_dir() and not (out / name).exists():
        _old(out, name).rename(out / name)


def _clear(out: Path, name: str) -> None:
    """Remove what runs have left aside, having brought back what is still needed of it.

    An old folder is first given the name of a leftover: half removed, it is never restored.
    """
    restore_folder(out, name)
    _remove_leftovers(out, name)
    if _old(out, name).is_dir():
        with contextlib.suppress(OSError):
            _old(out, name).rename(out / f".{name}-built-before")
        _remove_leftovers(out, name)


def _remove_leftovers(out: Path, name: str) -> None:
    for leftover in out.glob(f".{name}-built-*"):
        shutil.rmtree(leftover, ignore_errors=True)
