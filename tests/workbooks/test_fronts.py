"""The front: a cover of its own, or lines above the table; what it must say is named if unread."""

from __future__ import annotations

import pytest
from openpyxl import load_workbook

from tests.workbooks.by_hand import (
    HEADING,
    body,
    cover,
    is_balanced,
    read_book,
    read_reliefs,
    relief,
    write_book,
    write_return,
)

TABLE = [HEADING, relief(), relief(批次号="BF-2", 人数=55)]
LINES = [[f"{key}：", value] for key, value in cover("W05", 版本="第2版").items()]


def test_what_stands_above_a_table_is_its_cover(tmp_path):
    read = read_book(write_book(tmp_path / "一页.xlsx", {"四送": [*LINES, [], *TABLE]}))

    assert read.cover.present
    assert (read.cover.table_code, read.cover.version) == ("W05", 2)
    assert [row["headcount"] for row in body(read)] == ["150", "55"]
    assert read.balance.used == 2 * len(LINES) + 2 * len(HEADING)
    assert is_balanced(read)


def test_a_comma_separated_file_may_hold_its_cover_too(tmp_path):
    lines = ["表号,W08", "报送期,2024-07", "报送方式,增量", "事项,日期", "检修,2024-07-05"]
    path = tmp_path / "文化宫.csv"
    path.write_text("\n".join(lines), encoding="gb18030")

    read = read_book(path)

    assert body(read, "venue_events") == [{"item": "检修", "item_date": "2024-07-05"}]
    assert read.balance.set_aside == {"标题与表头": 2}


def test_the_unit_above_a_table_still_counts_below_a_cover(tmp_path):
    bare = [word.removesuffix("(元)") for word in HEADING]
    rows = [["单位：千元"], *(line for line in LINES if line[0] != "金额单位："), bare, relief()]

    read = read_book(write_book(tmp_path / "一页.xlsx", {"四送": rows}))

    units = read.cells.filter(code="amount_cny", part="body")["unit"]
    assert units.to_list() == ["千元"]


@pytest.mark.parametrize(
    ("written", "kind", "told"),
    [
        ("#REF!", "e", "封面的报送期（封面 B3）是错误值，请填写报送期"),
        ('=TEXT(NOW(),"yyyy-mm")', "f", "封面的报送期（封面 B3）是没有计算结果的公式"),
        ("七月", "s", "封面的报送期（封面 B3）无法识别"),
    ],
)
def test_what_a_cover_must_say_is_named_where_it_cannot_be_read(tmp_path, written, kind, told):
    path = write_return(tmp_path / "帮扶.xlsx", "W05", {"四送与慰问": TABLE})
    book = load_workbook(path)
    cell = book["封面"]["B3"]
    cell.value, cell.data_type = written, kind
    book.save(path)

    (message,) = read_book(path).issues["message"]

    assert message.startswith(told)


def test_what_a_cover_does_not_say_is_asked_for(tmp_path):
    (message,) = read_reliefs(tmp_path, TABLE, 报送方式=None).issues["message"]

    assert message == "封面没有报送方式，请填写“增量”或“累计台账”"


def test_another_cover_is_called_one(tmp_path):
    path = write_return(tmp_path / "帮扶.xlsx", "W05", {"四送与慰问": TABLE, "封面 (2)": LINES[:4]})

    read = read_book(path)

    assert "表页“封面 (2)”是又一张封面，已按第一张封面读取" in read.issues["message"].to_list()
    assert read.balance.set_aside["未识别的表页"] == 8
