"""The command line's own words in Chinese: usage, help, wrong arguments and what went wrong."""

from __future__ import annotations

import shlex
import shutil
import sys
import traceback
from pathlib import Path

import click

from flows.defaults import DEFAULT_WORKSPACE
from flows.disk import in_words
from schemas.faults import BulletinError


class ChineseCommand(click.Command):
    """A command whose help page is Chinese."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the usage line."""
        formatter.write_usage(ctx.command_path, _pieces(self, ctx), prefix="用法：")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options."""
        _write_options(self, ctx, formatter)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return `--help`, explained in Chinese."""
        return _explained(super().get_help_option(ctx))


class ChineseGroup(click.Group):
    """A group of commands whose help page is Chinese."""

    command_class = ChineseCommand

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the usage line."""
        formatter.write_usage(ctx.command_path, "命令 [参数]", prefix="用法：")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, then the commands."""
        _write_options(self, ctx, formatter)
        with formatter.section("命令"):
            names = self.list_commands(ctx)
            formatter.write_dl([(n, self.commands[n].get_short_help_str(60)) for n in names])

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return `--help`, explained in Chinese."""
        return _explained(super().get_help_option(ctx))


def _explained(option: click.Option | None) -> click.Option | None:
    if option is not None:
        option.help = "显示本说明。"
    return option


def _pieces(command: click.Command, ctx: click.Context) -> str:
    return " ".join(command.collect_usage_pieces(ctx)).replace("[OPTIONS]", "[选项]")


def _write_options(
    command: click.Command, ctx: click.Context, formatter: click.HelpFormatter
) -> None:
    options = [p for p in command.get_params(ctx) if isinstance(p, click.Option)]
    records = [r for option in options if (r := option.get_help_record(ctx)) is not None]
    with formatter.section("选项"):
        formatter.write_dl([(name, text.replace("[default:", "[默认：")) for name, text in records])


def in_chinese(fault: click.ClickException) -> str:
    """Return what is wrong with the arguments as one sentence that says what to do."""
    if isinstance(fault, click.NoSuchOption):
        return f"没有选项 {fault.option_name}：请用 bulletin --help 查看用法。"
    if isinstance(fault, click.MissingParameter):
        missing = (
            fault.param.make_metavar(click.Context(click.Command("bulletin")))
            if (fault.param)
            else "参数"
        )
        command = fault.ctx.command_path if fault.ctx else "bulletin"
        example = f"如 {command} 2024-10；" if missing == "报告期" else ""
        return f"缺少{missing}：{example}用法见 {command} --help。"
    if isinstance(fault, click.BadParameter):
        name = fault.param.opts[0] if fault.param and fault.param.opts else "参数"
        return f"{name} 的值无法识别：请用 bulletin --help 查看用法。"
    if isinstance(fault, click.exceptions.NoArgsIsHelpError):
        return fault.format_message()
    if "No such command" in fault.format_message():
        return "没有这个命令：请用 bulletin --help 查看可用的命令。"
    return "参数有误：请用 bulletin --help 查看用法。"


def typed(folder: str, *words: str) -> str:
    """Return a command as it can be typed here: with the program's path where it has to be."""
    program = Path(sys.argv[0])
    name = "bulletin" if shutil.which("bulletin") or program.stem != "bulletin" else str(program)
    place = [] if folder == DEFAULT_WORKSPACE else ["--workspace", folder]
    return shlex.join([name, *words, *place])


class StepFailed(RuntimeError):
    """A bug with its kind and place for its text: its own might quote cells."""


def sentence_of(fault: Exception) -> str:
    """Return what a user is told of what could not be done, in one line."""
    if isinstance(fault, BulletinError):
        return str(fault)
    if isinstance(fault, OSError):
        place = f"{Path(fault.filename).as_posix()}：" if isinstance(fault.filename, str) else ""
        return f"{place}{in_words(fault)}，请检查后重新运行。"
    return f"程序出错，没有换上新稿；请把这一行告诉维护人员：{where_it_failed(fault)}"


def where_it_failed(fault: Exception) -> str:
    """Return kind and place of a bug, without its text, which may quote a cell."""
    if isinstance(fault, StepFailed):
        return str(fault)
    frames = traceback.extract_tb(fault.__traceback__)
    last = frames[-1] if frames else None
    place = f"{Path(last.filename).name}:{last.lineno}" if last else ""
    return f"{type(fault).__name__} {place}".strip()
