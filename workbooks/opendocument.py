"""What an .ods document says beside its values: errors, merged cells, hidden parts.

Rows and cells that are alike are written once with their number; what repeats to the edge of
the sheet holds nothing.
"""

from __future__ import annotations

import io
import zipfile
from typing import Any

from lxml import etree

from workbooks.cells import CellValue, Unvalued
from workbooks.grid import Area, Place, Sight

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_HIDDEN = ("collapse", "filter")
_MOST_COLUMNS = 16_384
_MOST_ROWS = 1_048_576


def see_sheets(content: bytes) -> dict[str, Sight]:
    """Return, by name, what a document says of each of its sheets."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        tree = etree.fromstring(package.read("content.xml"), parser)
    tables = tree.iter(f"{_TABLE}table")
    return {str(table.get(f"{_TABLE}name")): _Table(table).sight() for table in tables}


class _Table:
    """Walks one table, counting what repeats."""

    def __init__(self, table: Any) -> None:
        self._table = table
        self._unvalued: dict[Place, CellValue] = {}
        self._formulas: dict[Place, str] = {}
        self._merged: list[Area] = []

    def sight(self) -> Sight:
        hidden_rows: set[int] = set()
        index = 0
        for row in self._table.iter(f"{_TABLE}table-row"):
            times = _times(row, "rows", _MOST_ROWS - index)
            if not times:
                break
            if row.get(f"{_TABLE}visibility") in _HIDDEN:
                hidden_rows.update(range(index, index + times))
            self._walk(row, range(index, index + times))
            index += times
        return Sight(
            unvalued=self._unvalued,
            merged=tuple(self._merged),
            hidden_rows=frozenset(hidden_rows),
            hidden_columns=frozenset(self._hidden_columns()),
            formulas=self._formulas,
        )

    def _hidden_columns(self) -> set[int]:
        hidden: set[int] = set()
        index = 0
        for column in self._table.iter(f"{_TABLE}table-column"):
            times = _times(column, "columns", _MOST_COLUMNS - index)
            if column.get(f"{_TABLE}visibility") in _HIDDEN:
                hidden.update(range(index, index + times))
            index += times
        return hidden

    def _walk(self, row: Any, rows: range) -> None:
        column = 0
        for cell in row.iterchildren(*_CELLS):
            times = _times(cell, "columns", _MOST_COLUMNS - column)
            self._look_at_span(cell, rows[0], column)
            if cell.get(f"{_TABLE}formula") is not None:
                self._look_at_formula(cell, rows, range(column, column + times))
            column += times

    def _look_at_span(self, cell: Any, row: int, column: int) -> None:
        wide = int(cell.get(f"{_TABLE}number-columns-spanned") or 1)
        high = int(cell.get(f"{_TABLE}number-rows-spanned") or 1)
        if wide > 1 or high > 1:
            self._merged.append(((row, column), (row + high - 1, column + wide - 1)))

    def _look_at_formula(self, cell: Any, rows: range, columns: range) -> None:
        unvalued = _unvalued(cell)
        for place in ((row, column) for row in rows for column in columns):
            self._formulas[place] = str(cell.get(f"{_TABLE}formula")).removeprefix("of:")
            if unvalued is not None:
                self._unvalued[place] = unvalued


def _unvalued(cell: Any) -> Unvalued | None:
    """Return what a formula's cell shows where it shows no value."""
    if cell.get(f"{_CALC}value-type") == "error":
        return Unvalued("error", cell.findtext(f"{_TEXT}p") or "")
    if cell.get(f"{_OFFICE}value-type") is None:
        return Unvalued("formula-without-value")
    return None


def _times(element: Any, what: str, most: int) -> int:
    """Return how many rows or columns an element stands for."""
    return min(int(element.get(f"{_TABLE}number-{what}-repeated") or 1), most)
