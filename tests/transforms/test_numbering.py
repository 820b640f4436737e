"""Numbers of rows that are written almost as the contract has it: adopted, told once a sheet."""

from __future__ import annotations

import pytest

from schemas.period import Period
from tests.transforms.by_hand import SETTINGS, good, submission
from transforms.examination import examine

JULY = Period(2024, 7)


def examined(*numbers, period=JULY):
    rows = [good("culture_activities", activity_id=number) for number in numbers]
    return examine([submission("culture_activities", *rows)], SETTINGS, period)


def told(*numbers, period=JULY):
    issues = examined(*numbers, period=period).issues.filter(rule="N-NUM")
    return issues.select("severity", "cell", "message").rows()


@pytest.mark.parametrize("number", ["XJ-2024-001", "xj-2024-018", "XJ-2024-1024"])
def test_a_number_as_the_contract_writes_it_is_nothing_to_tell(number):
    assert told(number) == []


@pytest.mark.parametrize("number", ["XJ-24-1", "XJ2024001", "XJ-2024-01", "xj—2024—001"])
def test_another_number_is_told_as_information_and_its_row_is_adopted(number):
    kept = examined(number)

    assert told(number) == [("I", "A2", "有1行编号不是规定的写法 XJ-YYYY-nnn，照原样采用")]
    assert kept.rows["culture_activities"]["activity_id"].to_list() == [number]


@pytest.mark.parametrize("number", ["2024-001", "7", "AXJ-2024-001", "宣教〔2024〕3号", "01-0"])
def test_a_department_s_own_way_of_numbering_is_nothing_to_tell(number):
    assert told(number) == []


def test_a_sheet_is_told_once_however_many_rows_it_numbers_otherwise():
    assert told("XJ-2024-001", "XJ-1", "XJ-2") == [
        ("I", "A3", "有2行编号不是规定的写法 XJ-YYYY-nnn，照原样采用")
    ]


def test_it_is_told_in_the_month_of_the_report_alone():
    assert told("XJ-1", period=Period(2024, 8)) == []
