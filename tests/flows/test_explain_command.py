"""`bulletin explain`: from a number on the page to the cells behind it, and what does not count."""

from __future__ import annotations

import csv
import io
import re
import shutil
from pathlib import Path

import polars as pl
import pytest

from documents.overview import columns_of
from flows import writing
from flows.explaining import find_code
from flows.workspace import Workspace
from schemas.bulletin import Chart, Number, Paragraph, Table
from schemas.faults import WorkspaceError
from schemas.figure import FIGURE_SCHEMA
from tests.flows.small_union import HIGH, SHEET, WORKBOOK, make_union, send, type_in
from tests.workbooks.by_hand import HEADING, relief

JULY = "2024-07"


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """A union with two rows of July: 150 × 600 yuan and 20 × 500 yuan, of another project."""
    root = make_union(tmp_path_factory.mktemp("small"))
    send(root, WORKBOOK, relief(**HIGH), warm())
    assert type_in(root, "run", JULY, "--direct") == 0
    return root


def warm(**changes):
    """A second batch: 20 persons, 500 yuan each."""
    return relief(
        **{
            "批次号": "BF-2",
            "项目编码": "P-WN02",
            "项目名称": "常态化送温暖",
            "对象类别": "困难职工",
            "人数": 20,
            "标准(元/人)": 500,
            "金额(元)": 10_000,
            **changes,
        }
    )


@pytest.fixture
def union(small, tmp_path):
    return shutil.copytree(small, tmp_path / "union")


def explain(capsys, root, *words, period=JULY):
    capsys.readouterr()
    code = type_in(root, "explain", period, *words)
    told = capsys.readouterr()
    return code, told.out + told.err


def line_with(text, *words):
    return [line for line in text.splitlines() if all(word in line for word in words)]


def test_a_number_leads_to_its_definition_its_cell_and_its_place_in_the_text(capsys, small):
    code, text = explain(capsys, small, "cool_sanitation_amount")

    assert code == 0
    assert line_with(text, "条件", "项目编码", "P-QL01")
    assert line_with(text, "时间", "发放日期")
    amount = HEADING.index("金额(元)")
    cell = f"{chr(ord('A') + amount)}2"
    rows = line_with(text, f"{WORKBOOK}  {SHEET}", "90000")
    assert len(rows) == 2  # of the month, of the year
    assert all(cell in row and "P-QL01" in row for row in rows)
    assert line_with(text, "统计公报", "印作“9万元”", "150名")


def test_what_does_not_count_is_told_by_reason(capsys, small):
    _, text = explain(capsys, small, "cool_sanitation_amount")

    assert line_with(text, "未计入 1 行", "项目编码")
    assert line_with(text, "待核对的提醒 W-P01", SHEET)  # 600 yuan a person is much


def faulty(root):
    """Send the workbook with a third batch, whose headcount cannot be read; return its cell."""
    batch = warm(批次号="BF-3", 人数="若干")
    send(root, WORKBOOK, relief(**HIGH), warm(), batch)
    assert type_in(root, "run", JULY, "--direct") == 0
    return f"{chr(ord('A') + HEADING.index('人数'))}4"


def test_a_row_that_was_set_aside_is_named_by_its_cell_and_rule(capsys, union):
    cell = faulty(union)
    _, text = explain(capsys, union, "warm_regular_persons")

    assert line_with(text, "退回待更正 E-C02", f"{WORKBOOK} › {SHEET} › {cell}")
    assert line_with(text, "状态 数据待核", "66.67%")  # 2 of 3 rows


def test_all_lines_of_a_list_begin_in_the_same_column_of_the_terminal(capsys, small):
    _, text = explain(capsys, small, "四送与慰问资金")
    rows = [*line_with(text, "工作簿", "单元格"), *line_with(text, WORKBOOK, "P-")]
    header, *listed = rows[:1] + [row for row in rows if WORKBOOK in row and "›" not in row]

    assert len(listed) >= 2
    places = {columns_of(row[: row.index("P-")]) for row in listed}
    assert places == {columns_of(header[: header.index("项目编码")])}


def test_one_part_can_be_asked_for(capsys, small):
    code, text = explain(capsys, small, "aid_amount", "--dimension", "project=P-WN02")

    assert code == 0
    assert line_with(text, "10000", WORKBOOK)
    assert not line_with(text, "90000", WORKBOOK)
    assert explain(capsys, small, "aid_amount", "--dimension", "project=P-XX")[0] == 2


def test_the_rows_can_be_had_as_csv(capsys, small):
    _, text = explain(capsys, small, "aid_amount", "--csv")
    rows = [row for row in csv.DictReader(io.StringIO(text)) if not row["分项"]]

    assert [row["计入"] for row in rows if row["口径"] == "ytd"] == ["90000", "10000"]
    assert {row["工作簿"] for row in rows} == {WORKBOOK}


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("aid_amount", "aid_amount"),
        ("四送与慰问资金", "aid_amount"),
        ("“空调服”", "cool"),
        ("空调", "cool"),
        ("3.4万元", "cool"),
    ],
)
def test_a_figure_is_found_by_its_code_its_name_and_its_printed_form(asked, found):
    assert find_code(known(), asked) == found


