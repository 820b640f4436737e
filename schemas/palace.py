"""W08 工人文化宫台账: the building and what is held in it."""

from __future__ import annotations

import datetime as dt

from schemas import columns as c
from schemas.columns import Need, Yuan
from schemas.rules import voucher_when_paid
from schemas.sheets import Return, Row, Sheet


class VenueEvent(Row):
    """One event in the life of the building, such as its opening."""

    item: str = c.choice("事项", "类别", among=("竣工", "启用", "点亮工程", "检修"))
    item_date: dt.date = c.date("日期", "时间")
    note: str = c.text("说明", "备注", need=Need.OPTIONAL, printable=False)


class PalaceActivity(Row):
    """One activity in the palace.

    A 三师服务日 belongs to W04; its row here carries the same `activity_id`.
    """

    activity_id: str = c.identifier("活动编号", "编号")
    category: str = c.choice(
        "类别",
        "活动类别",
        among=(
            "公益培训(你点菜我买单)",
            "交友联谊",
            "文体比赛",
            "三师服务日",
            "其他",
        ),
        synonyms={
            "公益培训": "公益培训(你点菜我买单)",
            "“你点菜我买单”公益培训": "公益培训(你点菜我买单)",
        },
    )
    activity_name: str = c.text("名称", "活动名称")
    event_date: dt.date = c.date("日期", "时间")
    sessions: int = c.count("场次", "课次", "场数", "次数", minimum=1)
    attendance: int = c.count("参加人次", "人数", need=Need.OPTIONAL)
    expense_cny: Yuan = c.money("经费(元)", "支出", "金额", need=Need.OPTIONAL)
    voucher_no: str = c.identifier("凭证号", "凭证", need=Need.CONDITIONAL)


RETURN = Return(
    code="W08",
    title="工人文化宫台账",
    department="WG",
    sheets=(
        Sheet(
            name="venue_events",
            title="场馆事项",
            model=VenueEvent,
            key=("item", "item_date"),
            dated="item_date",
        ),
        Sheet(
            name="palace_activities",
            title="文化宫活动",
            model=PalaceActivity,
            key=("activity_id",),
            dated="event_date",
            amount="expense_cny",
            rules=(voucher_when_paid("expense_cny"),),
        ),
    ),
)
