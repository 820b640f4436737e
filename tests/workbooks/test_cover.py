"""The cover: period, mode, unit, version and control lines, however they are written."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from schemas.submission import Control
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
    ("written", "version"), [(1, 1), (2.0, 2), ("3", 3), ("V2", 2), ("", 1), (0, 1)]
)
def test_the_version_is_a_whole_number_from_1_on(written, version):
    assert read_cover(cover_of(("版本", written))).version == version


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

    assert said.controls == ()


def test_a_cover_is_known_by_its_name_or_by_what_it_declares():
    declared = (("表号", "W05"), ("报送期", "2024-07"), ("报送方式", "增量"))

    assert is_cover(cover_of(("任意", "1"), name="封 面"))
    assert is_cover(cover_of(*declared, name="Sheet1"))
    assert not is_cover(cover_of(*declared[:2], name="Sheet1"))
