"""The service: schedule, reminders and the dashboard, now or with each start of the machine."""

from __future__ import annotations

import click

from flows.commands.options import workspace_option
from flows.defaults import DEFAULT_PORT
from flows.helping import ChineseCommand
from flows.hosting import LOOPBACK


@click.command(cls=ChineseCommand, help="启动服务：按月自动运行、催报，也可在 Prefect 页面上运行。")
@workspace_option
@click.option(
    "--port", default=DEFAULT_PORT, show_default=True, metavar="端口", help="页面的端口。"
)
@click.option(
    "--host",
    default=LOOPBACK,
    show_default=True,
    metavar="地址",
    help="在哪个地址上监听；不是本机地址时须有口令。",
)
@click.option("--install", is_flag=True, help="不启动，只写好开机自动运行的设置，并说明怎样启用。")
def serve(folder: str, port: int, host: str, install: bool) -> int:
    """Serve the schedule and runs from the dashboard until stopped, or have the machine do it."""
    from flows.installing import install_service
    from flows.serving import serve_workspace

    if install:
        click.echo(install_service(folder, host, port))
    else:
        serve_workspace(folder, host, port)
    return 0
