"""The flows that watch over the months: who has not reported, and what was missed."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any, cast
from zoneinfo import ZoneInfo

from prefect import flow
from prefect.client.schemas.objects import State, StateType
from prefect.runtime import flow_run
from prefect.states import Completed, Failed

from documents.dashboard import list_outcomes, tabulate_coverage
from documents.findings import missing_departments, unreadable_departments
from flows import steps
from flows.artifacts import show_coverage, show_table
from flows.drafts import DRAFT
from flows.gate.binding import versions_in
from flows.prefect_flow import (
    LAST_MONTH,
    month_meant,
    name_of_run,
    publish,
    tell_unattended,
)
from flows.recording import Recorded, kind_and_place_only
from flows.schedule import deadline_of, missed_months
from flows.workspace import Workspace
from schemas.notice import Notice
from schemas.period import Period
from transforms.coverage import list_arrivals


@flow(name="催报提醒", flow_run_name=name_of_run, persist_result=False, log_prints=False)
def remind(period: str = LAST_MONTH, workspace: str = "data") -> State[None]:
    """截止日前列出还没有报送的部门，发出催报通知.

    Args:
        period: 报告期，写作 2024-10；写“上月”，就是计划运行时间的上一个月
        workspace: 工作区文件夹，其中有 bulletin.toml 和 raw/
    """
    with kind_and_place_only():
        union = Workspace.at(workspace)
        month = Period.parse_month(str(month_meant(period, union)))
        missing, unreadable = _lacking(union, month)
    if not missing and not unreadable:
        return Completed(message=f"{month.label}的报表已齐")
    deadline = deadline_of(month, union.settings.calendar)
    tell_unattended(
        union, Notice("催报", month, missing=missing, unreadable=unreadable, deadline=deadline)
    )
    return Completed(message=f"{month.label}没有收到：{'、'.join((*missing, *unreadable))}")


def _lacking(union: Workspace, month: Period) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the departments whose returns of a month did not arrive, or cannot be read."""
    step = Recorded()
    sent = [
        step(f"读取 {Path(union.name_of(w)).stem}", steps.read_return, union, month, w)
        for w in union.workbooks(month)
    ]
    arrivals = list_arrivals(sent, union.settings, month)
    show_coverage(union, month, tabulate_coverage(arrivals, month))
    return (
        tuple(missing_departments(arrivals, month)),
        tuple(unreadable_departments(arrivals, month)),
    )


def missed_in(union: Workspace) -> list[Period]:
    """Return the months that the schedule should have made by now and did not, oldest first."""
    now = dt.datetime.now(ZoneInfo(union.settings.calendar.time_zone))
    reported = [month for month in union.months if union.workbooks(month)]
    drafted = [
        month for month in union.periods_out if month.is_month and _is_drafted(union.out(month))
    ]
    return missed_months(reported, drafted, union.settings.calendar, now)


def _is_drafted(out: Path) -> bool:
    return (out / DRAFT / "manifest.json").is_file() or bool(versions_in(out))


def _name_of_catching_up() -> str:
    union = Workspace.at(flow_run.parameters["workspace"])
    return f"{union.settings.union.name} 补做"


@flow(name="补做漏月", flow_run_name=_name_of_catching_up, persist_result=False, log_prints=False)
def catch_up(workspace: str = "data") -> State[None]:
    """列出服务停止期间错过的报告期（有报表而没有初稿的），从最早的起一个一个补做.

    设置 catch_up = "只列出" 时，只列出，不补做。

    Args:
        workspace: 工作区文件夹，其中有 bulletin.toml 和 raw/
    """
    with kind_and_place_only():
        union = Workspace.at(workspace)
        missed = missed_in(union)
    if not missed:
        return Completed(message="没有错过的报告期")
    only_listed = union.settings.calendar.catch_up == "只列出"
    told = "按设置只列出，请手动运行" if only_listed else "从最早的起，逐月补做"
    tell_unattended(union, Notice("补做", missed[-1], months=tuple(missed), reason=told))
    named = "、".join(month.label for month in missed)
    if only_listed:
        return Completed(message=f"错过{named}；{told}")
    failed = [month for month in missed if not _is_made(month, workspace)]
    show_table(union, missed[-1], "catch-up", "补做情况", list_outcomes(missed, failed))
    if failed:
        unmade = "、".join(month.label for month in failed)
        return Failed(message=f"{unmade}没有写成，原因见各次运行")
    return Completed(message=f"已补做{named}")


def _is_made(month: Period, workspace: str) -> bool:
    """Make one month's draft as a run of its own; a failure is told there, and stops no other."""
    state = cast("State[Any]", publish(str(month), workspace, return_state=True))
    return state.type == StateType.COMPLETED
