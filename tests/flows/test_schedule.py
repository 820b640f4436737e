"""When the service works, and which months it missed."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from flows.schedule import deadline_of, due_at, missed_months, monthly_cron, reminder_cron
from schemas.period import Period
from schemas.settings import Calendar

ZONE = ZoneInfo("Asia/Shanghai")
CALENDAR = Calendar()
MARCH, APRIL, MAY, JUNE, JULY = (Period(2024, month) for month in range(3, 8))


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=ZONE)


def test_the_draft_is_made_on_the_day_and_hour_of_the_calendar():
    assert monthly_cron(Calendar(schedule_day=7, schedule_hour=9, schedule_minute=5)) == "5 9 7 * *"


@pytest.mark.parametrize(
    ("before", "cron"),
    [((2,), "0 8 3 * *"), ((3, 1), "0 8 2,4 * *"), ((0,), "0 8 5 * *"), ((), "")],
)
def test_reminders_come_so_many_days_before_the_fifth(before, cron):
    assert reminder_cron(Calendar(deadline_day=5, reminder_days=before)) == cron


def test_a_reminder_cannot_come_before_the_month_of_the_deadline():
    with pytest.raises(ValidationError):
        Calendar(deadline_day=5, reminder_days=(5,))


def test_returns_of_december_are_due_in_january():
    assert deadline_of(Period(2024, 12), CALENDAR) == dt.date(2025, 1, 5)
    assert due_at(Period(2024, 12), CALENDAR) == at("2025-01-06 08:00")


def test_a_month_is_missed_from_the_hour_on_at_which_it_was_due():
    before = missed_months([MAY, JUNE], [MAY], CALENDAR, at("2024-07-06 07:59"))
    after = missed_months([MAY, JUNE], [MAY], CALENDAR, at("2024-07-06 08:00"))

    assert (before, after) == ([], [JUNE])


def test_missed_months_come_oldest_first_and_without_those_that_sent_nothing():
    missed = missed_months([JULY, MAY, APRIL], [APRIL], CALENDAR, at("2024-09-01 12:00"))

    assert missed == [MAY, JULY]


def test_a_month_that_failed_between_two_others_is_missed():
    assert missed_months([MAY, JUNE, JULY], [MAY, JULY], CALENDAR, at("2024-09-01 12:00")) == [JUNE]


def test_months_before_the_first_draft_are_history():
    assert missed_months([MARCH, APRIL, MAY], [MAY], CALENDAR, at("2024-09-01 12:00")) == []


def test_where_nothing_was_drafted_only_the_last_month_can_be_missed():
    assert missed_months([MARCH, APRIL, MAY], [], CALENDAR, at("2024-06-06 09:00")) == [MAY]
    assert missed_months([MARCH, APRIL, MAY], [], CALENDAR, at("2024-06-05 09:00")) == [APRIL]
    assert missed_months([], [], CALENDAR, at("2024-06-05 09:00")) == []


months = st.sets(st.builds(Period, st.integers(2023, 2024), st.integers(1, 12)), max_size=12)


@given(reported=months, drafted=months, day=st.dates(dt.date(2023, 1, 1), dt.date(2025, 6, 1)))
def test_what_was_made_is_never_missed_and_all_of_it_made_leaves_nothing(reported, drafted, day):
    now = dt.datetime.combine(day, dt.time(12), ZONE)

    missed = missed_months(list(reported), drafted, CALENDAR, now)

    assert missed == sorted(reported.intersection(missed) - drafted)
    assert missed_months(list(reported), drafted | set(missed), CALENDAR, now) == []
