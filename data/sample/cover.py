"""The cover sheet: what the book is, for which month, in which unit, and its control lines."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from sample.days import chinese_date, filing_day, month_end, month_text
from sample.hand import UNION, Hand
from sample.manners import in_unit
from sample.page import Cell
from sample.table import Book, Table, Value

NAME = "封面"
DISCLAIMER = "示例数据：各行、姓名、号码均为虚构，只有合计与公开的总结相符。"


def lay_out(book: Book, hand: Hand) -> list[Cell]:
    """Return every cell of the cover."""
    entries = _entries(book, hand)
    cells = [Cell(0, 0, f"{UNION}统计报表封面", "title", across=2)]
    for row, (key, value) in enumerate(entries, 1):
        look = "date" if isinstance(value, dt.date) else "text"
        cells += [Cell(row, 0, key, "head"), Cell(row, 1, value, look)]
    controls = _controls(book, hand) if hand.controls else []
    row = len(entries) + 2
    for number, line in enumerate(controls):
        look = "text" if number else "head"
        cells += [Cell(row + number, column, value, look) for column, value in enumerate(line)]
    return [*cells, Cell(row + len(controls) + 1, 0, DISCLAIMER, "note")]


def _entries(book: Book, hand: Hand) -> list[tuple[str, Value]]:
    filed = filing_day(book.month, hand.filing_slot)
    stem = f"示例{hand.signer}"
    return [
        ("表号", book.code),
        ("填报单位", hand.department),
        ("报送期", month_text(book.month)),
        ("报送方式", "累计台账" if hand.cumulative else "增量"),
        ("版本", book.version),
        ("金额单位", hand.unit),
        ("填报人", f"{stem}一"),
        ("审核人", f"{stem}二"),
        ("负责人", f"{stem}三"),
        ("填报日期", chinese_date(filed) if hand.filing_day_as_text else filed),
        ("数据截止日", month_end(book.month)),
    ]


def _controls(book: Book, hand: Hand) -> list[tuple[Value, ...]]:
    """Return the control lines: one for each sheet of the book, in the declared unit."""
    lines: list[tuple[Value, ...]] = [("表页", "行数", "合计金额")]
    lines += [(table.name, len(table.rows), _amount(table, hand)) for table in book.tables]
    return lines


def _amount(table: Table, hand: Hand) -> Value:
    return None if table.money is None else in_unit(Decimal(table.total(table.money)), hand.unit)
