"""The layout of a sheet: where its headings stand, and what belongs to each."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from workbooks.cells import is_blank, squeeze, text_of, tidy
from workbooks.grid import Grid, once_a_sheet
from workbooks.headings import (
    COUNTERS,
    ENOUGH,
    NEAR,
    REMARKS,
    Headings,
    Match,
    as_money_unit,
    heading_key,
    heading_texts,
    is_personal,
    is_unit,
    money_unit,
)
from workbooks.row_kinds import classify_rows

_UNIT_NOTE = re.compile(
    r"单\s*位\s*:\s*(?:人民币|(?:人次|[人户名次个件家])\s*[、,/和]\s*)*"
    r"((?:[十百佰千仟万亿]\s*)+元?|元)(?:人民币)?(?![\u4e00-\u9fff])"
)
"""A unit of money after 单位: not the first character of a name (填报单位：元山乡)."""

_UNIT = re.compile("单")
"""What every line holds that names a unit."""

_STEMS = "甲乙丙丁戊己庚辛壬癸"
_LEVELS = (1, 2, 3)

FIRST_ROWS = 30
"""Rows in which a sheet's first heading is looked for."""


@dataclass(frozen=True)
class HeadedColumn:
    """A column of a block: its heading as written, and what it was taken for."""

    heading: str
    match: Match | None
    unit: str

    @property
    def is_counter(self) -> bool:
        """Return whether the column only counts rows."""
        return heading_key(self.heading) in COUNTERS

    @property
    def is_remark(self) -> bool:
        """Return whether the column holds remarks."""
        return heading_key(self.heading) in REMARKS

    @property
    def is_personal(self) -> bool:
        """Return whether the heading is of personal data that no return asks for."""
        return is_personal(self.heading)


@dataclass(frozen=True)
class Block:
    """A heading and the rows below it, up to the next heading; rows count from 0.

    `numbered` is true where a row of column numbers (栏次: 甲 乙 1 2 …) follows the heading.
    """

    first: int
    levels: int
    columns: Mapping[int, HeadedColumn]
    last: int
    numbered: bool = False

    @property
    def body(self) -> range:
        """Return the rows below the heading."""
        return range(self.first + self.levels + self.numbered, self.last)

    def is_counter(self, index: int) -> bool:
        """Return whether a column only counts rows."""
        return index in self.columns and self.columns[index].is_counter


def find_blocks(grid: Grid, headings: Headings) -> list[Block]:
    """Return the blocks of a sheet; none where no row has enough of the headings."""
    found = list(_heading_rows(grid, headings))
    ends = [*(start for start, _ in found[1:]), len(grid.rows)]
    return [
        Block(
            start,
            levels,
            _head(grid, headings, start, levels),
            end,
            start + levels < end and _numbers_columns(grid, start + levels),
        )
        for (start, levels), end in zip(found, ends, strict=False)
    ]


def nearest_block(grid: Grid, headings: Headings) -> Block | None:
    """Return the block of the row that is likest to a heading row, where none is one.

    It is never read; it tells which headings are missing. None where no row comes near.
    """
    rows = range(min(len(grid.rows), FIRST_ROWS))
    best = max(rows, key=lambda row: _score(grid, headings, row, 1), default=None)
    if best is None or _score(grid, headings, best, 1) < NEAR:
        return None
    return Block(best, 1, _head(grid, headings, best, 1), len(grid.rows))


def _numbers_columns(grid: Grid, row: int) -> bool:
    """Return whether a row only counts its columns: 1 2 3 …, or 甲 乙 and then 1 2 3 …."""
    words = [squeeze(text_of(grid.at(row, column))).strip("()") for column in grid.filled(row)]
    named = next((at for at, word in enumerate(words) if word not in _STEMS[at : at + 1]), 0)
    numbers = words[named:]
    return len(words) > 2 and numbers == [str(n) for n in range(1, len(numbers) + 1)]


Spans = tuple[tuple[tuple[str, ...], ...], ...]
"""For each place where a heading may stand, the words above each column there."""


def spans_of(grid: Grid) -> Spans:
    """Return what may be the heading of a sheet: its first rows, in so many levels."""
    return tuple(
        tuple(heading_texts(grid, row, levels).values())
        for row in range(min(len(grid.rows), FIRST_ROWS))
        for levels in _LEVELS
        if row + levels <= len(grid.rows)
    )


def _heading_rows(grid: Grid, headings: Headings) -> Iterator[tuple[int, int]]:
    after = 0
    for row in grid.rows_with(headings.among(grid.words)):
        if row >= after and (levels := _levels_at(grid, headings, row)):
            yield row, levels
            after = row + levels


def _levels_at(grid: Grid, headings: Headings, row: int) -> int:
    """Return how many rows of heading begin here: the fewest that name the most columns.

    The row holds a heading.
    """
    fits = {
        levels: (_score(grid, headings, row, levels), _named(grid, headings, row, levels))
        for levels in _LEVELS
        if row + levels <= len(grid.rows) and _is_one_heading(grid, headings, row, levels)
    }
    best = max(fits.values(), default=(0.0, 0))
    if best[0] < ENOUGH:
        return 0
    levels = min(n for n, fit in fits.items() if fit == best)
    return levels + _names_units(grid, row + levels)


