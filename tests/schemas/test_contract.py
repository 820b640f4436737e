"""The contract holds every sheet and heading of DOMAIN.md §5, and no heading twice."""

from __future__ import annotations

import re
import unicodedata

import polars as pl
import pytest

from schemas.catalogue import BETA, CATALOGUE, severity_of
from schemas.codes import DEPARTMENTS
from schemas.columns import Kind, Need
from schemas.contract import (
    RETURNS,
    ROSTER,
    TABLES_BY_DEPARTMENT,
    return_of,
    sheet_named,
    sheets,
)
from schemas.finding import Finding
from schemas.sheets import Row, Sheet

HEADINGS = {
    ("W01", "宣教活动"): """
        活动编号 活动类别 活动名称 简称 活动日期 结束日期 活动地点 主办单位 联合单位 场次
        参加人次 项目编码 经费(元) 凭证号 是否公开 备注
    """,
    ("W02", "产改示范点"): """
        编号 企业名称 行业 级别 状态 建成日期 补助金额(元) 凭证号
    """,
    ("W02", "专项行动"): """
        行动名称 开始日期 结束日期 开展次数 覆盖企业数
    """,
    ("W02", "技能竞赛"): """
        竞赛编号 竞赛名称 竞赛角色 级别 行业/赛项 赛项数 举办日期 参赛人数 联合单位 经费(元)
        凭证号
    """,
    ("W02", "荣誉选树"): """
        荣誉名称 级别 授予对象类型 对象名称 授予日期 文号 是否公开
    """,
    ("W02", "创新工作室"): """
        工作室名称 状态 领衔人 挂牌日期 是否公开
    """,
    ("W02", "劳模服务"): """
        编号 服务类别 批次 地点 开始日期 结束日期 人数 标准(元/人) 金额(元) 凭证号
    """,
    ("W03", "工会驿站"): """
        驿站编号 驿站名称 位置 乡镇 建设类型 是否智能 24小时开放 投用日期 投入(元) 凭证号
        本月服务人次 状态
    """,
    ("W03", "规范化建设点"): """
        编号 单位名称 单位类型 乡镇 建设标准 状态 完成日期 补助金额(元) 凭证号
    """,
    ("W03", "建设规划"): """
        规划名称 起始年 终止年 单位类型 建设标准 目标数
    """,
    ("W04", "法律心理活动"): """
        活动编号 类别 日期 地点 参与三师 场次 服务人次 经费(元) 凭证号
    """,
    ("W04", "心理干预服务"): """
        服务月份 渠道 服务次数
    """,
    ("W04", "劳动争议调解"): """
        案号 受理日期 结案日期 争议类型 涉及人数 是否集体争议 涉案金额(元) 调解结果 新就业形态
    """,
    ("W05", "四送与慰问"): """
        批次号 项目编码 项目名称 对象类别 发放日期 慰问地点/项目点 形式 人数 标准(元/人)
        金额(元) 资金来源 发放方式 凭证号 名册编号 备注
    """,
    ("W05", "招聘会"): """
        场次编号 举办日期 地点 区域 参会企业数 提供岗位数 意向人数 招工人数
    """,
    ("W05", "困难职工档案"): """
        户主身份证号 档案类别 建档日期 退档日期 状态 家庭人口 致困原因 申报帮扶资金(元)
        审批金额(元) 已发放金额(元) 乡镇/单位
    """,
    ("W05", "二次医疗救助"): """
        编号 救助日期 自付医疗费用(元) 救助金额(元) 凭证号
    """,
    ("W06", "女职工慰问"): """
        批次号 项目编码 对象类别 发放日期 人数 标准(元/人) 金额(元) 资金来源 凭证号
    """,
    ("W06", "健康体检"): """
        批次号 体检日期 体检机构 体检人数 其中：两癌筛查女职工 费用(元) 凭证号
    """,
    ("W06", "关爱儿童"): """
        批次号 日期 乡镇 村(居) 人数 物资名称 金额(元) 凭证号 是否公开
    """,
    ("W07", "单位参保"): """
        单位编码 单位名称 单位性质 保障计划 参保日期 保障起期 保障止期 参保人次 缴费标准(元/份)
        参保金额(元)
    """,
    ("W07", "理赔"): """
        理赔编号 单位编码 保障计划 理赔类型 受理日期 赔付日期 理赔金额(元) 状态
    """,
    ("W07", "赠送参保"): """
        批次号 赠送日期 对象类别 人数 标准(元/份) 金额(元) 资金来源 是否计入参保统计 凭证号
    """,
    ("W08", "场馆事项"): """
        事项 日期 说明
    """,
    ("W08", "文化宫活动"): """
        活动编号 类别 名称 日期 场次 参加人次 经费(元) 凭证号
    """,
    ("W09", "支出明细账"): """
        凭证号 行号 记账日期 科目编码 科目名称 项目编码 经办部门 摘要 资金来源 金额(元) 红字冲销
        支付状态
    """,
    ("W09", "调节事项"): """
        项目编码 调节金额(元) 原因 预计入账月份
    """,
    ("W09", "预算执行"): """
        科目编码 年初预算(元) 调整预算(元) 本月支出(元) 累计支出(元) 执行率(%)
    """,
    ("W09", "对下补助"): """
        受补助工会 项目编码 文号 金额(元) 拨付日期 凭证号
    """,
}

