"""The control lines of a cover: what each sheet of the book should add up to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation

from schemas.contract import sheets
from schemas.submission import Control
from workbooks.cells import CellValue, is_blank, squeeze, text_of
from workbooks.grid import Grid, address_at, once_a_sheet
from workbooks.privacy import holds_personal_number

_SHEET, _ROWS, _AMOUNT = "表页", "行数", "金额"
_NUMBERS = (_ROWS, _AMOUNT)
_TITLES = frozenset(squeeze(sheet.title) for sheet in sheets())

Place = tuple[int, int]


def control_lines(grid: Grid) -> Iterator[Control]:
    """Yield the control lines: below a row that names 表页 and 行数, one line a sheet."""
    head, columns = _control_head(grid)
    for row in _control_rows(grid, head, columns):
        rows, amount = (plain_number(_at(grid, row, columns.get(key))) for key in _NUMBERS)
        if rows is not None or amount is not None:
            sheet = words_at(grid, row, columns[_SHEET])
            places = (address_at((row, columns[key])) if key in columns else "" for key in _NUMBERS)
            yield Control(sheet, int(rows) if rows is not None else None, amount, *places)


def _at(grid: Grid, row: int, column: int | None) -> CellValue:
    return None if column is None else grid.at(row, column)


@once_a_sheet
def _control_head(grid: Grid) -> tuple[int, Mapping[str, int]]:
    """Return the row that heads the control lines and its columns; none where there is none."""
    for row in range(len(grid.rows)):
        labels = {words_at(grid, row, column): column for column in grid.filled(row)}
        keys = (_SHEET, *_NUMBERS)
        named = {key: c for label, c in labels.items() for key in keys if key in label}
        if _ROWS in labels or named.keys() >= {_SHEET, _ROWS}:
            return row, {_SHEET: 0, **labels, **named}
    return len(grid.rows), {}


def _control_rows(grid: Grid, head: int, columns: Mapping[str, int]) -> Iterator[int]:
    """Yield the rows of the control lines: they name a sheet, or hold a number beside a name."""
    for row in range(head + 1, len(grid.rows)):
        sheet = words_at(grid, row, columns[_SHEET])
        numbers = (_at(grid, row, columns.get(key)) for key in _NUMBERS)
        if sheet and (sheet in _TITLES or not all(map(is_blank, numbers))):
            yield row


def unread_controls(grid: Grid) -> list[Place]:
    """Return the cells of the control lines that hold something and no number."""
    head, columns = _control_head(grid)
    numbers = [
        (row, columns[key])
        for row in _control_rows(grid, head, columns)
        for key in _NUMBERS
        if key in columns
    ]
    filled = [place for place in numbers if not is_blank(grid.at(*place))]
    return [place for place in filled if plain_number(grid.at(*place)) is None]


def head_of_controls(grid: Grid) -> int:
    """Return the row that heads the control lines; without one, the row after the last."""
    return _control_head(grid)[0]


def control_cells(grid: Grid) -> Iterator[Place]:
    """Yield the cells of the control lines and of their heading."""
    head, columns = _control_head(grid)
    rows = [head, *_control_rows(grid, head, columns)] if columns else []
    yield from ((row, column) for row in rows for column in set(columns.values()))


def words_at(grid: Grid, row: int, column: int) -> str:
    """Return the text of a cell as labels are compared; of anything but text, nothing."""
    value = grid.at(row, column)
    return squeeze(value) if isinstance(value, str) else ""


def plain_number(value: CellValue) -> Decimal | None:
    """Return the number that a cell holds, thousands divided by commas or not; else None.

    What looks like a person's number counts for none: it would be told beside the sum.
    """
    if is_blank(value) or holds_personal_number(text_of(value)):
        return None
    try:
        number = Decimal(squeeze(text_of(value)).replace(",", ""))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
