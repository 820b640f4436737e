"""W05 四送与困难帮扶台账: relief paid, job fairs, hardship files, medical aid."""

from __future__ import annotations

import datetime as dt
import re

import polars as pl

from schemas import columns as c
from schemas.codes import FUND_SOURCES, PROJECTS
from schemas.columns import Need, Yuan
from schemas.rules import (
    RowRule,
    at_most,
    equals_product,
    given_when,
    not_before,
    voucher_awaited,
)
from schemas.sheets import Return, Row, Sheet

AID_PROJECTS = (
    "P-QL01",
    "P-QL02",
    "P-ZX01",
    "P-WN01",
    "P-WN02",
    "P-WN03",
    "P-WN04",
    "P-BF01",
)


class Relief(Row):
    """One batch of relief: who was helped, how many, by how much."""

    batch_id: str = c.identifier("批次号", "编号")
    project_code: str = c.choice("项目编码", "项目代码", among=AID_PROJECTS, fill_down=True)
    project_name: str = c.text("项目名称", "慰问项目", "项目", fill_down=True)
    target_group: str = c.choice(
        "对象类别",
        "慰问对象",
        among=(
            "环卫工人",
            "建筑工人",
            "困难职工",
            "特殊群体",
            "新就业形态",
            "困难企业职工",
            "困难职工子女",
            "其他",
        ),
        synonyms={"特殊职工群体": "特殊群体", "新就业形态劳动者": "新就业形态"},
    )
    pay_date: dt.date = c.date("发放日期", "慰问时间", "时间", "日期", "发放时间", "走访日期")
    site: str = c.text("慰问地点/项目点", "地点", "单位", need=Need.OPTIONAL)
    form: str = c.choice("形式", "慰问形式", among=("慰问金", "实物", "互助保障", "服务"))
    headcount: int = c.count("人数", "慰问人数", "户数", "受助人数", "名额", minimum=1)
    unit_amount_cny: Yuan = c.money(
        "标准(元/人)", "慰问标准", "单价", "补助标准", "标准", positive=True
    )
    amount_cny: Yuan = c.money("金额(元)", "资金", "慰问金额", "合计金额", "慰问金")
    fund_source: str = c.choice("资金来源", "来源", among=FUND_SOURCES)
    pay_method: str = c.choice("发放方式", "方式", among=("银行转账", "现金", "实物"))
    voucher_no: str = c.identifier("凭证号", "凭证", need=Need.OPTIONAL)
    roster_id: str = c.identifier("名册编号", "花名册", need=Need.OPTIONAL)
    remark: str = c.text("备注", "说明", need=Need.OPTIONAL, printable=False)


class JobFair(Row):
    """One job fair of 春送岗位."""

    fair_id: str = c.identifier("场次编号", "编号")
    event_date: dt.date = c.date("举办日期", "时间")
    venue: str = c.text("地点", "举办地点")
    area: str = c.place("区域", "县城/乡镇")
    companies: int = c.count("参会企业数", "企业家数", minimum=1)
    jobs: int = c.count("提供岗位数", "岗位数")
    intents: int = c.count("意向人数", "达成意向", need=Need.OPTIONAL)
    hired: int = c.count("招工人数", "招工", "录用人数")


class HardshipFile(Row):
    """One household's hardship file; the household is known only by a key."""

    family_key: str = c.person("户主身份证号", "身份证号")
    hardship_type: str = c.choice(
        "档案类别",
        "困难类别",
        among=("深度困难", "相对困难", "意外致困"),
        synonyms={
            "低保户": "深度困难",
            "低保边缘户": "相对困难",
            "意外致困户": "意外致困",
        },
    )
    open_date: dt.date = c.date("建档日期", "建档时间")
    close_date: dt.date = c.date("退档日期", "脱困时间", need=Need.CONDITIONAL)
    status: str = c.choice("状态", "档案状态", among=("在档", "解困脱困", "注销"))
    family_size: int = c.count("家庭人口", "人口数", minimum=1, maximum=15)
    cause: str = c.choice(
        "致困原因",
        "主要致困原因",
        among=("疾病", "子女上学", "突发事件", "下岗失业", "残疾", "其他"),
        need=Need.OPTIONAL,
        printable=False,
    )
    applied_cny: Yuan = c.money("申报帮扶资金(元)", "申报金额")
    approved_cny: Yuan = c.money("审批金额(元)", "核定金额", need=Need.OPTIONAL)
    paid_cny: Yuan = c.money("已发放金额(元)", "发放金额", need=Need.OPTIONAL)
    township: str = c.place("乡镇/单位", "属地", "乡镇", need=Need.OPTIONAL)


