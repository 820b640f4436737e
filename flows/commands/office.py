"""An office set up and looked at as a whole; any document proofread and its layout checked."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import click

from flows.commands.options import any_workspace_option, period_argument, workspace_option
from flows.helping import ChineseCommand
from schemas.faults import WorkspaceError


@click.command(cls=ChineseCommand, help="新建一个工作区：一个工会一个文件夹。")
@click.argument("folder", metavar="文件夹")
@click.option("--union", "name", default="", metavar="简称", help="工会名称，如 某县总工会。")
@click.option("--full-name", default="", metavar="全称", help="落款用的全称。")
@click.option("--county", default="", metavar="县名", help="省略时由工会名称得出。")
def init(folder: str, **names: str) -> int:
    """Make a fresh workspace and say what to do next."""
    from flows.founding import found_workspace

    today = dt.date.today().isoformat()  # noqa: DTZ011 - the desk's own day names an example
    click.echo(found_workspace(folder, names, today))
    return 0


@click.command(cls=ChineseCommand, help="检查本机和工作区：缺什么、怎么办。")
@workspace_option
def doctor(folder: str) -> int:
    """Say what is in order and what is not; exit 1 where something has to be done."""
    from flows.diagnosis import diagnose

    told, in_order = diagnose(folder)
    click.echo(told)
    return 0 if in_order else 1


@click.command(cls=ChineseCommand, help="一览：各报告期的报送、初稿、问题和发布情况。")
@workspace_option
def status(folder: str) -> int:
    """Show every period of the workspace at a glance."""
    from flows.overview import tell_periods

    click.echo(tell_periods(folder))
    return 0


@click.command(cls=ChineseCommand, help="校对一份成稿（.docx、.txt），不限本程序写的。")
@click.argument("file", metavar="文件")
@workspace_option
@click.option("--period", default="", metavar="报告期", help="同时与该期初稿的数据核对。")
def proof(file: str, folder: str, period: str) -> int:
    """List what is doubtful in a finished account; exit 1 where there is anything."""
    from flows.proofing import proof_file

    told, is_clean = proof_file(Path(file), period, folder)
    click.echo(told)
    return 0 if is_clean else 1


@click.command(cls=ChineseCommand, help="检查一份 .docx 的版式是否符合公文格式。")
@click.argument("file", metavar="文件.docx")
@any_workspace_option
def lint(file: str) -> int:
    """List what a document's layout breaks; exit 1 where there is anything."""
    from flows.linting import lint_file

    told, is_clean = lint_file(Path(file))
    click.echo(told)
    return 0 if is_clean else 1


@click.command(
    cls=ChineseCommand, help="一个数从哪里来：口径、数值、逐行出处、未计入的和刊印位置。"
)
@period_argument
@click.argument("sought", metavar="指标")
@workspace_option
@click.option("--dimension", default="", metavar="分项", help="只说明一项，如 project=P-QL01。")
@click.option("--release", default="", metavar="版本", help="说明一份发布件，如 v1。")
@click.option("--csv", is_flag=True, help="只列逐行出处，写成 csv。")
def explain(period: str, folder: str, **asked: Any) -> int:
    """Tell where a figure comes from, by its code, name or printed form."""
    from flows.explaining import Asked
    from flows.explaining import explain as explain_figure

    click.echo(explain_figure(period, folder, Asked(**asked)))
    return 0


@click.command(cls=ChineseCommand, help="市、省汇总：由各工会的发布件写出本级公报的初稿。")
@period_argument
@click.option(
    "--packages", "pattern", default="", metavar="'某市/*'", help="各工会的发布件，必填。"
)
@click.option("--into", default="", metavar="文件夹", help="本级的工作区，必填。")
@click.option("--workspace", "folder", default="", metavar="文件夹", help="同 --into。")
@click.option("--without", multiple=True, metavar="工会", help="具名不含这个工会，可写多个。")
@click.option("--reason", default="", metavar="理由", help="为什么不含。")
@click.option("--by", default="", metavar="姓名", help="由谁汇总。")
def rollup(period: str, pattern: str, into: str, folder: str, **signed: Any) -> int:
    """Make a city's draft from the released packages of its unions."""
    from flows.rolling import Signed, roll_up_packages

    if not pattern or not (into or folder):
        raise WorkspaceError(
            "请写明发布件和本级的工作区，如："
            f"bulletin rollup {period} --packages '某市/*' --into 某市总工会。"
        )
    click.echo(roll_up_packages(period, pattern, into or folder, Signed(**signed)))
    return 0
