"""Tables one below another on a single sheet: each is read as what it is, or named."""

from __future__ import annotations

import datetime as dt
import sys
from collections import Counter

import polars as pl
import pytest

from schemas.contract import sheet_named
from tests.workbooks.by_hand import HEADING, found, read_book, relief, write_book, write_return
from tests.workbooks.by_hand import cover as cover_lines
from workbooks.grid import Sight, make_grid
from workbooks.recognition import Recognised
from workbooks.stacks import part_stack

FAIR = {
    "场次编号": "ZP-1",
    "举办日期": dt.date(2024, 7, 5),
    "地点": "县城广场",
    "区域": "县城",
    "参会企业数": 20,
    "提供岗位数": 500,
    "招工人数": 60,
}
AID = {"编号": "YL-1", "救助日期": dt.date(2024, 7, 6), "自付医疗费用": 9000, "救助金额": 3000}


def fair(**changes):
    return list({**FAIR, **changes}.values())


def book_of(path, rows, **on_cover):
    """Write W05 with everything stacked on the tab 四送与慰问; its households stay empty."""
    households = ["户主身份证号", "档案类别", "建档日期", "状态", "家庭人口", "申报帮扶资金(元)"]
    sheets = {"四送与慰问": rows, "困难职工档案": [households]}
    return read_book(write_book(path, sheets, cover_lines("W05", **on_cover)))


def cells_of(book, table):
    cells = book.cells.filter(pl.col("part") == "body", table=table)
    return dict(cells.select("cell", "text").rows())


def balances(book):
    return book.balance.seen == book.balance.used + sum(book.balance.set_aside.values())


STACKED = [
    ["四送与慰问"],
    HEADING,
    relief(),
    ["合计", *[None] * 5, 150, None, 25200],
    ["填表人：某某", None, "审核人：某某"],
    [],
    ["二、招聘会"],
    list(FAIR),
    fair(),
    fair(场次编号="ZP-2"),
    ["二次医疗救助", None, "单位：元"],
    list(AID),
    list(AID.values()),
]


def test_every_table_of_a_stack_is_read_at_its_own_cells(tmp_path):
    book = book_of(tmp_path / "a.xlsx", STACKED)

    assert found(book) == []
    assert book.tables == ("reliefs", "job_fairs", "medical_aids", "hardship_files")
    assert cells_of(book, "reliefs")["G3"] == "150"
    assert len(cells_of(book, "reliefs")) == len(HEADING)
    assert cells_of(book, "job_fairs")["A9"] == "ZP-1"
    assert cells_of(book, "job_fairs")["G10"] == "60"
    assert cells_of(book, "medical_aids") == {
        "A13": "YL-1",
        "B13": "2024-07-06",
        "C13": "9000",
        "D13": "3000",
    }
    assert balances(book)


def test_a_table_above_the_one_that_the_sheet_is_named_after_is_no_title(tmp_path):
    book = book_of(tmp_path / "a.xlsx", [list(FAIR), fair(), [], HEADING, relief()])

    assert cells_of(book, "job_fairs")["A2"] == "ZP-1"
    assert cells_of(book, "reliefs")["G5"] == "150"
    assert book.balance.set_aside["标题与表头"] == len(FAIR) + len(HEADING) + 6
    assert balances(book)


def test_a_fault_of_a_stacked_table_is_told_at_its_cell(tmp_path):
    rows = [HEADING, relief(), [], list(FAIR), fair(招工人数="13800000027")]
    book = book_of(tmp_path / "a.xlsx", rows)

    assert ("E-C02", "G5") in found(book)
    assert ("四送与慰问", "G5") in book.issues.select("sheet", "cell").rows()


def test_each_table_has_the_unit_that_stands_above_it(tmp_path):
    rows = [[None, "单位：元"], HEADING, relief(), [None, "单位：万元"], list(AID), [*AID.values()]]
    book = book_of(tmp_path / "a.xlsx", rows, 金额单位=None)
    units = dict(book.cells.filter(pl.col("unit") != "").select("table", "unit").unique().rows())

    assert units == {"reliefs": "元", "medical_aids": "万元"}
    assert balances(book)


def test_a_table_that_goes_on_below_another_is_one_table(tmp_path):
    rows = [HEADING, relief(), list(FAIR), fair(), HEADING, relief(批次号="BF-202407-02")]
    book = book_of(tmp_path / "a.xlsx", rows)
    reliefs = cells_of(book, "reliefs")

    assert (reliefs["A2"], reliefs["A6"]) == ("BF-202407-01", "BF-202407-02")
    assert cells_of(book, "job_fairs")["A4"] == "ZP-1"
    assert balances(book)


