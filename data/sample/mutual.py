"""W07 职工互助保障台账: a ledger sent whole every month (FACTS F421, F432–F437)."""

from __future__ import annotations

from collections.abc import Callable

from sample import claims
from sample.days import month_end
from sample.enrolments import PRICE, UNITS, Unit
from sample.payments import Batch, batches_of
from sample.table import Book, Row, Table

UNIT_HEADINGS = (
    "单位编码",
    "单位名称",
    "单位性质",
    "保障计划",
    "参保日期",
    "保障起期",
    "保障止期",
    "参保人次",
    "缴费标准(元/份)",
    "参保金额(元)",
)
CLAIM_HEADINGS = (
    "理赔编号",
    "单位编码",
    "姓名",
    "身份证号",
    "保障计划",
    "理赔类型",
    "受理日期",
    "赔付日期",
    "理赔金额(元)",
    "状态",
)
GIFT_HEADINGS = (
    "批次号",
    "赠送日期",
    "对象类别",
    "人数",
    "标准(元/份)",
    "金额(元)",
    "资金来源",
    "是否计入参保统计",
    "凭证号",
    "备注",
)


def book(month: int) -> Book:
    """Return the ledger as it stood at the month's end."""
    return Book("W07", month, _tables(month, _unit))


def corrected(month: int, version: int) -> Book:
    """Return the ledger with premiums in yuan and the standard filled in, as a version of it."""
    return Book("W07", month, _tables(month, _unit_in_yuan), version)


def _tables(month: int, unit_row: Callable[[Unit], Row]) -> tuple[Table, ...]:
    cutoff = month_end(month)
    units = tuple(unit_row(unit) for unit in UNITS if unit.enrolled_on <= cutoff)
    gifts = tuple(_gift(batch) for batch in batches_of("HB", range(1, month + 1)))
    return _enrolled(units), _claimed(claims.ledger(cutoff)), _given(gifts)


def _enrolled(rows: tuple[Row, ...]) -> Table:
    money = "参保金额(元)"
    return Table("单位参保", "单位参保台账", UNIT_HEADINGS, rows, ("参保人次", money), money)


def _claimed(rows: tuple[Row, ...]) -> Table:
    money = "理赔金额(元)"
    return Table("理赔", "理赔台账", CLAIM_HEADINGS, rows, (money,), money)


def _given(rows: tuple[Row, ...]) -> Table:
    title, money = "新就业形态劳动者赠送参保台账", "金额(元)"
    return Table("赠送参保", title, GIFT_HEADINGS, rows, ("人数", money), money)


def _unit(unit: Unit) -> Row:
    return (
        unit.code,
        unit.name,
        unit.kind,
        unit.plan,
        unit.enrolled_on,
        unit.starts_on,
        unit.ends_on,
        unit.heads,
        None,  # 缴费标准 is left blank, which is how the wrong unit of the amount goes unseen
        unit.premium_hundreds,
    )


def _unit_in_yuan(unit: Unit) -> Row:
    return (*_unit(unit)[:-2], PRICE[unit.plan], unit.premium_hundreds * 100)


def _gift(batch: Batch) -> Row:
    return (
        batch.batch_id,
        batch.paid_on,
        batch.place,
        batch.heads,
        batch.standard,
        batch.amount,
        batch.plan.fund,
        "否",
        batch.voucher,
        "年初赠送" if batch.paid_on.month == 1 else None,
    )
