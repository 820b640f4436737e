"""Which sheet is read where several are of one kind, and what is said of the others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from schemas.contract import ROSTER
from workbooks.cover import is_cover
from workbooks.grid import Grid
from workbooks.headings import headings_of
from workbooks.layout import count_rows
from workbooks.recognition import Aliases, Recognised


@dataclass(frozen=True)
class Choice:
    """The sheets that are read, one of each kind, and a sentence about each of the others."""

    read: tuple[Recognised, ...]
    left: tuple[tuple[Grid, str], ...]

    def says_of(self, grid: Grid) -> str:
        """Return what is said of a sheet that is not read."""
        unknown = f"表页“{grid.name}”不是规定的表页，未读取"
        if is_cover(grid):
            unknown = f"表页“{grid.name}”是又一张封面，已按第一张封面读取"
        return next((told for other, told in self.left if other is grid), unknown)


def choose_sheets(found: Iterable[Recognised], aliases: Aliases) -> Choice:
    """Return one sheet of each kind: one with rows before a blank one, then by its name.

    Sheets of one kind are the same sheet of the contract; a workbook may hold several
    rosters, one a batch.
    """
    kinds: dict[tuple[str, str], list[Recognised]] = {}
    for item in found:
        kinds.setdefault(_kind_of(item), []).append(item)
    read, left = [], []
    for rivals in kinds.values():
        counts = [_count_rows(item, aliases) if rivals[1:] else 0 for item in rivals]
        ranked = sorted(
            zip(counts, rivals, strict=True), key=lambda rival: (not rival[0], not rival[1].by_name)
        )
        chosen = ranked[0][1]
        read.append(chosen)
        left += [(item.grid, _sentence(item, count, chosen)) for count, item in ranked[1:]]
    return Choice(tuple(read), tuple(left))


def _count_rows(item: Recognised, aliases: Aliases) -> int:
    return count_rows(item.grid, headings_of(item.sheet, aliases))


def _kind_of(item: Recognised) -> tuple[str, str]:
    return (item.sheet.name, item.grid.name if item.sheet is ROSTER else "")


def _sentence(item: Recognised, count: int, chosen: Recognised) -> str:
    """Return what is said of a sheet, with so many rows, beside which another was read."""
    name, read = item.grid.name, chosen.grid.name
    if not count:
        return f"表页“{name}”是空的，已按“{item.sheet.title}”读取“{read}”"
    if item.grid.rows == chosen.grid.rows:
        return f"表页“{name}”与“{read}”内容相同，未重复读取"
    return f"表页“{name}”有{count}行未读取，应报的请并入“{read}”（{item.sheet.title}）"
