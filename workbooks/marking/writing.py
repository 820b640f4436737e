"""A marked copy, written: the workbook as it came, fills and comments, the list in front."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import partial
from itertools import product
from pathlib import Path

from lxml import etree
from xlrd.biffh import XLRDError

from workbooks import biff_looks, opendocument_looks
from workbooks.appearance import Appearance
from workbooks.explaining import FAULT_LIST
from workbooks.grid import Area, Grid, Place, address_at
from workbooks.marking.book import WORKBOOK, Book, Page
from workbooks.marking.cells import Restyle, area_of, merged_areas, restyle
from workbooks.marking.fault import Fault
from workbooks.marking.fault_list import TITLE, list_faults
from workbooks.marking.notes import Notes
from workbooks.marking.package import Package, spreadsheet
from workbooks.marking.rebuilding import rebuild
from workbooks.marking.styles import Styles
from workbooks.opening import FileKind, kind_of_file, open_file

WITH_MACROS = ".xlsm"

_ROW = re.compile(r"第(\d+)行")
_NOT_AS_EXCEL_HAS_IT = (
    *(AttributeError, LookupError, TypeError, ValueError, RuntimeError, OSError, EOFError),
    *(etree.LxmlError, zipfile.BadZipFile, zlib.error),
)
"""What a package ends in that is damaged, or written by another program's rules."""


def mark(path: Path, faults: Sequence[Fault]) -> bytes:
    """Return the workbook at `path` as .xlsx with the faults marked and listed.

    What came as .xlsm goes back as .xlsm, its macros as they came.
    A package of Excel keeps every part as it came; of other files the cells are written
    anew, with formulas, number formats and widths where these can be had. Raises
    WorkbookError where it cannot be opened.
    """
    content = path.read_bytes()
    kind = kind_of_file(path, content)
    if kind is FileKind.OOXML:
        with suppress(*_NOT_AS_EXCEL_HAS_IT):
            return _marked(content, path.name, faults)
    grids = open_file(path).grids
    looks: Mapping[str, Appearance] = {}
    with suppress(*_NOT_AS_EXCEL_HAS_IT, XLRDError):
        looks = _appearance(kind, content, grids)
    return _marked(rebuild(grids, looks), path.name, faults)


def _appearance(kind: FileKind, content: bytes, grids: Sequence[Grid]) -> Mapping[str, Appearance]:
    """Return how the sheets of a file look, by name; of some kinds nothing is known."""
    match kind:
        case FileKind.ODS:
            return opendocument_looks.see_appearance(content)
        case FileKind.BIFF:
            return biff_looks.see_appearance(content)
        case FileKind.OOXML:
            return {grid.name: _of_package(grid) for grid in grids}
        case FileKind.CSV:
            return {}


def _of_package(grid: Grid) -> Appearance:
    """Return the formulas of a package that is not as Excel has it; those that share one go."""
    written = {place: text.removeprefix("=") for place, text in grid.formulas.items() if text}
    return Appearance(formulas=written, results=frozenset(grid.formulas.keys() - written.keys()))


def list_alone(name: str, faults: Sequence[Fault]) -> bytes:
    """Return a workbook of the list of faults alone: for a file that cannot be opened."""
    return _marked(rebuild([Grid(FAULT_LIST, ((TITLE,),))]), name, faults)


def _marked(content: bytes, name: str, faults: Sequence[Fault]) -> bytes:
    package = Package(content)
    if package.look(WORKBOOK).tag != spreadsheet("workbook"):
        raise KeyError(WORKBOOK)
    book = Book(package)
    book.show_only_the_first()
    styles = book.styles()
    for page in book.pages:
        own = [fault for fault in faults if book.page(fault.sheet) == page]
        _mark_page(package, page, own, styles, clear=book.is_marked)
    targets = {f: target for f in faults if (target := _target(book, package, f))}
    book.put_first(list_faults(name, faults, targets, styles))
    if not (name.lower().endswith(WITH_MACROS) and book.is_for_macros):
        book.drop_macros()
    return package.saved()


def _mark_page(
    package: Package, page: Page, faults: Sequence[Fault], styles: Styles, *, clear: bool
) -> None:
    """Colour the cells of a sheet's faults and say there what is wrong.

    With `clear` the marks of an earlier copy go first: what was mended is not marked again.
    """
    notes = Notes(package, page.part)
    changes: dict[Place, Restyle] = dict.fromkeys(notes.strip() if clear else (), styles.unmarked)
    told: dict[Place, list[Fault]] = {}
    for fault in faults:
        for place in _places(package, page, fault.cell):
            told.setdefault(place, []).append(fault)
    for place, held in told.items():
        changes[place] = partial(styles.marked, severity=min(fault.severity for fault in held))
    if changes:
        restyle(package.tree(page.part), changes)
    words = {place: dict.fromkeys(fault.told for fault in held) for place, held in told.items()}
    notes.write({place: "\n".join(said) for place, said in words.items()})


def _places(package: Package, page: Page, where: str) -> list[Place]:
    """Return the cells that a finding names: one, a range, or the first of a row.

    Of a merged area it is the one that shows.
    """
    row = _ROW.fullmatch(where)
    area = area_of(f"A{row[1]}" if row else where)
    if area is None:
        return []
    merged = merged_areas(package.look(page.part))
    (top, left), (bottom, right) = area
    named = product(range(top, bottom + 1), range(left, right + 1))
    return [place for place in named if _shown(place, merged) == place] or [_shown(area[0], merged)]


def _shown(place: Place, merged: Sequence[Area]) -> Place:
    """Return the cell that shows what a place of the sheet holds."""
    row, column = place
    for first, last in merged:
        if first[0] <= row <= last[0] and first[1] <= column <= last[1]:
            return first
    return place


def _target(book: Book, package: Package, fault: Fault) -> str | None:
    """Return where the link of a fault leads; nothing where it names no cell of the workbook."""
    page = book.page(fault.sheet)
    places = _places(package, page, fault.cell) if page else []
    if page is None or not places:
        return None
    quoted = page.name.replace("'", "''")
    return f"'{quoted}'!{address_at(places[0])}"
