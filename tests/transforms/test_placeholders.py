"""A mark for nothing in a required cell is named: it is not a cell that was left empty."""

from __future__ import annotations

import pytest

from tests.transforms.by_hand import check, good


def told(name, **changes):
    (issue,) = check(name, good(name, **changes)).issues.to_dicts()
    return issue["rule"], issue["cell"], issue["found"], issue["message"]


@pytest.mark.parametrize(
    ("typed", "named"), [("待定", "待定"), ("—", "—"), (" / ", "/"), ("无", "无")]
)
def test_a_mark_in_a_required_cell_is_told_with_what_to_fill_in(typed, named):
    rule, cell, found, message = told("reliefs", headcount=typed)

    assert (rule, cell, found) == ("E-C01", "H2", "占位符")
    assert message == f"填的是“{named}”，按未填读取；须为不小于1的整数"


def test_an_empty_required_cell_is_still_told_as_empty():
    rule, cell, found, message = told("reliefs", headcount=None)

    assert (rule, cell, found) == ("E-C01", "H2", "缺失")
    assert message == "必填项为空；须为不小于1的整数"


def test_a_mark_where_a_rule_asks_for_the_cell_is_told_too():
    row = {"expense_cny": 500, "project_code": "P-XJ01", "voucher_no": "暂无"}
    rule, _cell, found, message = told("culture_activities", **row)

    assert (rule, found) == ("E-C01", "占位符")
    assert message.startswith("填的是“暂无”，按未填读取；填写了金额的，须填写凭证号")


def test_a_text_of_which_nothing_is_left_is_not_told_as_empty():
    _, _, found, message = told("reliefs", form="①")

    assert found == "占位符"
    assert message.startswith("所填内容不能作为数据读取；须为下列之一")
