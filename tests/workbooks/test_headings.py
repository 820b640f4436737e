"""Headings: how a department's words are matched with the contract's."""

from __future__ import annotations

import pytest

from schemas.contract import sheet_named, sheets
from workbooks.grid import Grid
from workbooks.headings import Headings, Match, candidates, heading_texts, money_unit

RELIEFS = Headings(sheet_named("reliefs"), {})


@pytest.mark.parametrize("sheet", tuple(sheets()), ids=lambda sheet: sheet.name)
def test_every_official_heading_names_its_own_column(sheet):
    headings = Headings(sheet, {})

    for code, column in sheet.columns.items():
        assert headings.match(column.title) == Match(code, by_alias=False)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("金额\n(元)", "amount_cny"),
        ("金  额", "amount_cny"),
        ("金额（元）", "amount_cny"),
        ("金额(万元)", "amount_cny"),
        ("金额（单位：元）", "amount_cny"),
        ("人 数", "headcount"),
        ("人\u3000数", "headcount"),
        ("人数：", "headcount"),
        ("标准（元/人）", "unit_amount_cny"),
        ("金额【万元】", "amount_cny"),
        ("金额/万元", "amount_cny"),
        ("金额万元", "amount_cny"),
        ("慰问地点／项目点", "site"),
        ("*人数", "headcount"),
        ("人数★", "headcount"),
        ("7.人数", "headcount"),
        ("（7）人数", "headcount"),
        ("发放日期\n如：2024-07-09", "pay_date"),
        ("发放日期（格式：2024-07-09）", "pay_date"),
    ],
)
def test_blanks_breaks_width_and_unit_do_not_matter(written, code):
    assert RELIEFS.match(written) == Match(code, by_alias=False)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("编号", "batch_id"),
        ("项目代码", "project_code"),
        ("慰问项目", "project_name"),
        ("慰问对象", "target_group"),
        ("慰问时间", "pay_date"),
        ("受助人数", "headcount"),
        ("慰问标准(元/人)", "unit_amount_cny"),
        ("资金", "amount_cny"),
        ("慰问金额(万元)", "amount_cny"),
        ("来源", "fund_source"),
        ("方式", "pay_method"),
        ("凭证", "voucher_no"),
        ("说明", "remark"),
    ],
)
def test_an_alias_names_its_column_and_is_known_for_an_alias(written, code):
    assert RELIEFS.match(written) == Match(code, by_alias=True)


def test_a_leading_of_which_is_no_part_of_a_heading():
    checks = Headings(sheet_named("health_checks"), {})

    for written in ("其中：两癌\n筛查女职工", "其中两癌筛查女职工", "两癌筛查女职工"):
        assert checks.match(written) == Match("cancer_screen", by_alias=False)


@pytest.mark.parametrize("written", ["序号", "行次", "慰问品", "姓名", "", "金" * 41])
def test_other_words_name_no_column(written):
    assert RELIEFS.match(written) is None


@pytest.mark.parametrize(
    ("heading", "unit"),
    [
        ("金额(元)", "元"),
        ("金额(万元)", "万元"),
        ("金额(单位:千元)", "千元"),
        ("标准(元/人)", "元"),
        ("标准(百元/份)", "百元"),
        ("金额", ""),
        ("执行率(%)", ""),
        ("金额(美元)", ""),
        ("金额【万元】", "万元"),
        ("金额[单位:百元]", "百元"),
        ("金额/万元", "万元"),
        ("金额万元", "万元"),
        ("元", ""),
        ("万元", ""),
    ],
)
def test_a_heading_may_name_its_unit_of_money_at_its_end(heading, unit):
    assert money_unit(heading) == unit


@pytest.mark.parametrize(
    ("words", "heading"),
    [
        (("体检人数", "总数"), "体检人数"),
        (("体检人数", "合计(人)"), "体检人数"),
        (("体检人数", "其中:两癌筛查女职工"), "其中:两癌筛查女职工"),
        (("体检情况", "费用", "(元)"), "费用(元)"),
    ],
)
def test_the_lower_heading_of_a_group_may_be_its_sum_or_its_unit(words, heading):
    headings = Headings(sheet_named("health_checks"), {})

    assert next(text for text in candidates(words) if headings.match(text)) == heading


def test_a_workspace_may_add_its_own_aliases_sheet_by_sheet():
    aliases = {("四送与慰问", "困难群众 人数"): "人数", ("女职工慰问", "姐妹数"): "人数"}
    headcount = Match("headcount", by_alias=True)
    reliefs, women = (Headings(sheet_named(s), aliases) for s in ("reliefs", "women_reliefs"))

    assert (reliefs.match("困难群众人数"), reliefs.match("姐妹数")) == (headcount, None)
    assert (women.match("困难群众人数"), women.match("姐妹数")) == (None, headcount)


def test_an_alias_for_a_heading_that_the_contract_does_not_know_is_of_no_effect():
    headings = Headings(sheet_named("reliefs"), {("四送与慰问", "份数"): "不存在的栏"})

    assert headings.match("份数") is None


def test_the_score_is_the_share_of_the_required_columns():
    sheet = sheet_named("psych_services")  # three columns, all required

    assert Headings(sheet, {}).score(["服务月份", "方式", "备注"]) == pytest.approx(2 / 3)


@pytest.mark.parametrize(
    ("sheet", "words", "heading"),
    [
        ("budget_lines", ("支出(元)", "本月"), "本月支出(元)"),
        ("budget_lines", ("预算(元)", "年初预算"), "年初预算"),
        ("palace_activities", ("参加", "人次"), "参加人次"),
        ("palace_activities", ("场次", "场"), "场次(场)"),
        ("palace_activities", ("经费", "万元"), "经费(万元)"),
        ("palace_activities", ("举办", "日期"), "日期"),
    ],
)
def test_a_heading_may_be_divided_between_its_levels_in_either_order(sheet, words, heading):
    headings = Headings(sheet_named(sheet), {})

    assert next(text for text in candidates(words) if headings.match(text)) == heading


def test_headings_are_looked_for_in_the_columns_that_a_return_may_have():
    row = ("批次号",) * 16_384

    assert max(heading_texts(Grid("四送与慰问", (row,)), 0, 1)) == 511
