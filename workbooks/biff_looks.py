"""How the sheets of an old workbook (.xls, .et) look: number formats, widths and formulas."""

from __future__ import annotations

from functools import partial

import xlrd
from xlrd.formula import get_externsheet_local_range  # type: ignore[attr-defined]

from workbooks.appearance import Appearance
from workbooks.biff import open_biff
from workbooks.biff_formulas import find_formulas
from workbooks.biff_tokens import as_excel
from workbooks.grid import Place

_OF_A_CHARACTER = 256
_GENERAL = "General"
_WITH_TOKENS = 80
"""From BIFF8 on the tokens of a formula are those that biff_tokens knows."""


def see_appearance(content: bytes) -> dict[str, Appearance]:
    """Return, by name, how each sheet of an old workbook looks."""
    book = open_biff(content)
    return {
        sheet.name: _appearance(book, sheet, number) for number, sheet in enumerate(book.sheets())
    }


def _appearance(book: xlrd.Book, sheet: xlrd.sheet.Sheet, number: int) -> Appearance:
    held = {
        (row, column): cell
        for row in range(sheet.nrows)
        for column, cell in enumerate(sheet.row(row))
        if cell.ctype not in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK)
    }
    formats = {place: _format(book, cell) for place, cell in held.items()}
    formulas: dict[Place, str] = {}
    results: set[Place] = set()
    if book.biff_version >= _WITH_TOKENS and book.mem:
        for formula in find_formulas(bytes(book.mem), book.base, number):
            place = formula.place
            written = as_excel(
                formula.tokens, place if formula.is_shared else None, partial(_sheet_name, book)
            )
            if written:
                formulas[place] = written
            else:
                results.add(place)
    return Appearance(
        widths={
            column: round(info.width / _OF_A_CHARACTER, 2)
            for column, info in sheet.colinfo_map.items()
            if info.width
        },
        formats={place: code for place, code in formats.items() if code != _GENERAL},
        formulas=formulas,
        results=frozenset(results),
    )


def _sheet_name(book: xlrd.Book, reference: int) -> str | None:
    """Return the sheet that a reference names by a number; None of several and of other books."""
    first, last = get_externsheet_local_range(book, reference)
    return str(book.sheet_names()[first]) if 0 <= first == last else None


def _format(book: xlrd.Book, cell: xlrd.sheet.Cell) -> str:
    """Return the number format of a cell; where the book does not say, the general one."""
    if cell.xf_index is None or cell.xf_index >= len(book.xf_list):
        return _GENERAL
    found = book.format_map.get(book.xf_list[cell.xf_index].format_key)
    return str(found.format_str) if found else _GENERAL
