"""The command `bulletin`: what a person types, and what it says in Chinese."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from flows.commands.gate import adopt, approve, passphrase, release, send_back, verify
from flows.commands.office import doctor, explain, init, lint, proof, rollup, status
from flows.commands.options import period_argument, workspace_option
from flows.commands.service import serve
from flows.helping import ChineseGroup, in_chinese, sentence_of
from flows.progress import say
from flows.sparing import run_once
from schemas.faults import BulletinError, WorkspaceError
from schemas.period import Period

_direct = click.option("--direct", is_flag=True, help="不经 Prefect，直接运行同样的步骤。")
_again = click.option("--again", is_flag=True, help="没有变化也重新生成。")
_many = click.option(
    "--workspaces", "pattern", default="", metavar="'某市/*'", help="许多工作区一起做，写通配。"
)
_scheduler = click.option(
    "--scheduler", default="", metavar="地址", help="已有的 Dask 调度器；不写则在本机起几个进程。"
)
_workers = click.option(
    "--workers",
    type=click.IntRange(min=0),
    default=0,
    metavar="个数",
    help="本机起几个进程；不写则按核数和内存。",
)
_summary = click.option(
    "--summary", default="", metavar="文件.csv", help="汇总写到哪里；不写则在各工作区旁边。"
)
_by = click.option("--by", default="", metavar="姓名", help="由谁运行，记入 manifest.json。")


def _tell_version(context: click.Context, _option: click.Parameter, wanted: bool) -> None:
    """Say which version this is, and no more."""
    if wanted:
        from importlib.metadata import version

        click.echo(f"bulletin {version('union-bulletin')}")
        context.exit()


@click.group(cls=ChineseGroup, help="工会统计公报：从部门报表到可以发布的公报。")
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_tell_version,
    help="显示版本。",
)
def bulletin() -> None:
    """Hold the commands."""


@bulletin.command(help="读取报表、检查、汇总，写出统计公报和工作报告的初稿。")
@period_argument
@workspace_option
@_direct
@_by
@_again
@_many
@_scheduler
@_workers
@_summary
@click.option("--as-known", default="", metavar="日期", help="不运行，只找出到该日已发布的那一版。")
def run(period: str, as_known: str, **how: Any) -> int:
    """Make a period's draft, or say what was released by a day."""
    if as_known:
        from flows.reviewing import tell_release

        click.echo(tell_release(period, how["folder"], as_known))
        return 0
    if how["pattern"]:
        return _run_many([Period.parse(period)], how)
    if how["direct"]:  # under Prefect, a server takes longer to start
        _start_reader(how["folder"])
    from flows.drafting import make_one

    click.echo(make_one(period, **_for_one(how)))
    return 0


@bulletin.command(help="依次补做几个月的初稿，如 2024-01..2024-10。")
@click.argument("periods", metavar="起..止")
@workspace_option
@_direct
@_by
@_again
@_many
@_scheduler
@_workers
@_summary
def backfill(periods: str, **how: Any) -> int:
    """Make the drafts of several months; exit 1 where one of them did not succeed."""
    if how["direct"] and not how["pattern"]:
        _start_reader(how["folder"])
    from flows.drafting import make_several, months_between

    if how["pattern"]:
        return _run_many(months_between(periods), how)
    told, succeeded = make_several(periods, **_for_one(how))
    click.echo(told)
    return 0 if succeeded else 1


def _start_reader(folder: str) -> None:
    """Let the process that opens workbooks get ready while modules are loaded here."""
    from flows.headstart import start_reader

    start_reader(folder)


def _run_many(periods: list[Period], how: dict[str, Any]) -> int:
    """Make the drafts of many workspaces; exit 1 where one of them did not succeed."""
    from flows.unions import How, make_unions

    if click.get_current_context().get_parameter_source("folder") is ParameterSource.COMMANDLINE:
        raise WorkspaceError("--workspace 和 --workspaces 只写一个：前者一个工作区，后者许多个。")
    where = How(how["direct"], how["scheduler"], how["workers"])
    signed = how["by"], how["again"]
    told, succeeded = make_unions(how["pattern"], periods, signed, where, how["summary"])
    click.echo(told)
    return 0 if succeeded else 1


def _for_one(how: dict[str, Any]) -> dict[str, Any]:
    """Return what concerns a single workspace; WorkspaceError where more was written."""
    if how["scheduler"] or how["workers"] or how["summary"]:
        raise WorkspaceError(
            "--scheduler、--workers、--summary 只同 --workspaces 一起写：请写明哪些工作区，"
            "如 --workspaces '某市/*'。"
        )
    return {name: how[name] for name in ("folder", "by", "direct", "again")}


