"""One workbook read: cells by column, findings at their cells, nothing guessed."""

from __future__ import annotations

import datetime as dt

import pytest

from schemas.period import Period
from schemas.settings import Settings, Union
from tests.workbooks.by_hand import (
    HEADING,
    RELIEF,
    body,
    cover,
    found,
    is_balanced,
    read_book,
    read_reliefs,
    relief,
    write_book,
    write_return,
)
from transforms.examination import examine

CASE = ["案号", "受理日期", "争议类型", "涉及人数", "是否集体争议", "涉案金额(元)", "调解结果"]


def test_each_cell_is_taken_under_its_column_with_its_address_and_kind(tmp_path):
    book = read_reliefs(tmp_path, [["慰问发放表"], [], HEADING, relief(人数="150名")])

    taken = {
        code: (cell, kind, text, unit)
        for code, cell, kind, text, unit, part in book.cells.filter(table="reliefs")
        .select("code", "cell", "kind", "text", "unit", "part")
        .iter_rows()
        if part == "body"
    }
    assert taken["batch_id"] == ("A4", "text", "BF-202407-01", "")
    assert taken["pay_date"] == ("E4", "date", "2024-07-09", "")
    assert taken["headcount"] == ("G4", "text", "150名", "")
    assert taken["amount_cny"] == ("I4", "number", "25200", "元")
    assert book.cover.reported_in == "2024-07"
    assert book.tables[0] == "reliefs"
    assert found(book) == []


def test_the_sheet_keeps_the_name_that_the_department_gave_it(tmp_path):
    path = write_book(tmp_path / "a.xlsx", {"Sheet1": [HEADING, relief()]}, cover("W05"))
    book = read_book(path)

    assert book.cells.select("table", "sheet").unique().rows() == [("reliefs", "Sheet1")]


def warnings(book):
    return book.issues.filter(severity="W").select("rule", "sheet", "message").rows()


def test_a_filled_sheet_is_read_before_the_blank_one_that_bears_the_contracts_name(tmp_path):
    sheets = {"Sheet1": [["序号", *HEADING], [1, *relief()]]}
    book = read_book(write_return(tmp_path / "a.xlsx", "W05", sheets))

    assert body(book)[0]["headcount"] == "150"
    assert warnings(book) == [
        ("W-F03", "四送与慰问", "表页“四送与慰问”是空的，已按“四送与慰问”读取“Sheet1”")
    ]
    assert is_balanced(book)


def test_a_sheet_that_only_counts_its_rows_is_blank(tmp_path):
    sheets = {"四送与慰问": [["序号", *HEADING], [1], [2]], "Sheet1": [HEADING, relief()]}
    book = read_book(write_return(tmp_path / "a.xlsx", "W05", sheets))

    assert len(body(book)) == 1


def test_of_two_filled_sheets_the_one_with_the_contracts_name_is_read_and_the_rows_left_are_told(
    tmp_path,
):
    sheets = {
        "城区": [HEADING, relief(批次号="BF-1"), relief(批次号="BF-2")],
        "四送与慰问": [HEADING, relief()],
    }
    book = read_book(write_return(tmp_path / "a.xlsx", "W05", sheets))

    assert [row["batch_id"] for row in body(book)] == ["BF-202407-01"]
    ((rule, sheet, message),) = warnings(book)
    assert (rule, sheet) == ("W-F03", "城区")
    assert "“城区”有2行未读取" in message
    assert is_balanced(book)


def test_of_two_sheets_without_the_contracts_name_the_first_is_read(tmp_path):
    sheets = {"城区": [HEADING, relief()], "乡镇": [HEADING, relief(批次号="BF-2")]}
    book = read_book(write_book(tmp_path / "a.xlsx", sheets))

    assert [row["batch_id"] for row in body(book)] == ["BF-202407-01"]
    told = [told[:2] for told in warnings(book)]
    assert [place for place in told if place[0] == "W-F03"] == [("W-F03", "乡镇")]


def test_an_alias_is_read_and_noted_as_information(tmp_path):
    heading = ["编号" if title == "批次号" else title for title in HEADING]
    book = read_reliefs(tmp_path, [heading, relief()])

    assert body(book)[0]["batch_id"] == "BF-202407-01"
    assert ("N06", "A1") in found(book, notes=True)
    assert found(book) == []


