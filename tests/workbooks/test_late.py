"""W-T03: a cover dated after the deadline is told; on the day, or undated, it is not."""

from __future__ import annotations

import datetime as dt

import pytest

from schemas.period import Period
from schemas.settings import Calendar, Settings, Union
from tests.workbooks.by_hand import HEADING, read_book, relief, write_return
from transforms.examination import examine

SETTINGS = Settings(union=Union(name="示例县总工会"), calendar=Calendar(deadline_day=5))


def told(tmp_path, filled_on, period: str = "2024-07") -> list[str]:
    sheets = {"四送与慰问": [HEADING, relief()]}
    path = write_return(tmp_path / "帮扶.xlsx", "W05", sheets, 填报日期=filled_on)
    found = examine([read_book(path)], SETTINGS, Period.parse(period)).issues
    return found.filter(rule="W-T03", column="填报日期")["message"].to_list()


@pytest.mark.parametrize("filled_on", [dt.date(2024, 8, 6), "2024年8月6日", "2024.8.6"])
def test_a_cover_dated_after_the_deadline_is_told(tmp_path, filled_on):
    assert told(tmp_path, filled_on) == ["填报日期为2024-08-06，晚于报送截止日2024-08-05，逾期报送"]


@pytest.mark.parametrize("filled_on", [dt.date(2024, 8, 5), dt.date(2024, 7, 31), None, "某日"])
def test_on_the_day_before_it_or_undated_nothing_is_told(tmp_path, filled_on):
    assert told(tmp_path, filled_on) == []


def test_it_is_told_in_its_own_period_alone(tmp_path):
    assert told(tmp_path, dt.date(2024, 8, 6), period="2024-08") == []
