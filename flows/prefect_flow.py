"""The order of a run as a Prefect flow: each step recorded, what was found left to look at."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from prefect import flow, get_run_logger
from prefect.runtime import deployment, flow_run
from prefect.states import Completed

from documents.findings import (
    count_by_severity,
    missing_departments,
    unreadable_departments,
)
from flows.artifacts import Progress, show_draft
from flows.freshness import is_current
from flows.helping import StepFailed
from flows.locking import PATIENCE_SECONDS, locked
from flows.notices import send
from flows.order import Draft, make_draft
from flows.progress import say
from flows.recording import Recorded, kind_and_place_only
from flows.unchanged import forget_files
from flows.workspace import Workspace
from schemas.faults import BulletinError
from schemas.notice import Counts, Notice
from schemas.period import Period

LAST_MONTH = "上月"

_STEPS_BESIDE_READING = 13
_PATIENCE_SECONDS = 600
"""How long a run that nobody waits for lets a person finish his own of the same period."""


def name_of_run() -> str:
    """Return the name of the run that begins: union and period."""
    given = flow_run.parameters
    workspace = Workspace.at(given["workspace"])
    return f"{workspace.settings.union.name} {_month_named(given['period'], workspace)}"


def _month_named(period: str, workspace: Workspace) -> str:
    """Return the month for the list of runs, whose 上月 says nothing later; else what was given."""
    try:
        return str(month_meant(period, workspace))
    except BulletinError:
        return period


@flow(name="统计公报", flow_run_name=name_of_run, persist_result=False, log_prints=False)
def publish(
    period: str = LAST_MONTH, workspace: str = "data", by: str = "", again: bool = False
) -> Any:
    """从一个报告期的部门报表写出统计公报和工作报告的初稿；报表、设置和程序都没有变化的，不再生成.

    Args:
        period: 报告期，写作 2024-10、2024Q3、2024H1 或 2024；写“上月”，就是计划运行时间的上一个月
        workspace: 工作区文件夹，其中有 bulletin.toml 和 raw/
        by: 由谁运行（姓名），记入 manifest.json，可以不填
        again: 没有变化也重新生成
    """
    with kind_and_place_only():
        union = Workspace.at(workspace)
        month = month_meant(period, union)
    try:
        with kind_and_place_only():
            draft = _made(union, month, by, again)
    except (BulletinError, StepFailed) as fault:
        tell_unattended(union, Notice("失败", month, by=by, reason=str(fault)))
        raise
    if draft is None:
        return Completed(message=f"{month.label}没有变化，初稿未动")
    tell_unattended(union, notice_of(draft, month, by))
    return draft


def _made(union: Workspace, month: Period, by: str, again: bool) -> Draft | None:
    """Make a draft and leave what Prefect shows of it; nothing where nothing has changed."""
    workbooks = union.require(month)
    with locked(union, month, _PATIENCE_SECONDS if is_unattended() else PATIENCE_SECONDS):
        if again:
            forget_files(union, month)
        elif is_current(union, month):
            return None
        progress = Progress(union, month, len(workbooks) + _STEPS_BESIDE_READING)
        draft = make_draft(union, month, by, Recorded(progress))
        show_draft(union, month, draft)
        progress.finish()
    return draft


def notice_of(draft: Draft, month: Period, by: str) -> Notice:
    """Return what is told of a draft: its findings, who has not reported, where it lies."""
    found = count_by_severity(draft.edition.issues)
    coverage = draft.edition.coverage
    return Notice(
        "错误" if found["E"] else "初稿",
        month,
        by=by,
        counts=Counts(found["E"], found["W"]),
        missing=tuple(missing_departments(coverage, month)),
        unreadable=tuple(unreadable_departments(coverage, month)),
        place=(draft.folder.resolve() / "review.html").as_uri(),
    )


def is_unattended() -> bool:
    """Return whether the run that is under way was started by the service, not at a terminal."""
    return bool(deployment.id or flow_run.parent_flow_run_id)


def tell_unattended(union: Workspace, notice: Notice) -> None:
    """Send a notice of a run that nobody watches; its log says where that did not succeed."""
    if is_unattended() and (told := send(union, notice)):
        say(told)
        get_run_logger().warning(told)


def month_meant(period: str, workspace: Workspace) -> Period:
    """Return the period that a run is for: 上月 is the month before its scheduled start."""
    if period.strip() != LAST_MONTH:
        return Period.parse(period)
    zone = ZoneInfo(workspace.settings.calendar.time_zone)
    due = flow_run.scheduled_start_time or dt.datetime.now(zone)
    local = due.astimezone(zone)
    return Period(local.year, local.month).previous


def run_flow(workspace: Workspace, period: Period, by: str, *, again: bool = False) -> Draft | None:
    """Run the flow in this process, recorded by the server that Prefect is pointed at.

    Returns nothing where nothing had changed.
    """
    made: Draft | None = publish(str(period), str(Path(workspace.root).resolve()), by, again)
    return made