def test_the_official_heading_outranks_an_alias_beside_it(tmp_path):
    book = read_reliefs(tmp_path, [[*HEADING, "资金"], [*relief(), 1]])

    assert body(book)[0]["amount_cny"] == "25200"
    assert found(book) == [("W-F07", "M1")]


def test_two_columns_that_claim_one_code_block_the_sheet(tmp_path):
    heading = [("资金" if title == "金额(元)" else title) for title in HEADING]
    book = read_reliefs(tmp_path, [[*heading, "慰问金额"], [*relief(), 1]])

    assert found(book) == [("E-F04", "I1、M1")]
    assert (book.blocked, body(book)) == (("reliefs",), [])


def test_a_missing_required_column_blocks_the_sheet_and_is_named(tmp_path):
    place = HEADING.index("资金来源")
    rows = [[*row[:place], *row[place + 1 :]] for row in (HEADING, relief())]
    book = read_reliefs(tmp_path, rows)

    assert book.issues.select("rule", "column", "found").rows() == [
        ("E-F04", "资金来源", "缺失"),
    ]
    assert book.blocked == ("reliefs",)
    assert is_balanced(book)


def test_a_sheet_of_the_right_name_without_its_headings_is_a_finding(tmp_path):
    book = read_reliefs(tmp_path, [["发放情况见附件"], ["张三", 1, 2]])

    assert book.issues["rule"].to_list() == ["E-F04"]
    assert book.blocked == ("reliefs",)


def test_a_missing_required_sheet_is_a_finding_and_an_optional_one_is_not(tmp_path):
    sheets = {"四送与慰问": [HEADING, relief()]}
    path = write_book(tmp_path / "a.xlsx", sheets, cover("W05"))
    book = read_book(path)

    missing = book.issues.filter(rule="E-F04")["sheet"].to_list()
    assert missing == ["招聘会", "困难职工档案", "二次医疗救助"]
    assert book.blocked == ("job_fairs", "hardship_files", "medical_aids")

    finance = read_book(write_return(tmp_path / "b.xlsx", "W09", {}))
    assert found(finance) == []  # 调节事项 and 对下补助 may be left out


def test_a_column_of_childrens_names_quarantines_the_sheet(tmp_path):
    heading = ["批次号", "日期", "乡镇", "村(居)", "人数", "儿童姓名", "是否公开"]
    row = ["NG-1", dt.date(2024, 7, 1), "龙田乡", "某村", 37, "样本〇〇一", "否"]
    book = read_book(write_return(tmp_path / "a.xlsx", "W06", {"关爱儿童": [heading, row]}))

    assert found(book) == [("E-F08", "F1")]
    assert book.blocked == ("child_cares",)
    assert "样本" not in book.cells.write_csv() + book.issues.write_csv()
    assert book.balance.set_aside["整表待更正"] == 14


@pytest.mark.parametrize(
    ("heading", "told"),
    [
        ("受助儿童姓名", "E-F08"),
        ("小朋友名字", "E-F08"),
        ("姓名(必填)", "E-F08"),
        ("学生名单", "E-F08"),
        ("监护人姓名", "W-F08"),
        ("慰问对象类别", "W-F07"),
    ],
)
def test_any_heading_that_names_a_child_quarantines_the_sheet(tmp_path, heading, told):
    headings = ["批次号", "日期", "乡镇", "村(居)", "人数", "是否公开", heading]
    row = ["NG-1", dt.date(2024, 7, 1), "龙田乡", "某村", 37, "否", "样本〇〇一"]
    book = read_book(write_return(tmp_path / "a.xlsx", "W06", {"关爱儿童": [headings, row]}))

    assert found(book) == [(told, "G1")]
    assert "样本" not in book.cells.write_csv() + book.issues.write_csv()


def test_a_word_of_a_code_list_all_alone_is_a_row_and_any_other_is_a_note(tmp_path):
    rows = [["事项", "日期"], ["启用", dt.date(2024, 7, 1)], ["检修", None], ["详见附件", None]]
    book = read_book(write_return(tmp_path / "a.xlsx", "W08", {"场馆事项": rows}))

    assert book.cells.filter(code="item", part="body")["text"].to_list() == ["启用", "检修"]


def test_a_column_beside_the_contract_is_set_aside_with_the_line_to_add(tmp_path):
    book = read_reliefs(tmp_path, [[*HEADING, "户主民族"], [*relief(), "汉"]])

    (message,) = book.issues.filter(rule="W-F07")["message"]
    assert "四送与慰问,户主民族," in message
    assert book.balance.set_aside["规定以外的栏"] == 1


