"""Indicators of W08: the workers' palace."""

from __future__ import annotations

from schemas.indicator import DATE, Indicator, Measure, Nature, distinct, total

_KINDS = {"category": ("公益培训(你点菜我买单)", "交友联谊", "文体比赛")}

INDICATORS = (
    Indicator(
        code="palace_opening_date",
        name="新工人文化宫启用日期",
        unit="date",
        nature=Nature.STATUS,
        sheet="venue_events",
        measure=Measure("earliest", "item_date"),
        where={"item": ("启用",)},
        on="item_date",
        form=DATE,
        explains="场馆事项中“启用”的日期。",
    ),
    Indicator(
        code="palace_activity_types",
        name="文化宫常设活动类别",
        unit="类",
        nature=Nature.FLOW,
        sheet="palace_activities",
        measure=distinct("category"),
        where=_KINDS,
        on="event_date",
        names=("category",),
        explains="文化宫已开展的公益培训、交友联谊、文体比赛的类别数，三师服务日不在其内。",
    ),
    Indicator(
        code="palace_sessions",
        name="文化宫活动场次",
        unit="场",
        nature=Nature.FLOW,
        sheet="palace_activities",
        measure=total("sessions"),
        where=_KINDS,
        on="event_date",
        by={"category": "category"},
        explains="文化宫公益培训、交友联谊、文体比赛场次之和；三师服务日由权益保障部统计。",
    ),
)
