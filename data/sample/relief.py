"""W05 四送与困难帮扶台账: relief paid, job fairs, medical aid (FACTS F407–F426)."""

from __future__ import annotations

from sample import hardship
from sample.days import day
from sample.payments import Batch, batches_of, one_month
from sample.table import Book, Row, Table, rows_of

# fmt: off
FAIRS = (
    (2, ("ZP-2024-01", day(2, 20), "县人力资源市场", "县城", 42, 860, 231, 168)),
    (3, ("ZP-2024-02", day(3, 15), "县工业园区", "县城", 36, 720, 198, 142)),
    (5, ("ZP-2024-03", day(5, 10), "澧田镇政府广场", "澧田镇", 28, 540, 165, 121)),
    (7, ("ZP-2024-04", day(7, 19), "工人文化宫", "县城", 25, 480, 150, 106)),
    (9, ("ZP-2024-05", day(9, 26), "文竹镇政府广场", "文竹镇", 22, 410, 127, 90)),
)
# fmt: on

RELIEF_HEADINGS = (
    "批次号",
    "项目编码",
    "项目名称",
    "对象类别",
    "发放日期",
    "慰问地点/项目点",
    "形式",
    "人数",
    "标准(元/人)",
    "金额(元)",
    "资金来源",
    "发放方式",
    "凭证号",
    "备注",
)
FAIR_HEADINGS = (
    "场次编号",
    "举办日期",
    "地点",
    "区域",
    "参会企业数",
    "提供岗位数",
    "意向人数",
    "招工人数",
)
MEDICAL_HEADINGS = ("编号", "救助日期", "自付医疗费用(元)", "救助金额(元)", "凭证号")


def book(month: int) -> Book:
    """Return the month's four sheets; second medical aid never had a case."""
    rows = tuple(_row(batch) for batch in batches_of("BF", one_month(month)))
    title, money = "“四送”与慰问发放明细表", "金额(元)"
    relief = Table("四送与慰问", title, RELIEF_HEADINGS, rows, ("人数", money), money)
    title, rows = "春送岗位招聘会登记表", rows_of(month, FAIRS)
    fairs = Table("招聘会", title, FAIR_HEADINGS, rows, FAIR_HEADINGS[-4:])
    medical = Table("二次医疗救助", "“二次医疗”救助登记表", MEDICAL_HEADINGS, ())
    return Book("W05", month, (relief, fairs, hardship.table(month), medical))


def _row(batch: Batch) -> Row:
    plan = batch.plan
    return (
        batch.batch_id,
        batch.project,
        plan.name,
        plan.group,
        batch.paid_on,
        batch.place,
        plan.form,
        batch.heads,
        batch.standard,
        batch.amount,
        plan.fund,
        plan.method,
        batch.voucher,
        "入户走访" if batch.project == "P-WN02" else None,
    )
