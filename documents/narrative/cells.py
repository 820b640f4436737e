"""Cells of a table: a figure in its printed form, and the line that explains their symbols."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from documents.narrative.entries import Entry
from documents.narrative.units import without_unit
from documents.numerals import numerals
from schemas.bulletin import Cell, Number, plain
from schemas.figure import NO_DATA, NOT_REPORTED, PENDING, STATED, WITHHELD

_NOTHING = "—"
_HIDDEN = "…"
_UNKNOWN = "不计算"
_SYMBOLS = {NO_DATA: _NOTHING, WITHHELD: _HIDDEN, PENDING: PENDING, NOT_REPORTED: NOT_REPORTED}
_NOTES = {
    _NOTHING: "“—”表示本期没有发生",
    _HIDDEN: "“…”表示不单独公布",
    "": "空格表示该指标只统计期末数或目标数，不分期列示",
    "未列": "“未列”表示预算中没有列出该科目",
    _UNKNOWN: "“不计算”表示没有预算或可比的上年数、冲销大于支出、数据不全或只公布约数",
}
_PULLED = "拉动为各项的增减与合计上年数之比，上年有、本年没有的各项未列，各项之和可以不等于合计"
_HALF_A_PLACE = Decimal("0.05")
BLANK = Cell((), align="right")


def figure_cell(entry: Entry, unit: str, without: str = "") -> Cell:
    """Return the cell of one figure, without its column's unit; its value where it is exact.

    `without` is said where there is no figure; a zero is then a zero.
    """
    if without and entry.status == NO_DATA:
        return Cell((Number(without, entry.reference),), align="right")
    if without and entry.status == STATED and entry.amount == 0:
        return Cell((Number("0", entry.reference),), align="right", value=Decimal(0))
    if entry.status in _SYMBOLS or not entry.happened:
        symbol = _SYMBOLS.get(entry.status, _NOTHING)
        return Cell((Number(symbol, entry.reference),), align="right")
    text = without_unit(entry.printed, unit)
    return Cell((Number(text, entry.reference),), align="right", value=exact(text))


def view_cell(told: str, entry: Entry, unit: str = "") -> Cell:
    """Return the cell of a number beside a figure, without the unit that its column names.

    Words where there is none, or where it is said in words (持平).
    """
    text = told.removesuffix(unit)
    if not numerals(text):
        return Cell((text or _UNKNOWN,), align="right")
    return Cell((Number(text, entry.reference),), align="right", value=exact(text))


def are_shares_uneven(cells: Sequence[Cell]) -> bool:
    """Return whether shares, the total's last, add up to another number for their rounding alone.

    Where more is lacking (a hidden part, a subject within a subject), nobody adds them up.
    """
    *parts, whole = [cell.value for cell in cells]
    told = [part for part in parts if part is not None]
    if whole is None or len(told) < len(parts):
        return False
    gap = abs(sum(told, Decimal(0)) - whole)
    return 0 < gap <= len(told) * _HALF_A_PLACE


def exact(text: str) -> Decimal | None:
    """Return the number of a cell's text; none for words."""
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def words(cell: Cell) -> str:
    """Return the text of a cell."""
    return plain(cell.spans)


def explain_symbols(
    rows: tuple[tuple[Cell, ...], ...],
    base_name: str,
    *,
    uneven: bool = False,
    pulled: bool = False,
) -> tuple[str, ...]:
    """Return one line that explains the symbols in the cells; none where there are none.

    `base_name`: what last year's columns beside them are called; empty without any. `uneven`:
    shares do not add up to the whole. `pulled`: a column tells what moved the growth.
    """
    printed = {words(cell) for row in rows for cell in row if cell.align == "right"}
    notes = [note for symbol, note in _NOTES.items() if symbol in printed]
    if base_name:
        told = "空格表示无数据、不可比、基数过小或只公布约数"
        notes.append(f"{base_name}、同比两栏{told}")
    if uneven:
        notes.append("占比因四舍五入，各项之和不等于合计")
    if pulled:
        notes.append(_PULLED)
    return (f"注：{'；'.join(notes)}。",) if notes else ()
