"""The service: the monthly schedule, and runs from Prefect's dashboard."""

from __future__ import annotations

import asyncio
import signal
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from flows.progress import say
from flows.server import connect, is_free
from flows.workspace import Workspace
from schemas.faults import WorkspaceError
from schemas.settings import Calendar

if TYPE_CHECKING:
    from prefect.runner import Runner

DEPLOYMENT = "每月公报"


def serve_workspace(folder: str, port: int) -> None:
    """Serve a workspace until it is stopped (Ctrl-C).

    Uses the server that PREFECT_API_URL names, else one of its own on `port`.
    """
    workspace = Workspace.at(folder)
    calendar = workspace.settings.calendar
    address = connect(workspace.prefect_home, _checked(port, workspace), dashboard=True)
    say(
        f"{workspace.settings.union.name}：每月{calendar.schedule_day}日{calendar.schedule_hour}时{calendar.schedule_minute:02d}分"
        f"（{calendar.time_zone}）自动写出上月初稿。"
    )
    say(f"手动运行请打开 {address} ，在 Deployments 中选择“{DEPLOYMENT}”。按 Ctrl-C 停止。")
    _serve(workspace.root.resolve(), calendar)
    say("服务已停止。")


def _checked(port: int, workspace: Workspace) -> int:
    if not is_free(port) and not (workspace.prefect_home / "address").exists():
        raise WorkspaceError(f"端口 {port} 已被占用：请用 --port 换一个端口。")
    return port


def _serve(root: Path, calendar: Calendar) -> None:
    from prefect.deployments.runner import RunnerDeployment
    from prefect.runner import Runner
    from prefect.schedules import Cron
    from prefect.types.entrypoint import EntrypointType

    from flows.prefect_flow import LAST_MONTH, publish

    _settle_what_was_left(DEPLOYMENT)
    monthly = Cron(
        f"{calendar.schedule_minute} {calendar.schedule_hour} {calendar.schedule_day} * *",
        timezone=calendar.time_zone,
    )
    deployment = publish.to_deployment(
        DEPLOYMENT,
        schedule=monthly,
        parameters={"period": LAST_MONTH, "workspace": str(root), "by": ""},
        entrypoint_type=EntrypointType.MODULE_PATH,
    )
    runner = Runner(name="bulletin", limit=1, query_seconds=2)
    runner.add_deployment(cast(RunnerDeployment, deployment))
    _run_until_stopped(runner)
    _settle_what_was_left(DEPLOYMENT)


def _run_until_stopped(runner: Runner) -> None:
    """Run until SIGINT or SIGTERM; the runner's own answer to SIGTERM never awaits its stop.

    A process that a shell started in the background ignores SIGINT until told otherwise.
    """
    signal.signal(signal.SIGINT, signal.default_int_handler)
    runner.handle_sigterm = lambda *_: signal.raise_signal(signal.SIGINT)  # type: ignore[method-assign]
    try:
        asyncio.run(runner.start())
    except KeyboardInterrupt:
        say("正在停止……")


def _settle_what_was_left(deployment: str) -> None:
    """Mark as crashed what a stop left running: nothing else ever will."""
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.filters import (
        DeploymentFilter,
        DeploymentFilterName,
        FlowRunFilter,
        FlowRunFilterState,
        FlowRunFilterStateType,
    )
    from prefect.client.schemas.objects import State, StateType
    from prefect.states import Crashed

    running = FlowRunFilterStateType(any_=[StateType.RUNNING, StateType.PENDING])
    with get_client(sync_client=True) as client:
        for run in client.read_flow_runs(
            flow_run_filter=FlowRunFilter(state=FlowRunFilterState(type=running)),
            deployment_filter=DeploymentFilter(name=DeploymentFilterName(any_=[deployment])),
        ):
            state: State[Any] = Crashed(message="服务停止时还在运行，请重新运行")
            client.set_flow_run_state(run.id, state, force=True)
