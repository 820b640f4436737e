"""The cover sheet: what a workbook says of itself."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from itertools import pairwise

from schemas.codes import CUMULATIVE, INCREMENT, MONEY_UNITS
from schemas.submission import Control, Cover
from workbooks.cells import CellValue, is_blank, squeeze, text_of
from workbooks.grid import Grid

TITLE = "封面"

_MONTH = re.compile(r"(20\d{2})[-./年]?(\d{1,2})(?:月份?|[-./月]\d{1,2}.*)?")
_FULL_DATE = re.compile(r"(\d{4})[-./年]?(\d{1,2})[-./月]?(\d{1,2})日?")


def is_cover(grid: Grid) -> bool:
    """Return whether a sheet is a cover: it is called so, or declares what a cover does."""
    return (
        squeeze(grid.name) == TITLE or {"表号", "报送期", "报送方式"} <= dict(_pairs(grid)).keys()
    )


def read_cover(grid: Grid) -> Cover:
    """Return what a cover declares; what it does not declare is empty."""
    said = dict(_pairs(grid))
    return Cover(
        table_code=squeeze(text_of(said.get("表号"))).upper(),
        reported_in=_month(said.get("报送期")),
        department=squeeze(text_of(said.get("填报单位"))),
        submit_mode=_mode(text_of(said.get("报送方式"))),
        version=_version(text_of(said.get("版本"))),
        amount_unit=_unit(text_of(said.get("金额单位"))),
        cutoff=_date(said.get("数据截止日")),
        controls=tuple(_controls(grid)),
    )


def _pairs(grid: Grid) -> Iterator[tuple[str, CellValue]]:
    """Yield each label of the sheet with the next value in its row."""
    for row in range(len(grid.rows)):
        filled = grid.filled(row)
        for label, value in pairwise(filled):
            words = grid.at(row, label)
            if isinstance(words, str):
                yield squeeze(words).strip(":"), grid.at(row, value)


def _month(value: CellValue) -> str:
    found = _MONTH.fullmatch(squeeze(text_of(value)))
    if not found or not 1 <= int(found[2]) <= 12:
        return ""
    return f"{found[1]}-{int(found[2]):02d}"


def _date(value: CellValue) -> dt.date | None:
    found = _FULL_DATE.fullmatch(squeeze(text_of(value)))
    try:
        return dt.date(*(int(part) for part in found.groups())) if found else None
    except ValueError:
        return None


def _mode(text: str) -> str:
    words = squeeze(text)
    if words.startswith("累计"):
        return CUMULATIVE
    return INCREMENT if words.startswith("增量") else ""


def _version(text: str) -> int:
    digits = squeeze(text).lower().lstrip("v")
    return int(digits) if digits.isdecimal() and int(digits) > 0 else 1


def _unit(text: str) -> str:
    words = squeeze(text).removeprefix("人民币")
    return words if words in MONEY_UNITS else ""


def _controls(grid: Grid) -> Iterator[Control]:
    """Yield the control lines: below a row that names 行数, one line a sheet."""
    head = next((r for r in range(len(grid.rows)) if "行数" in _words(grid, r)), None)
    if head is None:
        return
    labels = _words(grid, head)
    where = {label: column for column, label in enumerate(labels) if label}
    amount = next((c for label, c in where.items() if "金额" in label), None)
    for row in range(head + 1, len(grid.rows)):
        sheet = squeeze(text_of(grid.at(row, where.get("表页", 0))))
        rows = _decimal(grid.at(row, where["行数"]))
        money = _decimal(grid.at(row, amount)) if amount is not None else None
        if sheet and (rows is not None or money is not None):
            yield Control(sheet, int(rows) if rows is not None else None, money)


def _words(grid: Grid, row: int) -> list[str]:
    return [squeeze(v) if isinstance(v, str) else "" for v in grid.rows[row]]


def _decimal(value: CellValue) -> Decimal | None:
    if is_blank(value):
        return None
    try:
        number = Decimal(squeeze(text_of(value)).replace(",", ""))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
