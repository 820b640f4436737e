"""The order of a run as a Prefect flow; with `serving`, the only module that imports Prefect."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any, ParamSpec, TypeVar
from zoneinfo import ZoneInfo

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State
from prefect.runtime import flow_run
from prefect.states import Completed
from prefect.utilities.annotations import quote

from flows.freshness import is_current
from flows.helping import StepFailed, where_it_failed
from flows.locking import locked
from flows.order import Draft, make_draft
from flows.progress import Direct, say
from flows.retrying import WAITS, Momentary, at_last, waiting
from flows.workspace import Workspace
from schemas.faults import BulletinError
from schemas.period import Period

LAST_MONTH = "上月"

P = ParamSpec("P")
T = TypeVar("T")


class Recorded:
    """The `Step` that has Prefect record each step: that it ran, when, how it ended.

    What goes in and comes out is neither looked through nor kept. Prefect itself tries again
    where a file is held for a moment, and nothing else.
    """

    def __init__(self) -> None:
        """Show progress as a direct run does."""
        self._direct = Direct()

    def __call__(self, name: str, act: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Return what the step returns."""
        tries = count(1)

        def without_its_words(*quoted: object) -> T:
            is_last = next(tries) > len(WAITS)
            return self._try(name, partial(at_last, act) if is_last else act, *quoted, **kwargs)

        recorded = task(
            name=name,
            task_run_name=name.replace("{", "(").replace("}", ")"),
            cache_policy=NO_CACHE,
            persist_result=False,
            log_prints=False,
            retries=len(WAITS),
            retry_delay_seconds=list(WAITS),
            retry_condition_fn=_is_momentary,
        )(without_its_words)
        done: T = recorded(*map(quote, args))
        return done

    def _try(self, name: str, act: Callable[..., T], *args: object, **kwargs: object) -> T:
        try:
            return self._direct.show(name, act, *args, **kwargs)
        except BulletinError as fault:
            if isinstance(fault, Momentary):
                say(waiting(fault))
            raise
        except Exception as fault:  # noqa: BLE001 (its text may quote cells)
            raise StepFailed(where_it_failed(fault)) from None


def _is_momentary(_task: object, _run: object, state: State[Any]) -> bool:
    return isinstance(state.data, Momentary)


def _run_name() -> str:
    given = flow_run.parameters
    workspace = Workspace.at(given["workspace"])
    return f"{workspace.settings.union.name} {_month_named(given['period'], workspace)}"


def _month_named(period: str, workspace: Workspace) -> str:
    """Return the month for the list of runs, whose 上月 says nothing later; else what was given."""
    try:
        return str(month_meant(period, workspace))
    except BulletinError:
        return period


@flow(name="统计公报", flow_run_name=_run_name, persist_result=False, log_prints=False)
def publish(
    period: str = LAST_MONTH, workspace: str = "data", by: str = "", again: bool = False
) -> Any:
    """从一个月的部门报表写出统计公报和工作报告的初稿；报告期写作 2024-10，或写“上月”.

    报表、设置和程序都没有变化的，不再生成；again 为真时照样重新生成.
    """
    union = Workspace.at(workspace)
    try:
        month = month_meant(period, union)
        union.require(month)
        with locked(union, month):
            if not again and is_current(union, month):
                return Completed(message=f"{month.label}没有变化，初稿未动")
            return make_draft(union, month, by, Recorded())
    except (BulletinError, StepFailed):
        raise
    except Exception as fault:  # noqa: BLE001 (its text may quote cells)
        raise StepFailed(where_it_failed(fault)) from None


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
