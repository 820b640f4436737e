"""Indicators of W02: workforce reform, contests, honours, model workers."""

from __future__ import annotations

from schemas.indicator import SPELLED, Indicator, Nature, distinct, rows

_FLOW = Nature.FLOW


def _award(code: str, name: str, unit: str, honour: str, level: str) -> Indicator:
    return Indicator(
        code=code,
        name=name,
        unit=unit,
        nature=_FLOW,
        sheet="honours",
        measure=rows("grantee_name"),
        where={"honour": (honour,), "level": (level,)},
        on="award_date",
        explains=f"按授予日期计入当月的{name}获得者数，一个对象计一次。",
    )


INDICATORS = (
    Indicator(
        code="reform_demo_sites",
        name="产改企业示范点",
        unit="个",
        nature=_FLOW,
        sheet="demo_sites",
        measure=rows("site_id"),
        where={"status": ("已建成", "已授牌")},
        on="completed_date",
        explains="按建成日期计入当月的产改示范点数，在建的不计。",
    ),
    Indicator(
        code="reform_campaigns",
        name="产改专项行动",
        unit="项",
        nature=_FLOW,
        sheet="special_actions",
        measure=distinct("action_name"),
        on="start_date",
        names=("action_name",),
        explains="按开始日期计入当月的专项行动项数，同名行动计一项。",
    ),
    Indicator(
        code="skill_contests_hosted",
        name="联合举办技能竞赛",
        unit="项",
        nature=_FLOW,
        sheet="skill_contests",
        measure=rows("contest_id"),
        where={"role": ("主办", "联办", "承办")},
        on="event_date",
        names=("contest_name",),
        explains="按举办日期计入当月的主办、联办、承办竞赛项数，一次竞赛计一项。",
    ),
    Indicator(
        code="skill_contests_joined",
        name="参加市级竞赛",
        unit="项",
        nature=_FLOW,
        sheet="skill_contests",
        measure=rows("contest_id"),
        where={"role": ("参加",), "level": ("市",)},
        on="event_date",
        names=("contest_name",),
        explains="按举办日期计入当月的组队参加的市级技能竞赛项数。",
    ),
    _award("award_prov_mayday_medal", "省五一劳动奖章", "名", "五一劳动奖章", "省"),
    _award("award_city_mayday_medal", "市五一劳动奖章", "名", "五一劳动奖章", "市"),
    _award("award_city_mayday_certificate", "市五一劳动奖状", "家", "五一劳动奖状", "市"),
    _award("award_city_pioneer", "市工人先锋号", "家", "工人先锋号", "市"),
    Indicator(
        code="studio_in_progress",
        name="在建劳模工匠创新工作室",
        unit="个",
        nature=Nature.STATUS,
        sheet="studios",
        measure=rows("studio_name"),
        where={"status": ("在建",)},
        explains="期末仍在建设的劳模工匠创新工作室数，不计入已挂牌数。",
    ),
    Indicator(
        code="model_worker_retreat_batches",
        name="劳模疗休养批次",
        unit="批次",
        nature=_FLOW,
        sheet="model_worker_services",
        measure=distinct("batch_no"),
        where={"service_type": ("疗休养",)},
        on="start_date",
        form=SPELLED,
        names=("destination",),
        explains="按开始日期计入当月的劳模疗休养批次数，同一批次计一次。",
    ),
)