REGISTERS = {
    "产改示范点",
    "创新工作室",
    "工会驿站",
    "规范化建设点",
    "建设规划",
    "劳动争议调解",
    "困难职工档案",
    "单位参保",
    "理赔",
    "技能竞赛",
    "预算执行",
}

MAY_BE_ABSENT = {"建设规划", "调节事项", "对下补助"}

SHEETS = [*sheets(), ROSTER]

every_sheet = pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)


def bare(heading: str) -> str:
    """Return a heading as a reader may see it: half width, no spaces, no unit at its end."""
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", heading))
    return re.sub(r"\([^()]*(元|%)[^()]*\)$", "", plain)


def test_the_nine_returns_stand_in_the_order_of_their_table_codes():
    assert list(RETURNS) == [f"W0{n}" for n in range(1, 10)]
    assert all(code == form.code for code, form in RETURNS.items())


def test_every_department_sends_one_return():
    assert list(TABLES_BY_DEPARTMENT) == list(DEPARTMENTS)


def test_the_sheets_are_those_of_the_handbook_in_its_order():
    found = [(form.code, sheet.title) for form in RETURNS.values() for sheet in form.sheets]

    assert found == list(HEADINGS)


@pytest.mark.parametrize(("place", "expected"), HEADINGS.items(), ids=lambda at: at[1])
def test_a_sheet_has_the_headings_of_the_handbook_in_its_order(place, expected):
    code, title = place
    (sheet,) = (sheet for sheet in RETURNS[code].sheets if sheet.title == title)

    assert [column.title for column in sheet.columns.values()] == expected.split()


def test_sheet_names_and_titles_are_unique_over_all_returns():
    assert len({sheet.name for sheet in SHEETS}) == len(SHEETS)
    assert len({sheet.title for sheet in SHEETS}) == len(SHEETS)


def test_a_sheet_is_found_by_its_name_and_knows_its_return():
    assert all(sheet_named(sheet.name) is sheet for sheet in SHEETS)
    assert return_of(sheet_named("claims")).code == "W07"


def test_the_roster_belongs_to_no_return():
    with pytest.raises(KeyError):
        return_of(ROSTER)


@every_sheet
def test_no_heading_is_claimed_by_two_columns_of_a_sheet(sheet: Sheet):
    claims = [
        (heading, code)
        for code, column in sheet.columns.items()
        for heading in {bare(heading) for heading in column.headings}
    ]
    claimed = [heading for heading, _ in claims]

    assert [claim for claim in claims if claimed.count(claim[0]) > 1] == []


@every_sheet
def test_no_column_repeats_a_heading(sheet: Sheet):
    for column in sheet.columns.values():
        assert len(set(column.headings)) == len(column.headings)


@every_sheet
def test_no_column_takes_a_personal_or_forbidden_heading(sheet: Sheet):
    claimed = {heading for column in sheet.columns.values() for heading in column.headings}

    assert claimed.isdisjoint((*sheet.personal, *sheet.forbidden))


@every_sheet
def test_no_column_claims_the_row_counter(sheet: Sheet):
    assert all("序号" not in column.headings for column in sheet.columns.values())


def test_the_registers_are_those_of_the_handbook():
    assert {sheet.title for sheet in SHEETS if sheet.register} == REGISTERS


def test_only_sheets_sent_once_or_when_needed_may_be_absent():
    assert {sheet.title for sheet in sheets() if not sheet.required} == MAY_BE_ABSENT


@every_sheet
def test_a_key_is_made_of_cells_that_must_be_filled(sheet: Sheet):
    own = [code for code in sheet.key if code != "reported_in"]

    assert own
    assert all(sheet.columns[code].need is Need.REQUIRED for code in own)


def test_a_budget_line_is_known_by_its_subject_and_the_month_of_submission():
    assert sheet_named("budget_lines").key == ("subject_code", "reported_in")


@every_sheet
def test_the_deciding_date_is_a_date_or_a_month(sheet: Sheet):
    if sheet.dated is not None:
        assert sheet.columns[sheet.dated].kind in {Kind.DATE, Kind.MONTH}


@every_sheet
def test_the_main_amount_is_money(sheet: Sheet):
    holds_money = any(column.kind is Kind.MONEY for column in sheet.columns.values())

    assert (sheet.amount is not None) == holds_money
    if sheet.amount is not None:
        assert sheet.columns[sheet.amount].kind is Kind.MONEY


