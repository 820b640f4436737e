"""The cover: period, mode, unit, version and control lines, however they are written."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import openpyxl
import pytest

from schemas.contract import RETURNS
from schemas.period import Period
from schemas.settings import Settings, Union
from schemas.stamps import form_stamp
from schemas.submission import Balance, Control
from tests.workbooks.by_hand import (
    HEADING,
    body,
    found,
    read_book,
    read_reliefs,
    relief,
    write_return,
)
from transforms.examination import examine
from workbooks.cover import is_cover, read_cover
from workbooks.grid import Grid


def cover_of(*rows, name="封面"):
    return Grid(name, tuple(tuple(row) for row in rows))


@pytest.mark.parametrize(
    "written",
    [
        "2024-07",
        "2024-7",
        "2024.7",
        "2024/07",
        "2024年7月",
        "2024年07月份",
        "2024年7月31日",
        "202407",
        202407,
        202407.0,
        "２０２４年７月",
        " 2024 年 7 月 ",
        dt.date(2024, 7, 31),
        dt.datetime.fromisoformat("2024-07-01"),
    ],
)
def test_the_period_is_understood_in_every_usual_form(written):
    assert read_cover(cover_of(("报送期", written))).reported_in == "2024-07"


@pytest.mark.parametrize("written", ["", None, "七月", "2024", "2024-13", "2024-00", "0000-05", 7])
def test_a_period_that_names_no_month_is_none(written):
    assert read_cover(cover_of(("报送期", written))).reported_in == ""


@pytest.mark.parametrize(
    ("written", "mode"),
    [
        ("增量", "增量"),
        ("增量报送", "增量"),
        ("累计台账", "累计台账"),
        ("累计", "累计台账"),
        ("全量", ""),
        ("", ""),
    ],
)
def test_the_mode_is_increment_ledger_or_not_said(written, mode):
    assert read_cover(cover_of(("报送方式", written))).submit_mode == mode


@pytest.mark.parametrize(
    ("written", "unit"),
    [
        ("元", "元"),
        ("万元", "万元"),
        ("人民币千元", "千元"),
        ("百元", "百元"),
        ("美元", ""),
        ("", ""),
    ],
)
def test_the_unit_is_one_of_four_or_not_declared(written, unit):
    assert read_cover(cover_of(("金额单位", written))).amount_unit == unit


@pytest.mark.parametrize(
    ("written", "version"),
    [(1, 1), (2.0, 2), ("3", 3), ("V2", 2), ("v2.0", 2), ("第3版", 3), ("", 1)],
)
def test_the_version_is_a_whole_number_from_1_on(written, version):
    said = read_cover(cover_of(("版本", written)))

    assert (said.version, said.unread) == (version, ())


@pytest.mark.parametrize(
    ("key", "written"),
    [
        ("版本", "修订稿"),
        ("版本", 0),
        ("版本", 1.5),
        ("金额单位", "美元"),
        ("数据截止日", "月底"),
        ("控制行数", "七行"),
        ("控制总金额", "约5万"),
    ],
)
def test_what_is_filled_in_and_cannot_be_understood_is_named(key, written):
    assert read_cover(cover_of((key, written))).unread == (key,)


@pytest.mark.parametrize(
    "written", ["2024年7月31日", dt.date(2024, 7, 31), "2024.7.31", "20240731"]
)
def test_the_cutoff_is_a_date(written):
    assert read_cover(cover_of(("数据截止日", written))).cutoff == dt.date(2024, 7, 31)


def test_a_cutoff_that_is_no_date_is_none():
    assert read_cover(cover_of(("数据截止日", "2024-02-31"))).cutoff is None


def test_labels_may_have_colons_and_blanks_and_stand_side_by_side():
    said = read_cover(cover_of(("表  号：", "w05", None, "填报单位:", "帮扶中心"), ("版本", "2")))

    assert (said.table_code, said.department, said.version) == ("W05", "帮扶中心", 2)


def test_control_lines_stand_below_their_own_heading():
    said = read_cover(
        cover_of(
            ("表号", "W05"),
            ("表页", "行数", "合计金额"),
            ("四送与慰问", 7, "545,000.50"),
            ("招聘会", 1, None),
            ("二次医疗救助", None, None),
            ("示例数据：各行均为虚构。",),
        )
    )

    assert said.controls == (
        Control("四送与慰问", 7, Decimal("545000.50")),
        Control("招聘会", 1, None),
    )


def test_a_control_that_is_no_number_is_no_control():
    said = read_cover(cover_of(("表页", "行数", "合计金额"), ("四送与慰问", "NaN", "Infinity")))

    assert (said.controls, said.unread) == ((), ("控制数",))


def test_plain_control_numbers_are_of_the_main_sheet(tmp_path):
    control = {"控制行数": 2, "控制总金额": "25,200.00"}
    book = read_reliefs(tmp_path, [HEADING, relief()], **control)
    issues = examine([book], Settings(union=Union(name="示例县总工会")), Period(2024, 7)).issues

    assert book.cover.controls == (Control("四送与慰问", 2, Decimal("25200.00")),)
    told = issues.filter(rule="E-F06").select("sheet", "cell", "found", "expected").rows()
    assert told == [("封面", "B7", "2", "1")]


def test_the_main_sheet_is_the_first_that_holds_money(tmp_path):
    book = read_book(write_return(tmp_path / "a.xlsx", "W08", {}, 控制行数=0))

    assert book.cover.controls == (Control("文化宫活动", 0, None),)


def test_key_and_value_may_stand_in_one_cell():
    said = read_cover(cover_of(("表号：W05", "报送期：2024年7月"), ("填报人：", "审核人：")))

    assert (said.table_code, said.reported_in) == ("W05", "2024-07")


def test_a_key_is_no_value_of_the_key_before_it():
    assert read_cover(cover_of(("版本", "金额单位", "万元"))).amount_unit == "万元"


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ({"版本": "修订稿"}, ("W-F10", "B5", "版本", "第1版")),
        ({"填报单位": "财务部"}, ("W-F10", "B2", "填报单位", "“职工服务（帮扶）中心”")),
        ({"填报单位": "中心"}, ("W-F10", "B2", "填报单位", "W05")),
        ({"填报单位": "某某局"}, ("W-F10", "B2", "填报单位", "W05")),
        ({"表式版本": "W05-00000000"}, ("W-F09", "B7", "表式版本", "本月空白表")),
        ({"数据截止日": "月底"}, ("W-F10", "B7", "数据截止日", "报送期最后一天")),
        ({"数据截止日": "2024-08-01"}, ("W-F10", "B7", "数据截止日", "晚于报送期")),
    ],
)
def test_what_is_doubtful_on_a_cover_is_a_warning_at_its_cell_and_the_book_is_read(
    tmp_path, lines, told
):
    book = read_reliefs(tmp_path, [HEADING, relief()], **lines)

    (issue,) = book.issues.filter(severity="W").select("rule", "cell", "column", "message").rows()
    assert (issue[:3], told[3] in issue[3]) == (told[:3], True)
    assert not set(lines.values()) & set(issue)
    assert body(book)[0]["headcount"] == "150"


@pytest.mark.parametrize(
    "written",
    [
        "职工服务(帮扶)中心",
        "职工服务（帮扶） 中心",
        "县总工会职工服务（帮扶）中心",
        "帮扶中心",
        None,
    ],
)
def test_a_department_is_known_by_its_name_or_the_last_words_of_it(tmp_path, written):
    assert found(read_reliefs(tmp_path, [HEADING, relief()], 填报单位=written)) == []


def test_a_cutoff_on_the_last_day_of_the_period_is_passed_over(tmp_path):
    assert found(read_reliefs(tmp_path, [HEADING, relief()], 数据截止日="2024-07-31")) == []


def test_the_stamp_of_the_form_of_today_is_passed_over_in_silence(tmp_path):
    stamp = form_stamp(RETURNS["W05"])

    assert found(read_reliefs(tmp_path, [HEADING, relief()], 表式版本=stamp)) == []


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("W05", "W05"),
        (" ｗ０５", "W05"),
        ("w5", "W05"),
        ("W05 四送台账", "W05"),
        ("表W05", "W05"),
        ("W50", "W50"),
    ],
)
def test_the_table_code_may_stand_beside_its_title(written, code):
    assert read_cover(cover_of(("表号", written))).table_code == code


@pytest.mark.parametrize("line", [("慰问表", 1, 25200), ("招聘会", 0, 100)])
def test_a_control_that_can_be_compared_with_nothing_is_a_warning(tmp_path, line):
    sheets = {"四送与慰问": [HEADING, relief()]}
    lines = [("表页", "行数", "合计金额"), line]
    book = read_book(write_return(tmp_path / "a.xlsx", "W05", sheets, controls=lines))

    assert found(book) == [("W-F10", "")]


STRAY = "漏"


BESIDE = [(row, column) for row in range(1, 7) for column in (3, 4, 9)]
BELOW = [(row, column) for row in (7, 8, 20) for column in (1, 2, 5)]


@pytest.mark.parametrize(("row", "column"), BESIDE + BELOW)
def test_a_stray_cell_anywhere_on_the_cover_changes_the_balance_and_is_explained(
    tmp_path, row, column
):
    path = write_return(tmp_path / "a.xlsx", "W05", {"四送与慰问": [HEADING, relief()]})
    before = read_book(path).balance
    workbook = openpyxl.load_workbook(path)
    workbook["封面"].cell(row, column, STRAY)
    workbook.save(path)
    after = read_book(path).balance

    other = {**before.set_aside, "封面其他内容": before.set_aside.get("封面其他内容", 0) + 1}
    assert after == Balance(before.seen + 1, before.used, other)


def test_a_second_cover_is_no_part_of_the_first(tmp_path):
    sheets = {"封面 (2)": [("表号", "W05"), ("报送期", "2024-06"), ("报送方式", "增量")]}
    book = read_book(write_return(tmp_path / "a.xlsx", "W05", sheets))

    assert book.cover.reported_in == "2024-07"
    assert book.issues.filter(severity="W").select("rule", "sheet").rows() == [
        ("W-F03", "封面 (2)")
    ]
    assert book.balance.set_aside["未识别的表页"] == 6


def test_a_cover_is_known_by_its_name_or_by_what_it_declares():
    declared = (("表号", "W05"), ("报送期", "2024-07"), ("报送方式", "增量"))

    assert is_cover(cover_of(("任意", "1"), name="封 面"))
    assert is_cover(cover_of(*declared, name="Sheet1"))
    assert not is_cover(cover_of(*declared[:2], name="Sheet1"))
