"""A child process in which files from outside are opened: with limits, and replaceable.

A file may be made, or broken, so that a reader takes all memory, never ends or aborts its
process. Here that ends the child alone; the next call starts another.
"""

from __future__ import annotations

import atexit
import gc
import importlib
import io
import os
import pickle
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, TypeVar

T = TypeVar("T")

MEMORY = 1 << 30
"""Bytes of memory that the child may take; where the system knows such limits."""

_HAS_ALARM = hasattr(signal, "setitimer")

_PATIENCE = 20
"""How many times the seconds that a call may work it may last, on a machine with much to do."""

_MOST_TOLD = 256 << 20
"""Bytes that an answer may have: what is small in the child may be large in pieces."""

_NOT_FOR_THE_CHILD = "BULLETIN_SECRET"


class Overrun(Exception):
    """The child did not come to an end: too much memory, too much work, or it aborted."""


class Delayed(Overrun):
    """The child did not get to work: the machine was busy, or what it reads did not come."""


def confine(act: Callable[..., T], *args: object, seconds: float) -> T:
    """Return what a function of ours returns, called in the child.

    `seconds` are those of work, which a busy machine does not shorten. Function, arguments
    and result must be picklable, and nothing in them may hold itself. What it raises is raised
    here; Overrun where it passes the limits, Delayed where it waited more than it worked.
    """
    return _CHILD.call(act, args, seconds)


def get_ready(*modules: str) -> None:
    """Start the child, which loads these modules of ours meanwhile; nothing where one runs."""
    _CHILD.start(modules)


def allow(seconds: float) -> None:
    """Give the call that runs in this process more time to work; in no call, nothing happens."""
    if _HAS_ALARM:
        work, _ = signal.getitimer(signal.ITIMER_PROF)
        wait, _ = signal.getitimer(signal.ITIMER_REAL)
        if work and wait:
            _set_alarm(work + seconds, wait + seconds * _PATIENCE)


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
                    request = (act, args, seconds, seconds * _PATIENCE)
                    failed, result = _exchange(process, request)
            except (OSError, EOFError, pickle.UnpicklingError):
                self._end()
                raise _overrun(process) from None
        if failed:
            raise result
        return result  # type: ignore[no-any-return]

    def start(self, modules: Sequence[str]) -> None:
        with self._turn:
            self._running(modules)

    def _running(self, modules: Sequence[str] = ()) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self._end()
            self._process = _start(modules)
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


def _overrun(ended: subprocess.Popen[bytes]) -> Overrun:
    """Return why a child ended before its answer."""
    waited = _HAS_ALARM and ended.returncode == -signal.SIGALRM
    return Delayed() if waited else Overrun()


def _start(modules: Sequence[str]) -> subprocess.Popen[bytes]:
    """Start a child that finds our modules where this process found them, and loads some."""
    rooms = str(Path(__file__).resolve().parent.parent)
    paths = os.pathsep.join(filter(None, [rooms, os.environ.get("PYTHONPATH")]))
    known = {name: value for name, value in os.environ.items() if name != _NOT_FOR_THE_CHILD}
    ours = [sys.executable, "-P", "-m", "workbooks.confinement"]  # nothing from where it runs
    return subprocess.Popen(
        [*ours, *modules],
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
    for module in sys.argv[1:]:
        importlib.import_module(module)
    gc.disable()  # millions of cells come and stay: to look through them again and again is slow
    while True:
        try:
            act, args, work, wait = pickle.load(requests)
        except EOFError:
            return
        _set_alarm(work, wait)
        answers.write(_packed(_outcome(act, args)))
        answers.flush()
        _set_alarm(0, 0)
        gc.collect(0)


def _packed(outcome: tuple[bool, object]) -> bytes:
    """Return an outcome as bytes, not looking for what stands in it twice: most cells do not."""
    packed = io.BytesIO()
    pickler = pickle.Pickler(packed)
    pickler.fast = True
    pickler.dump(outcome)
    if packed.tell() > _MOST_TOLD:
        os._exit(1)
    return packed.getvalue()


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


def _set_alarm(work: float, wait: float) -> None:
    """End this process after so many seconds of work, or of the clock; 0 calls it off."""
    if _HAS_ALARM:
        signal.setitimer(signal.ITIMER_PROF, work)
        signal.setitimer(signal.ITIMER_REAL, wait)


if __name__ == "__main__":
    _serve()