@bulletin.command(help="只检查报表，把发现的问题写入 out/报告期/check/issues.csv。")
@period_argument
@workspace_option
def check(period: str, folder: str) -> int:
    """Check a period's workbooks; exit 1 where there are errors."""
    _start_reader(folder)
    from documents.summary import summarise_check
    from flows.checking import check_directly

    checked = check_directly(period, folder)
    found = checked.examined
    told = summarise_check(
        found.issues,
        found.coverage,
        (checked.period, checked.folder.as_posix()),
        checked.accounts,
        found.accepted.height,
    )
    click.echo(told)
    return 1 if checked.has_errors else 0


_sheet = click.option("--sheet", default="", metavar="表页", help="在哪个表页。")
_signed_by = click.option("--by", default="", metavar="姓名", help="由谁决定，必填。")
_reason = click.option("--reason", default="", metavar="理由", help="为什么，必填。")


@bulletin.command(help="具名接受核实无误的提醒：规则，可再写工作簿和单元格。")
@period_argument
@click.argument("targets", nargs=-1, metavar="规则 [工作簿 [单元格]]")
@workspace_option
@_sheet
@_signed_by
@_reason
def waive(period: str, targets: tuple[str, ...], folder: str, sheet: str, **signed: str) -> int:
    """Accept open warnings of a period, signed and with a reason."""
    from flows.waiving import waive_findings

    click.echo(waive_findings(period, targets, folder, sheet, (signed["by"], signed["reason"])))
    return 0


@bulletin.command(help="具名更正一个单元格：原件不动，读取时用新值。")
@period_argument
@click.argument("workbook", metavar="工作簿")
@click.argument("cell", metavar="单元格")
@workspace_option
@_sheet
@click.option("--new", default="", metavar="值", help="应为何值，必填。")
@click.option("--old", default=None, metavar="值", help="现在是何值；与表中不同则不更正。")
@_signed_by
@_reason
def fix(period: str, workbook: str, cell: str, folder: str, **how: str) -> int:
    """Record a reviewed correction of one cell."""
    from flows.fixing import Change, fix_cell

    signed = how.pop("by"), how.pop("reason")
    click.echo(fix_cell(period, Change(workbook=workbook, cell=cell, **how), folder, signed))
    return 0


@bulletin.command(help="逐格列出程序从一个工作簿中读到的内容（csv），不限本程序的报表。")
@click.argument("workbook", metavar="工作簿")
@workspace_option
def cells(workbook: str, folder: str) -> int:
    """Print every cell of a workbook as the reader sees it; one below `raw/` by its name there."""
    from workbooks.listing import list_cells

    given, in_raw = Path(workbook), Path(folder) / "raw" / workbook
    for line in list_cells(in_raw if in_raw.exists() and not given.exists() else given):
        click.echo(line)
    return 0


@bulletin.command(help="写出一个报告期的空白表，发给各部门填报。")
@period_argument
@workspace_option
def forms(period: str, folder: str) -> int:
    """Write a period's blank forms and say where they lie."""
    from flows.forms import write_blank_forms

    click.echo(write_blank_forms(period, folder))
    return 0


@bulletin.command(help="打开一个报告期的审阅页；写明 --by 则送审。")
@period_argument
@workspace_option
@click.option("--by", default="", metavar="姓名", help="由谁送审；不写则只打开审阅页。")
def review(period: str, folder: str, by: str) -> int:
    """Open the review page in a browser and say where it lies; with a name, submit the draft."""
    from flows.reviewing import open_review_page, submit_draft

    click.echo(submit_draft(period, folder, by) if by else open_review_page(period, folder))
    return 0


_OTHERS = (
    explain,
    *(adopt, approve, send_back, release, verify, passphrase),
    *(proof, lint, serve, status, init, doctor, rollup),
)
for command in _OTHERS:
    bulletin.add_command(command)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line: exit 0 done, 1 a person is needed, 2 it could not be done.

    Without `arguments`, the process is there for its own command line alone.
    """
    if arguments is None:
        run_once(lambda: _run(sys.argv[1:]))
    sys.exit(_run(list(arguments)))


def _run(arguments: list[str]) -> int:
    try:
        return int(bulletin.main(arguments, prog_name="bulletin", standalone_mode=False) or 0)
    except click.ClickException as fault:
        say(in_chinese(fault))
        return 2
    except click.Abort:
        say("已中止。")
        return 2
    except BrokenPipeError:  # who was reading what we print has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as fault:  # noqa: BLE001 (the last door: a user never sees a traceback)
        say(sentence_of(fault))
        return fault.exit_code if isinstance(fault, BulletinError) else 2
