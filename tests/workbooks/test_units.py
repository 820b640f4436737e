"""The unit of money: declared on the cover, above the table or in the heading; never guessed."""

from __future__ import annotations

import pytest

from tests.workbooks.by_hand import (
    HEADING,
    found,
    read_reliefs,
    relief,
)
from workbooks.grid import Grid
from workbooks.layout import unit_note


def units_of(submission, code="amount_cny"):
    cells = submission.cells.filter(table="reliefs", code=code, part="body")
    return cells["unit"].to_list()


def test_the_group_above_a_column_may_name_the_unit(tmp_path):
    upper = [t if t not in ("标准(元/人)", "金额(元)") else None for t in HEADING]
    upper[7] = "发放（万元）"
    lower = [None] * 7 + ["标准", "金额"]
    merged = ["H1:I1", *(f"{letter}1:{letter}2" for letter in "ABCDEFGJKL")]
    row = relief(**{"标准(元/人)": 0.0168, "金额(元)": 2.52})
    book = read_reliefs(tmp_path, [upper, lower, row], merged, 金额单位=None)

    assert units_of(book) == ["万元"]
    assert found(book) == []


def test_each_block_has_the_unit_of_its_own_line_above(tmp_path):
    heading = [title.split("(")[0] for title in HEADING]
    small = relief(**{"批次号": "BF-2", "标准(元/人)": 0.0168, "金额(元)": 2.52})
    rows = [["单位：元"], heading, relief(), [], ["单位：万元"], heading, small]
    book = read_reliefs(tmp_path, rows, 金额单位=None)

    assert units_of(book) == ["元", "万元"]


@pytest.mark.parametrize("unit", ["百元", "千元", "万元"])
def test_the_covers_unit_holds_where_the_heading_names_none(tmp_path, unit):
    heading = [title.split("(")[0] for title in HEADING]
    book = read_reliefs(tmp_path, [heading, relief()], 金额单位=unit)

    assert units_of(book) == [unit]
    assert found(book) == []


def test_a_heading_that_disagrees_with_the_cover_blocks_the_sheet(tmp_path):
    book = read_reliefs(tmp_path, [HEADING, relief()], 金额单位="万元")

    assert found(book) == [("E-F05", "I1")]
    assert book.blocked == ("reliefs",)


def test_a_line_above_that_disagrees_with_the_cover_blocks_the_sheet(tmp_path):
    heading = ["金额" if title == "金额(元)" else title for title in HEADING]
    book = read_reliefs(tmp_path, [["单位：万元"], heading, relief()])

    assert found(book) == [("E-F05", "I2")]


def test_a_price_a_head_in_yuan_beside_amounts_in_another_unit_is_no_disagreement(tmp_path):
    heading = ["金额(万元)" if title == "金额(元)" else title for title in HEADING]
    book = read_reliefs(tmp_path, [heading, relief(**{"金额(元)": 2.52})], 金额单位="万元")

    assert found(book) == []
    assert (units_of(book), units_of(book, "unit_amount_cny")) == (["万元"], ["元"])


def test_an_undeclared_unit_is_never_guessed(tmp_path):
    heading = ["金额" if title == "金额(元)" else title for title in HEADING]
    book = read_reliefs(tmp_path, [heading, relief()], 金额单位=None)

    assert found(book) == [("E-F05", "I1")]
    assert book.blocked == ("reliefs",)


def test_an_undeclared_unit_does_not_matter_where_there_is_no_amount(tmp_path):
    heading = ["金额" if title == "金额(元)" else title for title in HEADING]
    book = read_reliefs(tmp_path, [heading, ["本月无"]], 金额单位=None)

    assert found(book) == []


@pytest.mark.parametrize(
    ("line", "unit"),
    [
        ("单位：万元", "万元"),
        ("（单位：人、万元）", "万元"),
        ("单 位：人民币百元", "百元"),
        ("金额单位：千元　填报日期：2024年8月1日", "千元"),
        ("填报单位：元山乡总工会", ""),
        ("填报单位：千元社区", ""),
        ("单位：人", ""),
        ("单位：万元人民币", "万元"),
        ("单位：仟元", "千元"),
        ("单位：万", "万"),
        ("单位：亿元", "亿元"),
        ("填报单位：万年镇总工会", ""),
    ],
)
def test_the_line_above_names_a_unit_or_none(line, unit):
    assert unit_note(Grid("表", ((line,), ("表头",))), 1) == unit


BARE = [title.split("(")[0] for title in HEADING]
SMALL = relief(**{"标准(元/人)": 0.0168, "金额(元)": 2.52})


@pytest.mark.parametrize("unit", [None, "元"])
@pytest.mark.parametrize(
    "rows",
    [
        [["单位：", "万元"], BARE, SMALL],
        [["填报单位：", "帮扶中心", "单位：", None, "万元"], BARE, SMALL],
        [BARE, SMALL, ["单位：万元"]],
        [BARE, SMALL, ["填表人：", "甲", "金额单位：", "万元"]],
        [BARE, [None, *[None] * 5, "人", "万元", "万元"], SMALL],
        [BARE, [None, *[None] * 5, "（人）", "（万元/人）", "（万元）"], SMALL],
    ],
    ids=["two cells", "three words", "below", "beside a signature", "row of units", "in brackets"],
)
def test_a_unit_is_seen_wherever_it_stands(tmp_path, rows, unit):
    book = read_reliefs(tmp_path, rows, 金额单位=unit)

    if unit is None:
        assert (units_of(book), found(book)) == (["万元"], [])
    else:
        assert {rule for rule, _ in found(book)} == {"E-F05"}


def test_a_line_between_two_blocks_is_of_the_lower_one(tmp_path):
    rows = [BARE, relief(), ["单位：万元"], BARE, relief(批次号="BF-2")]

    assert found(read_reliefs(tmp_path, rows, 金额单位=None)) == [("E-F05", "H1"), ("E-F05", "I1")]


@pytest.mark.parametrize(
    "heading", ["金额(万)", "金额（亿元）", "金额亿元", "金额（单位：十万元）"]
)
def test_a_unit_that_is_none_of_ours_never_passes_for_the_covers(tmp_path, heading):
    headings = [heading if title == "金额(元)" else title for title in HEADING]
    book = read_reliefs(tmp_path, [headings, relief()])

    assert found(book) == [("E-F05", "I1")]
    assert "不明确" in book.issues["message"][0]


@pytest.mark.parametrize("heading", ["金额（人民币万元）", "金额(万元人民币)", "金额／万元"])
def test_a_unit_may_be_told_with_the_name_of_the_currency(tmp_path, heading):
    headings = [heading if title == "金额(元)" else title for title in HEADING]
    book = read_reliefs(tmp_path, [headings, relief(**{"金额(元)": 2.52})], 金额单位=None)

    assert (units_of(book), found(book)) == (["万元"], [])
