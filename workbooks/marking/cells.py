"""The cells of a sheet as its XML holds them: found or added, and given another style."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from lxml import etree

from workbooks.cells import address, column_index
from workbooks.corrections import place_of
from workbooks.grid import Area, Place
from workbooks.marking.package import spreadsheet

Restyle = Callable[[int], int | None]
"""From a cell's style to its new one; nothing where it stays."""


def restyle(sheet: Any, wanted: dict[Place, Restyle]) -> None:
    """Give cells of a sheet other styles; one that is not there is added, empty."""
    held = sheet.find(spreadsheet("sheetData"))
    columns = _column_styles(sheet)
    by_row: dict[int, dict[int, Restyle]] = {}
    for (row, column), change in wanted.items():
        by_row.setdefault(row, {})[column] = change
    lines = {index: line for index, line in _rows(held) if index in by_row}
    for index in sorted(by_row):
        line = lines.get(index)
        if line is None:
            line = etree.Element(spreadsheet("row"), {"r": str(index + 1)})
            held.insert(_place_among((n for n, _ in _rows(held)), index), line)
        _restyle_row(line, index, by_row[index], columns)


def merged_areas(sheet: Any) -> list[Area]:
    """Return the merged areas of a sheet."""
    areas = sheet.iterfind(f"{spreadsheet('mergeCells')}/{spreadsheet('mergeCell')}")
    return [area for found in areas if (area := area_of(found.get("ref") or ""))]


def area_of(reference: str) -> Area | None:
    """Return the first and the last cell of a reference such as A1:L1; of another, nothing."""
    first, _, last = reference.partition(":")
    ends = place_of(first), place_of(last or first)
    return (ends[0], ends[1]) if ends[0] and ends[1] else None


def _restyle_row(
    line: Any, index: int, wanted: dict[int, Restyle], columns: list[tuple[range, int]]
) -> None:
    cells = dict(_cells(line))
    for column, change in sorted(wanted.items()):
        cell = cells.get(column)
        if cell is None:
            below = line.get("s") if line.get("customFormat") in ("1", "true") else None
            style = int(below) if below else next((s for r, s in columns if column in r), 0)
            cell = etree.Element(
                spreadsheet("c"), {"r": address(index + 1, column), "s": str(style)}
            )
            line.insert(_place_among((n for n, _ in _cells(line)), column), cell)
            line.attrib.pop("spans", None)
        changed = change(int(cell.get("s") or 0))
        if changed is not None:
            cell.set("s", str(changed))


def _rows(held: Any) -> Iterator[tuple[int, Any]]:
    """Yield the rows with their index; one without a number follows the one before it."""
    index = -1
    for line in held.iterchildren(spreadsheet("row")):
        index = int(line.get("r")) - 1 if line.get("r") else index + 1
        line.set("r", str(index + 1))
        yield index, line


def _cells(line: Any) -> Iterator[tuple[int, Any]]:
    index = -1
    for cell in line.iterchildren(spreadsheet("c")):
        named = (cell.get("r") or "").rstrip("0123456789")
        index = column_index(named) if named else index + 1
        cell.set("r", address(int(line.get("r")), index))
        yield index, cell


def _place_among(held: Iterable[int], index: int) -> int:
    return sum(1 for other in held if other < index)


def _column_styles(sheet: Any) -> list[tuple[range, int]]:
    found = sheet.iterfind(f"{spreadsheet('cols')}/{spreadsheet('col')}")
    return [
        (range(int(col.get("min")) - 1, int(col.get("max"))), int(col.get("style") or 0))
        for col in found
    ]