def test_a_repeated_heading_is_no_other_table(tmp_path):
    rows = [HEADING, relief(), [], HEADING, relief(批次号="BF-202407-02")]
    book = book_of(tmp_path / "a.xlsx", rows)

    assert book.tables[0] == "reliefs"
    assert len(cells_of(book, "reliefs")) == 2 * len(HEADING)


def test_a_stacked_table_without_a_cover_is_one_of_the_same_return(tmp_path):
    path = write_book(tmp_path / "a.xlsx", {"七月": [[None, "单位：元"], *STACKED[1:]]})
    book = read_book(path)

    assert book.cover.table_code == "W05"
    assert set(book.tables) == {"reliefs", "job_fairs", "medical_aids"}
    assert balances(book)


@pytest.mark.parametrize(
    "stray", [["培训班", "讲师", "课时"], ["场次编号", "讲师", "课时", "教室"]]
)
def test_a_table_that_no_return_knows_is_not_taken_for_one_nor_lost(tmp_path, stray):
    rows = [HEADING, relief(), [], stray, ["一班", "某", 3]]
    book = book_of(tmp_path / "a.xlsx", rows)

    assert not cells_of(book, "job_fairs")
    assert {"A4", "C5"} <= cells_of(book, "reliefs").keys()  # told row by row as faulty
    assert balances(book)


def test_a_sheet_of_its_own_goes_before_an_empty_one(tmp_path):
    rows = [HEADING, relief(), [], list(FAIR), fair()]
    book = read_book(write_return(tmp_path / "a.xlsx", "W05", {"四送与慰问": rows}))

    assert cells_of(book, "job_fairs")["A5"] == "ZP-1"
    assert found(book) == [("W-F03", "")]
    assert balances(book)


WOMEN = {
    "批次号": "NG-1",
    "项目编码": "P-NG01",
    "慰问对象": "患病困难女职工",
    "慰问时间": dt.date(2024, 7, 7),
    "慰问人数": 16,
    "慰问标准": 1000,
    "帮扶资金(元)": 16000,
    "来源": "县总本级",
    "凭证号": "记-1",
}
CHILDREN = {
    "批次号": "ET-1",
    "日期": dt.date(2024, 7, 28),
    "乡镇": "禾川镇",
    "村(居)": "示例村",
    "人数": 21,
    "物资名称": "书包",
    "金额(元)": 4200,
    "凭证号": "记-2",
    "是否公开": "否",
}
CHECKUPS = ["批次号", "体检日期", "体检机构", "体检人数", "其中：两癌筛查女职工"]


def test_a_stack_under_a_name_of_its_own_is_read_though_two_tables_fit_equally_well(tmp_path):
    rows = [[*WOMEN], [*WOMEN.values()], [], CHECKUPS, [], [*CHILDREN], [*CHILDREN.values()]]
    book = read_book(write_book(tmp_path / "a.xlsx", {"七月台账": rows}, cover_lines("W06")))

    assert found(book) == []
    assert cells_of(book, "women_reliefs")["E2"] == "16"
    assert cells_of(book, "child_cares")["G7"] == "4200"
    assert balances(book)


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (None, "请在封面填写表号，或把表页改为规定的名称"),
        (cover_lines("W06"), "请把表页改为其中规定的名称"),
    ],
)
def test_of_one_table_that_may_be_two_the_cure_is_what_is_lacking(tmp_path, lines, told):
    both = {**CHILDREN, **WOMEN, "标准(元/人)": 1000}
    path = write_book(tmp_path / "a.xlsx", {"台账": [[*both], [*both.values()]]}, lines)

    (message,) = read_book(path).issues["message"]
    assert message == f"表页“台账”的表头同时符合女职工慰问、关爱儿童，{told}"


def calls_to_part(times: int) -> int:
    """Return how many calls it takes to part a sheet that repeats its heading so many times."""
    rows = (tuple(HEADING), tuple(relief())) * times
    sheet = sheet_named("reliefs")
    item = Recognised(make_grid("四送与慰问", rows, Sight()), sheet, by_name=True)
    called = Counter[str]()
    sys.setprofile(lambda frame, event, argument: called.update([event]))
    try:
        parts = part_stack(item, {})
    finally:
        sys.setprofile(None)
    assert [part.sheet for part in parts] == [sheet]
    return called.total()


def test_repeated_headings_take_work_that_grows_with_their_number_not_its_square():
    calls_to_part(1)

    assert calls_to_part(1200) < 14 * calls_to_part(100)
