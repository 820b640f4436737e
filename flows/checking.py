"""One check from the command line: what is wrong in a period's workbooks, told to who sent them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from flows import steps
from flows.drafts import replace_folder
from flows.locking import locked
from flows.progress import Direct
from flows.workspace import Workspace
from schemas.period import Period
from schemas.submission import WorkbookAccount
from transforms.examination import Examined
from transforms.exporting import as_csv


@dataclass(frozen=True)
class CheckResult:
    """What a check of a period found, the accounts of its workbooks, where it was written."""

    period: Period
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
    return CheckResult(month, examined, accounts, written)
