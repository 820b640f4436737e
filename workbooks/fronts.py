"""The front of a workbook: the sheet, or the lines above a table, that declare what it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from schemas.contract import RETURNS
from schemas.faults import WorkbookError
from schemas.period import Period
from schemas.submission import Cover
from workbooks.cells import Unvalued
from workbooks.cover import declared_cells, is_cover, name_main_sheet, place_of, read_cover, said_of
from workbooks.grid import Grid, Place
from workbooks.headings import headings_of
from workbooks.layout import find_blocks
from workbooks.recognition import Aliases, recognise


@dataclass(frozen=True)
class Fronts:
    """The sheets of a workbook: those that declare, the first of them first, and the others."""

    covers: tuple[Grid, ...]
    tables: tuple[Grid, ...]

    @property
    def first(self) -> Grid | None:
        """Return the cover that is read; None where there is none."""
        return self.covers[0] if self.covers else None


def part_fronts(grids: Iterable[Grid], aliases: Aliases) -> Fronts:
    """Return covers and tables; a sheet that is both is parted, each cell keeping its place."""
    covers: list[Grid] = []
    tables: list[Grid] = []
    for grid in grids:
        if not is_cover(grid):
            tables.append(grid)
        elif (first := _first_row_of_table(grid, aliases)) is None:
            covers.append(grid)
        else:
            declared = declared_cells(replace(grid, rows=grid.rows[:first]))
            covers.append(_only(grid, declared, kept=True))
            tables.append(_only(grid, declared, kept=False))
    return Fronts(tuple(covers), tuple(tables))


def _first_row_of_table(grid: Grid, aliases: Aliases) -> int | None:
    """Return where the heading of a table of the contract begins below what a cover declares."""
    found = recognise(grid, read_cover(grid).table_code, aliases)
    blocks = [
        block for item in found for block in find_blocks(grid, headings_of(item.sheet, aliases))
    ]
    return min((block.first for block in blocks), default=None)


def _only(grid: Grid, places: set[Place], *, kept: bool) -> Grid:
    """Return a sheet with the cells at these places alone, or with all but these."""
    rows = tuple(
        tuple(
            value if ((row, column) in places) is kept else None
            for column, value in enumerate(values)
        )
        for row, values in enumerate(grid.rows)
    )
    return replace(grid, rows=rows)


def require_one_word(covers: Iterable[Grid]) -> None:
    """Raise WorkbookError (E-F02) where covers of one workbook declare different things.

    A second cover of the same return is one that was left over, and is not read.
    """
    said = [read_cover(front) for front in covers]
    others = [cover for cover in said if cover.table_code != said[0].table_code]
    words = {
        (cover.reported_in, cover.submit_mode, cover.amount_unit) for cover in (*said[:1], *others)
    }
    if len(words) > 1:
        raise WorkbookError(
            "E-F02", "有几张封面，所填报送期、报送方式或金额单位不同，请每个部门单独报送一份文件"
        )


def settle_cover(front: Grid | None, codes: tuple[str, ...], folder: Period) -> Cover:
    """Return the cover, or what is unambiguous without one (DOMAIN.md §5.1).

    `codes` are the returns that the sheets belong to. Raises WorkbookError (E-F02) where
    table, month or mode cannot be told.
    """
    inferred = codes[0] if len(codes) == 1 or (codes and front is None) else ""
    if front is None:
        cover = Cover(inferred, str(folder), present=False)
    else:
        declared = read_cover(front)
        cover = replace(declared, table_code=declared.table_code or inferred)
    if cover.table_code not in RETURNS:
        raise _unsaid(front, "表号", "请在封面填写表号（W01至W09）", "无法确认是哪一张报表")
    if not cover.reported_in:
        raise _unsaid(front, "报送期", f"请填写报送期，如 {folder}")
    if cover.reported_in > str(folder):
        raise WorkbookError(
            "E-F02",
            f"封面报送期 {cover.reported_in} 晚于所在文件夹 {folder}，"
            "请更正封面或把文件移到对应月份的文件夹",
        )
    if not cover.submit_mode:
        raise _unsaid(front, "报送方式", "请填写“增量”或“累计台账”")
    return name_main_sheet(cover)


_UNVALUED: Mapping[str, str] = {
    "error": "是错误值",
    "formula-without-value": "是没有计算结果的公式",
}


def _unsaid(front: Grid | None, key: str, ask: str, otherwise: str = "") -> WorkbookError:
    """Return the fault that a cover does not say what it must, or not so that it can be read."""
    value = said_of(front, key) if front else None
    if front is None or value is None:
        return WorkbookError("E-F02", f"{otherwise or f'封面没有{key}'}，{ask}")
    why = _UNVALUED[value.kind] if isinstance(value, Unvalued) else "无法识别"
    told = f"封面的{key}（{front.name} {place_of(front, key)}）{why}，{ask}"
    return WorkbookError("E-F02", told)
