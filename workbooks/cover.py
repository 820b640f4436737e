"""The cover sheet: what a workbook says of itself."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from schemas.codes import CUMULATIVE, INCREMENT, MONEY_UNITS
from schemas.contract import RETURNS
from schemas.submission import Control, Cover
from workbooks.cells import CellValue, is_blank, squeeze, text_of
from workbooks.controls import (
    control_cells,
    control_lines,
    head_of_controls,
    plain_number,
    unread_controls,
    words_at,
)
from workbooks.grid import Grid, address_at, once_a_sheet

TITLE = "封面"

MAIN = ""
"""The sheet of a control that names none: the main sheet of the book."""

_KEYS = frozenset(
    {
        *("表号", "填报单位", "报送期", "报送方式", "版本", "金额单位", "表式版本"),
        *("填报人", "审核人", "负责人", "填报日期", "数据截止日", "控制行数", "控制总金额"),
    }
)

_DECLARED = frozenset({"表号", "报送期", "报送方式"})
"""What every cover declares."""

_LONGEST = 60
"""Rows in which a sheet of another name must have declared what a cover does."""

_CODE = re.compile(r"(?<![A-Z])W0?([1-9])(?!\d)")
_MONTH = re.compile(r"(20\d{2})[-./年]?(\d{1,2})(?:月份?|[-./月]\d{1,2}.*)?")
_FULL_DATE = re.compile(r"(\d{4})[-./年]?(\d{1,2})[-./月]?(\d{1,2})日?")
_VERSION = re.compile(r"第?v?(\d{1,3})(?:\.0)?版?")

Place = tuple[int, int]


@dataclass(frozen=True)
class _Entry:
    """One thing that a cover declares: its value, and the cells that say so."""

    value: CellValue
    cells: tuple[Place, ...]


def is_cover(grid: Grid) -> bool:
    """Return whether a sheet is a cover: it is called so, or declares what a cover does."""
    if squeeze(grid.name) == TITLE:
        return True
    top = Grid(grid.name, grid.rows[:_LONGEST]) if len(grid.rows) > _LONGEST else grid
    return top.words.speak_of(_DECLARED) and _entries(top).keys() >= _DECLARED


@once_a_sheet
def read_cover(grid: Grid) -> Cover:
    """Return what a cover declares; what it does not declare is empty.

    `unread` of the cover names what stands there and cannot be understood.
    """
    said = {key: entry.value for key, entry in _entries(grid).items()}
    cover = Cover(
        table_code=_table_code(text_of(said.get("表号"))),
        reported_in=_month(said.get("报送期")),
        department=squeeze(text_of(said.get("填报单位"))),
        submit_mode=_mode(text_of(said.get("报送方式"))),
        version=_version(said.get("版本")) or 1,
        amount_unit=_unit(text_of(said.get("金额单位"))),
        cutoff=_date(said.get("数据截止日")),
        filled_on=_date(said.get("填报日期")),
        controls=(*_main_control(grid, said), *control_lines(grid)),
        stamp=squeeze(text_of(said.get("表式版本"))),
        sheet=grid.name,
    )
    return replace(cover, unread=tuple(_unread(said, cover, grid)))


def name_main_sheet(cover: Cover) -> Cover:
    """Return the cover with its plain controls under the main sheet: the first with amounts."""
    form = RETURNS[cover.table_code]
    main = next((sheet for sheet in form.sheets if sheet.amount), form.sheets[0])
    named = (
        replace(control, sheet=control.sheet or squeeze(main.title)) for control in cover.controls
    )
    return replace(cover, controls=tuple(named))


def declared_cells(grid: Grid) -> set[Place]:
    """Return the cells of a cover that are a known key, its value or a control."""
    known = {place for entry in _entries(grid).values() for place in entry.cells}
    return known | set(control_cells(grid))


def count_other(grid: Grid) -> int:
    """Return how many filled cells of a cover are neither a known key, its value nor a control."""
    filled = {(row, column) for row in range(len(grid.rows)) for column in grid.filled(row)}
    return len(filled - declared_cells(grid))


def said_of(grid: Grid, key: str) -> CellValue:
    """Return what a cover says under a key, as it stands there; None where it says nothing."""
    entry = _entries(grid).get(key)
    return entry.value if entry else None


def place_of(grid: Grid, key: str) -> str:
    """Return the address of what a cover says under a key; nothing where it says nothing."""
    entry = _entries(grid).get(key)
    if key == "控制数":
        return next(map(address_at, unread_controls(grid)), "")
    return address_at(entry.cells[-1]) if entry else ""


@once_a_sheet
def _entries(grid: Grid) -> Mapping[str, _Entry]:
    """Return what is declared by key; of a key that stands twice, the first."""
    found: dict[str, _Entry] = {}
    head = head_of_controls(grid)
    for row in range(len(grid.rows)):
        if row == head:
            continue
        filled = grid.filled(row)
        for place, column in enumerate(filled):
            key, _, inside = words_at(grid, row, column).partition(":")
            after = filled[place + 1] if place + 1 < len(filled) else None
            if key not in _KEYS or key in found:
                continue
            if inside:
                found[key] = _Entry(inside, ((row, column),))
            elif after is None or words_at(grid, row, after).strip(":") in _KEYS:
                found[key] = _Entry(None, ((row, column),))
            else:
                found[key] = _Entry(grid.at(row, after), ((row, column), (row, after)))
    return found


def _unread(said: Mapping[str, CellValue], cover: Cover, grid: Grid) -> Iterator[str]:
    """Yield the keys whose value cannot be understood."""
    understood = {
        "版本": _version(said.get("版本")),
        "金额单位": cover.amount_unit,
        "数据截止日": cover.cutoff,
        "控制行数": plain_number(said.get("控制行数")) is not None,
        "控制总金额": plain_number(said.get("控制总金额")) is not None,
    }
    for key, value in understood.items():
        if not is_blank(said.get(key)) and not value:
            yield key
    if unread_controls(grid):
        yield "控制数"


def _table_code(text: str) -> str:
    """Return W05 for W05, w5, 表W05 and W05 四送与困难帮扶台账; of another text, the text."""
    words = squeeze(text).upper()
    found = _CODE.search(words)
    return f"W0{found[1]}" if found else words


def _month(value: CellValue) -> str:
    found = _MONTH.fullmatch(squeeze(text_of(value)))
    if not found or not 1 <= int(found[2]) <= 12:
        return ""
    return f"{found[1]}-{int(found[2]):02d}"


def _date(value: CellValue) -> dt.date | None:
    found = _FULL_DATE.fullmatch(squeeze(text_of(value)))
    try:
        return dt.date(*(int(part) for part in found.groups())) if found else None
    except ValueError:
        return None


def _mode(text: str) -> str:
    words = squeeze(text)
    if words.startswith("累计"):
        return CUMULATIVE
    return INCREMENT if words.startswith("增量") else ""


def _version(value: CellValue) -> int:
    """Return the version, 0 where none can be read."""
    found = _VERSION.fullmatch(squeeze(text_of(value)).lower())
    return int(found[1]) if found else 0


def _unit(text: str) -> str:
    words = squeeze(text).removeprefix("人民币")
    return words if words in MONEY_UNITS else ""


def _main_control(grid: Grid, said: Mapping[str, CellValue]) -> Iterator[Control]:
    """Yield the control that stands on the cover as plain numbers: of the book's main sheet."""
    keys = ("控制行数", "控制总金额")
    rows, amount = (plain_number(said.get(key)) for key in keys)
    if rows is not None or amount is not None:
        places = (place_of(grid, key) for key in keys)
        yield Control(MAIN, int(rows) if rows is not None else None, amount, *places)
