"""A sheet of a return, and a return: what is read, how it is known, how it adds up."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandera.polars as pa

from schemas.columns import Column, Kind, Need, columns_of
from schemas.rules import RowRule

_NATURAL = (Kind.TEXT, Kind.IDENTIFIER, Kind.COUNT, Kind.DATE, Kind.CHOICE, Kind.PLACE)
_CHANGING = ("status", "result")


class Row(pa.DataFrameModel):
    """Where a row came from: every accepted row of every sheet carries these.

    `workbook` is the path below `raw/`, `reported_in` the month (`YYYY-MM`) of the
    submission, `source_row` the row number as Excel shows it.
    """

    workbook: str
    sheet: str
    source_row: int = pa.Field(ge=1)
    reported_in: str

    class Config:
        """Columns beside the contract's own are our bug."""

        strict = True


@dataclass(frozen=True, eq=False)
class Sheet:
    """One sheet of a return.

    `name` is the English plural used in code; `key` the business key; `dated` the
    date (or month) that decides the month of a row; a `register` describes things that
    change, so that the latest submission of a key stands, and `begun` is the date on which
    such a thing began, where its number holds for that year alone; `lasting` are those that change
    slowly, so that a new form brings last month's rows along. `personal` headings are
    dropped unread; a `forbidden` heading quarantines the sheet. `amount` is the sheet's
    main money column, which control totals speak of.
    """

    name: str
    title: str
    model: type[Row]
    key: tuple[str, ...]
    dated: str | None = None
    register: bool = False
    begun: str | None = None
    lasting: bool = False
    required: bool = True
    amount: str | None = None
    personal: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    rules: tuple[RowRule, ...] = ()

    @cached_property
    def columns(self) -> dict[str, Column]:
        """Return the sheet's columns by code, in the order of the form."""
        return columns_of(self.model)

    @cached_property
    def computable(self) -> frozenset[str]:
        """Return the columns that may be left blank, because their rule can fill them in."""
        return frozenset(rule.column for rule in self.rules if rule.factors)

    @property
    def own_id(self) -> str | None:
        """Return the column whose number alone tells a row from any other, where there is one."""
        kinds = [self.columns[code].kind for code in self.key if code in self.columns]
        return self.key[0] if len(self.key) == 1 and kinds == [Kind.IDENTIFIER] else None

    @cached_property
    def natural_key(self) -> tuple[str, ...]:
        """Return the columns that tell a row where its own number is missing (DOMAIN.md §5.1).

        Date, project or category, name or place, and count: what must be filled in, but
        neither money nor how far a thing has come, which changes.
        """
        return tuple(
            code
            for code, column in self.columns.items()
            if code not in (self.own_id, *_CHANGING)
            and column.need is Need.REQUIRED
            and column.kind in _NATURAL
        )


@dataclass(frozen=True)
class Return:
    """One departmental return (报表): its table code, its department, its sheets.

    One that is `kept_as_ledger` is usually sent as a cumulative ledger (累计台账): whole,
    each time, in place of what was sent before (DOMAIN.md §7, W07 plans).
    """

    code: str
    title: str
    department: str
    sheets: tuple[Sheet, ...]
    kept_as_ledger: bool = False

    @property
    def has_amounts(self) -> bool:
        """Return whether any sheet holds money, so that a unit must be declared."""
        return any(c.kind == "money" for s in self.sheets for c in s.columns.values())
