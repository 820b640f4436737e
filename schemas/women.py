"""W06 女职工与健康关爱台账: women in hardship, health checks, care for children."""

from __future__ import annotations

import datetime as dt

from schemas import columns as c
from schemas.codes import FUND_SOURCES
from schemas.columns import Need, Yuan
from schemas.rules import at_most, equals_product, voucher_awaited, voucher_when_paid
from schemas.sheets import Return, Row, Sheet

WOMEN_PROJECTS = ("P-NG01",)


class WomenRelief(Row):
    """One batch of relief for women workers."""

    batch_id: str = c.identifier("批次号", "编号")
    project_code: str = c.choice("项目编码", "项目代码", among=WOMEN_PROJECTS, fill_down=True)
    target_group: str = c.choice(
        "对象类别", "慰问对象", among=("患病困难女职工", "单亲困难女职工", "其他")
    )
    pay_date: dt.date = c.date("发放日期", "慰问时间", "时间", "日期", "发放时间", "走访日期")
    headcount: int = c.count("人数", "慰问人数", "受助人数", "名额", minimum=1)
    unit_amount_cny: Yuan = c.money(
        "标准(元/人)", "慰问标准", "标准", "单价", "补助标准", positive=True
    )
    amount_cny: Yuan = c.money(
        "金额(元)", "帮扶资金", "资金", "金额", "慰问金额", "慰问金", "合计金额"
    )
    fund_source: str = c.choice("资金来源", "来源", among=FUND_SOURCES)
    voucher_no: str = c.identifier("凭证号", "凭证", need=Need.OPTIONAL)


class HealthCheck(Row):
    """One batch of health checks, of which so many women were screened; never a result."""

    batch_id: str = c.identifier("批次号", "编号")
    check_date: dt.date = c.date("体检日期", "时间", "日期")
    provider: str = c.text("体检机构", "机构")
    total: int = c.count("体检人数", "人数", minimum=1)
    cancer_screen: int = c.count("其中：两癌筛查女职工", "两癌筛查人数")
    amount_cny: Yuan = c.money("费用(元)", "金额", need=Need.OPTIONAL)
    voucher_no: str = c.identifier("凭证号", "凭证", need=Need.CONDITIONAL)


class ChildCare(Row):
    """One visit to children: how many, where; a child's name is never accepted."""

    batch_id: str = c.identifier("批次号", "编号")
    event_date: dt.date = c.date("日期", "慰问时间", "时间", "走访日期")
    township: str = c.place("乡镇", "属地", "街道")
    village: str = c.text("村(居)", "村", printable=False)
    headcount: int = c.count("人数", "儿童人数", "慰问人数", minimum=1)
    goods: str = c.text("物资名称", "慰问品", need=Need.OPTIONAL)
    amount_cny: Yuan = c.money("金额(元)", "资金", "金额", "慰问金额", need=Need.OPTIONAL)
    voucher_no: str = c.identifier("凭证号", "凭证", need=Need.CONDITIONAL)
    publishable: bool = c.flag("是否公开", "可公开", default=False)


RETURN = Return(
    code="W06",
    title="女职工与健康关爱台账",
    department="NG",
    sheets=(
        Sheet(
            name="women_reliefs",
            title="女职工慰问",
            model=WomenRelief,
            key=("batch_id",),
            dated="pay_date",
            amount="amount_cny",
            rules=(
                equals_product("amount_cny", "headcount", "unit_amount_cny"),
                voucher_awaited("amount_cny"),
            ),
        ),
        Sheet(
            name="health_checks",
            title="健康体检",
            model=HealthCheck,
            key=("batch_id",),
            dated="check_date",
            amount="amount_cny",
            rules=(
                at_most("cancer_screen", "total", "两癌筛查人数不得超过体检人数"),
                voucher_when_paid("amount_cny"),
            ),
        ),
        Sheet(
            name="child_cares",
            title="关爱儿童",
            model=ChildCare,
            key=("batch_id",),
            dated="event_date",
            amount="amount_cny",
            forbidden=("儿童姓名", "姓名", "学生姓名", "孩子姓名", "儿童名单"),
            rules=(voucher_when_paid("amount_cny"),),
        ),
    ),
)
