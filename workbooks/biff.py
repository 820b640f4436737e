"""Old workbooks (.xls, .et): values, errors, merged and hidden parts, all read by xlrd.

Of a formula only its result is known here; one that was never calculated reads as empty text.
"""

from __future__ import annotations

import io
from collections.abc import Iterator

import xlrd
from xlrd.sheet import Sheet as XlsSheet

from workbooks.biff_formulas import find_uncalculated
from workbooks.cells import CellValue, Unvalued
from workbooks.grid import Grid, Place, Sight, make_grid

_ERRORS = xlrd.error_text_from_code
_NAMES_ITS_CODE_PAGE = 80  # BIFF8 and later hold Unicode

_KEEPS_ITS_RECORDS = 50  # older ones have one sheet, read at once


def read_biff(content: bytes) -> list[Grid]:
    """Return the worksheets of an old workbook in their order."""
    book = open_biff(content)
    return [_grid(book, number) for number in range(book.nsheets)]


def open_biff(content: bytes, encoding: str | None = None) -> xlrd.Book:
    """Return an old workbook with its records at hand; one without a code page is GB18030."""
    book = xlrd.open_workbook(
        file_contents=content,
        formatting_info=True,
        on_demand=True,  # which leaves the records at hand
        encoding_override=encoding,
        logfile=io.StringIO(),
    )
    if encoding is None and book.biff_version < _NAMES_ITS_CODE_PAGE and not book.codepage:
        return open_biff(content, "gb18030")
    return book


def _grid(book: xlrd.Book, number: int) -> Grid:
    sheet = book.sheet_by_index(number)
    sight = Sight(
        unvalued={**dict(_errors(sheet)), **_uncalculated(book, sheet, number)},
        merged=tuple(
            ((top, left), (bottom - 1, right - 1))
            for top, bottom, left, right in sheet.merged_cells
        ),
        hidden_rows=frozenset(row for row, info in sheet.rowinfo_map.items() if info.hidden),
        hidden_columns=frozenset(
            column for column, info in sheet.colinfo_map.items() if info.hidden
        ),
    )
    rows = ([_value(book, cell) for cell in sheet.row(row)] for row in range(sheet.nrows))
    return make_grid(sheet.name, rows, sight, visible=sheet.visibility == 0)


def _errors(sheet: XlsSheet) -> Iterator[tuple[Place, CellValue]]:
    for row in range(sheet.nrows):
        for column, cell in enumerate(sheet.row(row)):
            if cell.ctype == xlrd.XL_CELL_ERROR:
                yield (row, column), Unvalued("error", _ERRORS.get(int(cell.value), ""))


def _uncalculated(book: xlrd.Book, sheet: XlsSheet, number: int) -> dict[Place, CellValue]:
    """Return the formulas without a result; only a sheet with empty texts can have any."""
    texts = (row.count("") for row in map(sheet.row_values, range(sheet.nrows)))
    if book.biff_version < _KEEPS_ITS_RECORDS or not book.mem or not any(texts):
        return {}
    places = find_uncalculated(bytes(book.mem), book.base, number)
    return dict.fromkeys(places, Unvalued("formula-without-value"))


def _value(book: xlrd.Book, cell: xlrd.sheet.Cell) -> CellValue:
    if cell.ctype == xlrd.XL_CELL_TEXT:
        return str(cell.value)
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(cell.value)
    if cell.ctype == xlrd.XL_CELL_DATE:
        return _date(float(cell.value), book.datemode)
    return float(cell.value) if cell.ctype == xlrd.XL_CELL_NUMBER else None


def _date(serial: float, mode: int) -> CellValue:
    """Return a date, a time of day below one; a serial that is no date stays a number."""
    try:
        moment = xlrd.xldate_as_datetime(serial, 1 if mode else 0)
    except (ValueError, OverflowError, xlrd.xldate.XLDateError):
        return serial
    return moment.time() if 0 <= serial < 1 else moment
