"""What came of an order of which nothing was heard: told by the draft that stands."""

from __future__ import annotations

from pathlib import Path

from flows.drafts import DRAFT
from flows.freshness import is_current
from flows.locking import locked
from flows.manifest import MANIFEST, read_manifest
from flows.running import Order
from flows.workspace import Workspace
from schemas.faults import WorkspaceError
from schemas.period import Period
from schemas.unions import UNCHANGED, WRITTEN, Outcome

_PATIENCE_SECONDS = 30
"""How long a worker that lost its scheduler ends what it was at, before it ends itself."""

Mark = tuple[int, int] | None
"""What is another for every draft that is written; none where no draft stands."""


def mark_of(order: Order) -> Mark:
    """Return the mark of the draft that stands for an order."""
    try:
        found = (Path(order.folder) / "out" / order.period / DRAFT / MANIFEST).stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_ino


def found_done(order: Order, before: Mark) -> Outcome | None:
    """Return what an order came to if its draft is what it asked for, else nothing.

    `before` is the mark of the draft that stood when it was handed out. A process that is
    still at work on it is waited for, but not for ever.
    """
    try:
        workspace, period = Workspace.at(order.folder), Period.parse(order.period)
        with locked(workspace, period, _PATIENCE_SECONDS):
            written = mark_of(order) != before
            if not is_current(workspace, period) or (order.again and not written):
                return None
            found = read_manifest(workspace.out(period) / DRAFT)["findings"]
        told = order.folder, workspace.settings.union.name, order.period
    except (WorkspaceError, OSError, KeyError):
        return None
    if not written:
        return Outcome(*told, UNCHANGED)
    return Outcome(*told, WRITTEN, found["E"], found["W"])
