"""What a person sees while a run is under way: a line a step, with its time."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import ParamSpec, TextIO, TypeVar

from flows.retrying import patiently

P = ParamSpec("P")
T = TypeVar("T")


@dataclass
class Direct:
    """Runs steps one after the other in this process and says so; the plain `Step`.

    `times` keeps each step's name and seconds, in order.
    """

    out: TextIO = field(default_factory=lambda: sys.stderr)
    times: list[tuple[str, float]] = field(default_factory=list)

    def __call__(self, name: str, act: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Return what the step returns, tried again where a file is held for a moment."""
        return self.show(name, partial(patiently, self._say, act), *args, **kwargs)

    def show(self, name: str, act: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Return what the step returns, having said how long it took."""
        began = time.perf_counter()
        done = act(*args, **kwargs)
        self.times.append((name, time.perf_counter() - began))
        self._say(f"  {name}　{self.times[-1][1]:.1f} 秒")
        return done

    def _say(self, line: str) -> None:
        say(line, self.out)


def say(line: str, out: TextIO | None = None) -> None:
    """Print one line where progress is shown; a run does not depend on somebody reading it."""
    with contextlib.suppress(OSError):  # a closed pipe, or a full disk behind it
        print(line, file=out or sys.stderr, flush=True)
