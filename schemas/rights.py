"""W04 维权服务台账: legal and psychological services, labour disputes."""

from __future__ import annotations

import datetime as dt

import polars as pl

from schemas import columns as c
from schemas.columns import Need, Yuan
from schemas.rules import RowRule, given_when, not_before, voucher_when_paid
from schemas.sheets import Return, Row, Sheet

COLLECTIVE_FROM = 10
"""A dispute of at least this many persons is a collective one (DOMAIN.md §5.5)."""


ROLES = ("律师", "医师", "心理咨询师")
"""The three masters (三师) of the service room (DOMAIN.md §5.5)."""

_ROLES = rf"^({'|'.join(ROLES)})([、,，/\s]+({'|'.join(ROLES)}))*$"


class RightsActivity(Row):
    """One legal, psychological or medical event for workers."""

    activity_id: str = c.identifier("活动编号", "编号")
    category: str = c.choice(
        "类别",
        "活动类别",
        among=("新就业形态法律宣传", "心理咨询活动", "医疗咨询", "三师综合服务日"),
        synonyms={"三师服务日": "三师综合服务日"},
    )
    event_date: dt.date = c.date("日期", "时间")
    venue: str = c.text("地点", "场所")
    roles: str = c.listing("参与三师", "师资", need=Need.REQUIRED)
    sessions: int = c.count("场次", "次数", "场数", minimum=1)
    attendance: int = c.count("服务人次", "参加人数", need=Need.OPTIONAL)
    expense_cny: Yuan = c.money("经费(元)", "支出", "金额", need=Need.OPTIONAL)
    voucher_no: str = c.identifier("凭证号", "凭证", need=Need.CONDITIONAL)


class PsychService(Row):
    """One month's count of psychological interventions in one channel; never a person's."""

    service_month: str = c.month("服务月份", "月份")
    channel: str = c.choice("渠道", "方式", among=("现场", "热线", "预约"))
    times: int = c.count("服务次数", "干预次数", "次数")


class Dispute(Row):
    """One labour dispute under mediation; its parties stay with the department."""

    case_no: str = c.identifier("案号", "编号", "案件编号")
    accept_date: dt.date = c.date("受理日期", "受理时间")
    close_date: dt.date = c.date("结案日期", "调结时间", need=Need.CONDITIONAL)
    dispute_type: str = c.choice(
        "争议类型",
        "案由",
        among=(
            "劳动报酬",
            "社会保险",
            "工伤待遇",
            "解除终止合同",
            "确认劳动关系",
            "其他",
        ),
        synonyms={"工伤": "工伤待遇"},
    )
    persons: int = c.count("涉及人数", "人数", minimum=1)
    collective: bool = c.flag("是否集体争议", "集体")
    amount_cny: Yuan = c.money("涉案金额(元)", "标的额", "涉及金额", "金额")
    result: str = c.choice("调解结果", "结果", among=("调解成功", "调解不成", "撤回", "调解中"))
    newform: bool = c.flag("新就业形态", "是否新业态", need=Need.OPTIONAL)


RETURN = Return(
    code="W04",
    title="维权服务台账",
    department="QY",
    sheets=(
        Sheet(
            name="rights_activities",
            title="法律心理活动",
            model=RightsActivity,
            key=("activity_id",),
            dated="event_date",
            amount="expense_cny",
            rules=(
                voucher_when_paid("expense_cny"),
                RowRule(
                    id="W-R06",
                    column="roles",
                    holds=pl.col("roles").str.contains(_ROLES),
                    says=f"参与三师一般为{'、'.join(ROLES)}，用顿号分隔，请核对",
                ),
            ),
        ),
        Sheet(
            name="psych_services",
            title="心理干预服务",
            model=PsychService,
            key=("service_month", "channel"),
            dated="service_month",
        ),
        Sheet(
            name="disputes",
            title="劳动争议调解",
            model=Dispute,
            key=("case_no",),
            dated="close_date",
            register=True,
            begun="accept_date",
            amount="amount_cny",
            personal=(
                "申请人",
                "被申请单位",
                "申请人、被申请单位",
                "被申请人",
                "当事人",
                "调解员",
                "承办人",
            ),
            rules=(
                given_when(
                    "close_date",
                    pl.col("result") == "调解成功",
                    "调解成功的须填写结案日期",
                    "E-R05",
                ),
                given_when(
                    "close_date",
                    pl.col("result").is_in(["调解不成", "撤回"]),
                    "已不在调解中的须填写结案日期",
                ),
                not_before("close_date", "accept_date", "结案日期不得早于受理日期"),
                RowRule(
                    id="W-R06",
                    column="collective",
                    holds=pl.col("collective"),
                    says=f"涉及{COLLECTIVE_FROM}人以上的一般为集体争议，请核对",
                    when=pl.col("persons") >= COLLECTIVE_FROM,
                ),
            ),
        ),
    ),
)
