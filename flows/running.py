"""One run from the command line: directly, or as a Prefect flow.

What makes a draft is imported where one is made: to find that nothing has changed takes none
of it, and importing it takes longer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flows.freshness import is_current
from flows.locking import locked
from flows.progress import Direct, say
from flows.unchanged import forget_files
from flows.workspace import Workspace
from schemas.period import Period

if TYPE_CHECKING:
    from flows.order import Draft


@dataclass(frozen=True)
class Order:
    """What a person asks for: a period of a workspace, by whom, made again in any case or not."""

    period: str
    folder: str
    by: str = ""
    again: bool = False


def run_directly(order: Order, steps: Direct | None = None) -> Draft | None:
    """Make a draft in this process, without Prefect; nothing where nothing has changed.

    `steps` tells where progress is shown, by default in the terminal.
    """
    steps = steps or Direct()
    workspace, month = Workspace.at(order.folder), Period.parse(order.period)
    workspace.require(month)
    with locked(workspace, month):
        if order.again:
            forget_files(workspace, month)
        elif is_current(workspace, month):
            return None
        say(f"{workspace.settings.union.name} {month.label}：", steps.out)
        from flows.order import make_draft

        return make_draft(workspace, month, order.by, steps)


def run_with_prefect(order: Order) -> Draft | None:
    """Make a draft as a Prefect flow, on the configured server or an embedded one.

    Where nothing has changed, no server is started and nothing is made.
    """
    workspace, month = Workspace.at(order.folder), Period.parse(order.period)
    workspace.require(month)
    if not order.again and is_current(workspace, month):
        return None
    say(f"{workspace.settings.union.name} {month.label}：正在启动 Prefect ……")
    from flows.server import connect

    connect(workspace)
    from flows.prefect_flow import run_flow

    return run_flow(workspace, month, order.by, again=order.again)