@every_sheet
def test_synonyms_lead_to_words_of_the_code_list(sheet: Sheet):
    for column in sheet.columns.values():
        assert set(column.synonyms.values()) <= set(column.choices)
        assert set(column.synonyms).isdisjoint(column.choices)


@every_sheet
def test_choices_are_written_as_a_normalised_cell_would_hold_them(sheet: Sheet):
    for column in sheet.columns.values():
        for word in column.choices:
            assert unicodedata.normalize("NFKC", word) == word


@every_sheet
def test_an_empty_frame_of_the_right_types_fits_the_model(sheet: Sheet):
    types = {code: spec.dtype.type for code, spec in sheet.model.to_schema().columns.items()}

    accepted = sheet.model.validate(pl.DataFrame(schema=types))

    assert accepted.columns == [*Row.to_schema().columns, *sheet.columns]


@every_sheet
def test_remarks_summaries_and_names_of_persons_are_not_printable(sheet: Sheet):
    private = {"remark", "summary", "note", "grantee_name", "studio_name", "leader", "village"}

    for code in private & set(sheet.columns):
        assert not sheet.columns[code].printable


def test_a_sheet_about_children_refuses_names():
    children = sheet_named("child_cares")

    assert {"儿童姓名", "姓名", "学生姓名"} <= set(children.forbidden)


def test_blank_flags_take_the_defaults_of_the_handbook():
    # Who may be named and is not asked counts as 否, with W-D02.
    defaults = {
        (sheet.name, code): column.default
        for sheet in SHEETS
        for code, column in sheet.columns.items()
        if column.default is not None
    }

    assert defaults == {
        ("culture_activities", "publishable"): True,
        ("honours", "publishable"): False,
        ("studios", "publishable"): False,
        ("child_cares", "publishable"): False,
        ("gifts", "counted"): False,
        ("ledger_lines", "red_entry"): False,
    }


@every_sheet
def test_every_rule_of_a_sheet_is_in_the_catalogue(sheet: Sheet):
    for rule in sheet.rules:
        assert rule.id in CATALOGUE
        assert rule.column in sheet.columns


def test_a_column_of_money_says_how_fine_its_amounts_may_be():
    money = [c for sheet in sheets() for c in sheet.columns.values() if c.kind is Kind.MONEY]

    assert len(money) > 20
    assert all(column.says.endswith("金额，最小到分") for column in money)


def test_the_catalogue_holds_every_rule_of_the_handbook():
    numbered = {"E-F": 8, "E-C": 10, "E-R": 5, "E-X": 8, "W-P": 10, "W-S": 6, "W-T": 4, "W-D": 3}
    handbook = {f"{kind}{n:02}" for kind, last in numbered.items() for n in range(1, last + 1)}
    handbook |= {"N01", "N02", "W-N03", "N04", "W-N05", "N06"}
    ours = {
        "E-C11",
        "E-C12",
        "W-F01",
        "W-F02",
        "W-F03",
        "W-F07",
        "W-F08",
        "W-F09",
        "W-F10",
        "W-R03",
        "W-R06",
        "W-N06",
        "N-CALC",
        "N-DUP",
        "N-FIX",
        "N-NUM",
        "N-OUT",
        "N-VAL",
        "N-REG",
        "N-REV",
        "N-UND",
        "W-V01",
        "W-P11",
        "W-P12",
        "W-X04",
        "W-X12",
        "W-T05",
        "W-T06",
        "W-D04",
        "W-D05",
        "W-D06",
        *("E-H01", "E-H02", "E-H03", "E-H04", "N-H01", "N-H02", "W-H01", "W-H02"),
    }

    assert set(CATALOGUE) == handbook | ours


def test_the_severity_of_a_rule_is_the_first_letter_of_its_id():
    severities = {"E": "E", "W": "W", "N": "I"}

    assert all(entry.severity == severities[rule[0]] for rule, entry in CATALOGUE.items())
    assert all(severity_of(rule) == severities[rule[0]] for rule in CATALOGUE.keys() - BETA)


def test_a_rule_on_trial_warns_and_says_that_it_is_on_trial():
    assert {rule for rule, entry in CATALOGUE.items() if entry.beta} == BETA
    for rule in BETA:
        finding = Finding(rule, "请核对")

        assert (finding.severity, finding.message) == ("W", "试行规则：请核对")


def test_any_other_finding_keeps_its_sentence():
    assert Finding("E-X02", "请核对").message == "请核对"


def test_titles_of_rules_differ_and_every_rule_says_what_to_do():
    assert len({entry.title for entry in CATALOGUE.values()}) == len(CATALOGUE)
    assert all(entry.advice.endswith("。") for entry in CATALOGUE.values())
