"""W02 产改与劳模服务台账: workforce reform, contests, honours, model workers."""

from __future__ import annotations

import datetime as dt

import polars as pl

from schemas import columns as c
from schemas.columns import Need, Yuan
from schemas.rules import RowRule, equals_product, given_when, not_before, voucher_when_paid
from schemas.sheets import Return, Row, Sheet

_LEVEL_SYNONYMS = {"县级": "县", "市级": "市", "省级": "省"}

GRANTEE_TYPES = {
    "五一劳动奖章": "个人",
    "五一劳动奖状": "单位",
    "工人先锋号": "班组(部门)",
}
"""To whom an honour is given by its rules (DOMAIN.md §3.3); the others are left open."""


class DemoSite(Row):
    """One enterprise that is a demonstration site of the workforce reform (产改)."""

    site_id: str = c.identifier("编号", "台账编号")
    enterprise_name: str = c.text("企业名称", "单位名称", "单位", "所在单位")
    industry: str = c.text("行业", "所属行业", need=Need.OPTIONAL)
    level: str = c.choice("级别", "层级", among=("县", "市", "省"), synonyms=_LEVEL_SYNONYMS)
    status: str = c.choice("状态", "建设状态", among=("在建", "已建成", "已授牌"))
    completed_date: dt.date = c.date("建成日期", "完成时间", need=Need.CONDITIONAL)
    subsidy_cny: Yuan = c.money("补助金额(元)", "补助资金", "资金", "金额", need=Need.OPTIONAL)
    voucher_no: str = c.identifier("凭证号", "凭证", need=Need.CONDITIONAL)


class SpecialAction(Row):
    """One special action, such as 产改“回头看” or 劳模工匠助企行."""

    action_name: str = c.text("行动名称", "专项行动")
    start_date: dt.date = c.date("开始日期", "时间", "日期")
    end_date: dt.date = c.date("结束日期", "止日", need=Need.OPTIONAL)
    sessions: int = c.count("开展次数", "场次", "场数", "次数", need=Need.OPTIONAL, minimum=1)
    enterprises: int = c.count("覆盖企业数", "服务企业数", need=Need.OPTIONAL)


class SkillContest(Row):
    """One skill contest; `events` counts the trades in which it was held."""

    contest_id: str = c.identifier("竞赛编号", "编号")
    contest_name: str = c.text("竞赛名称", "名称", "赛事名称")
    role: str = c.choice("竞赛角色", "组织方式", among=("主办", "联办", "承办", "参加"))
    level: str = c.choice(
        "级别",
        "赛事级别",
        among=("县", "市", "省", "国家"),
        synonyms={**_LEVEL_SYNONYMS, "国家级": "国家", "全国": "国家"},
    )
    industry: str = c.text("行业/赛项", "工种")
    events: int = c.count("赛项数", "项目数", minimum=1)
    event_date: dt.date = c.date("举办日期", "时间", "日期")
    participants: int = c.count("参赛人数", "选手人数", "人数", need=Need.OPTIONAL)
    partners: str = c.listing("联合单位", "协办单位")
    expense_cny: Yuan = c.money("经费(元)", "支出", "金额", need=Need.OPTIONAL)
    voucher_no: str = c.identifier("凭证号", "凭证", need=Need.CONDITIONAL)


class Honour(Row):
    """One honour given; the grantee is printed only where the row says it may be."""

    honour: str = c.choice(
        "荣誉名称",
        "称号",
        among=("五一劳动奖章", "五一劳动奖状", "工人先锋号", "劳动模范", "工匠"),
    )
    level: str = c.choice(
        "级别",
        "层级",
        among=("全国", "省", "市", "县"),
        synonyms={**_LEVEL_SYNONYMS, "国家级": "全国", "国家": "全国"},
    )
    grantee_type: str = c.choice(
        "授予对象类型",
        "对象类别",
        among=("个人", "单位", "班组(部门)"),
        synonyms={"班组": "班组(部门)", "部门": "班组(部门)"},
    )
    grantee_name: str = c.text("对象名称", "获得者", printable=False)
    award_date: dt.date = c.date("授予日期", "时间", "日期")
    doc_no: str = c.text("文号", "文件号", need=Need.OPTIONAL)
    publishable: bool = c.flag("是否公开", "可公开", default=False)


class Studio(Row):
    """One studio of a model worker; its name and its leader name a person."""

    studio_name: str = c.text("工作室名称", "名称", printable=False)
    status: str = c.choice("状态", "进度", among=("在建", "已挂牌", "已命名"))
    leader: str = c.text("领衔人", "带头人", need=Need.OPTIONAL, printable=False)
    named_date: dt.date = c.date("挂牌日期", "时间", "日期", need=Need.CONDITIONAL)
    publishable: bool = c.flag("是否公开", "可公开", default=False)


