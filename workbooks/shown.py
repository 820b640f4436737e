"""A finished workbook read back: every cell as the person sees it who opens it."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

import openpyxl
from openpyxl.cell.cell import Cell, MergedCell

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_FORMAT = re.compile(
    r'(?:"(?P<before>[^"]*)")?(?P<whole>#,##0|0)(?P<decimals>\.0+)?(?:"(?P<after>[^"]*)")?'
)


@dataclass(frozen=True)
class WorkbookShown:
    """What a workbook shows: the texts of its sheets by name, rows of filled cells, and more.

    `properties` are what the file says of itself, page edges included.
    """

    sheets: dict[str, tuple[tuple[str, ...], ...]]
    properties: tuple[str, ...]


def show_workbook(content: bytes) -> WorkbookShown:
    """Return what a workbook shows; a row's merged cells count once, empty rows not at all."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    stated = book.properties
    told = (stated.title, stated.creator, stated.subject, stated.keywords, stated.description)
    edges = (
        edge.text
        for sheet in book
        for line in (sheet.oddHeader, sheet.oddFooter)
        if line is not None
        for edge in (line.left, line.center, line.right)
    )
    return WorkbookShown(
        sheets={sheet.title: tuple(_rows(sheet)) for sheet in book},
        properties=tuple(text for text in (*told, *edges) if text),
    )


def _rows(sheet: Worksheet) -> Iterator[tuple[str, ...]]:
    for row in sheet.iter_rows():
        texts = tuple(_text(cell) for cell in row if not isinstance(cell, MergedCell))
        if any(texts):
            yield texts


def _text(cell: Cell) -> str:
    """Return a cell as it is displayed; a number that is more exact than its format, in full."""
    if cell.value is None:
        return ""
    if not isinstance(cell.value, int | float):
        return str(cell.value)
    value = Decimal(repr(cell.value))
    found = _FORMAT.fullmatch(cell.number_format)
    if found is None:
        return f"{value.normalize():f}"
    places = len(found["decimals"] or ".") - 1
    shown = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    if shown != value:
        return f"{value.normalize():f}"
    number = f"{shown:,f}" if "," in found["whole"] else f"{shown:f}"
    return f"{found['before'] or ''}{number}{found['after'] or ''}"
