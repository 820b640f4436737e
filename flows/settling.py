"""Whether a workbook has settled: nobody is copying or saving it while it is read."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

from flows.retrying import WAITS, Momentary
from schemas.submission import Submission

_YOUNG_SECONDS = sum(WAITS)
"""A file that nobody has touched for as long as we would wait is damaged, not on its way."""


def read_settled(path: Path, name: str, read: Callable[[], Submission]) -> Submission:
    """Return what is read of a workbook that stays the same meanwhile.

    Raises Momentary where it changed, went away, or cannot be read and may be on its way.
    """
    before = _state(path)
    submission = read()
    after = _state(path)
    if after is None:
        raise Momentary(f"{name} 在读取时被移走或正在保存，请等保存完毕后重新运行。")
    if before != after or (not submission.readable and _may_be_coming(path)):
        raise Momentary(f"{name} 正在复制、保存，或正被其他程序打开。", submission)
    return submission


def _state(path: Path) -> tuple[int, int, int] | None:
    """Return what changes with every writing of a file; none where there is no file."""
    try:
        found = path.lstat()
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns, found.st_ino


def _may_be_coming(path: Path) -> bool:
    """Return whether a file was touched just now, or is held (Windows) by another program."""
    try:
        found = path.lstat()
        if os.name == "nt":
            path.open("rb").close()
    except OSError:
        return True
    return abs(time.time() - max(found.st_mtime, found.st_ctime)) < _YOUNG_SECONDS
