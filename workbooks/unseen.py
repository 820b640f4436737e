"""What values alone do not tell of a sheet: hidden parts, and cells that show no value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from schemas.finding import Finding
from workbooks.cells import Unvalued, address
from workbooks.grid import Grid, Place, address_at

_MOST_NAMED = 5

UNVALUED_SAYS = {
    "error": ("E-C05", "单元格为错误值，不能读取"),
    "formula-without-value": ("E-C04", "公式没有计算结果，不能读取"),
}
"""Rule and sentence for a cell of data that shows no value, by its kind."""


def note_hidden(workbook: str, grid: Grid, *, is_read: bool = True) -> Iterator[Finding]:
    """Yield rule W-N03: the hidden rows and columns, or the hidden sheet, that hold something.

    Of a sheet that is not read, only that it is hidden: its rows are told of already.
    """
    if grid.visible and not grid.hidden_rows and not grid.hidden_columns:
        return
    filled = {row: columns for row in range(len(grid.rows)) if (columns := grid.filled(row))}
    if not filled:
        return
    if not grid.visible:
        yield _hidden(workbook, grid, "", "表页是隐藏的，其中有数据", is_read=is_read)
        return
    if not is_read:
        return
    for first, last in _runs(row for row in filled if row in grid.hidden_rows):
        width = max(max(filled[row]) for row in range(first, last + 1))
        area = f"{address(first + 1, 0)}:{address(last + 1, width)}"
        yield _hidden(workbook, grid, area, "隐藏的行中有数据")
    held = {column for columns in filled.values() for column in columns}
    for first, last in _runs(sorted(held & grid.hidden_columns)):
        area = f"{address(1, first)}:{address(max(filled) + 1, last)}"
        yield _hidden(workbook, grid, area, "隐藏的列中有数据")


def _hidden(workbook: str, grid: Grid, cell: str, what: str, *, is_read: bool = True) -> Finding:
    became = "已与其他数据一样读取" if is_read else "未读取"
    sentence = f"{what}，{became}；请核对后取消隐藏，不报送的请删除"
    return Finding("W-N03", sentence, workbook, grid.name, cell, found="隐藏")


def _runs(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yield first and last of each run of numbers that follow each other; they come in order."""
    run: list[int] = []
    for number in numbers:
        if run and number != run[-1] + 1:
            yield run[0], run[-1]
            run = []
        run.append(number)
    if run:
        yield run[0], run[-1]


def note_unvalued(workbook: str, grid: Grid, told: frozenset[Place]) -> Iterator[Finding]:
    """Yield rule N-VAL: cells without value where no data is read; `told` are told already."""
    left = [
        place
        for place in grid.unvalued
        if place not in told and isinstance(grid.at(*place), Unvalued)
    ]
    if left:
        named = "、".join(map(address_at, left[:_MOST_NAMED]))
        more = f"等{len(left)}处" if len(left) > _MOST_NAMED else ""
        yield Finding(
            "N-VAL",
            f"{named}{more}为错误值或没有计算结果的公式，不在读取的数据之内，未采用",
            workbook,
            grid.name,
            address_at(left[0]),
        )


def unvalued_finding(value: Unvalued, workbook: str, sheet: str, cell: str, column: str) -> Finding:
    """Return rule E-C04 or E-C05 for a cell in which the contract expects a value."""
    rule, sentence = UNVALUED_SAYS[value.kind]
    found = value.text or "公式"
    return Finding(rule, sentence, workbook, sheet, cell, column, found)
