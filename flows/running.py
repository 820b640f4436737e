"""One run from the command line: directly, or as a Prefect flow."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from flows import steps
from flows.drafts import replace_folder
from flows.locking import locked
from flows.order import Draft, make_draft
from flows.progress import Direct, say
from flows.server import connect
from flows.workspace import Workspace
from schemas.period import Period
from schemas.submission import WorkbookAccount
from transforms.examination import Examined
from transforms.exporting import as_csv


def run_directly(period: str, folder: str, by: str) -> Draft:
    """Make a draft in this process, without Prefect."""
    workspace, month = Workspace.at(folder), Period.parse(period)
    workspace.require(month)
    with locked(workspace, month):
        say(f"{workspace.settings.union.name} {month.label}：")
        return make_draft(workspace, month, by, Direct())


def run_with_prefect(period: str, folder: str, by: str) -> Draft:
    """Make a draft as a Prefect flow, on the configured server or an embedded one."""
    workspace, month = Workspace.at(folder), Period.parse(period)
    workspace.require(month)
    say(f"{workspace.settings.union.name} {month.label}：正在启动 Prefect ……")
    connect(workspace.prefect_home)
    from flows.prefect_flow import run_flow

    return run_flow(workspace, month, by)


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
    examined = step("检查报表", steps.check_returns, workspace, month, submissions)
    files = {"issues.csv": as_csv(examined.issues)}
    written = replace_folder(workspace.out(month), "check", files)
    replies = step("标出待更正处", steps.mark_replies, workspace, month, examined)
    replace_folder(workspace.out(month), "replies", replies, private=True)
    names = [workspace.name_of(path) for path in workspace.workbooks(month)]
    accounts = tuple(account for account in examined.accounts if account.workbook in names)
    return CheckResult(examined, accounts, written)
