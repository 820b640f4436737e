"""A child process in which files from outside are opened: with limits, and replaceable.

A file may be made, or broken, so that a reader takes all memory, never ends or aborts its
process. Here that ends the child alone; the next call starts another.
"""

from __future__ import annotations

import atexit
import os
import pickle
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, TypeVar

T = TypeVar("T")

MEMORY = 1 << 30
"""Bytes of memory that the child may take; where the system knows such limits."""

_HAS_ALARM = hasattr(signal, "setitimer")

_PATIENCE = 3
"""How many times the seconds that a call may work it may last, on a machine with much to do."""

_NOT_FOR_THE_CHILD = "BULLETIN_SECRET"


class Overrun(Exception):
    """The child did not come to an end: too much memory, too much time, or it aborted."""


def confine(act: Callable[..., T], *args: object, seconds: float) -> T:
    """Return what a function of ours returns, called in the child.

    `seconds` are those of work, which a busy machine does not shorten. Function, arguments
    and result must be picklable. What it raises is raised here; Overrun where it passes the
    limits.
    """
    return _CHILD.call(act, args, seconds)


class _Child:
    """The one child of this program; calls wait for each other."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def call(self, act: Callable[..., T], args: tuple[object, ...], seconds: float) -> T:
        with self._turn:
            process = self._running()
            try:
                with _watch(process, seconds):
                    failed, result = _exchange(process, (act, args, seconds))
            except (OSError, EOFError, pickle.UnpicklingError):
                self._end()
                raise Overrun from None
        if failed:
            raise result
        return result  # type: ignore[no-any-return]

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self._end()
            self._process = _start()
        return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.communicate()

    def close(self) -> None:
        """End the child, if there is one."""
        with self._turn:
            self._end()


def _start() -> subprocess.Popen[bytes]:
    """Start a child that finds our modules where this process found them."""
    rooms = str(Path(__file__).resolve().parent.parent)
    paths = os.pathsep.join(filter(None, [rooms, os.environ.get("PYTHONPATH")]))
    known = {name: value for name, value in os.environ.items() if name != _NOT_FOR_THE_CHILD}
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "workbooks.confinement"],  # nothing from where it runs
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=known | {"PYTHONPATH": paths},
    )


@contextmanager
def _watch(process: subprocess.Popen[bytes], seconds: float) -> Iterator[None]:
    """End the child after a time where it has no alarm of its own (Windows)."""
    if _HAS_ALARM:
        yield
        return
    timer = threading.Timer(seconds, process.kill)
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _exchange(process: subprocess.Popen[bytes], request: object) -> tuple[bool, Any]:
    assert process.stdin is not None
    assert process.stdout is not None
    pickle.dump(request, process.stdin)
    process.stdin.flush()
    answer: tuple[bool, Any] = pickle.load(process.stdout)
    return answer


_CHILD = _Child()
atexit.register(_CHILD.close)


def _serve() -> None:
    """Answer requests until the parent is gone: the child's side."""
    requests, answers = sys.stdin.buffer, _answers()
    _limit_memory()
    while True:
        try:
            act, args, seconds = pickle.load(requests)
        except EOFError:
            return
        _set_alarm(seconds)
        pickle.dump(_outcome(act, args), answers)
        answers.flush()
        _set_alarm(0)


def _answers() -> IO[bytes]:
    """Return the way to the parent, which nothing that a library prints can reach."""
    answers = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    return answers


def _outcome(act: Callable[..., T], args: tuple[object, ...]) -> tuple[bool, object]:
    try:
        return False, act(*args)
    except MemoryError:
        os._exit(1)
    except Exception as fault:  # noqa: BLE001 (it is raised again on the other side)
        return True, fault


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows, which has no such limits
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _set_alarm(seconds: float) -> None:
    """End this process after so much work, or too long a wait; 0 calls it off."""
    if _HAS_ALARM:
        signal.setitimer(signal.ITIMER_PROF, seconds)
        signal.setitimer(signal.ITIMER_REAL, seconds * _PATIENCE)


if __name__ == "__main__":
    _serve()
