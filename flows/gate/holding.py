"""A period held for one act of the gate."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from flows.drafts import DRAFT, restore_folder
from flows.gate.binding import ADOPTED
from flows.gate.page import renew_page
from flows.locking import locked
from flows.workspace import Workspace
from schemas.period import Period


@contextmanager
def held(workspace: Workspace, period: Period) -> Iterator[None]:
    """Hold a period as `locked` does, with everything in its place that a kill left aside.

    The review page tells what the act led to, once it is done.
    """
    with locked(workspace, period):
        for name in (DRAFT, ADOPTED):
            restore_folder(workspace.out(period), name)
        yield
        renew_page(workspace, period)
