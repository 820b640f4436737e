"""Period, mode and table: what the cover says, and what is taken without one."""

from __future__ import annotations

import polars as pl
import pytest

from tests.workbooks.by_hand import (
    HEADING,
    body,
    found,
    is_balanced,
    read_book,
    read_reliefs,
    relief,
    write_book,
    write_return,
)

TALK_HEADING = ["活动编号", "活动类别", "活动名称", "活动日期", "活动地点", "场次", "经费(元)"]
TALK = ["XJ-1", "劳模宣讲", "劳模宣讲进机关", "2024/7/5", "县行政中心", "1", "1,200.50"]


def test_a_csv_in_gbk_without_a_cover_takes_what_is_unambiguous(tmp_path):
    path = tmp_path / "宣教部7月.csv"
    lines = [["标题"], TALK_HEADING, [*TALK[:-1], '"1,200.50"']]
    path.write_bytes("\r\n".join(",".join(line) for line in lines).encode("gbk"))
    book = read_book(path)

    assert (book.cover.table_code, book.cover.reported_in) == ("W01", "2024-07")
    assert (book.cover.present, book.cover.submit_mode) == (False, "增量")
    (row,) = body(book, "culture_activities")
    assert (row["activity_name"], row["expense_cny"]) == ("劳模宣讲进机关", "1,200.50")
    assert found(book) == [("W-F02", "")]
    assert is_balanced(book)


def test_a_csv_in_utf_8_with_a_byte_order_mark_is_read_too(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(",".join(TALK_HEADING) + "\n" + ",".join(TALK[:-1]), encoding="utf-8-sig")

    (row,) = body(read_book(path), "culture_activities")
    assert row["activity_id"] == "XJ-1"


def test_without_a_cover_the_sheets_that_are_not_there_are_asked_for_and_wait(tmp_path):
    book = read_book(write_book(tmp_path / "a.xlsx", {"四送与慰问": [HEADING, relief()]}))

    assert found(book) == [("W-F02", "")] * 4
    assert set(book.issues["sheet"]) == {"", "招聘会", "困难职工档案", "二次医疗救助"}
    assert book.tables == ("reliefs",)
    assert book.blocked == ("job_fairs", "hardship_files", "medical_aids")


PLACES = [["事项", "日期", "说明"], ["启用", "2024-07-01", None]]
PALACE = [
    ["活动编号", "类别", "名称", "日期", "场次"],
    ["WG-1", "文体比赛", "棋赛", "2024-07-05", 1],
]


def test_without_a_cover_two_departments_may_share_a_workbook(tmp_path):
    sheets = {"四送与慰问": [HEADING, relief()], "场馆事项": PLACES, "文化宫活动": PALACE}
    book = read_book(write_book(tmp_path / "a.xlsx", sheets))

    assert set(book.tables) == {"reliefs", "venue_events", "palace_activities"}
    (told,) = book.issues.filter(pl.col("rule") == "W-F02", pl.col("sheet") == "")["message"]
    assert "W05和W08" in told


def test_a_sheet_is_taken_for_what_it_is_called_though_the_cover_is_another_returns(tmp_path):
    path = tmp_path / "a.xlsx"
    book = read_book(write_return(path, "W03", {"场馆事项": PLACES, "文化宫活动": PALACE}))

    assert body(book, "palace_activities")[0]["activity_id"] == "WG-1"
    assert found(book) == []


def test_a_sheet_that_only_says_that_there_is_nothing_needs_no_headings(tmp_path):
    fairs = [["招聘会登记表"], ["本月无"], ["填表人：某某"]]
    book = read_book(write_return(tmp_path / "a.xlsx", "W05", {"招聘会": fairs}))

    assert found(book) == []
    assert ("job_fairs" in book.tables, is_balanced(book)) == (True, True)
    lost = [*fairs, ["BF-1", "2024-07-05", 3]]
    book = read_book(write_return(tmp_path / "b.xlsx", "W05", {"招聘会": lost}))
    assert ("E-F04", "") in found(book)


def test_a_row_of_zeros_is_set_aside_and_not_used(tmp_path):
    zeros = [0 if name in ("人数", "金额(元)") else None for name in HEADING]
    book = read_reliefs(tmp_path, [HEADING, relief(), zeros, zeros])

    assert book.balance.set_aside["只有零或横线的行"] == 4
    assert (len(body(book)), found(book)) == (1, [])


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            {"人数": "几口人"},
            ["G1 如“几口人”就是这一栏，请在 aliases.csv 增加一行：四送与慰问,"],
        ),
        (
            {"人数": "甲栏", "形式": "乙栏"},
            [
                f" 如有这一栏而未认出，请在 aliases.csv 增加其中一行：{lines}"
                for lines in (
                    "四送与慰问,乙栏,形式 或 四送与慰问,甲栏,形式",
                    "四送与慰问,乙栏,人数 或 四送与慰问,甲栏,人数",
                )
            ],
        ),
    ],
)
def test_of_a_missing_column_the_headings_that_nobody_knows_are_named(tmp_path, words, told):
    heading = [words.get(title, title) for title in HEADING]
    book = read_book(write_return(tmp_path / "a.xlsx", "W05", {"四送与慰问": [heading, relief()]}))

    issues = book.issues.filter(pl.col("rule") == "E-F04").select("cell", "message").rows()
    said = [f"{cell} {message.partition('；')[2]}" for cell, message in issues]
    assert [words.startswith(part) for words, part in zip(said, told, strict=True)] == [
        True for _ in told
    ]


