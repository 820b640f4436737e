"""W07 职工互助保障台账: enrolments of units, claims, gift policies."""

from __future__ import annotations

import datetime as dt

import polars as pl

from schemas import columns as c
from schemas.codes import FUND_SOURCES
from schemas.columns import Need, Yuan
from schemas.rules import (
    RowRule,
    after,
    equals_product,
    given_when,
    not_before,
    voucher_awaited,
)
from schemas.sheets import Return, Row, Sheet

PLANS = (
    "大病住院自负部分",
    "人身意外伤害住院综合",
    "意外大病团体综合",
    "住院补充",
    "综合套餐",
    "女职工特疾",
    "其他",
)


class Enrolment(Row):
    """One unit's enrolment in one plan for one term; `insured_count` is 人次."""

    unit_id: str = c.identifier("单位编码", "编号")
    unit_name: str = c.text("单位名称", "参保单位", "单位", "所在单位")
    unit_type: str = c.choice(
        "单位性质",
        "类型",
        among=("机关", "事业", "国企", "非公", "新就业群体", "其他"),
        need=Need.OPTIONAL,
    )
    plan: str = c.choice("保障计划", "险种", "计划名称", among=PLANS)
    enrol_date: dt.date = c.date("参保日期", "投保时间")
    start_date: dt.date = c.date("保障起期", "生效日期")
    end_date: dt.date = c.date("保障止期", "到期日期")
    insured_count: int = c.count("参保人次", "参保人数", "投保人数", minimum=1)
    unit_price_cny: Yuan = c.money("缴费标准(元/份)", "标准", "单价", need=Need.OPTIONAL)
    premium_cny: Yuan = c.money(
        "参保金额(元)", "保费", "缴费金额", "投保金额", "金额", positive=True
    )


class Claim(Row):
    """One claim; the claimant stays with the department."""

    claim_id: str = c.identifier("理赔编号", "编号")
    unit_id: str = c.identifier("单位编码", "单位")
    plan: str = c.choice("保障计划", "险种", among=PLANS)
    claim_type: str = c.choice(
        "理赔类型",
        "类别",
        among=("住院医疗", "重大疾病", "意外伤害", "身故", "女职工特疾"),
    )
    accept_date: dt.date = c.date("受理日期", "申请时间")
    pay_date: dt.date = c.date("赔付日期", "到账时间", need=Need.CONDITIONAL)
    amount_cny: Yuan = c.money(
        "理赔金额(元)", "赔付金额", "互助金", "补助金额", "金额", need=Need.CONDITIONAL
    )
    status: str = c.choice("状态", "进度", among=("已赔付", "审核中", "拒赔"))


class Gift(Row):
    """One batch of gift policies for workers of new forms of employment."""

    gift_id: str = c.identifier("批次号", "编号")
    gift_date: dt.date = c.date("赠送日期", "时间", "日期")
    target_group: str = c.choice(
        "对象类别",
        "职业",
        among=("快递员", "外卖配送员", "网约车司机", "货车司机", "其他"),
        synonyms={"外卖": "外卖配送员", "网约车": "网约车司机", "货车": "货车司机"},
    )
    headcount: int = c.count("人数", "赠送人数", minimum=1)
    unit_price_cny: Yuan = c.money("标准(元/份)", "单价", "标准")
    amount_cny: Yuan = c.money("金额(元)", "保费", "金额", "合计金额")
    fund_source: str = c.choice("资金来源", "来源", among=FUND_SOURCES)
    counted: bool = c.flag("是否计入参保统计", "计入", default=False)
    voucher_no: str = c.identifier("凭证号", "凭证", need=Need.OPTIONAL)


_PAID = pl.col("status") == "已赔付"

RETURN = Return(
    code="W07",
    title="职工互助保障台账",
    department="HB",
    kept_as_ledger=True,
    sheets=(
        Sheet(
            name="enrolments",
            title="单位参保",
            model=Enrolment,
            key=("unit_id", "plan", "start_date"),
            register=True,
            lasting=True,
            amount="premium_cny",
            rules=(
                after("end_date", "start_date", "保障止期须晚于保障起期"),
                RowRule(
                    id="W-R06",
                    column="end_date",
                    holds=pl.col("end_date") <= pl.col("start_date").dt.offset_by("3y"),
                    says="保障期超过三年，请核对",
                    operands=("start_date",),
                ),
                equals_product("premium_cny", "insured_count", "unit_price_cny"),
            ),
        ),
        Sheet(
            name="claims",
            title="理赔",
            model=Claim,
            key=("claim_id",),
            dated="pay_date",
            register=True,
            begun="accept_date",
            amount="amount_cny",
            personal=("姓名", "病种", "身份证号", "银行卡号", "被保险人", "参保人姓名"),
            rules=(
                given_when("pay_date", _PAID, "已赔付的须填写赔付日期", "E-R05"),
                RowRule(
                    id="E-R05",
                    column="amount_cny",
                    holds=pl.col("amount_cny").is_not_null() & (pl.col("amount_cny") > 0),
                    says="已赔付的须填写大于零的理赔金额",
                    when=_PAID,
                ),
                not_before("pay_date", "accept_date", "赔付日期不得早于受理日期"),
            ),
        ),
        Sheet(
            name="gifts",
            title="赠送参保",
            model=Gift,
            key=("gift_id",),
            dated="gift_date",
            amount="amount_cny",
            rules=(
                equals_product("amount_cny", "headcount", "unit_price_cny"),
                voucher_awaited("amount_cny"),
            ),
        ),
    ),
)
