"""What the reader hands on: one workbook's cover, its cells by column, and its balance."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

import polars as pl

from schemas.codes import INCREMENT

CELL_SCHEMA = {
    "workbook": pl.String(),
    "sheet": pl.String(),
    "table": pl.String(),
    "row": pl.Int64(),
    "code": pl.String(),
    "cell": pl.String(),
    "kind": pl.String(),
    "text": pl.String(),
    "unit": pl.String(),
    "part": pl.String(),
}
"""One row per cell under a heading of the contract.

`table` is the English name of the contract's sheet and `sheet` the department's own name
for it; `kind` is number, text, date, boolean, keyed or faulty; `text` the value in its
shortest exact form (dates ISO), keyed where it names a person; `unit` the declared unit of
money; `part` is body or total.
"""


@dataclass(frozen=True)
class Control:
    """A control line of the cover: what one sheet should add up to, in the declared unit.

    `rows_at` and `amount_at` are the addresses of the two numbers on the cover.
    """

    sheet: str
    row_count: int | None
    amount: Decimal | None
    rows_at: str = field(default="", compare=False)
    amount_at: str = field(default="", compare=False)


@dataclass(frozen=True)
class Cover:
    """What a cover declares; without one, what is unambiguous stands here instead.

    `stamp` is the version of the form (schemas.stamps), empty on a workbook of the
    department's own; `unread` names what is filled in and cannot be understood. `sheet` is
    the department's own name for the sheet that is the cover.
    """

    table_code: str
    reported_in: str
    department: str = ""
    submit_mode: str = INCREMENT
    version: int = 1
    amount_unit: str = ""
    cutoff: dt.date | None = None
    filled_on: dt.date | None = None
    controls: tuple[Control, ...] = ()
    stamp: str = ""
    unread: tuple[str, ...] = ()
    present: bool = True
    sheet: str = field(default="", compare=False)


@dataclass(frozen=True)
class Balance:
    """Every cell that was seen: used, or set aside with a reason."""

    seen: int
    used: int
    set_aside: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Submission:
    """One workbook as read.

    `cells` follows CELL_SCHEMA, `issues` follows Issue. `tables` names the contract's
    sheets that were read, `blocked` those whose rows cannot be used until a fault is
    mended; `missing` those of the blocked that it does not hold at all, and `unnumbered`
    those that have no column for the number of a row. A workbook that could not be read at
    all has `readable` false.
    """

    workbook: str
    sha256: str
    cover: Cover
    cells: pl.DataFrame
    tables: tuple[str, ...]
    blocked: tuple[str, ...]
    issues: pl.DataFrame
    balance: Balance
    readable: bool = True
    missing: tuple[str, ...] = ()
    unnumbered: tuple[str, ...] = ()


@dataclass(frozen=True)
class WorkbookAccount:
    """What became of one workbook: its cells, and its rows accepted and sent back."""

    workbook: str
    readable: bool
    cells: Balance
    rows_accepted: int
    rows_rejected: int

    @property
    def rows_received(self) -> int:
        """Return the rows that the workbook holds."""
        return self.rows_accepted + self.rows_rejected
