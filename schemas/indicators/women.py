"""Indicators of W06: women workers, health checks, children."""

from __future__ import annotations

from schemas.indicator import Indicator, Nature, total

_FLOW = Nature.FLOW
_SICK_WOMEN = {"target_group": ("患病困难女职工",)}

INDICATORS = (
    Indicator(
        code="women_visit_persons",
        name="慰问患病困难女职工",
        unit="名",
        nature=_FLOW,
        sheet="women_reliefs",
        measure=total("headcount"),
        where=_SICK_WOMEN,
        on="pay_date",
        sensitive=True,
        explains="按发放日期计入当月的患病困难女职工慰问人数之和。",
    ),
    Indicator(
        code="women_visit_amount",
        name="患病困难女职工帮扶资金",
        unit="元",
        nature=_FLOW,
        sheet="women_reliefs",
        measure=total("amount_cny"),
        where=_SICK_WOMEN,
        on="pay_date",
        sensitive=True,
        explains="按发放日期计入当月的患病困难女职工帮扶金额之和。",
    ),
    Indicator(
        code="health_check_persons",
        name="职工免费体检",
        unit="名",
        nature=_FLOW,
        sheet="health_checks",
        measure=total("total"),
        on="check_date",
        explains="按体检日期计入当月的免费体检人数之和。",
    ),
    Indicator(
        code="cancer_screen_women",
        name="其中女职工“两癌”筛查",
        unit="名",
        nature=_FLOW,
        sheet="health_checks",
        measure=total("cancer_screen"),
        on="check_date",
        explains="免费体检中接受“两癌”筛查的女职工人数之和。",
    ),
    Indicator(
        code="children_care_persons",
        name="六一关爱儿童",
        unit="名",
        nature=_FLOW,
        sheet="child_cares",
        measure=total("headcount"),
        on="event_date",
        sensitive=True,
        explains="按活动日期计入当月的关爱儿童人数之和。",
    ),
)
