"""A sheet to be laid out, and the cells it is laid out in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from sample.hand import Hand
from sample.table import Row, Table, Value

COUNTER = "序号"


class Formula(NamedTuple):
    """A sum down one column from a row to a row, with the value that Excel last saw."""

    first_row: int
    last_row: int
    value: Value


class Cell(NamedTuple):
    """One cell, or a merged block of `down` × `across` cells; `look` says how it is drawn."""

    row: int
    column: int
    value: Value | Formula
    look: str
    down: int = 1
    across: int = 1


@dataclass(frozen=True)
class Page:
    """One sheet to be laid out: its rows, its department's hand, its month."""

    table: Table
    hand: Hand
    month: int

    @property
    def headings(self) -> tuple[str, ...]:
        """Return the sheet's columns from left to right."""
        return ((COUNTER,) if self.hand.numbered else ()) + self.table.headings

    @property
    def rows(self) -> list[Row]:
        """Return the body's rows, counted where the department counts them."""
        if not self.hand.numbered:
            return list(self.table.rows)
        return [(number, *row) for number, row in enumerate(self.table.rows, 1)]

    @property
    def head_row(self) -> int:
        """Return the first row of the headings."""
        hand = self.hand
        extra = bool(hand.explanation) + (hand.own_unit_line and self.table.holds_money())
        return hand.blank_lines + 2 + extra + hand.gap_lines

    @property
    def body_row(self) -> int:
        """Return the first row of the body."""
        return self.head_row + (2 if self.table.name in self.hand.groups else 1)

    @property
    def total_row(self) -> int:
        """Return the row under the body: the total where there is one."""
        return self.body_row + max(len(self.table.rows), 1) + self.hand.spare_rows

    @property
    def has_total(self) -> bool:
        """Tell whether there is something to add up."""
        return bool(self.table.rows and self.table.summed)
