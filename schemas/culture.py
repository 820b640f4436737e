"""W01 宣教文体活动台账: lectures, performances, sport, campaigns."""

from __future__ import annotations

import datetime as dt

import polars as pl

from schemas import columns as c
from schemas.columns import Need, Yuan
from schemas.rules import RowRule, given_when, not_before, voucher_when_paid
from schemas.sheets import Return, Row, Sheet

CULTURE_PROJECTS = ("P-XJ01", "P-WY01", "P-WT01")

LONGEST_NAME = 60
"""More characters than this do not fit a list in the bulletin (DOMAIN.md §5.2)."""


class CultureActivity(Row):
    """One activity: its kind, when and where it was held, how many came.

    `display_name` is the short name for lists in the bulletin; where it is blank,
    `activity_name` stands in for it.
    """

    activity_id: str = c.identifier("活动编号", "编号", "台账号", numbering="XJ-YYYY-nnn")
    category: str = c.choice(
        "活动类别",
        "类型",
        "类别",
        among=("劳模宣讲", "送文艺下基层", "文体赛事", "参加上级赛事", "主题活动", "其他"),
    )
    activity_name: str = c.text("活动名称", "名称", "活动主题")
    display_name: str = c.text("简称", "对外名称", need=Need.OPTIONAL)
    event_date: dt.date = c.date("活动日期", "时间", "举办时间", "日期")
    end_date: dt.date = c.date("结束日期", "止日", need=Need.OPTIONAL)
    venue: str = c.text("活动地点", "地点")
    organizer: str = c.text("主办单位", "组织单位", need=Need.OPTIONAL)
    partners: str = c.listing("联合单位", "协办单位")
    sessions: int = c.count("场次", "场数", "次数", minimum=1)
    attendance: int = c.count("参加人次", "参与人数", "参加人数", need=Need.OPTIONAL)
    project_code: str = c.choice(
        "项目编码",
        "项目",
        among=CULTURE_PROJECTS,
        need=Need.CONDITIONAL,
        synonyms={"劳模宣讲": "P-XJ01", "送文艺下基层": "P-WY01", "文体赛事": "P-WT01"},
        fill_down=True,
    )
    expense_cny: Yuan = c.money("经费(元)", "支出", "金额", need=Need.OPTIONAL)
    voucher_no: str = c.identifier("凭证号", "凭证", need=Need.CONDITIONAL)
    publishable: bool = c.flag("是否公开", "可公开", need=Need.OPTIONAL, default=True)
    remark: str = c.text("备注", "说明", need=Need.OPTIONAL, printable=False)


RETURN = Return(
    code="W01",
    title="宣教文体活动台账",
    department="XJ",
    sheets=(
        Sheet(
            name="culture_activities",
            title="宣教活动",
            model=CultureActivity,
            key=("activity_id",),
            dated="event_date",
            amount="expense_cny",
            rules=(
                not_before("end_date", "event_date", "结束日期不得早于活动日期"),
                given_when(
                    "project_code", pl.col("expense_cny") > 0, "填写了经费的，须填写项目编码"
                ),
                voucher_when_paid("expense_cny"),
                RowRule(
                    id="W-R06",
                    column="activity_name",
                    holds=pl.col("activity_name").str.len_chars() <= LONGEST_NAME,
                    says=f"活动名称超过{LONGEST_NAME}字，请精简或另填简称",
                ),
            ),
        ),
    ),
)
