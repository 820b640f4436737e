"""One process at a time works on a period: another waits a moment, then is told why it cannot."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from filelock import FileLock, Timeout

from flows.disk import in_words
from flows.workspace import Workspace
from schemas.faults import WorkspaceError
from schemas.period import Period

_PATIENCE_SECONDS = 3


@contextmanager
def locked(
    workspace: Workspace, period: Period, patience: float = _PATIENCE_SECONDS
) -> Iterator[None]:
    """Hold a period of a workspace for one process, until the block or the process ends.

    Raises WorkspaceError where another holds it for longer than `patience` (seconds).
    """
    path = workspace.locks / f"{period}.lock"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = FileLock(path, timeout=patience)
        lock.acquire()
    except Timeout:
        raise WorkspaceError(
            f"{period.label}正由另一个程序处理，请等它结束后再运行；已有的文稿未动。"
        ) from None
    except OSError as fault:
        raise WorkspaceError(
            f"{path.parent} 无法写入：{in_words(fault)}，请检查权限和磁盘。"
        ) from None
    try:
        yield
    finally:
        lock.release()
