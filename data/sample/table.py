"""What a department has to say, before its own hand puts it on a sheet."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

Value = str | int | float | Decimal | dt.date | None
"""What a cell may hold; a `Decimal` is an amount of money in yuan."""

Row = tuple[Value, ...]


@dataclass(frozen=True)
class Table:
    """The rows of one sheet under the contract's own headings.

    `summed` names the columns that the 合计 row adds up; `money` is the column whose
    total a control line of the cover declares.
    """

    name: str
    title: str
    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    summed: tuple[str, ...] = ()
    money: str | None = None

    def column(self, heading: str) -> list[Value]:
        """Return one column from top to bottom."""
        place = self.headings.index(heading)
        return [row[place] for row in self.rows]

    def total(self, heading: str) -> int | Decimal:
        """Add up one column, blanks left out: a count, or an amount in yuan."""
        numbers = [value for value in self.column(heading) if isinstance(value, int | Decimal)]
        return sum(numbers, start=yuan(0) if "元" in heading else 0)

    def holds_money(self) -> bool:
        """Tell whether some heading names a money unit."""
        return any("元" in heading for heading in self.headings)


@dataclass(frozen=True)
class Book:
    """One department's workbook for one month of 2024."""

    code: str
    month: int
    tables: tuple[Table, ...]
    version: int = 1


def rows_of(month: int, dated: tuple[tuple[int, Row], ...]) -> tuple[Row, ...]:
    """Pick the rows that were sent in one month."""
    return tuple(row for sent_in, row in dated if sent_in == month)


def yuan(amount: int | str) -> Decimal:
    """Return an exact amount in yuan."""
    return Decimal(amount)
