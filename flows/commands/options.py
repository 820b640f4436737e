"""Arguments and options that several commands take."""

from __future__ import annotations

import click

from flows.workspace import DEFAULT_WORKSPACE

workspace_option = click.option(
    "--workspace",
    "folder",
    default=DEFAULT_WORKSPACE,
    show_default=True,
    metavar="文件夹",
    help="工作区：含 bulletin.toml 和 raw/ 的文件夹。",
)
period_argument = click.argument("period", metavar="报告期")