def test_a_workspaces_alias_is_read_like_the_contracts_own(tmp_path):
    heading = ["困难群众数" if title == "人数" else title for title in HEADING]
    path = write_return(tmp_path / "a.xlsx", "W05", {"四送与慰问": [heading, relief()]})

    assert found(read_book(path))[0] == ("E-F04", "G1")
    book = read_book(path, aliases={("四送与慰问", "困难群众数"): "人数"})
    assert body(book)[0]["headcount"] == "150"
    assert found(book) == []


def test_a_merged_group_over_required_columns_is_a_heading_of_two_levels(tmp_path):
    upper = [t if t not in ("人数", "标准(元/人)", "金额(元)") else None for t in HEADING]
    upper[6] = "发放"
    lower = [None] * 6 + ["人数", "标准(元/人)", "金额(元)"]
    merged = ["G1:I1", *(f"{letter}1:{letter}2" for letter in "ABCDEFJKL")]
    book = read_reliefs(tmp_path, [upper, lower, relief()], merged)

    assert body(book)[0]["amount_cny"] == "25200"
    assert found(book) == []
    assert is_balanced(book)


def test_a_merged_group_over_optional_columns_is_one_too(tmp_path):
    upper = ["活动编号", "活动类别", "活动名称", "活动日期", "活动地点", "场次", "经费", None]
    lower = [None] * 6 + ["金额(元)", "凭证号"]
    merged = ["G1:H1", *(f"{letter}1:{letter}2" for letter in "ABCDEF")]
    row = ["XJ-1", "劳模宣讲", "进机关", dt.date(2024, 7, 1), "机关", 1, 500, "记-1"]
    path = write_return(
        tmp_path / "a.xlsx", "W01", {"宣教活动": [upper, lower, row]}, {"宣教活动": merged}
    )
    book = read_book(path)

    (taken,) = body(book, "culture_activities")
    assert (taken["expense_cny"], taken["voucher_no"]) == ("500", "记-1")
    assert found(book) == []


def test_several_blocks_are_read_each_under_its_own_heading(tmp_path):
    rows = [HEADING, relief(), [], HEADING[::-1], relief(批次号="BF-2")[::-1]]
    book = read_reliefs(tmp_path, rows)

    assert [row["batch_id"] for row in body(book)] == ["BF-202407-01", "BF-2"]
    assert [row["amount_cny"] for row in body(book)] == ["25200", "25200"]


def test_merged_cells_are_filled_down_only_where_the_contract_says_so(tmp_path):
    below = relief(批次号="BF-2", 项目编码=None, 项目名称=None, 人数=None, **{"金额(元)": None})
    book = read_reliefs(tmp_path, [HEADING, relief(), below], ["B2:B3", "C2:C3", "G2:G3", "I2:I3"])

    first, second = body(book)
    assert (second["project_code"], second["project_name"]) == ("P-QL01", "夏送清凉")
    assert (second["headcount"], second["amount_cny"]) == ("", "")
    assert found(book) == [("E-C01", "G3"), ("E-C01", "I3")]
    assert first["headcount"] == "150"
    notes = [entry for entry in found(book, notes=True) if entry[0] == "N04"]
    assert notes == [("N04", "B2"), ("N04", "C2")]
    assert is_balanced(book)


def test_a_filled_cell_bears_the_address_of_the_cell_that_was_typed(tmp_path):
    below = relief(批次号="BF-2", 项目名称=None)
    book = read_reliefs(tmp_path, [HEADING, relief(), below], ["C2:C3"])

    cells = book.cells.filter(table="reliefs", code="project_name", part="body")
    assert cells.select("row", "cell").rows() == [(2, "C2"), (3, "C2")]


def test_a_required_blank_that_is_part_of_a_merged_cell_is_told_so(tmp_path):
    rows = [relief(), relief(批次号="BF-2", 发放日期=None)]
    book = read_reliefs(tmp_path, [HEADING, *rows], ["E2:E3"])

    told = book.issues.filter(rule="E-C01").select("cell", "message").rows()
    assert told == [("E3", "几行共用一个合并的单元格，请取消合并，逐行填写")]


