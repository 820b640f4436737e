"""W06 女职工与健康关爱台账: women visited, health checks, children (FACTS F427–F431)."""

from __future__ import annotations

from sample.days import day
from sample.payments import Batch, batches_of, one_month
from sample.table import Book, Row, Table, rows_of

CHECKS = (
    (4, ("NG-TJ-01", day(4, 23), "示例体检中心", 120, 50, None, None)),
    (9, ("NG-TJ-02", day(9, 10), "示例体检中心", 80, 40, None, None)),
)
CHILDREN = ((5, ("NG-ET-01", day(5, 31), "龙田乡", "西江村", 37, "书包、文具", None, None, "否")),)

VISIT_HEADINGS = (
    "批次号",
    "项目编码",
    "对象类别",
    "发放日期",
    "人数",
    "标准(元/人)",
    "金额(元)",
    "资金来源",
    "凭证号",
    "备注",
)
CHECK_HEADINGS = (
    "批次号",
    "体检日期",
    "体检机构",
    "体检人数",
    "其中：两癌筛查女职工",
    "费用(元)",
    "凭证号",
)
CHILDREN_HEADINGS = (
    "批次号",
    "日期",
    "乡镇",
    "村(居)",
    "人数",
    "物资名称",
    "金额(元)",
    "凭证号",
    "是否公开",
)


def book(month: int) -> Book:
    """Return the month's three sheets: most months are zero reports."""
    rows = tuple(_visit(batch) for batch in batches_of("NG", one_month(month)))
    summed = ("人数", "金额(元)")
    visits = Table("女职工慰问", "女职工慰问登记表", VISIT_HEADINGS, rows, summed, "金额(元)")
    rows, summed = rows_of(month, CHECKS), ("体检人数", "其中：两癌筛查女职工")
    checks = Table("健康体检", "职工健康体检登记表", CHECK_HEADINGS, rows, summed)
    rows = rows_of(month, CHILDREN)
    children = Table("关爱儿童", "关爱儿童登记表", CHILDREN_HEADINGS, rows, ("人数",))
    return Book("W06", month, (visits, checks, children))


def _visit(batch: Batch) -> Row:
    return (
        batch.batch_id,
        batch.project,
        batch.plan.group,
        batch.paid_on,
        batch.heads,
        batch.standard,
        batch.amount,
        batch.plan.fund,
        batch.voucher,
        "三八节前发放",
    )
