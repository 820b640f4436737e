"""Files and folders put on disk for good: whole or not at all, also when the power fails."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import glob
import hashlib
import os
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import BinaryIO

from schemas.faults import WorkspaceError

_CURRENT_FOLDER = -100
"""AT_FDCWD: paths are taken as they stand."""

_EXCHANGE = 2
"""RENAME_EXCHANGE of renameat2(2)."""


_UNFINISHED_SECONDS = 600
"""What is still unfinished after ten minutes was cut off."""

_OPEN_TOGETHER = 64
"""Files that are written before the first is waited for; a process may hold some 250 open."""

_REASONS = {
    errno.EACCES: "没有权限，或正被其他程序打开",
    errno.EPERM: "没有权限，或正被其他程序打开",
    errno.EROFS: "所在的磁盘或文件夹是只读的",
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "磁盘配额已满",
    errno.EFBIG: "文件超过允许的大小",
    errno.EIO: "磁盘读写出错",
    errno.ENOENT: "文件或文件夹不存在",
    errno.ENOTDIR: "应为文件夹的地方是文件",
    errno.EISDIR: "应为文件的地方是文件夹",
    errno.ENXIO: "是管道或设备，不是文件",
    errno.EEXIST: "已有同名的文件或文件夹",
    errno.ENOTEMPTY: "文件夹不是空的",
    errno.ENAMETOOLONG: "文件名过长",
    errno.EMFILE: "打开的文件过多",
}


def sha256(content: bytes) -> str:
    """Return the SHA-256 of a content, as manifests and logs write it."""
    return hashlib.sha256(content).hexdigest()


def in_words(fault: OSError) -> str:
    """Return why a file could not be read or written, in the user's words."""
    return _REASONS.get(fault.errno or 0) or fault.strerror or "无法读写文件"


def require_inside(place: Path, folder: Path) -> Path:
    """Return a place below a folder; WorkspaceError where a link leads out of the folder.

    The folder itself may be a link: where it lies is the office's own decision.
    """
    if place.is_symlink() and not place.resolve().is_relative_to(folder.resolve()):
        raise WorkspaceError(f"{place} 是指向 {folder.name} 之外的链接：请换成文件夹或文件本身。")
    return place


def read_regular(path: Path) -> bytes:
    """Return the content of a file that a person named; a link to one will do.

    Raises OSError, also for what is no file: a pipe would never come to its end.
    """
    if path.exists() and not path.is_file():
        raise OSError(errno.EISDIR if path.is_dir() else errno.ENXIO, "")
    return path.read_bytes()


def fill_folder(folder: Path, files: Mapping[str, bytes], mode: int) -> None:
    """Write files into a folder and have them and their names reach the disk.

    Raises OSError where one cannot be written.
    """
    _write(folder, files, mode)
    for inside in {folder, *((folder / name).parent for name in files)}:
        settle_names(inside)


def _write(folder: Path, files: Mapping[str, bytes], mode: int) -> None:
    """Write files and have their contents reach the disk.

    What follows, a folder or a file that changes its name, may reach the disk before contents
    do that nobody waited for: after a failure of power the new name would be that of empty
    files, and the old ones gone. So every content is waited for, but all of some files are
    written before the first is: the disk then takes them together, in a third of the time.
    """
    names = [*files]
    for start in range(0, len(names), _OPEN_TOGETHER):
        with contextlib.ExitStack() as opened:
            written = [
                opened.enter_context(_written(folder / name, files[name], mode))
                for name in names[start : start + _OPEN_TOGETHER]
            ]
            for file in written:
                os.fsync(file.fileno())


def _written(path: Path, content: bytes, mode: int) -> BinaryIO:
    """Return a file, still open, that nobody beyond its mode can read at any time."""
    path.parent.mkdir(parents=True, exist_ok=True)
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
    file = os.fdopen(os.open(path, flags, mode), "wb")
    try:
        file.write(content)
        file.flush()
        path.chmod(mode)
    except OSError:
        file.close()
        raise
    return file


def settle_names(folder: Path) -> None:
    """Have the names in a folder reach the disk, where the system can be asked to."""
    if sys.platform == "win32":
        return
    with contextlib.suppress(OSError):  # some network file systems refuse; the files are there
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def exchange(one: Path, other: Path) -> bool:
    """Have two folders change places in one step; return whether the system could.

    Linux can on its own file systems; nothing has changed where it could not.
    """
    rename = _renameat2()
    if rename is None:
        return False
    paths = os.fsencode(one), os.fsencode(other)
    return rename(_CURRENT_FOLDER, paths[0], _CURRENT_FOLDER, paths[1], _EXCHANGE) == 0


@cache
def _renameat2() -> Callable[[int, bytes, int, bytes, int], int] | None:
    if sys.platform != "linux":
        return None
    found = getattr(ctypes.CDLL(None), "renameat2", None)
    if found is not None:
        found.argtypes = (
            ctypes.c_int,
            ctypes.c_char_p,
            ctypes.c_int,
            ctypes.c_char_p,
            ctypes.c_uint,
        )
    return found


def shared_mode() -> int:
    """Return the rights of a file that owner and group share as far as the umask lets them."""
    mask = os.umask(0o077)  # it can be asked for in no other way
    os.umask(mask)
    return 0o660 & ~mask


def replace_file(path: Path, content: bytes) -> None:
    """Write a file aside, then put it in the place of the old one in one step.

    The old one's mode is kept; a first one is its owner's and his group's.

    Raises WorkspaceError where it cannot be done; the old file is then as it was.
    """
    aside: Path | None = None
    try:
        kept = path.stat().st_mode & 0o777 if path.exists() else shared_mode()
        _drop_unfinished(path)
        handle, name = tempfile.mkstemp(prefix=_aside(path), dir=path.parent)
        os.close(handle)
        aside = Path(name)
        _write(path.parent, {aside.name: content}, kept)
        aside.replace(path)
        settle_names(path.parent)
    except OSError as fault:
        if aside is not None:
            with contextlib.suppress(OSError):
                aside.unlink(missing_ok=True)
        raise WorkspaceError(
            f"{path} 没有写成，原来的内容未动：{in_words(fault)}；请关闭打开它的程序后重试。"
        ) from None


def _aside(path: Path) -> str:
    return f".{path.name}.new-"


def _drop_unfinished(path: Path) -> None:
    """Remove what a process that was killed long ago had written of a file."""
    for left in path.parent.glob(f"{glob.escape(_aside(path))}*"):
        with contextlib.suppress(OSError):
            if left.stat().st_mtime < time.time() - _UNFINISHED_SECONDS:
                left.unlink()
