"""W03 基层阵地建设台账: workers' stations, standardised sites, the plan for them."""

from __future__ import annotations

import datetime as dt

import polars as pl

from schemas import columns as c
from schemas.columns import Need, Yuan
from schemas.rules import RowRule, after, given_when, voucher_when_paid
from schemas.sheets import Return, Row, Sheet

UNIT_TYPES = ("乡镇", "企业")

STANDARDS = ("职工活动场所规范化", "六有六规范")
"""Two different standards: a result counts against a plan only under the same one."""


class Station(Row):
    """One workers' station (工会驿站); it keeps its number for good."""

    station_id: str = c.identifier("驿站编号", "编号")
    station_name: str = c.text("驿站名称", "名称")
    location: str = c.text("位置", "地址")
    township: str = c.place("乡镇", "属地", "街道")
    build_type: str = c.choice("建设类型", "建设方式", among=("新建", "升级改造", "存量"))
    smart: bool = c.flag("是否智能", "智能化")
    open_24h: bool = c.flag("24小时开放", "开放时间", need=Need.OPTIONAL)
    open_date: dt.date = c.date("投用日期", "建成时间", need=Need.CONDITIONAL)
    invest_cny: Yuan = c.money("投入(元)", "建设资金", "资金", "金额", need=Need.OPTIONAL)
    voucher_no: str = c.identifier("凭证号", "凭证", need=Need.CONDITIONAL)
    service_count: int = c.count("本月服务人次", "服务人次", need=Need.OPTIONAL)
    status: str = c.choice("状态", "运行状态", among=("运行", "在建", "停用"))


class NormSite(Row):
    """One township's or enterprise's site that is built to a standard."""

    site_id: str = c.identifier("编号", "台账编号")
    unit_name: str = c.text("单位名称", "建设单位", "单位", "所在单位")
    unit_type: str = c.choice("单位类型", "类别", among=UNIT_TYPES)
    township: str = c.place("乡镇", "属地", "街道")
    standard: str = c.choice("建设标准", "标准", among=STANDARDS)
    status: str = c.choice("状态", "进度", among=("在建", "已完成", "已验收"))
    done_date: dt.date = c.date("完成日期", "验收时间", need=Need.CONDITIONAL)
    subsidy_cny: Yuan = c.money("补助金额(元)", "补助资金", "资金", "金额", need=Need.OPTIONAL)
    voucher_no: str = c.identifier("凭证号", "凭证", need=Need.CONDITIONAL)


class Plan(Row):
    """One line of a plan of several years: how many sites, to which standard."""

    plan_name: str = c.text("规划名称", "名称", fill_down=True)
    start_year: int = c.year("起始年", "开始年度")
    end_year: int = c.year("终止年", "结束年度")
    unit_type: str = c.choice("单位类型", "类别", among=UNIT_TYPES)
    standard: str = c.choice("建设标准", "标准", among=STANDARDS)
    target: int = c.count("目标数", "计划数", need=Need.CONDITIONAL)


_OPENED = pl.col("build_type").is_in(["新建", "升级改造"]) & (pl.col("status") != "在建")

_FIFTH_YEAR = pl.col("start_year") + 4

RETURN = Return(
    code="W03",
    title="基层阵地建设台账",
    department="JC",
    sheets=(
        Sheet(
            name="stations",
            title="工会驿站",
            model=Station,
            key=("station_id",),
            register=True,
            lasting=True,
            amount="invest_cny",
            rules=(
                given_when("open_date", _OPENED, "新建、升级改造且不在建的，须填写投用日期"),
                voucher_when_paid("invest_cny"),
            ),
        ),
        Sheet(
            name="norm_sites",
            title="规范化建设点",
            model=NormSite,
            key=("site_id",),
            register=True,
            lasting=True,
            amount="subsidy_cny",
            rules=(
                given_when(
                    "done_date", pl.col("status") != "在建", "已完成或已验收的须填写完成日期"
                ),
                voucher_when_paid("subsidy_cny"),
            ),
        ),
        Sheet(
            name="plans",
            title="建设规划",
            model=Plan,
            key=("plan_name", "unit_type", "standard"),
            register=True,
            lasting=True,
            required=False,
            rules=(
                after("end_year", "start_year", "终止年须晚于起始年（五年规划为起始年加4）"),
                RowRule(
                    id="W-R06",
                    column="end_year",
                    holds=pl.col("end_year") == _FIFTH_YEAR,
                    says="五年规划的终止年为起始年加4，请核对",
                    when=pl.col("plan_name").str.contains("五年|5年")
                    & pl.col("start_year").is_not_null()
                    & pl.col("end_year").is_not_null(),
                    expected=_FIFTH_YEAR,
                ),
                given_when("target", pl.col("unit_type") == "乡镇", "乡镇的建设规划须填写目标数"),
                given_when(
                    "start_year",
                    pl.col("plan_name").is_not_null(),
                    "规划未填起始年，无法按时间计算进度",
                    "W-S06",
                ),
            ),
        ),
    ),
)