def test_blank_rows_under_a_merged_cell_are_not_filled(tmp_path):
    blank = [None] * len(HEADING)
    book = read_reliefs(tmp_path, [HEADING, relief(), blank, blank], ["C2:C4"])

    assert len(body(book)) == 1


def test_totals_are_kept_apart_and_signatures_set_aside(tmp_path):
    total = [None] * len(HEADING)
    total[0], total[6], total[8] = "合计", 150, 25200
    foot = ["填表人：某", None, "审核人：某"]
    counted = [["序号", *HEADING], [1, *relief()], [None, *total], foot, ["以上数据已核对"]]
    book = read_reliefs(tmp_path, counted)

    totals = book.cells.filter(part="total").select("code", "text").rows()
    assert totals == [("headcount", "150"), ("amount_cny", "25200")]
    assert len(body(book)) == 1
    assert book.balance.set_aside["合计行"] == 1
    assert book.balance.set_aside["签署与说明"] == 3
    assert book.balance.set_aside["序号"] == 1
    assert is_balanced(book)


def test_a_counter_without_a_row_beside_it_is_no_row(tmp_path):
    book = read_reliefs(tmp_path, [["序号", *HEADING], [1, *relief()], [2], [3]])

    assert len(body(book)) == 1
    assert book.balance.set_aside["序号"] == 3


@pytest.mark.parametrize("words", ["本月无", "零报告", "无"])
@pytest.mark.parametrize("counted", [False, True])
def test_none_reported_is_no_row(tmp_path, words, counted):
    rows = [["序号", *HEADING], [1, words]] if counted else [HEADING, [words]]
    book = read_reliefs(tmp_path, rows)

    assert body(book) == []
    assert "零报告说明" in book.balance.set_aside
    assert "reliefs" in book.tables


def test_the_copied_sheet_is_set_aside_whole(tmp_path):
    rows = [HEADING, relief()]
    path = write_return(tmp_path / "a.xlsx", "W05", {"四送与慰问": rows, "四送与慰问 (2)": rows})
    book = read_book(path)

    assert len(body(book)) == 1
    told = "表页“四送与慰问 (2)”与“四送与慰问”内容相同，未重复读取"
    assert warnings(book) == [("W-F03", "四送与慰问 (2)", told)]
    assert book.balance.set_aside["未识别的表页"] == 2 * len(RELIEF)


def test_a_reported_dispute_keeps_no_party(tmp_path):
    parties = ["甲某", "乙某公司", "丙某"]
    heading = [*CASE, "申请人", "被申请单位", "调解员"]
    row = ["案1", dt.date(2024, 7, 1), "劳动报酬", 1, "否", 100, "调解中", *parties]
    sheets = {"劳动争议调解": [heading, row]}
    book = read_book(write_return(tmp_path / "a.xlsx", "W04", sheets))

    assert found(book) == []
    assert book.balance.set_aside["个人信息"] == 3
    assert not set(parties) & set(book.cells["text"])


def test_a_blank_below_a_merged_amount_is_refused_and_never_computed(tmp_path):
    rows = [HEADING, relief(), relief(批次号="BF-2", **{"金额(元)": None})]
    book = read_reliefs(tmp_path, rows, ["I2:I3"])
    examined = examine([book], Settings(union=Union(name="示例县总工会")), Period(2024, 7))

    assert found(book) == [("E-C01", "I3")]
    assert examined.rows["reliefs"]["batch_id"].to_list() == ["BF-202407-01"]
    assert examined.issues.filter(rule="N-CALC").is_empty()


@pytest.mark.parametrize(
    "numbers",
    [
        [*range(1, 13)],
        [str(number) for number in range(1, 13)],
        ["甲", "乙", "丙", "丁", *range(1, 9)],
        [f"（{number}）" for number in range(1, 13)],
    ],
    ids=["numbers", "texts", "stems first", "in brackets"],
)
def test_a_row_that_numbers_the_columns_is_part_of_the_heading(tmp_path, numbers):
    book = read_reliefs(tmp_path, [HEADING, numbers, relief()])

    assert [row["batch_id"] for row in body(book)] == ["BF-202407-01"]
    assert found(book) == []
    assert is_balanced(book)


def test_columns_are_only_numbered_right_below_the_heading(tmp_path):
    book = read_reliefs(tmp_path, [HEADING, relief(), [*range(1, 13)]])

    assert len(body(book)) == 2
