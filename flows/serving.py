"""The service: the monthly schedule, reminders, catching up, and runs from the dashboard."""

from __future__ import annotations

import asyncio
import signal
from typing import TYPE_CHECKING, Any, cast

from flows.hosting import is_loopback
from flows.progress import say
from flows.schedule import monthly_cron, reminder_cron
from flows.server import Place, connect, is_free
from flows.workspace import PASSWORD_FILE, PASSWORD_VARIABLE, Workspace
from schemas.faults import WorkspaceError

if TYPE_CHECKING:
    from uuid import UUID

    from prefect.deployments.runner import RunnerDeployment
    from prefect.runner import Runner

MONTHLY, REMINDER, CATCHING_UP = "每月公报", "催报提醒", "补做漏月"


def serve_workspace(folder: str, host: str, port: int) -> None:
    """Serve a workspace until it is stopped (Ctrl-C).

    Uses the server that PREFECT_API_URL names, else one of its own at `host` and `port`.
    """
    workspace = Workspace.at(folder)
    calendar = workspace.settings.calendar
    place = Place(host, _checked(port, workspace), dashboard=True)
    address = connect(workspace, place)
    say(
        f"{workspace.settings.union.name}：每月{calendar.schedule_day}日{calendar.schedule_hour}时{calendar.schedule_minute:02d}分"
        f"（{calendar.time_zone}）自动写出上月初稿。"
    )
    say(f"手动运行请打开 {address} ，在 Deployments 中选择“{MONTHLY}”。按 Ctrl-C 停止。")
    if not is_loopback(host):
        kept = workspace.root / PASSWORD_FILE
        say(f"在局域网内用本机的地址打开；口令在 {kept} 或环境变量 {PASSWORD_VARIABLE} 中。")
    _serve(workspace)
    say("服务已停止。")


def _checked(port: int, workspace: Workspace) -> int:
    if not is_free(port) and not (workspace.prefect_home / "address").exists():
        raise WorkspaceError(f"端口 {port} 已被占用：请用 --port 换一个端口。")
    return port


def _serve(workspace: Workspace) -> None:
    from prefect.runner import Runner

    from flows.leftovers import settle_what_was_left, start_run
    from flows.watching import missed_in

    deployments = _deployments(workspace)
    names = [deployment.name for deployment in deployments]
    settle_what_was_left(names)
    runner = Runner(name="bulletin", limit=1, query_seconds=2)  # one run at a time
    known = [cast("UUID", runner.add_deployment(deployment)) for deployment in deployments]
    if missed := missed_in(workspace):
        say(f"服务停止期间错过：{'、'.join(month.label for month in missed)}，见“{CATCHING_UP}”。")
        start_run(known[-1])
    _run_until_stopped(runner)
    settle_what_was_left(names)


def _deployments(workspace: Workspace) -> list[RunnerDeployment]:
    """Return what is served; names bear the union's, because a server may serve several."""
    from prefect.schedules import Cron
    from prefect.types.entrypoint import EntrypointType

    from flows.prefect_flow import LAST_MONTH, publish
    from flows.watching import catch_up, remind

    settings, place = workspace.settings, {"workspace": str(workspace.root.resolve())}
    for_last_month = place | {"period": LAST_MONTH}
    given: list[tuple[Any, str, str, dict[str, str]]] = [
        (publish, MONTHLY, monthly_cron(settings.calendar), for_last_month),
        (remind, REMINDER, reminder_cron(settings.calendar), for_last_month),
        (catch_up, CATCHING_UP, "", place),
    ]
    return [
        cast(
            "RunnerDeployment",
            served.to_deployment(
                f"{settings.union.name}{name}",
                schedule=Cron(cron, timezone=settings.calendar.time_zone) if cron else None,
                parameters=parameters,
                description=str(served.description).partition("\n\nArgs:")[0],
                tags=[settings.union.name],
                entrypoint_type=EntrypointType.MODULE_PATH,
            ),
        )
        for served, name, cron, parameters in given
    ]


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
