"""W09 财务经费台账: the ledger, reconciling items, the budget, grants to grassroots unions."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Mapping
from decimal import Decimal

import polars as pl

from schemas import columns as c
from schemas.codes import DEPARTMENTS, FUND_SOURCES, PROJECTS
from schemas.columns import Need, Percent, Yuan
from schemas.rules import RowRule, at_most
from schemas.sheets import Return, Row, Sheet

GRANT_PROJECTS = ("P-DX01",)

RATE_TOLERANCE = Decimal("0.05")
"""Percentage points by which a stated execution rate may differ (DOMAIN.md §5.10)."""


def _codes_by_name(names: Mapping[str, str]) -> dict[str, str]:
    """Return the codes by their names, as written and as NFKC reads them."""
    read = {unicodedata.normalize("NFKC", name): code for code, name in names.items()}
    return read | {name: code for code, name in names.items()}


_PROJECT_NAMES = _codes_by_name(PROJECTS)
_DEPARTMENT_NAMES = _codes_by_name(DEPARTMENTS) | {
    "经济/产改部": "CG",
    "产改部": "CG",
    "帮扶中心": "BF",
    "女工委": "NG",
    "互助办": "HB",
    "文化宫": "WG",
}


class LedgerLine(Row):
    """One line of the ledger of expenditure; only 已支付 counts as spent."""

    voucher_no: str = c.identifier("凭证号", "凭证字号")
    line_no: int = c.count("行号", "分录号", minimum=1)
    post_date: dt.date = c.date("记账日期", "日期", "时间")
    subject_code: str = c.subject("科目编码", "科目代码")
    subject_name: str = c.text("科目名称", "科目")
    project_code: str = c.choice(
        "项目编码",
        "项目",
        among=tuple(PROJECTS),
        need=Need.CONDITIONAL,
        synonyms=_PROJECT_NAMES,
    )
    dept_code: str = c.choice(
        "经办部门", "部门", among=tuple(DEPARTMENTS), synonyms=_DEPARTMENT_NAMES
    )
    summary: str = c.text("摘要", "用途", printable=False)
    fund_source: str = c.choice("资金来源", "来源", among=FUND_SOURCES)
    amount_cny: Yuan = c.money("金额(元)", "支出金额", "借方金额", "金额", signed=True)
    red_entry: bool = c.flag("红字冲销", "红字", need=Need.OPTIONAL, default=False)
    pay_status: str = c.choice("支付状态", "状态", among=("已支付", "已挂账", "退回"))


class ReconcilingItem(Row):
    """One listed difference between ledger and department: ledger minus department."""

    project_code: str = c.choice("项目编码", "项目", among=tuple(PROJECTS), synonyms=_PROJECT_NAMES)
    amount_cny: Yuan = c.money("调节金额(元)", "金额", signed=True)
    reason: str = c.text("原因", "说明", says="须填写原因：未付、跨期、退回或其他", printable=False)
    expected_month: str = c.month("预计入账月份", "月份", need=Need.OPTIONAL)


class BudgetLine(Row):
    """One subject's budget and what was spent of it, as of the month of submission.

    Red entries may turn a month's expenditure negative.
    """

    subject_code: str = c.subject("科目编码", "科目代码")
    budget_cny: Yuan = c.money("年初预算(元)", "预算数")
    adj_budget_cny: Yuan = c.money("调整预算(元)", "调整后预算", need=Need.OPTIONAL)
    month_cny: Yuan = c.money("本月支出(元)", "本月数", signed=True)
    ytd_cny: Yuan = c.money("累计支出(元)", "本年累计数", signed=True)
    rate_pct: Percent = c.percent("执行率(%)", "进度")


class Grant(Row):
    """One grant to a grassroots union."""

    grantee: str = c.text("受补助工会", "单位", "单位名称")
    project_code: str = c.choice(
        "项目编码",
        "项目",
        among=GRANT_PROJECTS,
        synonyms={PROJECTS[code]: code for code in GRANT_PROJECTS},
        fill_down=True,
    )
    doc_no: str = c.text("文号", "文件号")
    amount_cny: Yuan = c.money("金额(元)", "补助金额", "金额", "补助资金", "资金")
    pay_date: dt.date = c.date("拨付日期", "时间", "日期")
    voucher_no: str = c.identifier("凭证号", "凭证")


_IS_RED = pl.col("red_entry").fill_null(value=False)
_BUDGET = pl.coalesce("adj_budget_cny", "budget_cny")


def _rate_as_recomputed() -> RowRule:
    """Return the rule that a stated rate is spent by budget, within the tolerance.

    A cell that Excel shows as 3.2% holds 0.032: either is the rate that was stated.
    """
    return RowRule(
        id="W-R06",
        column="rate_pct",
        holds=_is_spent_by_budget(pl.col("rate_pct"))
        | _is_spent_by_budget(pl.col("rate_pct") * Decimal(100)),
        says="执行率与“累计支出÷预算”重新计算的结果不符，请核对",
        when=pl.col("rate_pct").is_not_null() & (_BUDGET > 0),
    )


def _is_spent_by_budget(rate: pl.Expr) -> pl.Expr:
    """Return whether a rate is as recomputed, multiplied out: division keeps too few places."""
    gap = rate * _BUDGET - pl.col("ytd_cny") * Decimal(100)
    return gap.abs() <= _BUDGET.cast(pl.Decimal(38, 4)) * RATE_TOLERANCE


RETURN = Return(
    code="W09",
    title="财务经费台账",
    department="CW",
    sheets=(
        Sheet(
            name="ledger_lines",
            title="支出明细账",
            model=LedgerLine,
            key=("voucher_no", "line_no"),
            dated="post_date",
            amount="amount_cny",
            rules=(
                RowRule(
                    id="E-C08",
                    column="amount_cny",
                    holds=pl.col("amount_cny") >= 0,
                    says="金额为负的，须在“红字冲销”栏填“是”",
                    when=~_IS_RED,
                ),
                RowRule(
                    id="W-R06",
                    column="amount_cny",
                    holds=pl.col("amount_cny") <= 0,
                    says="红字冲销的金额一般为负数，请核对",
                    when=_IS_RED,
                ),
            ),
        ),
        Sheet(
            name="reconciling_items",
            title="调节事项",
            model=ReconcilingItem,
            key=("project_code", "reason", "reported_in"),
            required=False,
            amount="amount_cny",
        ),
        Sheet(
            name="budget_lines",
            title="预算执行",
            model=BudgetLine,
            key=("subject_code", "reported_in"),
            register=True,
            amount="ytd_cny",
            rules=(
                at_most("month_cny", "ytd_cny", "本月支出超过累计支出，请核对", "W-R03"),
                RowRule(
                    id="W-R03",
                    column="ytd_cny",
                    holds=pl.col("ytd_cny") <= _BUDGET,
                    says="累计支出超过预算（执行率大于100%），请核对",
                    when=_BUDGET >= 0,
                ),
                _rate_as_recomputed(),
            ),
        ),
        Sheet(
            name="grants",
            title="对下补助",
            model=Grant,
            key=("doc_no", "grantee"),
            dated="pay_date",
            required=False,
            amount="amount_cny",
        ),
    ),
)
