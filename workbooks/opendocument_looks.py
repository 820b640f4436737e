"""How the sheets of an .ods document look: number formats, widths and formulas."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

from lxml import etree

from workbooks.appearance import Appearance
from workbooks.grid import Place
from workbooks.opendocument_formats import formats_in
from workbooks.opendocument_formulas import as_excel

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_LENGTH = re.compile(r"([\d.]+)(cm|mm|in|pt)")
_PIXELS = {"cm": 96 / 2.54, "mm": 9.6 / 2.54, "in": 96.0, "pt": 96 / 72}
_OF_A_CHARACTER, _MARGIN = 7, 5
"""Pixels of a digit and around it, by which Excel counts the width of a column."""

_WIDEST = 255
"""Characters of a column of Excel."""

_MOST_COLUMNS = 256
_MOST_ALIKE = 10_000
"""Cells that one entry may stand for; more are an empty sheet painted over."""


def see_appearance(content: bytes) -> dict[str, Appearance]:
    """Return, by name, how each sheet of a document looks."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = [p for p in ("styles.xml", "content.xml") if p in package.namelist()]
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        roots = [etree.fromstring(package.read(part), parser) for part in parts]
    styles = _Styles.of(roots)
    return {
        str(table.get(f"{_TABLE}name")): _Sheet(table, styles).appearance()
        for table in roots[-1].iter(f"{_TABLE}table")
    }


@dataclass(frozen=True)
class _Styles:
    """The styles of a document by name: of cells their format, of columns their width."""

    formats: Mapping[str, str]
    widths: Mapping[str, float]

    @classmethod
    def of(cls, roots: list[Any]) -> _Styles:
        codes = formats_in(iter(roots))
        styles = {str(s.get(f"{_STYLE}name")): s for root in roots for s in root.iter(_NAMED)}
        found = ((name, _data_style(style, styles)) for name, style in styles.items())
        formats = {name: codes[held] for name, held in found if held in codes}
        return cls(formats, {n: wide for n, s in styles.items() if (wide := _width(s))})


_NAMED = f"{_STYLE}style"


def _data_style(style: Any, styles: Mapping[str, Any]) -> str:
    """Return the data style of a cell's style, which it may have from its parents."""
    for _ in range(len(styles)):
        held = style.get(f"{_STYLE}data-style-name")
        parent = styles.get(str(style.get(f"{_STYLE}parent-style-name")))
        if held or parent is None:
            return str(held or "")
        style = parent
    return ""


def _width(style: Any) -> float:
    """Return the width that a column's style gives, in characters; 0 where it gives none."""
    held = style.find(f"{_STYLE}table-column-properties")
    found = _LENGTH.fullmatch(held.get(f"{_STYLE}column-width") or "") if held is not None else None
    if not found:
        return 0
    return min(
        _WIDEST, round(max(0, float(found[1]) * _PIXELS[found[2]] - _MARGIN) / _OF_A_CHARACTER, 2)
    )


class _Sheet:
    """Walks one table, counting what repeats."""

    def __init__(self, table: Any, styles: _Styles) -> None:
        self._table, self._styles = table, styles
        self._formats: dict[Place, str] = {}
        self._formulas: dict[Place, str] = {}
        self._results: set[Place] = set()

    def appearance(self) -> Appearance:
        columns = list(self._columns())
        index = 0
        for row in self._table.iter(f"{_TABLE}table-row"):
            times = int(row.get(f"{_TABLE}number-rows-repeated") or 1)
            self._walk(row, range(index, index + times), [style for style, _ in columns])
            index += times
        widths = {at: wide for at, (_, wide) in enumerate(columns) if wide}
        return Appearance(widths, self._formats, self._formulas, frozenset(self._results))

    def _columns(self) -> Iterator[tuple[str, float]]:
        """Yield the style that the cells of a column have of it, and the width of the column."""
        seen = 0
        for column in self._table.iter(f"{_TABLE}table-column"):
            times = int(column.get(f"{_TABLE}number-columns-repeated") or 1)
            wide = self._styles.widths.get(str(column.get(f"{_TABLE}style-name")), 0)
            style = str(column.get(f"{_TABLE}default-cell-style-name") or "")
            yield from [(style, wide)] * max(0, min(times, _MOST_COLUMNS - seen))
            seen += times

    def _walk(self, row: Any, rows: range, below: list[str]) -> None:
        of_row, first = row.get(f"{_TABLE}default-cell-style-name"), 0
        for cell in row.iterchildren(*_CELLS):
            times = int(cell.get(f"{_TABLE}number-columns-repeated") or 1)
            of_column = below[first] if first < len(below) else ""
            if times * len(rows) <= _MOST_ALIKE:
                places = list(product(rows, range(first, first + times)))
                self._look(cell, places, cell.get(f"{_TABLE}style-name") or of_row or of_column)
            first += times

    def _look(self, cell: Any, places: list[Place], style: str) -> None:
        formula = cell.get(f"{_TABLE}formula")
        if formula is None and cell.get(f"{_OFFICE}value-type") is None:
            return
        if code := self._styles.formats.get(style):
            self._formats.update(dict.fromkeys(places, code))
        if formula is None:
            return
        matrix = cell.get(f"{_TABLE}number-matrix-columns-spanned")
        written = None if matrix or len(places) > 1 else as_excel(formula)
        if written:
            self._formulas[places[0]] = written
        else:
            self._results.update(places)
