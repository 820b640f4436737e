"""Indicators of W09: what was spent, the budget that it was spent from, and grants."""

from __future__ import annotations

from schemas.indicator import (
    PERCENT,
    POINTS,
    ROUNDED,
    Indicator,
    Measure,
    Nature,
    budget,
    distinct,
    total,
)

EXPENDITURE = Indicator(
    code="ledger_expenditure",
    name="经费支出",
    unit="元",
    nature=Nature.FLOW,
    sheet="ledger_lines",
    measure=total("amount_cny"),
    where={"pay_status": ("已支付",)},
    on="post_date",
    form=ROUNDED,
    by={
        "project": "project_code",
        "month": "post_date",
        "subject": "subject_code",
        "fund": "fund_source",
        "department": "dept_code",
    },
    explains="支出明细账中已支付的金额之和，红字冲销抵减，按记账日期计入当月；申报数不计。",
)

_SUBJECT = {"subject": "subject_code"}


def _of_budget(code: str, name: str, explains: str, view: str, nature: Nature) -> Indicator:
    """Return an amount of the budget beside the ledger, by the budget's own subjects."""
    return Indicator(
        code=code,
        name=name,
        unit="元",
        nature=nature,
        sheet="budget_lines",
        measure=budget(view),
        form=ROUNDED,
        by=_SUBJECT,
        beside=() if nature is Nature.PLAN else ("ledger_lines",),
        explains=explains,
    )


BUDGET = (
    _of_budget(
        "budget_initial",
        "年初预算",
        "预算执行表各科目年初预算之和；既列总科目又列明细科目的，只计总科目。",
        "initial",
        Nature.PLAN,
    ),
    _of_budget(
        "budget_adjusted",
        "调整预算",
        "预算执行表各科目调整预算之和，未填调整预算的科目取年初预算。",
        "adjusted",
        Nature.PLAN,
    ),
    _of_budget(
        "budget_executed",
        "预算执行数",
        "预算执行表的本月、累计支出（与支出明细账核对），加上预算未列科目的支出。",
        "executed",
        Nature.FLOW,
    ),
    _of_budget(
        "budget_unlisted",
        "预算未列科目支出",
        "支出明细账中已支付的金额，科目没有列入预算执行表的部分。",
        "unlisted",
        Nature.FLOW,
    ),
    _of_budget(
        "budget_balance",
        "预算结余",
        "调整预算减去累计执行数；负数为超出预算的金额。",
        "balance",
        Nature.STOCK,
    ),
    Indicator(
        code="budget_rate",
        name="预算执行率",
        unit="%",
        nature=Nature.STATUS,
        sheet="budget_lines",
        measure=budget("rate"),
        form=PERCENT,
        by=_SUBJECT,
        beside=("ledger_lines",),
        explains="累计执行数与调整预算之比；没有预算，或冲销大于支出的，不计算。",
    ),
    Indicator(
        code="budget_time",
        name="时间进度",
        unit="%",
        nature=Nature.STATUS,
        sheet="budget_lines",
        measure=budget("time"),
        form=PERCENT,
        explains="报告期末已过月数与全年十二个月之比。",
    ),
    Indicator(
        code="budget_lead",
        name="预算执行率与时间进度之差",
        unit="百分点",
        nature=Nature.STATUS,
        sheet="budget_lines",
        measure=budget("lead"),
        form=POINTS,
        beside=("ledger_lines",),
        explains="预算执行率减去时间进度，正数为执行快于时间进度。",
    ),
)

INDICATORS = (
    EXPENDITURE,
    *BUDGET,
    Indicator(
        code="grants_amount",
        name="补助下级工会资金",
        unit="元",
        nature=Nature.FLOW,
        sheet="grants",
        measure=total("amount_cny"),
        on="pay_date",
        form=ROUNDED,
        by={"grantee": "grantee"},
        explains="对下补助表的补助金额之和，按拨付日期计入当月；是经费支出的一部分。",
    ),
    Indicator(
        code="grants_unions",
        name="受补助的下级工会",
        unit="家",
        nature=Nature.FLOW,
        sheet="grants",
        measure=distinct("grantee"),
        on="pay_date",
        explains="对下补助表中受补助工会的家数，同一工会只计一次。",
    ),
    Indicator(
        code="reconciling_amount",
        name="财务与部门台账的调节金额",
        unit="元",
        nature=Nature.STOCK,
        sheet="reconciling_items",
        measure=Measure("listed", "amount_cny"),
        form=ROUNDED,
        by={"project": "project_code"},
        explains="调节事项中尚未入账的金额，为财务账减部门台账的差额。",
    ),
)