class ModelWorkerService(Row):
    """One visit, retreat or health check for model workers."""

    service_id: str = c.identifier("编号", "台账编号")
    service_type: str = c.choice("服务类别", "类别", among=("走访慰问", "疗休养", "体检"))
    batch_no: str = c.identifier("批次", "批号", need=Need.CONDITIONAL)
    destination: str = c.text("地点", "目的地", need=Need.CONDITIONAL)
    start_date: dt.date = c.date("开始日期", "时间", "日期")
    end_date: dt.date = c.date("结束日期", "止日", need=Need.OPTIONAL)
    headcount: int = c.count("人数", "慰问人数", minimum=1)
    unit_amount_cny: Yuan = c.money(
        "标准(元/人)", "慰问标准", "标准", "单价", "补助标准", need=Need.OPTIONAL
    )
    amount_cny: Yuan = c.money(
        "金额(元)", "资金", "金额", "慰问金额", "慰问金", "合计金额", need=Need.OPTIONAL
    )
    voucher_no: str = c.identifier("凭证号", "凭证", need=Need.CONDITIONAL)


_DOCUMENT = r"[〔\[(【]\d{4}[〕\])】]\d+号$"
_BUILT = pl.col("status") != "在建"
_RETREAT = pl.col("service_type") == "疗休养"
_DUE_TYPE = pl.col("honour").replace_strict(GRANTEE_TYPES, default=None)

RETURN = Return(
    code="W02",
    title="产改与劳模服务台账",
    department="CG",
    sheets=(
        Sheet(
            name="demo_sites",
            title="产改示范点",
            model=DemoSite,
            key=("site_id",),
            register=True,
            lasting=True,
            amount="subsidy_cny",
            rules=(
                given_when("completed_date", _BUILT, "已建成或已授牌的须填写建成日期"),
                voucher_when_paid("subsidy_cny"),
            ),
        ),
        Sheet(
            name="special_actions",
            title="专项行动",
            model=SpecialAction,
            key=("action_name", "start_date"),
            dated="start_date",
            rules=(not_before("end_date", "start_date", "结束日期不得早于开始日期"),),
        ),
        Sheet(
            name="skill_contests",
            title="技能竞赛",
            model=SkillContest,
            key=("contest_id",),
            dated="event_date",
            register=True,
            amount="expense_cny",
            rules=(
                RowRule(
                    id="W-R06",
                    column="level",
                    holds=pl.col("level") != "县",
                    says="竞赛角色为“参加”的，级别一般不为县，请核对",
                    when=pl.col("role") == "参加",
                ),
                voucher_when_paid("expense_cny"),
            ),
        ),
        Sheet(
            name="honours",
            title="荣誉选树",
            model=Honour,
            key=("honour", "level", "grantee_name", "award_date"),
            dated="award_date",
            rules=(
                RowRule(
                    id="W-S03",
                    column="grantee_type",
                    holds=pl.col("grantee_type") == _DUE_TYPE,
                    says="奖章授予个人、奖状授予单位、工人先锋号授予班组(部门)，请核对",
                    when=pl.col("honour").is_in(list(GRANTEE_TYPES)),
                    expected=_DUE_TYPE,
                ),
                RowRule(
                    id="W-R06",
                    column="doc_no",
                    holds=pl.col("doc_no").str.contains(_DOCUMENT),
                    says="文号一般写作“发文机关〔年份〕几号”，请核对",
                    when=pl.col("doc_no").is_not_null(),
                ),
            ),
        ),
        Sheet(
            name="studios",
            title="创新工作室",
            model=Studio,
            key=("studio_name",),
            register=True,
            rules=(given_when("named_date", _BUILT, "已挂牌或已命名的须填写挂牌日期"),),
        ),
        Sheet(
            name="model_worker_services",
            title="劳模服务",
            model=ModelWorkerService,
            key=("service_id",),
            dated="start_date",
            amount="amount_cny",
            rules=(
                given_when("batch_no", _RETREAT, "疗休养须填写批次"),
                given_when("destination", _RETREAT, "疗休养须填写地点"),
                not_before("end_date", "start_date", "结束日期不得早于开始日期"),
                equals_product("amount_cny", "headcount", "unit_amount_cny"),
                voucher_when_paid("amount_cny"),
            ),
        ),
    ),
)
