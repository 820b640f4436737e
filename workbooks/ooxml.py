"""What an .xlsx package says beside its values: errors, uncalculated formulas, hidden parts.

The fast reader turns error cells and formulas without a cached value into nothing, and reads
what is hidden as ordinary. Sheets without any of these are told from their bytes; only the
others are parsed.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

from lxml import etree

from workbooks.cells import CellValue, Unvalued, column_index
from workbooks.grid import Place, Sight

_SIGNS = tuple(map(re.compile, (rb"<f[> /]", rb"t=[\"']e[\"']", rb"hidden=[\"']")))
"""What the bytes of a sheet hold if it has formulas, errors or hidden parts."""

_LONGEST_SIGN = len(b"hidden='")

_PIECE = 1 << 18
"""Bytes of a sheet that are looked at together: a large one need not be held as a whole."""

_PLAIN = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?<worksheet[\s>]")
"""How a sheet begins whose tags have no prefix and whose bytes are those of ASCII."""

_MOST_COLUMNS = 16_384
_REFERENCE = re.compile(r"([A-Z]+)(\d+)")
_TELLING = etree.XPath("*[local-name()='c'][@t='e' or *[local-name()='f']]")
_GIVEN = etree.XPath("*[local-name()='c'][*[local-name()='v' or local-name()='is']]")


def see_sheets(content: bytes) -> dict[str, Sight]:
    """Return, by name, what a package says of each of its worksheets."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: _see(package, part) for name, part in _parts(package)}


def last_cells(content: bytes) -> Iterator[tuple[str, int, int]]:
    """Yield each worksheet's name, last row and last column with content, counted from 0."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for name, part in _parts(package):
            with package.open(part) as stream:
                places = [
                    (index, _column(cells[-1]))
                    for index, row in _rows(stream)
                    if (cells := _GIVEN(row))
                ]
            if places:
                yield name, max(row for row, _ in places), max(column for _, column in places)


def count_sent(content: bytes) -> int:
    """Return the bytes that the sheets and texts of a package take up as they were sent."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        packed = sum(i.compress_size for i in package.infolist() if i.filename.endswith(".xml"))
    return min(packed, len(content))


def parts_by_name(package: zipfile.ZipFile) -> dict[str, str]:
    """Return the parts of a package by their names in small letters and with slashes alone.

    Some exporters write other letters, or the backslashes of Windows.
    """
    return {name.lower().replace("\\", "/"): name for name in package.namelist()}


def _parts(package: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Yield the worksheets' names with the parts of the package that hold them."""
    held = parts_by_name(package)
    if "xl/workbook.xml" not in held:
        return
    links = _tree(package.read(held["xl/_rels/workbook.xml.rels"]))
    targets = {link.get("Id"): link for link in links if isinstance(link.tag, str)}
    for sheet in _tree(package.read(held["xl/workbook.xml"])).iter("{*}sheet"):
        link = targets.get(next((v for k, v in sheet.items() if k.endswith("}id")), None))
        if link is None or not str(link.get("Type")).endswith("/worksheet"):
            continue
        target = str(link.get("Target")).lower().replace("\\", "/")
        part = posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")
        if part in held:
            yield str(sheet.get("name")), held[part]


def _tree(content: bytes) -> Any:
    """Return parsed XML; nothing outside the package is ever looked up."""
    return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))


def _see(package: zipfile.ZipFile, part: str) -> Sight:
    if package.getinfo(part).file_size > _PIECE:
        with package.open(part) as stream:
            if _is_plain(iter(partial(stream.read, _PIECE), b"")):
                return Sight()
    content = package.read(part)
    return Sight() if _is_plain([content]) else _look_at(content)


def _is_plain(pieces: Iterable[bytes]) -> bool:
    """Return whether the bytes of a sheet, piece by piece, show that it holds values alone."""
    before = b""
    for number, piece in enumerate(pieces):
        here = before + piece
        if (number == 0 and not _PLAIN.match(here)) or any(sign.search(here) for sign in _SIGNS):
            return False
        before = piece[-_LONGEST_SIGN:]
    return True


def _look_at(content: bytes) -> Sight:
    """Return what a sheet says, cell by cell."""
    unvalued: dict[Place, CellValue] = {}
    formulas: dict[Place, str] = {}
    hidden_rows: set[int] = set()
    hidden_columns: set[int] = set()
    for index, row in _rows(io.BytesIO(content), hidden_columns):
        if _is_true(row.get("hidden")):
            hidden_rows.add(index)
        for cell in _TELLING(row):
            place = (index, _column(cell))
            formula, value = cell.find("{*}f"), cell.find("{*}v")
            if formula is not None:
                formulas[place] = f"={formula.text}" if formula.text else ""
            if cell.get("t") == "e":
                unvalued[place] = Unvalued("error", "" if value is None else value.text or "")
            elif _is_uncalculated(cell, value):
                unvalued[place] = Unvalued("formula-without-value")
    return Sight(
        unvalued=unvalued,
        hidden_rows=frozenset(hidden_rows),
        hidden_columns=frozenset(hidden_columns),
        formulas=formulas,
    )


def _is_uncalculated(cell: Any, value: Any) -> bool:
    """Return whether a formula has no value; an empty text that was calculated is one."""
    if value is None:
        return cell.find("{*}is") is None
    return not value.text and cell.get("t") != "str"


def _rows(stream: Any, hidden_columns: set[int] | None = None) -> Iterator[tuple[int, Any]]:
    """Yield each row of a worksheet with its index, and free it afterwards.

    A row without a number follows the one before it. Hidden columns, which stand above the
    rows, are collected on the way.
    """
    index = -1
    events: Any = etree.iterparse(
        stream, tag=("{*}row", "{*}col"), resolve_entities=False, no_network=True
    )
    for _, element in events:
        if etree.QName(element).localname == "row":
            number = element.get("r")
            index = int(number) - 1 if number else index + 1
            yield index, element
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
        elif hidden_columns is not None and _is_true(element.get("hidden")):
            first, last = int(element.get("min")), int(element.get("max"))
            hidden_columns.update(range(first - 1, min(last, _MOST_COLUMNS)))


def _column(cell: Any) -> int:
    """Return a cell's column; one without an address follows the one before it."""
    found = _REFERENCE.fullmatch(cell.get("r") or "")
    if found:
        return column_index(found[1])
    before = cell.getprevious()
    return 0 if before is None else _column(before) + 1


def _is_true(text: str | None) -> bool:
    return text in ("1", "true")
