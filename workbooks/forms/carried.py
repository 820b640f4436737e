"""Rows of last month that a new form brings along, so that only what changed is typed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from schemas.columns import Column, Kind, Need
from schemas.sheets import Sheet
from workbooks.forms.blank import Blank
from workbooks.forms.looks import Looks, cell_look
from workbooks.forms.options import YES_NO
from workbooks.naming import may_not_be_told

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

Value = str | int | Decimal | dt.date

NOTICE = "已带出上月登记内容，有变动的请修改，新增的接着往下填；上月未采用的行没有带出，请补上。"

_TELLING = (Kind.IDENTIFIER, Kind.PLACE)

OF_THE_MONTH = "本月"
"""How a heading begins that speaks of one month alone: last month's value is of no use."""


def carried_rows(sheet: Sheet, blank: Blank) -> list[dict[str, Value]]:
    """Return the rows that a sheet of the form brings along, what may stand in them by column.

    Only of sheets whose rows stand for months, or that a cumulative ledger sends again
    whole; never where a required cell would have to stay blank, because it is personal.
    """
    standing = blank.standing.get(sheet.name)
    if standing is None or not _is_carried(sheet, blank):
        return []
    rows = standing.select(*sheet.columns).iter_rows(named=True)
    return [dict(_values(sheet, row)) for row in rows if _may_stand(sheet, row, blank)]


def _is_carried(sheet: Sheet, blank: Blank) -> bool:
    required = [column for column in sheet.columns.values() if column.need is Need.REQUIRED]
    return (sheet.lasting or blank.form.kept_as_ledger) and not any(map(_stays_blank, required))


def _stays_blank(column: Column) -> bool:
    personal = column.kind is Kind.PERSON or not column.printable
    return personal or column.title.startswith(OF_THE_MONTH)


def _may_stand(sheet: Sheet, row: Mapping[str, object], blank: Blank) -> bool:
    """Return whether the form may still hold a row: its date decides (DOMAIN.md §5.1).

    A row with a person's name or number for its own number or place is not handed round.
    """
    told = [row[code] for code, column in sheet.columns.items() if column.kind in _TELLING]
    if any(may_not_be_told(str(text)) for text in told if text is not None):
        return False
    dated = row[sheet.dated] if sheet.dated else None
    return dated is None or str(dated) >= str(blank.deciding_dates[0])


def _values(sheet: Sheet, row: Mapping[str, Value | bool | None]) -> Iterator[tuple[str, Value]]:
    for code, column in sheet.columns.items():
        value = row[code]
        if value is None or _stays_blank(column):
            continue
        yield code, YES_NO[not value] if isinstance(value, bool) else value


def write_carried_rows(
    page: Worksheet, first: int, sheet: Sheet, rows: list[dict[str, Value]], looks: Looks
) -> None:
    """Write the rows from row `first` on: numbers and days as such, all else as text."""
    for number, row in enumerate(rows, first):
        for index, (code, column) in enumerate(sheet.columns.items()):
            if code in row:
                _write(page, (number, index), row[code], looks[cell_look(column.kind)])


def _write(page: Worksheet, place: tuple[int, int], value: Value, look: object) -> None:
    if isinstance(value, dt.date):
        page.write_datetime(*place, value, look)
    elif isinstance(value, str):
        page.write_string(*place, value, look)
    else:
        page.write_number(*place, float(value), look)
