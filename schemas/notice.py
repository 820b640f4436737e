"""A notice: one thing that happened to a period, for those who are not at the desk."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal, NamedTuple, get_args

from schemas.period import Period

Event = Literal["初稿", "错误", "失败", "催报", "补做", "送审", "退回", "批准", "发布"]
"""初稿: a draft without errors; 错误: a draft with findings that block it; 失败: no draft."""

EVENTS: tuple[Event, ...] = get_args(Event)


class Counts(NamedTuple):
    """How many findings a draft has that block it, and that have to be looked at."""

    errors: int
    warnings: int


@dataclass(frozen=True)
class Notice:
    """What is told: counts, departments, a period and where to look; never a cell's value.

    `version` is a release's (`v1`); `reason` a signed reason or the program's own sentence;
    `months` are those that a stopped service missed; `place` is where the documents lie.
    """

    event: Event
    period: Period
    by: str = ""
    reason: str = ""
    version: str = ""
    counts: Counts | None = None
    missing: tuple[str, ...] = ()
    unreadable: tuple[str, ...] = ()
    deadline: dt.date | None = None
    months: tuple[Period, ...] = ()
    place: str = ""


class Message(NamedTuple):
    """A notice in words."""

    subject: str
    body: str