def _names_units(grid: Grid, row: int) -> bool:
    """Return whether a row only gives the units of the columns above it: 场, 人次, （万元）."""
    if row >= len(grid.rows):
        return False
    words = [grid.at(row, column) for column in grid.filled(row)]
    return bool(words) and all(isinstance(word, str) and is_unit(word) for word in words)


def _named(grid: Grid, headings: Headings, row: int, levels: int) -> int:
    return len(claims_of(_head(grid, headings, row, levels)))


def _is_one_heading(grid: Grid, headings: Headings, row: int, levels: int) -> bool:
    """Return whether the rows hold together: a merged group stands over the lower ones."""
    if levels == 1:
        return True
    lower = [value for level in range(1, levels) for value in grid.rows[row + level]]
    if not all(isinstance(value, str) or value is None for value in lower):
        return False
    merged = any(row <= first[0] < row + levels - 1 for first, last in grid.merged)
    return merged or _completes(grid, headings, row, levels)


def _completes(grid: Grid, headings: Headings, row: int, levels: int) -> bool:
    """Return whether lower rows, nothing merged, hold headings alone, where the upper has none."""
    named = [c for c in grid.filled(row) if headings.match(str(grid.at(row, c)))]
    below = [(r, c) for r in range(row + 1, row + levels) for c in grid.filled(r)]
    return (
        bool(named and below)
        and all(headings.match(str(grid.at(*place))) for place in below)
        and {column for _, column in below}.isdisjoint(named)
    )


def _score(grid: Grid, headings: Headings, row: int, levels: int) -> float:
    return headings.score_of(heading_texts(grid, row, levels).values())


def _head(grid: Grid, headings: Headings, row: int, levels: int) -> dict[int, HeadedColumn]:
    texts = heading_texts(grid, row, levels)
    return {index: _headed(headings, words) for index, words in texts.items()}


@lru_cache(maxsize=1 << 12)
def _headed(headings: Headings, words: tuple[str, ...]) -> HeadedColumn:
    """Return what the words over a column are taken for; they come again in every workbook."""
    text = headings.best_words(words)
    unit = next((u for word in (text, *reversed(words)) if (u := money_unit(word))), "")
    return HeadedColumn(text, headings.match(text), unit)


@once_a_sheet
def _unit_notes(grid: Grid) -> list[tuple[int, str]]:
    """Return the rows that name a unit of money, from above, each with its unit."""
    rows = grid.rows_with(grid.words.holding(_UNIT))
    return [(row, unit) for row in rows if (unit := unit_in(grid, row))]


def unit_note(grid: Grid, before: int) -> str:
    """Return the unit of money that the nearest line above the heading names, or nothing."""
    notes = _unit_notes(grid)
    above = bisect_left(notes, (before,))
    return notes[above - 1][1] if above else ""


def noted_unit(grid: Grid, block: Block) -> str:
    """Return the unit that a line names for a block: one above it, else one below the last."""
    above = unit_note(grid, block.first)
    if above or block.last < len(grid.rows):
        return above
    notes, kinds = _unit_notes(grid), classify_rows(grid)
    lines = ("footer", "note")
    below = (unit for row, unit in notes if row in block.body and kinds[row] in lines)
    return next(below, "")


def unit_in(grid: Grid, row: int) -> str:
    """Return the unit of money that a line names; the unit may stand in the next cell."""
    words = " ".join(tidy(value) for value in grid.rows[row] if isinstance(value, str))
    found = _UNIT_NOTE.search(words)
    return as_money_unit(squeeze(found[1])) if found else ""


def claims_of(columns: Mapping[int, HeadedColumn]) -> dict[str, list[int]]:
    """Return, for each column of the contract, the columns of the sheet that claim it."""
    claims: dict[str, list[int]] = {}
    for index, column in columns.items():
        if column.match:
            claims.setdefault(column.match.code, []).append(index)
    return claims


def missing_columns(required: Sequence[str], columns: Mapping[int, HeadedColumn]) -> list[str]:
    """Return the required columns that no heading of a block names."""
    claimed = claims_of(columns)
    return [code for code in required if code not in claimed]


def settled_columns(columns: Mapping[int, HeadedColumn]) -> dict[int, HeadedColumn]:
    """Return the columns where an official heading outranks an alias of the same column."""
    settled = dict(columns)
    for indexes in claims_of(settled).values():
        official = [i for i in indexes if (match := settled[i].match) and not match.by_alias]
        for index in indexes:
            if len(official) == 1 and index != official[0]:
                settled[index] = HeadedColumn(settled[index].heading, None, "")
    return settled


def has_values(grid: Grid, block: Block, index: int) -> bool:
    """Return whether a column of a block holds anything that is data or a total."""
    kinds = classify_rows(grid)
    return any(
        not is_blank(grid.at(row, index)) for row in block.body if kinds[row] in ("body", "total")
    )


def count_rows(grid: Grid, headings: Headings) -> int:
    """Return how many rows of a sheet hold data, row counters left out."""
    blocks, kinds = find_blocks(grid, headings), classify_rows(grid)
    return sum(
        any(not block.is_counter(index) for index in grid.filled(row))
        for block in blocks
        for row in block.body
        if kinds[row] == "body"
    )