class MedicalAid(Row):
    """One grant of second medical aid (二次医疗救助)."""

    case_id: str = c.identifier("编号", "台账编号")
    pay_date: dt.date = c.date("救助日期", "时间")
    self_paid_cny: Yuan = c.money("自付医疗费用(元)", "自负费用", positive=True)
    amount_cny: Yuan = c.money("救助金额(元)", "金额")
    voucher_no: str = c.identifier("凭证号", "凭证", need=Need.OPTIONAL)


_BRACKETS = r"[（(].*?[）)]|\s"


def _named_as_coded() -> RowRule:
    """Return the rule that a project is not called by another project's name.

    A name that is no project's decides nothing; two codes may share a name (夏送清凉).
    """
    bare = {code: re.sub(_BRACKETS, "", name) for code, name in PROJECTS.items()}
    codes = {
        name: "、".join(c for c, other in bare.items() if other == name) for name in bare.values()
    }
    named = pl.col("project_name").str.replace_all(_BRACKETS, "")
    due = named.replace_strict(codes, default=None, return_dtype=pl.String)
    return RowRule(
        id="W-R06",
        column="project_code",
        holds=due.str.contains(pl.col("project_code"), literal=True),
        says="项目编码与项目名称不对应，请核对",
        when=due.is_not_null() & pl.col("project_code").is_not_null(),
        expected=due,
    )


RETURN = Return(
    code="W05",
    title="四送与困难帮扶台账",
    department="BF",
    sheets=(
        Sheet(
            name="reliefs",
            title="四送与慰问",
            model=Relief,
            key=("batch_id",),
            dated="pay_date",
            amount="amount_cny",
            rules=(
                equals_product("amount_cny", "headcount", "unit_amount_cny", "remark"),
                voucher_awaited("amount_cny"),
                _named_as_coded(),
            ),
        ),
        Sheet(
            name="job_fairs",
            title="招聘会",
            model=JobFair,
            key=("fair_id",),
            dated="event_date",
            rules=(
                at_most("hired", "jobs", "招工人数超过提供岗位数，请核对", "W-R03"),
                at_most("hired", "intents", "招工人数超过意向人数，请核对", "W-R03"),
            ),
        ),
        Sheet(
            name="hardship_files",
            title="困难职工档案",
            model=HardshipFile,
            key=("family_key",),
            register=True,
            amount="applied_cny",
            personal=(
                "姓名",
                "户主姓名",
                "电话",
                "联系电话",
                "开户行",
                "银行卡号",
                "住址",
                "家庭住址",
                "家庭成员",
            ),
            rules=(
                given_when("close_date", pl.col("status") != "在档", "退出档案的须填写退档日期"),
                not_before("close_date", "open_date", "退档日期不得早于建档日期"),
                at_most("approved_cny", "applied_cny", "审批金额超过申报金额，请核对", "W-R03"),
                at_most("paid_cny", "approved_cny", "已发放金额不得超过审批金额"),
            ),
        ),
        Sheet(
            name="medical_aids",
            title="二次医疗救助",
            model=MedicalAid,
            key=("case_id",),
            dated="pay_date",
            amount="amount_cny",
            personal=("姓名", "病种"),
            rules=(
                at_most("amount_cny", "self_paid_cny", "救助金额超过自付医疗费用，请核对", "W-R03"),
                voucher_awaited("amount_cny"),
            ),
        ),
    ),
)
