"""The calendar of 2024: working days, month ends, filing days."""

from __future__ import annotations

import datetime as dt

YEAR = 2024
MONTHS = range(1, 11)
ONE_DAY = dt.timedelta(days=1)

# Public holidays among the weekdays of 2024 (国办发明电〔2023〕7号), January to November.
HOLIDAYS = frozenset(
    {(1, 1)}
    | {(2, day) for day in range(10, 18)}
    | {(4, day) for day in (4, 5, 6)}
    | {(5, day) for day in range(1, 6)}
    | {(6, 10)}
    | {(9, day) for day in (15, 16, 17)}
    | {(10, day) for day in range(1, 8)}
)


def day(month: int, number: int) -> dt.date:
    """Return a day of 2024."""
    return dt.date(YEAR, month, number)


def month_end(month: int) -> dt.date:
    """Return the last day of a month: the cutoff of its returns."""
    return day(month + 1, 1) - ONE_DAY


def is_working_day(date: dt.date) -> bool:
    """Tell whether offices are open (working Saturdays are left out)."""
    return date.weekday() < 5 and (date.month, date.day) not in HOLIDAYS


def working_days(month: int, first: int, last: int) -> list[dt.date]:
    """List the working days of a month from one day to another."""
    return [d for n in range(first, last + 1) if is_working_day(d := day(month, n))]


def next_working_day(date: dt.date) -> dt.date:
    """Return the working day after a date."""
    following = date + ONE_DAY
    while not is_working_day(following):
        following += ONE_DAY
    return following


def filing_day(month: int, slot: int) -> dt.date:
    """Return the day a department files: by the 5th, or the month's last day before a holiday."""
    last = month_end(month)
    days = [last, *working_days(month + 1, 1, 5)]
    return days[min(slot, len(days) - 1)]


def spread(count: int, days: list[dt.date]) -> list[dt.date]:
    """Give each of `count` things one of the days, in order and evenly."""
    return [days[index * len(days) // count] for index in range(count)]


def month_text(month: int) -> str:
    """Return a month as the contract writes it: 2024-03."""
    return f"{YEAR}-{month:02d}"


def chinese_date(date: dt.date) -> str:
    """Return a date as a letter writes it: 2024年4月3日."""
    return f"{date.year}年{date.month}月{date.day}日"
