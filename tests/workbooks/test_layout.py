"""The layout of a sheet: where its headings stand, and what the rows below them are."""

from __future__ import annotations

import pytest

from schemas.contract import sheet_named
from workbooks.grid import Grid
from workbooks.headings import Headings
from workbooks.layout import find_blocks, unit_note
from workbooks.row_kinds import classify_row

SERVICES = Headings(sheet_named("psych_services"), {})
HEADING = ("服务月份", "渠道", "服务次数")
ROW = ("2024-07", "现场", 3)


def grid_of(*rows, name="表"):
    return Grid(name, tuple(tuple(row) for row in rows))


@pytest.mark.parametrize("above", range(5))
def test_the_heading_may_stand_in_any_row(above):
    lines = (("心理干预服务统计表",), (), ("填报单位：权益保障部",), (None, None, "单位：元"))
    grid = grid_of(*lines[:above], HEADING, ROW)

    (block,) = find_blocks(grid, SERVICES)

    assert (block.first, block.levels, list(block.body)) == (above, 1, [above + 1])


def test_a_heading_of_two_rows_without_a_merged_cell_is_known_by_what_the_lower_adds():
    grid = grid_of(("服务月份", "服务", None), (None, "渠道", "服务次数"), ROW)

    (block,) = find_blocks(grid, SERVICES)

    assert (block.first, block.levels) == (0, 2)
    codes = [column.match.code for column in block.columns.values()]
    assert codes == ["service_month", "channel", "times"]


def test_a_title_that_reads_like_a_heading_is_no_part_of_one():
    (block,) = find_blocks(grid_of(("渠道", None, "单位：元"), HEADING, ROW), SERVICES)

    assert (block.first, block.levels) == (1, 1)


def test_a_row_with_too_few_of_the_headings_is_no_heading():
    assert find_blocks(grid_of(("服务月份", "备注", "说明"), ROW), SERVICES) == []


def test_a_repeated_heading_begins_another_block():
    grid = grid_of(HEADING, ROW, (), ("渠道", "服务次数", "服务月份"), ("热线", 2, "2024-07"))

    first, second = find_blocks(grid, SERVICES)

    assert (list(first.body), list(second.body)) == ([1, 2], [4])
    assert second.columns[0].heading == "渠道"


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        (("XJ-1", "现场", 3), "body"),
        ((45482, "现场", 3), "body"),
        ((5,), "body"),
        ((), "blank"),
        ((None, "  ", ""), "blank"),
        (("合计", None, 3), "total"),
        (("合  计", None, 3), "total"),
        (("小计：", None, 3), "total"),
        ((None, "总计", 3), "total"),
        (("本月合计", None, 3), "total"),
        ((7, "合计", 3), "total"),
        (("全县", "合计", 3), "total"),
        (("龙田乡小计", None, 3), "total"),
        (("本期合计（2项）：", None, 3), "total"),
        (("总计划会", "现场", 3), "body"),
        (("2024-07", "全县小计", 3), "body"),
        (("累计", None, 3), "note"),
        (("1-7月累计", None, 3), "note"),
        (("截至7月底累计：", None, 3), "note"),
        (("全年合计", None, 3), "note"),
        (("本年累计", None, 3), "note"),
        (("上月结转", None, 3), "note"),
        (("承前页", None, 3), "note"),
        ((4, "过次页", 3), "note"),
        (("上页码头", "现场", 3), "body"),
        (("填表人：某", "审核人：某"), "footer"),
        (("审 核 人 ：某", None, "填表日期：2024年8月2日"), "footer"),
        (("注：表中金额为标的额。", None, "x"), "footer"),
        (("单位负责人(签字):", None, "年月日"), "footer"),
        (("以上数据已核对",), "note"),
        (("本月无",), "none reported"),
        (("零报告",), "none reported"),
        (("无",), "none reported"),
        ((None, "本月未发生"), "none reported"),
        ((1, "本月无"), "none reported"),
        ((1, "无锡工会"), "body"),
        (("XJ-1", "无"), "body"),
    ],
)
def test_a_row_below_the_heading_is_known_by_its_first_words(cells, kind):
    assert classify_row(grid_of(cells), 0) == kind


def test_the_parts_of_a_sum_below_it_are_no_data():
    part = ("其中：县总本级", None, 3)
    rows = (part, ("合计", None, 5), part, (" 其 中 ", "省总", 2), ("XJ-2", None, 3), part)

    assert [classify_row(grid_of(*rows), row) for row in range(len(rows))] == [
        *("body", "total", "note", "note", "body", "body")
    ]


@pytest.mark.parametrize(
    ("line", "unit"),
    [
        ("单位：万元", "万元"),
        ("（金额单位：元）", "元"),
        ("单 位 ： 人民币百元", "百元"),
        ("填报单位：财务部", ""),
        ("计量单位：个", ""),
    ],
)
def test_a_line_above_the_heading_may_name_the_unit(line, unit):
    assert unit_note(grid_of(("标题",), (None, line), HEADING), 2) == unit


def test_the_nearest_line_above_names_the_unit():
    grid = grid_of(("单位：元",), HEADING, ROW, ("单位：万元",), HEADING)

    assert unit_note(grid, 1) == "元"
    assert unit_note(grid, 4) == "万元"
