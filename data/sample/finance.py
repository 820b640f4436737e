"""W09 财务经费台账: the ledger of every batch paid, and the budget it was paid from."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from sample.payments import BATCHES, Batch
from sample.table import Book, Row, Table, yuan

# Names as the 2010 chart of accounts has them; the budgets are invented.
SUBJECTS = {
    "50202": ("劳动保护", yuan(60000)),
    "50204": ("困难职工帮扶费", yuan(180000)),
    "50205": ("送温暖费", yuan(620000)),
    "50206": ("其他", yuan(150000)),
}
SPLIT = {"BF-202408-01": (("防暑药品", yuan(7800)), ("清凉饮品", yuan(5200)))}
"""The one voucher of two lines."""

LEDGER_HEADINGS = (
    "凭证号",
    "行号",
    "记账日期",
    "科目编码",
    "科目名称",
    "项目编码",
    "经办部门",
    "摘要",
    "资金来源",
    "金额(元)",
    "红字冲销",
    "支付状态",
)
BUDGET_HEADINGS = (
    "科目编码",
    "年初预算(元)",
    "调整预算(元)",
    "本月支出(元)",
    "累计支出(元)",
    "执行率(%)",
    "备注",
)


def book(month: int) -> Book:
    """Return the month's ledger and budget execution; the optional sheets only in January."""
    lines = tuple(
        line for batch in BATCHES if batch.posted_on.month == month for line in _lines(batch)
    )
    ledger = Table("支出明细账", "支出明细账", LEDGER_HEADINGS, lines, ("金额(元)",), "金额(元)")
    budget = Table(
        "预算执行",
        "预算执行情况表",
        BUDGET_HEADINGS,
        tuple(_budget(subject, month) for subject in SUBJECTS),
        ("年初预算(元)", "本月支出(元)", "累计支出(元)"),
    )
    return Book("W09", month, (ledger, budget, *_optional_sheets(month)))


def _optional_sheets(month: int) -> tuple[Table, ...]:
    """Return the two sheets that may be left out: sent empty once, then no more."""
    if month != 1:
        return ()
    grants = ("受补助工会", "项目编码", "文号", "金额(元)", "拨付日期", "凭证号")
    return (
        Table("调节事项", "调节事项表", ("项目编码", "调节金额(元)", "原因", "预计入账月份"), ()),
        Table("对下补助", "对下补助明细表", grants, ()),
    )


def _lines(batch: Batch) -> list[Row]:
    whole = (("", batch.amount),)
    return [
        (
            batch.voucher,
            number,
            batch.posted_on,
            batch.plan.subject,
            SUBJECTS[batch.plan.subject][0],
            batch.project,
            batch.plan.department,
            f"付{batch.plan.name}{batch.heads}人{goods}",
            batch.plan.fund,
            amount,
            "否",
            "已支付",
        )
        for number, (goods, amount) in enumerate(SPLIT.get(batch.batch_id, whole), 1)
    ]


def _budget(subject: str, month: int) -> Row:
    budget = SUBJECTS[subject][1]
    paid = [batch for batch in BATCHES if batch.plan.subject == subject]
    this_month = sum((b.amount for b in paid if b.posted_on.month == month), yuan(0))
    so_far = sum((b.amount for b in paid if b.posted_on.month <= month), yuan(0))
    return (subject, budget, None, this_month, so_far, _rate(so_far, budget), None)


def _rate(spent: Decimal, budget: Decimal) -> float:
    """Return the budget execution rate in per cent, to two places."""
    return float((100 * spent / budget).quantize(Decimal("0.01"), ROUND_HALF_UP))
