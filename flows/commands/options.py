"""Arguments and options that several commands take."""

from __future__ import annotations

import click

from flows.defaults import DEFAULT_WORKSPACE

workspace_option = click.option(
    "--workspace",
    "folder",
    default=DEFAULT_WORKSPACE,
    show_default=True,
    metavar="文件夹",
    help="工作区：含 bulletin.toml 和 raw/ 的文件夹。",
)
any_workspace_option = click.option(
    "--workspace", expose_value=False, metavar="文件夹", help="任何工作区都一样，可以不写。"
)
"""For a command that needs nothing of a workspace: whoever adds it out of habit is not refused."""

period_argument = click.argument("period", metavar="报告期")
