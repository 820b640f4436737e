"""Headings that nobody knows: which column they may mean, and which line makes them known."""

from __future__ import annotations

import pytest

from schemas.contract import sheet_named
from tests.workbooks.by_hand import HEADING, body, found, read_book, read_reliefs, relief
from workbooks.aliases import read_aliases
from workbooks.likeness import propose_columns

RELIEFS = sheet_named("reliefs")


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("发放人数", "headcount"),
        ("慰问金额合计", "amount_cny"),
        ("实发金额（元）", "amount_cny"),
        ("对象", "target_group"),
        ("批次", "batch_id"),
        ("发放形式", "form"),
    ],
)
def test_a_heading_is_proposed_for_the_column_that_it_resembles(written, code):
    assert propose_columns({4: written}, RELIEFS.columns, RELIEFS) == {4: code}


@pytest.mark.parametrize("written", ["户主民族", "领导批示", "备用", "负责人", "人"])
def test_a_heading_that_resembles_none_is_proposed_for_none(written):
    assert propose_columns({4: written}, RELIEFS.columns, RELIEFS) == {}


def test_a_column_is_proposed_once_and_for_the_likest_heading():
    words = {1: "实际受助职工人数", 2: "受助 人数", 3: "发放人数"}

    assert propose_columns(words, ["headcount"], RELIEFS) == {2: "headcount"}


def test_a_column_that_a_heading_claims_is_proposed_for_no_other(tmp_path):
    book = read_reliefs(tmp_path, [[*HEADING, "发放人数"], [*relief(), 150]])

    assert found(book) == [("W-F07", "M1")]


def test_a_missing_required_column_names_its_candidate_and_the_line_that_makes_it_read(tmp_path):
    heading = ["发放人数" if title == "人数" else title for title in HEADING]
    book = read_reliefs(tmp_path, [heading, relief()])

    (told,) = book.issues.filter(rule="E-F04").select("cell", "column", "message").rows()
    line = told[2].rpartition("：")[2]
    assert told[:2] == ("G1", "人数")
    assert line == "四送与慰问,发放人数,人数"
    assert body(book) == []

    again = read_book(tmp_path / "帮扶.xlsx", aliases=read_aliases(line.encode()))
    assert body(again)[0]["headcount"] == "150"
    assert found(again) == []


def test_an_optional_column_is_not_read_by_its_likeness_but_proposed(tmp_path):
    heading = ["报销凭证号" if title == "凭证号" else title for title in HEADING]
    book = read_reliefs(tmp_path, [heading, relief()])

    (told,) = book.issues.filter(rule="W-N06").select("cell", "column", "message").rows()
    assert told[:2] == ("L1", "凭证号")
    assert told[2].endswith("：四送与慰问,报销凭证号,凭证号")
    assert "voucher_no" not in body(book)[0]
    assert book.balance.set_aside["规定以外的栏"] == 1


def test_a_heading_with_a_comma_gives_a_line_that_reads_back(tmp_path):
    heading = ["发放,人数" if title == "人数" else title for title in HEADING]
    (message,) = read_reliefs(tmp_path, [heading, relief()]).issues.filter(rule="E-F04")["message"]

    line = message.rpartition("：")[2]
    assert line == '四送与慰问,"发放,人数",人数'
    assert read_aliases(line.encode()) == {("四送与慰问", "发放,人数"): "人数"}


def test_personal_headings_are_never_proposed(tmp_path):
    heading = ["手机号" if title == "凭证号" else title for title in HEADING]
    book = read_reliefs(tmp_path, [heading, relief(凭证号="样本")])

    assert found(book) == [("W-F08", "L1")]


def test_a_heading_row_with_too_many_own_words_has_a_line_proposed_for_each(tmp_path):
    words = {
        "批次号": "慰问批次号",
        "对象类别": "对象",
        "发放日期": "实际发放日期",
        "形式": "发放形式",
        "人数": "发放人数",
        "金额(元)": "金额合计（元）",
    }
    heading = [words.get(title, title) for title in HEADING]
    book = read_reliefs(tmp_path, [["四送与慰问台账"], heading, relief()])

    faults = book.issues.filter(rule="E-F04")["message"].to_list()
    lines = [message.rpartition("：")[2] for message in faults[1:]]
    assert "找不到规定的表头行" in faults[0]
    assert lines == [f"四送与慰问,{own.replace('（元）', '(元)')},{t}" for t, own in words.items()]

    again = read_book(tmp_path / "帮扶.xlsx", aliases=read_aliases("\n".join(lines).encode()))
    assert body(again)[0]["headcount"] == "150"
    assert found(again) == []
