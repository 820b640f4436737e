"""Notices to those who are not at the desk, through Prefect's notification blocks.

Which block hears of what stands in `bulletin.toml`; address and password of a block are
kept by Prefect's server, encrypted. A notice that cannot be sent is told in one sentence
and fails nothing.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterable
from typing import Any

from documents.notices import write_notice
from flows.progress import say
from flows.server import use_running
from flows.workspace import Workspace
from schemas.faults import BulletinError
from schemas.notice import Message, Notice

_NO_SERVER = "没有运行中的 Prefect 服务，请先启动 bulletin serve"


def tell(workspace: Workspace, notice: Notice) -> None:
    """Send a notice to every block that is to hear of it; say where that did not succeed."""
    if told := send(workspace, notice):
        say(told)


def send(workspace: Workspace, notice: Notice) -> str:
    """Send a notice to every block that is to hear of it.

    Returns the sentence about what was not sent, which is empty where all of it was.
    """
    settings = workspace.settings
    wanted = [told.block for told in settings.notices if notice.event in told.events]
    if not wanted:
        return ""
    message = write_notice(notice, settings.union.name, sample=settings.sample)
    return send_message(workspace, wanted, message)


def send_message(workspace: Workspace, blocks: Iterable[str], message: Message) -> str:
    """Send a message to blocks; return the sentence about those that it did not reach."""
    if not _is_connected(workspace):
        return f"通知没有发出：{_NO_SERVER}。"
    failed = [f"{block}（{fault}）" for block in blocks if (fault := _failure(block, message))]
    return f"通知没有发出，不影响文稿：{'、'.join(failed)}。" if failed else ""


def _is_connected(workspace: Workspace) -> bool:
    try:
        return use_running(workspace)
    except BulletinError:
        return False


def _failure(block: str, message: Message) -> str:
    """Send to one block; return what kind of fault kept it back.

    The words of a fault are kept back: they may quote the address, which is a secret.
    """
    try:
        loaded = _loaded(block)
        loaded.notify(message.body or message.subject, message.subject)
    except ValueError:
        return "没有这个通知渠道，或其设置有误"
    except Exception as fault:  # noqa: BLE001 (whatever a channel raises, no run fails by it)
        return type(fault).__name__
    return ""


def _loaded(block: str) -> Any:
    importlib.import_module("prefect.blocks.notifications")  # makes its kinds known by name
    return importlib.import_module("prefect.blocks.core").Block.load(block)