def known():
    row = dict.fromkeys(FIGURE_SCHEMA, "")
    rows = [("aid_amount", "四送与慰问资金", "9万元"), ("cool", "“空调服”资金", "3.4万元")]
    rows.append(("aid_persons", "四送与慰问人次", "9万元"))
    return pl.DataFrame([{**row, "code": c, "name": n, "printed": p} for c, n, p in rows])


@pytest.mark.parametrize(
    ("asked", "told"),
    [("aid_amont", "aid_amount（四送与慰问资金）"), ("9万元", "有几个"), ("四送", "有几个")],
)
def test_what_is_not_found_or_not_clear_is_told_with_what_is_near(asked, told):
    with pytest.raises(WorkspaceError, match=told):
        find_code(known(), asked)


def test_a_code_that_there_is_not_and_a_month_without_draft_end_with_two(capsys, small):
    assert explain(capsys, small, "no_such_figure")[0] == 2
    code, text = explain(capsys, small, "aid_amount", period="2024-06")
    assert code == 2
    assert "还没有初稿" in text
    assert explain(capsys, small, "aid_amount", "--release", "v1")[0] == 2


def test_after_a_workbook_changed_the_draft_is_explained_and_the_change_is_told(capsys, union):
    send(union, WORKBOOK, relief(**{"标准(元/人)": 700, "金额(元)": 105_000}))
    _, text = explain(capsys, union, "cool_sanitation_amount")

    assert line_with(text, "有变动")
    assert line_with(text, "精确值 90000元")
    assert line_with(text, WORKBOOK, "工作簿已变动")
    assert "105000" not in text


def test_without_its_workbooks_a_draft_cannot_be_explained_row_by_row(capsys, union):
    shutil.rmtree(union / "raw")
    code, text = explain(capsys, union, "aid_amount")

    assert code == 2
    assert "恢复原件" in text


def test_a_workbook_that_a_later_version_replaces_is_named(capsys, union):
    send(union, f"{JULY}/第二版.xlsx", warm(), 版本=2)
    assert type_in(union, "run", JULY, "--direct") == 0
    _, text = explain(capsys, union, "warm_regular_amount")

    assert line_with(text, "取代", WORKBOOK)
    assert line_with(text, f"{JULY}/第二版.xlsx", "10000")


def test_a_corrected_cell_is_told_and_its_new_value_counts(capsys, union):
    persons = faulty(union)
    signed = ("--sheet", SHEET, "--by", "李四", "--reason", "对照名册")
    assert type_in(union, "fix", JULY, "帮扶.xlsx", persons, "--new", "20", *signed) == 0
    assert type_in(union, "run", JULY, "--direct") == 0
    _, text = explain(capsys, union, "warm_regular_persons")

    assert line_with(text, "已更正 N-FIX", persons)
    assert line_with(text, "合计", "40")


def test_the_guide_shows_what_the_command_prints(capsys, october):
    guide = (Path(__file__).parents[2] / "docs/guide.md").read_text("utf-8")
    (shown,) = re.findall(r"(?s)```\n(永新县总工会（示例数据）　2024年10月　.*?)\n```", guide)
    root = october.folder.parents[2]
    _, text = explain(capsys, root, "cool_sanitation_amount", period="2024-10")

    assert len(shown.splitlines()) > 20
    assert [line for line in shown.splitlines() if line not in text.splitlines()] == []


def test_every_number_of_text_tables_and_charts_has_its_place(october):
    printed = pl.read_csv(october.folder / "printed.csv")
    documents = writing.write_texts(Workspace.at(october.folder.parents[2]), october.edition)
    wanted = {"正文": set(), "表": set(), "图": set()}
    for document in documents.values():
        for block in document.blocks:
            match block:
                case Paragraph():
                    wanted["正文"] |= {s.reference for s in block.spans if isinstance(s, Number)}
                case Table():
                    spans = [s for row in block.rows for cell in row for s in cell.spans]
                    wanted["表"] |= {s.reference for s in spans if isinstance(s, Number)}
                case Chart():
                    wanted["图"] |= {
                        reference
                        for series in (*block.series, *([block.mark] if block.mark else []))
                        for value, reference in zip(series.values, series.references, strict=True)
                        if value is not None
                    }
    told = printed.with_columns(pl.col("dimension").fill_null(""))
    for kind, references in wanted.items():
        there = told.filter(
            pl.col("place").str.starts_with(kind)
            if kind != "正文"
            else ~pl.col("place").str.contains("^[表图]")
        )
        keys = set(there.select("code", "basis", "dimension").iter_rows())
        assert {(r.code, r.basis, r.dimension) for r in references} == keys
        assert len(keys) > 20
