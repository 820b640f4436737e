"""Indicators of W04: legal and psychological services, labour disputes."""

from __future__ import annotations

from schemas.indicator import Indicator, Nature, over, rows, total

_FLOW = Nature.FLOW


def _events(code: str, name: str, category: str) -> Indicator:
    return Indicator(
        code=code,
        name=name,
        unit="场",
        nature=_FLOW,
        sheet="rights_activities",
        measure=total("sessions"),
        where={"category": (category,)},
        on="event_date",
        explains=f"按活动日期计入当月的{name}场次之和。",
    )


INDICATORS = (
    _events("legal_outreach_events", "新就业形态劳动者法律宣传", "新就业形态法律宣传"),
    _events("psych_events", "心理咨询活动", "心理咨询活动"),
    Indicator(
        code="psych_interventions",
        name="心理干预服务",
        unit="次",
        nature=_FLOW,
        sheet="psych_services",
        measure=total("times"),
        on="service_month",
        form=over(10),
        sensitive=True,
        explains="按服务月份计入当月的心理干预服务次数之和，为服务次数，不是人数。",
    ),
    Indicator(
        code="disputes_accepted",
        name="受理劳动争议",
        unit="件",
        nature=_FLOW,
        sheet="disputes",
        measure=rows("case_no"),
        on="accept_date",
        sensitive=True,
        explains="按受理日期计入当月的劳动争议调解案件数。",
    ),
    Indicator(
        code="disputes_resolved",
        name="成功调解劳动争议",
        unit="件",
        nature=_FLOW,
        sheet="disputes",
        measure=rows("case_no"),
        where={"result": ("调解成功",)},
        on="close_date",
        sensitive=True,
        explains="按结案日期计入当月、调解结果为调解成功的案件数。",
    ),
    Indicator(
        code="disputes_amount",
        name="调解涉及金额",
        unit="元",
        nature=_FLOW,
        sheet="disputes",
        measure=total("amount_cny"),
        where={"result": ("调解成功",)},
        on="close_date",
        form=over(100_000),
        cases="disputes_resolved",
        sensitive=True,
        explains="调解成功案件的涉案金额之和，按结案日期计入当月；只公布约数。",
    ),
)