def test_two_covers_of_one_workbook_must_declare_the_same(tmp_path):
    second = [["表号", "W08"], ["报送期", "2024-07"], ["报送方式", "增量"], ["金额单位", "万元"]]
    sheets = {"封面2": second, "场馆事项": PLACES, "文化宫活动": PALACE}
    book = read_book(write_return(tmp_path / "a.xlsx", "W03", sheets))

    assert (book.readable, found(book)) == (False, [("E-F02", "")])


def test_without_a_cover_the_unit_must_stand_in_the_sheet(tmp_path):
    heading = [*TALK_HEADING[:-1], "经费"]
    book = read_book(write_book(tmp_path / "a.xlsx", {"宣教活动": [heading, TALK]}))

    assert [rule for rule, _ in found(book)] == ["E-F05", "W-F02"]


def test_a_period_before_the_folder_is_back_filled_and_one_after_it_is_refused(tmp_path):
    path = write_return(tmp_path / "a.xlsx", "W05", {"四送与慰问": [HEADING, relief()]})

    assert read_book(path, "2024-09").cover.reported_in == "2024-07"
    early = read_book(path, "2024-06")
    assert found(early) == [("E-F02", "")]
    assert (early.readable, early.cells.height) == (False, 0)


@pytest.mark.parametrize("line", [{"报送期": None}, {"报送期": "七月"}, {"报送方式": "全量"}])
def test_a_cover_that_leaves_the_period_or_the_mode_open_is_refused(tmp_path, line):
    book = read_reliefs(tmp_path, [HEADING, relief()], **line)

    assert found(book) == [("E-F02", "")]


def test_a_cover_without_a_table_code_is_known_by_its_sheets(tmp_path):
    book = read_reliefs(tmp_path, [HEADING, relief()], 表号=None)

    assert book.cover.table_code == "W05"
    assert len(body(book)) == 1


def test_headings_that_fit_two_sheets_are_never_decided_by_a_guess(tmp_path):
    both = ["项目编码", "金额(元)", "文号", "凭证号"]  # neither 对下补助 nor 调节事项 in full
    book = read_book(write_book(tmp_path / "a.xlsx", {"Sheet1": [both, ["P-DX01", 1, "x", "y"]]}))

    assert found(book)[0][0] in {"E-F02", "E-F04"}
    assert book.cells.height == 0
