"""Trying again where a file is held or still being written: a moment later it may be free.

Nothing else is tried again: what failed for any other reason would fail again.
"""

from __future__ import annotations

from collections.abc import Callable
from time import sleep
from typing import Any, ParamSpec, TypeVar

from schemas.faults import WorkspaceError

P = ParamSpec("P")
T = TypeVar("T")

WAITS = (0.5, 1.0, 2.0)
"""Seconds before each further try: a copy over the office network is whole by then."""


class Momentary(WorkspaceError):
    """Another program holds or writes a file.

    `outcome` is what the act comes to where it stays so; without one, this is an error.
    """

    def __init__(self, sentence: str, outcome: Any = None) -> None:
        super().__init__(sentence)
        self.outcome = outcome


def at_last(act: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Return what an act comes to when it is not tried again."""
    try:
        return act(*args, **kwargs)
    except Momentary as fault:
        if fault.outcome is None:
            raise
        outcome: T = fault.outcome
        return outcome


def patiently(
    tell: Callable[[str], None], act: Callable[P, T], *args: P.args, **kwargs: P.kwargs
) -> T:
    """Return what an act comes to, tried again a few times; `tell` is told why it waits."""
    for seconds in WAITS:
        try:
            return act(*args, **kwargs)
        except Momentary as fault:
            tell(waiting(fault))
            sleep(seconds)
    return at_last(act, *args, **kwargs)


def waiting(fault: Momentary) -> str:
    """Return the line that says why a run waits."""
    return f"  稍候再试：{fault}"
