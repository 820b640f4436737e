"""Where a period stands at the gate, put into its review page whenever somebody opens it.

The page of a draft is made once, with the draft; what follows (送审, 批准, 发布) is told on a
copy, for a draft whose bytes changed would have to be approved anew.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import NamedTuple
from zoneinfo import ZoneInfo

from documents.filling import fill_template
from documents.review.sections import name_change
from schemas.kind import Kind
from schemas.period import Period
from schemas.release import DRAFTED, LogEntry, Standing
from schemas.settings import Settings

_MARK = 16
"""Characters of the hash that a person compares with the 送审单."""


class LogLine(NamedTuple):
    """One act as the page shows it, with the hour where the union is."""

    at: str
    act: str
    by: str
    about: str
    reason: str


def show_standing(
    page: str,
    standing: Standing,
    period: Period,
    settings: Settings,
    kinds: Mapping[str, Kind],
) -> str:
    """Return a draft's review page with where the period stands now.

    `kinds` are the union's, by key.

    Once it was submitted, its heading and its next steps are those of its state, and no more
    those of the draft.
    """
    if standing.state != DRAFTED:
        known = {"state": standing.state, "releases": standing.releases, "period": period}
        for part in ("status", "next"):
            page = _replaced(page, part, fill_template(f"review/{part}_after.html.j2", **known))
    told = fill_template(
        "review/standing.html.j2",
        standing=standing,
        period=period,
        names={key: kind.name for key, kind in kinds.items()},
        mark=standing.bound[:_MARK],
        log=list(_log(standing, ZoneInfo(settings.calendar.time_zone))),
        since=[name_change(row, settings) for row in standing.changes],
    )
    return _replaced(page, "standing", told)


def _replaced(page: str, part: str, told: str) -> str:
    """Return the page with another text between the marks of a part."""
    begin, end = f"<!-- {part} -->", f"<!-- /{part} -->"
    before, _, rest = page.partition(begin)
    _, _, after = rest.partition(end)
    return f"{before}{begin}\n{told}{end}{after}"


def _log(standing: Standing, zone: ZoneInfo) -> Iterator[LogLine]:
    for entry in standing.log:
        at = dt.datetime.fromisoformat(entry.at).astimezone(zone)
        about, reason = _about(entry), entry.reason
        yield LogLine(at.strftime("%Y-%m-%d %H:%M"), entry.act, entry.by, about, reason)


def _about(entry: LogEntry) -> str:
    if entry.act == "发布":
        return f"第{entry.subject.partition(' ')[0].removeprefix('v')}版"
    return entry.subject if entry.act == "采用" else entry.bound[:_MARK]
