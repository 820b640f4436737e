"""One run from the command line: directly, or as a Prefect flow."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from flows import steps
from flows.drafts import replace_folder
from flows.freshness import is_current
from flows.locking import locked
from flows.order import Draft, make_draft
from flows.progress import Direct, say
from flows.server import connect
from flows.workspace import Workspace
from schemas.period import Period
from schemas.submission import WorkbookAccount
from transforms.examination import Examined
from transforms.exporting import as_csv


@dataclass(frozen=True)
class Order:
    """What a person asks for: a period of a workspace, by whom, made again in any case or not."""

    period: str
    folder: str
    by: str = ""
    again: bool = False


def run_directly(order: Order) -> Draft | None:
    """Make a draft in this process, without Prefect; nothing where nothing has changed."""
    workspace, month = Workspace.at(order.folder), Period.parse(order.period)
    workspace.require(month)
    with locked(workspace, month):
        if not order.again and is_current(workspace, month):
            return None
        say(f"{workspace.settings.union.name} {month.label}：")
        return make_draft(workspace, month, order.by, Direct())


def run_with_prefect(order: Order) -> Draft | None:
    """Make a draft as a Prefect flow, on the configured server or an embedded one.

    Where nothing has changed, no server is started and nothing is made.
    """
    workspace, month = Workspace.at(order.folder), Period.parse(order.period)
    workspace.require(month)
    if not order.again and is_current(workspace, month):
        return None
    say(f"{workspace.settings.union.name} {month.label}：正在启动 Prefect ……")
    connect(workspace)
    from flows.prefect_flow import run_flow

    return run_flow(workspace, month, order.by, again=order.again)


@dataclass(frozen=True)
class CheckResult:
    """What a check found, the accounts of the month's workbooks, and where it was written."""

    examined: Examined
    accounts: tuple[WorkbookAccount, ...]
    folder: Path

    @property
    def has_errors(self) -> bool:
        """Return whether a department has to correct something."""
        return "E" in self.examined.issues["severity"]


def check_directly(period: str, folder: str) -> CheckResult:
    """Check a period's workbooks: findings in `check/`, marked copies in `replies/`."""
    workspace, month = Workspace.at(folder), Period.parse(period)
    workspace.require(month)
    with locked(workspace, month):
        return _check(workspace, month, Direct())


def _check(workspace: Workspace, month: Period, step: Direct) -> CheckResult:
    submissions = step("读取报表", steps.read_up_to, workspace, month)
    steps.require_readable(month, submissions)
    examined = step("检查报表", steps.check_returns, workspace, month, submissions)
    files = {"issues.csv": as_csv(examined.issues)}
    out = workspace.out(month)
    written = step("写出问题清单", replace_folder, out, "check", files)
    replies = step("标出待更正处", steps.mark_replies, workspace, month, examined)
    step("写出退回件", replace_folder, out, "replies", replies, private=True)
    names = [workspace.name_of(path) for path in workspace.workbooks(month)]
    accounts = tuple(account for account in examined.accounts if account.workbook in names)
    return CheckResult(examined, accounts, written)
