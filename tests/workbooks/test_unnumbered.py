"""Sheets without a column for the number of a row (DOMAIN.md §5.1): read, counted once, told."""

from __future__ import annotations

from decimal import Decimal

import pytest

from schemas.period import Period
from schemas.settings import Settings, Union
from schemas.submission import Submission
from tests.workbooks.by_hand import HEADING, read_book, relief, write_return
from transforms.examination import Examined, examine

SETTINGS = Settings(union=Union(name="示例县总工会"))
NAMED = HEADING[1:]
ONE = relief()[1:]
OTHER = relief(发放日期="2024-07-10", 人数=55, **{"标准(元/人)": 200, "金额(元)": 11000})[1:]


def sent(tmp_path, *rows, folder="2024-07", name="帮扶.xlsx", heading=NAMED) -> Submission:
    """Return a W05 of a month whose 四送与慰问 has no 批次号."""
    sheets = {"四送与慰问": [heading, *rows]}
    path = write_return(tmp_path / f"{folder}-{name}", "W05", sheets, 报送期=folder)
    return read_book(path, folder)


def examined(*submissions: Submission, period: str = "2024-07") -> Examined:
    return examine(submissions, SETTINGS, Period.parse(period))


def amounts(outcome: Examined) -> list[Decimal]:
    return outcome.rows["reliefs"]["amount_cny"].sort().to_list()


def rules(outcome: Examined, rule: str) -> list[tuple[str, str]]:
    return outcome.issues.filter(rule=rule).select("cell", "message").rows()


def test_its_rows_count_and_the_heading_row_is_told(tmp_path):
    outcome = examined(sent(tmp_path, ONE, OTHER))

    assert amounts(outcome) == [Decimal(11000), Decimal(25200)]
    ((cell, message),) = [
        found for found in rules(outcome, "W-N05") if "没有“批次号”栏" in found[1]
    ]
    assert cell == "A1"
    assert "请补报编号" in message
    assert outcome.issues.filter(severity="E").is_empty()


def test_the_same_rows_sent_again_next_month_count_once(tmp_path):
    july, august = sent(tmp_path, ONE, OTHER), sent(tmp_path, ONE, OTHER, folder="2024-08")

    outcome = examined(july, august, period="2024-08")

    assert amounts(outcome) == [Decimal(11000), Decimal(25200)]


def test_two_rows_alike_in_one_workbook_are_two(tmp_path):
    outcome = examined(sent(tmp_path, ONE, ONE))

    assert amounts(outcome) == [Decimal(25200), Decimal(25200)]


def test_an_amount_that_differs_next_month_is_the_same_row_with_other_content(tmp_path):
    changed = relief(**{"标准(元/人)": 170, "金额(元)": 25500})[1:]
    july, august = sent(tmp_path, ONE), sent(tmp_path, changed, folder="2024-08")

    outcome = examined(july, august, period="2024-08")

    assert rules(outcome, "E-R04")


def test_a_column_of_numbers_that_is_there_must_be_filled(tmp_path):
    outcome = examined(sent(tmp_path, relief(批次号=None), heading=HEADING))

    assert [cell for cell, _ in rules(outcome, "E-C01")] == ["A2"]


def test_a_heading_that_may_be_the_number_is_proposed_instead(tmp_path):
    outcome = examined(sent(tmp_path, relief(), heading=["批次编号", *NAMED]))

    assert any("批次编号" in message for _, message in rules(outcome, "E-F04"))


@pytest.mark.parametrize("left_out", ["发放日期", "人数", "项目编码"])
def test_any_other_required_column_is_still_asked_for(tmp_path, left_out):
    at = NAMED.index(left_out)
    heading, row = NAMED[:at] + NAMED[at + 1 :], ONE[:at] + ONE[at + 1 :]

    outcome = examined(sent(tmp_path, row, heading=heading))

    assert any(f"缺少必填栏“{left_out}”" in message for _, message in rules(outcome, "E-F04"))
