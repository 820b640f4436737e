"""Indicators of W09: what was spent, from the ledger alone."""

from __future__ import annotations

from schemas.indicator import Indicator, Nature, total

INDICATORS = (
    Indicator(
        code="ledger_expenditure",
        name="经费支出",
        unit="元",
        nature=Nature.FLOW,
        sheet="ledger_lines",
        measure=total("amount_cny"),
        where={"pay_status": ("已支付",)},
        on="post_date",
        by={
            "project": "project_code",
            "month": "post_date",
            "subject": "subject_code",
            "fund": "fund_source",
            "department": "dept_code",
        },
        explains="支出明细账中已支付的金额之和，按记账日期计入当月；申报数不计。",
    ),
)
