"""A finished workbook read back: every cell as the person sees it who opens it."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from lxml import etree

from workbooks.cells import column_index

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_BUILT_IN = {"1": "0", "2": "0.00", "3": "#,##0", "4": "#,##0.00"}
"""The formats of numbers that a workbook does not write out (ECMA-376 part 1, 18.8.30)."""

_STATED = ("title", "creator", "subject", "keywords", "description")
_EDGES = [_MAIN + edge for edge in ("oddHeader", "oddFooter")]
_REFERENCE = re.compile(r"([A-Z]+)(\d+)")
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
    """Return what a workbook of ours shows; merged cells count once, empty rows not at all."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = {name: etree.fromstring(package.read(name)) for name in package.namelist()}
    targets = {link.get("Id"): link.get("Target") for link in parts["xl/_rels/workbook.xml.rels"]}
    sheets = {
        sheet.get("name", ""): parts[f"xl/{targets[sheet.get(_LINK)]}"]
        for sheet in parts["xl/workbook.xml"].iter(_MAIN + "sheet")
    }
    reader = _Reader(
        [_words_of(item) for item in parts.get("xl/sharedStrings.xml", ())],
        _formats_of(parts["xl/styles.xml"]),
    )
    core = parts["docProps/core.xml"]
    told = [core.findtext(f"{{*}}{name}") for name in _STATED]
    edges = [edge.text for sheet in sheets.values() for edge in sheet.iter(*_EDGES)]
    return WorkbookShown(
        sheets={name: tuple(reader.rows(sheet)) for name, sheet in sheets.items()},
        properties=tuple(text for text in (*told, *edges) if text),
    )


def _words_of(item: etree._Element) -> str:
    return "".join(text.text or "" for text in item.iter(_MAIN + "t"))


def _formats_of(styles: etree._Element) -> list[str]:
    """Return the format of numbers of each style of cells, in their order; General is empty."""
    written = {
        one.get("numFmtId"): one.get("formatCode", "") for one in styles.iter(_MAIN + "numFmt")
    }
    used = [one.get("numFmtId") for one in styles.iterfind(f"{_MAIN}cellXfs/{_MAIN}xf")]
    return [written.get(each, _BUILT_IN.get(each or "", "")) for each in used]


@dataclass(frozen=True)
class _Reader:
    """Reads sheets with the words and the formats of numbers that they point at."""

    words: Sequence[str]
    formats: Sequence[str]

    def rows(self, sheet: etree._Element) -> Iterator[tuple[str, ...]]:
        """Yield the rows that show something, all as wide as the sheet but for merged cells."""
        shown = {_place(cell.get("r", "")): self._text(cell) for cell in sheet.iter(_MAIN + "c")}
        covered = {place for merged in sheet.iter(_MAIN + "mergeCell") for place in _below(merged)}
        width = 1 + max((column for _, column in shown), default=-1)
        for row in sorted({row for row, _ in shown}):
            places = [(row, column) for column in range(width)]
            texts = tuple(shown.get(place, "") for place in places if place not in covered)
            if any(texts):
                yield texts

    def _text(self, cell: etree._Element) -> str:
        """Return a cell as it is displayed; of a formula the formula."""
        formula, value = cell.findtext(_MAIN + "f"), cell.findtext(_MAIN + "v")
        if formula is not None:
            return f"={formula}"
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            return _words_of(cell)
        if value is None or kind != "n":
            return self.words[int(value or 0)] if kind == "s" else value or ""
        number = Decimal(repr(float(value)))  # as Excel holds it, which shows its 15 digits
        return _printed(number, self.formats[int(cell.get("s", 0))])


def _place(reference: str) -> tuple[int, int]:
    """Return row and column of a cell, counted from 0."""
    found = _REFERENCE.fullmatch(reference)
    assert found is not None
    return int(found[2]) - 1, column_index(found[1])


def _below(merged: etree._Element) -> Iterator[tuple[int, int]]:
    """Yield the places that the first of some merged cells covers."""
    first, _, last = merged.get("ref", "").partition(":")
    (top, left), (bottom, right) = _place(first), _place(last)
    for row in range(top, bottom + 1):
        for column in range(left, right + 1):
            if (row, column) != (top, left):
                yield row, column


def _printed(value: Decimal, number_format: str) -> str:
    """Return a number as displayed; one that is more exact than its format, in full."""
    found = _FORMAT.fullmatch(number_format)
    if found is None:
        return f"{value.normalize():f}"
    places = len(found["decimals"] or ".") - 1
    shown = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    if shown != value:
        return f"{value.normalize():f}"
    number = f"{shown:,f}" if "," in found["whole"] else f"{shown:f}"
    return f"{found['before'] or ''}{number}{found['after'] or ''}"
