"""When a workspace's service works: the schedules of `bulletin.toml`, and what it missed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from zoneinfo import ZoneInfo

from schemas.period import Period
from schemas.settings import Calendar


def monthly_cron(calendar: Calendar) -> str:
    """Return when last month's draft is made, as cron writes it."""
    return f"{calendar.schedule_minute} {calendar.schedule_hour} {calendar.schedule_day} * *"


def reminder_cron(calendar: Calendar) -> str:
    """Return when departments are reminded, as cron writes it; empty: never."""
    days = sorted({calendar.deadline_day - before for before in calendar.reminder_days})
    listed = ",".join(map(str, days))
    return f"{calendar.schedule_minute} {calendar.schedule_hour} {listed} * *" if days else ""


def deadline_of(period: Period, calendar: Calendar) -> dt.date:
    """Return the last day on which a period's returns are in time."""
    month = period.following
    return dt.date(month.year, month.month, calendar.deadline_day)


def due_at(period: Period, calendar: Calendar) -> dt.datetime:
    """Return when the schedule makes a period's draft."""
    month = period.following
    return dt.datetime(
        month.year,
        month.month,
        calendar.schedule_day,
        calendar.schedule_hour,
        calendar.schedule_minute,
        tzinfo=ZoneInfo(calendar.time_zone),
    )


def missed_months(
    reported: Sequence[Period], drafted: Collection[Period], calendar: Calendar, now: dt.datetime
) -> list[Period]:
    """Return the months that the schedule should have made and did not, the oldest first.

    They have workbooks (`reported`), no draft (`drafted`), and their hour has passed. Months
    before the first one that was ever drafted are none of them: they are history that is
    there to compare with. Where nothing was ever drafted, last month alone can be missed.
    """
    due = [month for month in sorted(reported) if due_at(month, calendar) <= now]
    first = min(drafted, default=due[-1] if due else None)
    return [month for month in due if first is not None and month >= first and month not in drafted]
