"""Indicators of W01: lectures, culture and sport."""

from __future__ import annotations

from schemas.indicator import Indicator, Nature, rows, total

_SHEET = "culture_activities"
_FLOW = Nature.FLOW

INDICATORS = (
    Indicator(
        code="theme_campaign_name",
        name="主题活动",
        unit="项",
        nature=_FLOW,
        sheet=_SHEET,
        measure=rows("activity_id"),
        where={"category": ("主题活动",)},
        on="event_date",
        names=("display_name", "activity_name"),
        explains="按活动日期计入当月的主题活动项数。",
    ),
    Indicator(
        code="model_worker_lectures",
        name="劳模宣讲场次",
        unit="场",
        nature=_FLOW,
        sheet=_SHEET,
        measure=total("sessions"),
        where={"category": ("劳模宣讲",)},
        on="event_date",
        explains="按活动日期计入当月的劳模宣讲场次之和。",
    ),
    Indicator(
        code="culture_to_grassroots_events",
        name="送文艺下基层场次",
        unit="场",
        nature=_FLOW,
        sheet=_SHEET,
        measure=total("sessions"),
        where={"category": ("送文艺下基层",)},
        on="event_date",
        names=("display_name", "activity_name"),
        explains="按活动日期计入当月的送文艺下基层场次之和。",
    ),
    Indicator(
        code="county_sport_events",
        name="县级职工赛事项目",
        unit="项",
        nature=_FLOW,
        sheet=_SHEET,
        measure=rows("activity_id"),
        where={"category": ("文体赛事",)},
        on="event_date",
        names=("display_name", "activity_name"),
        explains="按活动日期计入当月的县级职工文体赛事项数，一条台账计一项。",
    ),
    Indicator(
        code="upper_games_joined",
        name="参加上级运动会",
        unit="次",
        nature=_FLOW,
        sheet=_SHEET,
        measure=rows("activity_id"),
        where={"category": ("参加上级赛事",)},
        on="event_date",
        names=("display_name", "activity_name"),
        explains="组队参加上级工会赛事的次数，一条台账计一次。",
    ),
    Indicator(
        code="culture_sessions",
        name="宣教文体活动场次",
        unit="场",
        nature=_FLOW,
        sheet=_SHEET,
        measure=total("sessions"),
        on="event_date",
        by={"category": "category"},
        explains="宣教文体活动台账所列全部活动场次之和，分项按活动类别。",
    ),
)
