"""One process at a time works on a period: another waits a moment, then is told why it cannot."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from flows.disk import in_words
from flows.workspace import Workspace
from schemas.faults import WorkspaceError
from schemas.period import Period

PATIENCE_SECONDS = 3
"""How long a person at a terminal is made to wait before he is told to come back later."""


@contextmanager
def records_held(workspace: Workspace) -> Iterator[None]:
    """Hold the lists of decisions and the settings while a line is added to one of them.

    Raises WorkspaceError where another process does not come to an end with them.
    """
    told = f"{workspace.root} 的记录正由另一个程序改写，请稍后重新运行；没有改动。"
    with _held(workspace.locks / "records.lock", PATIENCE_SECONDS, told):
        yield


@contextmanager
def locked(
    workspace: Workspace, period: Period, patience: float = PATIENCE_SECONDS
) -> Iterator[None]:
    """Hold a period of a workspace for one process, until the block or the process ends.

    Raises WorkspaceError where another holds it for longer than `patience` (seconds).
    """
    told = f"{period.label}正由另一个程序处理，请等它结束后再运行；已有的文稿未动。"
    with _held(workspace.locks / f"{period}.lock", patience, told):
        yield


@contextmanager
def _held(path: Path, patience: float, told: str) -> Iterator[None]:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = FileLock(path, timeout=patience)
        lock.acquire()
    except Timeout:
        raise WorkspaceError(told) from None
    except OSError as fault:
        raise WorkspaceError(
            f"{path.parent} 无法写入：{in_words(fault)}，请检查权限和磁盘。"
        ) from None
    try:
        yield
    finally:
        lock.release()
