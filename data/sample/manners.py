"""The manners of typing: one value in, what stands in the cell out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

from sample.days import chinese_date
from sample.table import Value

YUAN_IN = {"元": 1, "千元": 1000, "万元": 10000}
SERIAL_ZERO = dt.date(1899, 12, 30)
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")

MANNERS: dict[str, Callable[[str], str | int | dt.date]] = {
    "as a number": int,
    "with 名": "{}名".format,
    "in full-width digits": lambda text: text.translate(FULL_WIDTH),
    "in full-width brackets": lambda text: text.replace("(", "（").replace(")", "）"),
    "with thousands separators": lambda text: f"{Decimal(text):,.2f}",
    "2024年6月": lambda text: f"{text[:4]}年{int(text[5:])}月",
    "first day of the month": lambda text: dt.date.fromisoformat(f"{text}-01"),
}

DATE_MANNERS: dict[str, Callable[[dt.date], str | int]] = {
    "2024-07-09": lambda date: date.isoformat(),
    "2024.7.9": lambda date: f"{date.year}.{date.month}.{date.day}",
    "2024/7/9": lambda date: f"{date.year}/{date.month}/{date.day}",
    "2024年7月9日": chinese_date,
    "20240709": lambda date: f"{date:%Y%m%d}",
    "7月9日": lambda date: f"{date.month}月{date.day}日",
    "serial": lambda date: (date - SERIAL_ZERO).days,
}


def in_unit(amount: Decimal, unit: str) -> Decimal:
    """Convert yuan into the unit that a book declares; exact."""
    return amount / YUAN_IN[unit]


def typed_value(value: Value, manner: str) -> Value:
    """Return what is typed for one value; a blank and an unmannered value stay as they are."""
    if value is None or not manner:
        return value
    if isinstance(value, dt.date):
        return DATE_MANNERS[manner](value)
    return MANNERS[manner](str(value))
