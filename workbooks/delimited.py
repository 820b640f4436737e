"""Text files of a table (.csv): their encoding, and what divides the cells.

Excel writes the list separator of the computer that it runs on: a comma here, a semicolon or
a tab elsewhere.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path

from workbooks.cells import CellValue, Unvalued
from workbooks.grid import Grid, Place, Sight, make_grid

_ERRORS = frozenset({"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"})
_SEPARATORS = (",", ";", "\t", "，")
_BEGINNING = 1 << 16
"""Characters from which the separator is told."""


def read_delimited(path: Path, content: bytes) -> Grid:
    """Return the one sheet of a csv file; UnicodeDecodeError where no encoding fits."""
    rows = _divided(_decoded(content))
    errors: dict[Place, CellValue] = {
        (index, column): Unvalued("error", text)
        for index, row in enumerate(rows)
        for column, text in enumerate(row)
        if text in _ERRORS
    }
    return make_grid(path.stem, rows, Sight(unvalued=errors))


def _divided(text: str) -> list[list[str]]:
    """Return the rows of a text, divided by what divides the most of the first; else by commas."""
    return _rows(text, max(_SEPARATORS, key=lambda mark: _count_divided(text[:_BEGINNING], mark)))


def _count_divided(text: str, separator: str) -> int:
    return sum(len(row) > 1 for row in _rows(text, separator))


def _rows(text: str, separator: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))


def _decoded(content: bytes) -> str:
    """Return the text of a file: UTF-8 where it is that, else GB18030."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030")
