"""The cell that a person wants to correct: where it is, what it holds, whether it may be."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from schemas.columns import Column
from schemas.contract import sheet_named
from schemas.decision import Correction
from schemas.faults import WorkspaceError
from schemas.submission import Submission
from workbooks.cells import squeeze
from workbooks.corrections import correct_grids, place_of, text_at
from workbooks.opening import read_file
from workbooks.privacy import gives_away, names_persons
from workbooks.reader import Desk, as_told, read_workbook


@dataclass(frozen=True)
class Target:
    """One cell of a workbook's data: the sheet's own name, its column and its text."""

    sheet: str
    cell: str
    column: Column
    old: str


def find_target(path: Path, name: str, desk: Desk, place: tuple[str, str]) -> Target:
    """Return the cell at `place` (sheet, or nothing where there is one only; address).

    Its text is as the reader sees it, earlier corrections applied. Raises WorkspaceError
    for what is no cell of data, and for what names a person: a correction would keep it.
    """
    book = read_workbook(path, name, desk)
    if not book.readable:
        raise WorkspaceError(book.issues["message"][0])
    sheet, cell = _settled_sheet(book, place[0]), place[1]
    column = _column_at(book, sheet, cell)
    old = _text(path, desk.corrections_of(name), sheet, cell)
    if names_persons(column) or not may_be_kept(old, column):
        raise WorkspaceError(
            f"{sheet}!{cell}（{column.title}）可能有个人信息，不能在这里更正：请部门更正后重新报送。"
        )
    return Target(sheet, cell, column, old)


def may_be_kept(text: str, column: Column) -> bool:
    """Return whether a value may stand in a list of corrections: it holds nobody's number."""
    return not gives_away(text, column)


def _settled_sheet(book: Submission, wanted: str) -> str:
    """Return the department's own name of the sheet that is meant."""
    names = book.cells["sheet"].unique(maintain_order=True).to_list()
    meant = [name for name in names if not wanted or squeeze(name) == squeeze(wanted)]
    if len(meant) == 1:
        return str(meant[0])
    told = f"没有读到表页“{wanted}”" if wanted else "没有说明是哪个表页"
    raise WorkspaceError(f"{book.workbook} {told}：请用 --sheet 写明，可选 {'、'.join(names)}。")


def _column_at(book: Submission, sheet: str, cell: str) -> Column:
    """Return the contract's column of a cell that stands in a row of data."""
    place = place_of(cell)
    letters = cell.rstrip("0123456789")
    cells = book.cells.filter(pl.col("sheet") == sheet)
    number = place[0] + 1 if place else 0
    headings = cells.filter(
        pl.col("part") == "heading",
        pl.col("row") < number,
        pl.col("cell").str.extract(r"^([A-Z]+)") == letters,
    ).sort("row")
    row = cells.filter(pl.col("row") == number, pl.col("part") != "heading")
    if headings.is_empty() or row.is_empty():
        raise WorkspaceError(
            f"{sheet}!{cell} 不是已读取的数据单元格，不能更正："
            "表头请在 aliases.csv 登记，封面等请部门更正后重新报送。"
        )
    return sheet_named(headings["table"][-1]).columns[headings["code"][-1]]


def _text(path: Path, corrections: tuple[Correction, ...], sheet: str, cell: str) -> str:
    grids, _ = correct_grids(as_told(read_file(path).grids), corrections)
    grid = next(grid for grid in grids if grid.name == sheet)
    if place_of(cell) in grid.tops:
        raise WorkspaceError(f"{sheet}!{cell} 在合并单元格之内，请更正它的第一格。")
    return text_at(grid, cell) or ""
