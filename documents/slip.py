"""The 送审单: one page that goes with a draft to whoever approves it, to be signed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from documents.word.writing import write_word
from schemas.bulletin import Cell, Document, Table
from schemas.period import Period
from schemas.release import Standing
from schemas.settings import Settings

_PIECE = 16  # characters of a hash that stand together: two lines of it fit a page's width

_EXPLAINED = "内容标识由全部数据、文字和文档算出，改动任何一处都会不同；批准的就是这一标识的内容。"
_ROOM = "\n"
"""What keeps a row high enough to write in."""

_SIGNED_BY = ("统计人员", "部门负责人", "审批人")


def write_slip(
    standing: Standing, manifest: Mapping[str, Any], settings: Settings, period: Period
) -> bytes:
    """Return the slip as a Word file: what is submitted, its findings, where to sign."""
    submitted = next(entry for entry in reversed(standing.log) if entry.act == "送审")
    zone = ZoneInfo(settings.calendar.time_zone)
    when = dt.datetime.fromisoformat(submitted.at).astimezone(zone)
    facts = [
        ("报告期", period.label),
        ("初稿生成", f"{manifest['made_by']}，{_local(manifest['made_at'], zone)}"),
        ("送审", f"{submitted.by}，{when.strftime('%Y-%m-%d %H:%M')}"),
        ("检查结果", _findings(manifest)),
        ("内容标识", " ".join(_pieces(standing.bound))),
    ]
    checked = [(item.title, "是" if item.is_met else "否") for item in standing.conditions]
    blank = [(who, _ROOM, "") for who in _SIGNED_BY]
    document = Document(
        key="slip",
        name="送审单",
        title=f"{settings.union.name}{period.label}统计公报送审单",
        subtitle="",
        issuer=settings.union.name,
        dated=f"{when.year}年{when.month}月{when.day}日",
        period=str(period),
        sample=settings.sample,
        blocks=(
            replace(
                _table(1, "送审内容", ("项目", "内容"), facts, (0.22, 0.78)), notes=(_EXPLAINED,)
            ),
            _table(2, "核对清单", ("条件", "是否满足"), checked, (0.78, 0.22)),
            _table(3, "审签", ("", "意见", "签名、日期"), blank, (0.22, 0.43, 0.35)),
        ),
    )
    return write_word(document, {})


def _findings(manifest: Mapping[str, Any]) -> str:
    found = manifest["findings"]
    return f"错误{found['E']}条，提醒{found['W']}条，已具名接受{manifest['accepted']}条"


def _local(moment: str, zone: ZoneInfo) -> str:
    return dt.datetime.fromisoformat(moment).astimezone(zone).strftime("%Y-%m-%d %H:%M")


def _pieces(text: str) -> list[str]:
    return [text[at : at + _PIECE] for at in range(0, len(text), _PIECE)]


def _table(
    number: int,
    caption: str,
    header: tuple[str, ...],
    rows: Sequence[tuple[str, ...]],
    widths: tuple[float, ...],
) -> Table:
    return Table(
        key=f"slip-{number}",
        number=number,
        caption=caption,
        unit="",
        header=header,
        rows=tuple(tuple(Cell((text,)) for text in row) for row in rows),
        widths=widths,
        alt=caption,
    )
