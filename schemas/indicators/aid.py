"""Indicators of W05: the four deliveries (四送), job fairs, hardship files."""

from __future__ import annotations

from schemas.indicator import EXACT, Form, Indicator, Nature, distinct, over, rows, total

_FLOW = Nature.FLOW


def _relief(
    code: str, name: str, project: str, form: Form = EXACT, names: tuple[str, ...] = ()
) -> tuple[Indicator, Indicator]:
    persons, amount = name.split("|")
    shared = {"project_code": (project,)}
    return (
        Indicator(
            code=f"{code}_persons",
            name=persons,
            unit="名",
            nature=_FLOW,
            sheet="reliefs",
            measure=total("headcount"),
            where=shared,
            on="pay_date",
            form=form,
            names=names,
            explains="按发放日期计入当月的该项目人数之和，为人次，未剔除重复。",
        ),
        Indicator(
            code=f"{code}_amount",
            name=amount,
            unit="元",
            nature=_FLOW,
            sheet="reliefs",
            measure=total("amount_cny"),
            where=shared,
            on="pay_date",
            explains="按发放日期计入当月的该项目金额之和。",
        ),
    )


INDICATORS = (
    Indicator(
        code="job_fairs",
        name="招聘会场次",
        unit="场",
        nature=_FLOW,
        sheet="job_fairs",
        measure=rows("fair_id"),
        on="event_date",
        explains="按举办日期计入当月的招聘会场次。",
    ),
    Indicator(
        code="job_hires",
        name="为企业招工",
        unit="人",
        nature=_FLOW,
        sheet="job_fairs",
        measure=total("hired"),
        on="event_date",
        form=over(100),
        explains="招聘会招工人数之和，按举办日期计入当月。",
    ),
    *_relief("cool_sanitation", "慰问环卫工人|环卫工人“空调服”资金", "P-QL01"),
    *_relief("cool_builder", "慰问建筑工人|建筑工人防暑物资金额", "P-QL02", names=("site",)),
    *_relief("edu_aid", "金秋助学资助人数|金秋助学资金", "P-ZX01"),
    *_relief("warm_special", "冬送温暖特殊职工群体|冬送温暖慰问金", "P-WN01"),
    *_relief("warm_regular", "常态化送温暖走访慰问|常态化送温暖慰问金", "P-WN02", over(10)),
    *_relief("newform_visit", "慰问新就业形态劳动者|新就业形态劳动者慰问金", "P-WN03"),
    *_relief("hard_ent", "慰问困难企业职工|困难企业职工慰问金", "P-WN04"),
    Indicator(
        code="aid_persons",
        name="四送与慰问人次",
        unit="人次",
        nature=_FLOW,
        sheet="reliefs",
        measure=total("headcount"),
        on="pay_date",
        by={"project": "project_code"},
        explains="四送与慰问各批次人数之和，分项按项目；为人次，未剔除重复。",
    ),
    Indicator(
        code="aid_amount",
        name="四送与慰问资金",
        unit="元",
        nature=_FLOW,
        sheet="reliefs",
        measure=total("amount_cny"),
        on="pay_date",
        by={"project": "project_code", "month": "pay_date"},
        explains="四送与慰问各批次发放金额之和，分项按项目、月份。",
    ),
    Indicator(
        code="hardship_households",
        name="在档困难职工户数",
        unit="户",
        nature=Nature.STOCK,
        sheet="hardship_files",
        measure=distinct("family_key"),
        where={"status": ("在档",)},
        on="open_date",
        sensitive=True,
        explains="期末状态为在档的困难职工家庭户数，同一户计一次。",
    ),
    Indicator(
        code="hardship_applied_amount",
        name="申报帮扶资金",
        unit="元",
        nature=Nature.STOCK,
        sheet="hardship_files",
        measure=total("applied_cny"),
        where={"status": ("在档",)},
        on="open_date",
        sensitive=True,
        explains="期末在档家庭的申报金额之和；是申报数，不是审批数，也不是支出。",
    ),
)
