"""What goes back to a department: its own workbook, the faults marked at their cells."""

from __future__ import annotations

import io

import openpyxl
import pytest

from schemas.finding import Finding, issues_of
from tests.workbooks.failing import fail_by_a_bug, overrun, refuse
from workbooks import replies
from workbooks.explaining import FAULT_LIST
from workbooks.replies import mark_copy, needs_reply

NAME = "2024-10/book.xlsx"


@pytest.fixture
def sent(tmp_path):
    """A workbook with a merge, a formula, a note of the department's own and two sheets."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "四送与慰问"
    sheet.append(["标题", None, None])
    sheet.merge_cells("A1:C1")
    sheet.append(["批次号", "人数", "金额(元)"])
    sheet.append(["B-1", "十六", 16000])
    sheet.append(["合计", "=SUM(B3:B3)", 16000])
    sheet["C3"].comment = openpyxl.comments.Comment("已核", "填报人")
    book.create_sheet("招聘会")["A1"] = "=危险"
    path = tmp_path / "book.xlsx"
    book.save(path)
    return path


def found(*findings: tuple[str, str, str, str]):
    return issues_of(
        Finding(rule, message, NAME, sheet, cell) for rule, message, sheet, cell in findings
    )


FAULTS = found(
    ("E-C02", "须为不小于1的整数", "四送与慰问", "B3"),
    ("W-P01", "人均偏高", "四送与慰问", "C3"),
    ("E-R04", "编号重复", "四送与慰问", "第3行"),
    ("E-F04", "缺少表页“困难职工档案”", "困难职工档案", ""),
    ("N06", "按别名读取", "四送与慰问", "A2"),
)


def marked(path, issues=FAULTS):
    return openpyxl.load_workbook(io.BytesIO(mark_copy(path, issues)))


def test_sheets_values_merges_and_formulas_stay_as_received(sent):
    before, after = openpyxl.load_workbook(sent), marked(sent)

    assert after.sheetnames == [FAULT_LIST, *before.sheetnames]
    for sheet in before:
        copy = after[sheet.title]
        assert [[c.value for c in row] for row in copy] == [[c.value for c in r] for r in sheet]
        assert copy.merged_cells.ranges == sheet.merged_cells.ranges
    assert after["四送与慰问"]["B4"].data_type == "f"


def test_each_faulty_cell_is_coloured_and_says_what_to_do(sent):
    sheet = marked(sent)["四送与慰问"]

    assert sheet["B3"].fill.fgColor.rgb == "FFFFC7CE"
    assert "须为不小于1的整数" in sheet["B3"].comment.text
    assert "【错误】" in sheet["B3"].comment.text
    assert "编号重复" in sheet["A3"].comment.text
    assert sheet["C3"].fill.fgColor.rgb == "FFFFEB9C"


def test_the_department_s_own_note_at_a_cell_is_kept(sent):
    text = marked(sent)["四送与慰问"]["C3"].comment.text

    assert text.startswith("已核")
    assert "人均偏高" in text


def test_what_was_read_without_doubt_is_not_marked(sent):
    assert marked(sent)["四送与慰问"]["A2"].comment is None


def test_the_first_sheet_lists_every_fault_once_below_its_cause_with_a_link(sent):
    sheet = marked(sent)[FAULT_LIST]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=5)]

    assert [row[1] or row[0].split()[0] for row in rows] == [
        *("【错误】E-C02", "E-C02", "【错误】E-F04", "E-F04", "【错误】E-R04", "E-R04"),
        *("【提醒】W-P01", "W-P01"),
    ]
    assert all("怎么办：请" in row[0] for row in rows[::2])
    assert sheet["D6"].hyperlink.location == "'四送与慰问'!B3"
    assert sheet["D8"].hyperlink is None


def test_the_first_sheet_prints_as_wide_as_a_page_and_shows_every_line(sent):
    message = "金额应等于人数×标准：" * 8
    sheet = marked(sent, found(("E-R01", message, "四送与慰问", "C3")))[FAULT_LIST]

    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.orientation, sheet.print_title_rows) == ("landscape", "$4:$4")
    assert sheet.row_dimensions[6].height >= 3 * sheet.row_dimensions[4].height


def test_a_finding_inside_a_merged_area_is_marked_where_the_area_shows(sent):
    sheet = "四送与慰问"
    faults = found(("E-C02", "须为数字", sheet, "B1"), ("W-N03", "隐藏", sheet, "C1:C3"))
    book = marked(sent, faults)

    assert "须为数字" in book[sheet]["A1"].comment.text
    assert "隐藏" not in book[sheet]["A1"].comment.text
    assert "隐藏" in book[sheet]["C2"].comment.text
    assert book[FAULT_LIST]["D6"].hyperlink.location == "'四送与慰问'!A1"


def test_marks_of_an_earlier_copy_go_where_the_cell_is_mended(sent, tmp_path):
    once = tmp_path / "again.xlsx"
    once.write_bytes(mark_copy(sent, FAULTS))

    sheet = marked(once, found(("E-C02", "须为整数", "四送与慰问", "B3")))["四送与慰问"]

    assert sheet["B3"].comment.text.count("【错误】") == 1
    assert "须为整数" in sheet["B3"].comment.text
    assert sheet["A3"].comment is None
    assert sheet["A3"].fill.fill_type is None
    assert sheet["C3"].comment.text == "已核"


def test_a_sheet_of_the_department_s_own_that_is_named_like_the_list_is_kept(sent):
    book = openpyxl.load_workbook(sent)
    book.create_sheet(FAULT_LIST)["A1"] = "上次退回的情况"
    book.save(sent)

    copy = marked(sent)

    assert copy.sheetnames == [f"{FAULT_LIST}2", "四送与慰问", "招聘会", FAULT_LIST]
    assert copy[FAULT_LIST]["A1"].value == "上次退回的情况"


def test_a_copy_that_comes_back_marked_gets_a_new_list(sent, tmp_path):
    once = tmp_path / "again.xlsx"
    once.write_bytes(mark_copy(sent, FAULTS))

    assert marked(once).sheetnames.count(FAULT_LIST) == 1
    assert len(marked(once).sheetnames) == 3


def test_a_csv_comes_back_as_a_workbook_in_which_nothing_becomes_a_formula(tmp_path):
    path = tmp_path / "表.csv"
    path.write_bytes("编号,说明\n1,=HYPERLINK(1)\n2,+1\n".encode("gb18030"))

    sheet = marked(path, found(("E-C02", "有误", "表", "A2")))["表"]

    assert [(c.value, c.data_type) for c in sheet["B"]] == [
        ("说明", "s"),
        ("=HYPERLINK(1)", "s"),
        ("+1", "s"),
    ]
    assert sheet["A2"].comment is not None


def test_what_cannot_be_opened_comes_back_as_the_list_alone(tmp_path):
    path = tmp_path / "坏.xlsx"
    path.write_bytes(b"PK\x03\x04")

    book = marked(path, found(("E-F01", "无法打开", "", "")))

    assert book.sheetnames == [FAULT_LIST]
    assert book[FAULT_LIST]["F6"].value == "无法打开"


def test_control_characters_are_left_out_of_a_copy(tmp_path):
    path = tmp_path / "book.csv"
    path.write_text("批次号,人数\nBF\x0b-1,2\n", "utf-8")

    copy = mark_copy(path, found(("E-C02", "须为数字", "book", "B2")))

    assert openpyxl.load_workbook(io.BytesIO(copy))["book"]["A2"].value == "BF-1"


def test_what_could_not_be_read_is_not_opened_a_second_time(sent, monkeypatch):
    monkeypatch.setattr(replies, "mark", None)  # nothing that a child could call

    copy = mark_copy(sent, found(("E-F01", "", "", "无法打开：文件损坏或不完整")))

    assert openpyxl.load_workbook(io.BytesIO(copy)).sheetnames == [FAULT_LIST]


@pytest.mark.parametrize("ending", [fail_by_a_bug, overrun, refuse])
def test_where_marking_fails_the_list_goes_back_and_a_bug_of_ours_is_logged(
    sent, monkeypatch, caplog, ending
):
    monkeypatch.setattr(replies, "mark", ending)

    book = marked(sent)

    assert book.sheetnames == [FAULT_LIST]
    told = [record.getMessage() for record in caplog.records]
    assert ["（AssertionError）" in line for line in told] == [True] * (ending is fail_by_a_bug)
    assert not any("book" in line or "李四" in line for line in told)


def test_only_workbooks_with_an_error_go_back():
    issues = issues_of(
        [
            Finding("W-P01", "偏高", "2024-10/a.xlsx"),
            Finding("E-C02", "有误", "2024-10/b.xlsx"),
            Finding("E-X02", "不符"),
        ]
    )

    assert needs_reply(issues) == ["2024-10/b.xlsx"]


def test_a_sheet_that_is_told_by_its_place_is_marked_all_the_same(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "四送与慰问"
    book.create_sheet("张三13800000027")["B2"] = "x"
    path = tmp_path / "a.xlsx"
    book.save(path)

    copy = marked(path, found(("E-C02", "须为数字", "第2张表页", "B2")))

    assert "须为数字" in copy["张三13800000027"]["B2"].comment.text
