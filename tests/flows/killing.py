"""A process in which everything is imported; it forks runs of the program and kills them.

`python -m tests.flows.killing` answers requests, a line of JSON each; `Forge` asks it. Nothing
of the program knows of it: a run is killed from outside, or by an audit hook of the forked child.
"""

from __future__ import annotations

import io
import itertools
import json
import os
import resource
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
ON_FILES = {"open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.chmod", "os.truncate"}


@dataclass(frozen=True)
class Ended:
    """How a run ended: killed or with an exit code, and what it had said by then."""

    killed: bool
    code: int
    lines: list[str]


@dataclass(frozen=True)
class Forge:
    """The process that forks runs, as a test sees it."""

    process: subprocess.Popen[str]

    def run(self, *words: str, most: int | None = None, **kill: float) -> Ended:
        """Type a command; kill it `after` seconds or behind its n-th `line`.

        With `most`, no file that it writes may be larger (RLIMIT_FSIZE).
        """
        return Ended(**self._ask({"words": words, "most": most, "kill": kill}))

    def replace(self, out: Path, files: dict[str, str], **how: Any) -> Ended:
        """Replace the draft below `out`, killed before its n-th `operation` on files.

        Where it `moves`, the system knows no exchange of two folders.
        """
        return Ended(**self._ask({"out": str(out), "files": files, **how}))

    def _ask(self, request: dict[str, Any]) -> dict[str, Any]:
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())


@contextmanager
def forge() -> Iterator[Forge]:
    """Start the process for a while."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.flows.killing"],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        yield Forge(process)
    finally:
        process.stdin.close()
        process.stdout.close()
        process.wait()


def _serve() -> None:
    from flows import drafting, drafts, steps  # noqa: F401 (imported once for all runs)
    from flows.command import main

    for line in sys.stdin:
        request = json.loads(line)
        ended = _killed(partial(_act, request, main, drafts), request.get("kill", {}))
        sys.stdout.write(json.dumps(ended) + "\n")
        sys.stdout.flush()


def _act(request: dict[str, Any], main: Callable[..., None], drafts: ModuleType) -> None:
    """Do what is asked, in the child."""
    if most := request.get("most"):
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    if operation := request.get("operation"):
        sys.addaudithook(_ending_at(operation))
    if words := request.get("words"):
        main(words)
        return
    if request.get("moves"):
        drafts.exchange = lambda one, other: False
    files = {name: text.encode() for name, text in request["files"].items()}
    drafts.replace_draft(Path(request["out"]), files)


def _ending_at(operation: int) -> Callable[[str, object], None]:
    """Return a hook that ends this process before its n-th operation on files."""
    done = itertools.count(1)

    def end(event: str, _: object) -> None:
        if event in ON_FILES and next(done) == operation:
            os.kill(os.getpid(), signal.SIGKILL)

    return end


def _killed(act: Callable[[], None], kill: dict[str, float]) -> dict[str, Any]:
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        _end(act, writing)
    os.close(writing)
    lines = _watch(child, reading, kill)
    _, status = os.waitpid(child, 0)
    killed = os.WIFSIGNALED(status)
    return {"killed": killed, "code": -1 if killed else os.WEXITSTATUS(status), "lines": lines}


def _end(act: Callable[[], None], writing: int) -> None:
    """Do it as a process of its own that says everything to the pipe."""
    os.dup2(writing, 1)
    os.dup2(writing, 2)
    os.close(writing)
    sys.stdout = io.TextIOWrapper(os.fdopen(1, "wb", 0), "utf-8", write_through=True)
    sys.stderr = io.TextIOWrapper(os.fdopen(2, "wb", 0), "utf-8", write_through=True)
    code = 0
    try:
        act()
    except SystemExit as ended:
        code = int(ended.code or 0)
    except BaseException as fault:  # noqa: BLE001 (told to the test)
        sys.stderr.write(repr(fault))
        code = 99
    from workbooks.confinement import _CHILD

    _CHILD.close()
    os._exit(code)


def _watch(child: int, reading: int, kill: dict[str, float]) -> list[str]:
    """Return the lines of a child, killed when its moment has come."""
    told, began = b"", time.monotonic()
    while True:
        after = kill.get("after", 600) - (time.monotonic() - began)
        ready, _, _ = select.select([reading], [], [], max(after, 0))
        piece = os.read(reading, 65536) if ready else b""
        told += piece
        if not ready or told.count(b"\n") >= kill.get("line", float("inf")):
            os.kill(child, signal.SIGKILL)
            kill = {}
        if ready and not piece:
            os.close(reading)
            return told.decode("utf-8", "replace").splitlines()


if __name__ == "__main__":
    _serve()
