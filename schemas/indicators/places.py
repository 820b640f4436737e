"""Indicators of W03: workers' stations, standardised sites, the plan for them."""

from __future__ import annotations

from schemas.indicator import SPELLED, Indicator, Measure, Nature, rows, total

_FLOW = Nature.FLOW


def _station(code: str, name: str, build_type: str) -> Indicator:
    return Indicator(
        code=code,
        name=name,
        unit="个",
        nature=_FLOW,
        sheet="stations",
        measure=rows("station_id"),
        where={"build_type": (build_type,), "smart": (True,), "status": ("运行",)},
        on="open_date",
        explains=f"按投用日期计入当月、期末正在运行的{name}数。",
    )


def _site(code: str, name: str, unit_type: str, standard: str, plan: str = "") -> Indicator:
    return Indicator(
        code=code,
        name=name,
        unit="个",
        nature=_FLOW,
        sheet="norm_sites",
        measure=rows("site_id"),
        where={
            "unit_type": (unit_type,),
            "standard": (standard,),
            "status": ("已完成", "已验收"),
        },
        on="done_date",
        plan=plan,
        explains=f"按完成日期计入当月的{unit_type}“{standard}”建设点数，在建的不计。",
    )


INDICATORS = (
    _station("stations_new_smart", "新建智能工会驿站", "新建"),
    _station("stations_upgraded_smart", "升级智能工会驿站", "升级改造"),
    Indicator(
        code="norm_plan_township_target",
        name="五年建设目标（乡镇）",
        unit="个",
        nature=Nature.PLAN,
        sheet="plans",
        measure=total("target"),
        where={"unit_type": ("乡镇",)},
        explains="建设规划所列乡镇建设目标数。建设成果执行的标准与规划不同的，不计算完成比例。",
    ),
    Indicator(
        code="norm_plan_years",
        name="建设规划年限",
        unit="年",
        nature=Nature.PLAN,
        sheet="plans",
        measure=Measure("years", "plan_name"),
        where={"unit_type": ("乡镇",)},
        form=SPELLED,
        explains="建设规划的年限：有起止年的按起止年计算，没有的按规划名称所载年限。",
    ),
    _site(
        "norm_sites_township",
        "乡镇职工活动场所规范化建设点",
        "乡镇",
        "职工活动场所规范化",
        plan="norm_plan_township_target",
    ),
    _site("norm_sites_enterprise", "企业“六有六规范”建设点", "企业", "六有六规范"),
)
