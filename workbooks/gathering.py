"""Cells as they are gathered: column by column, until they become a frame of CELL_SCHEMA."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, repeat
from typing import NamedTuple

import polars as pl

from schemas.submission import CELL_SCHEMA


class Heading(NamedTuple):
    """What the cells below one heading have in common: sheet, contract and column.

    `letter` is the column as Excel shows it, `unit` the declared unit of money, or empty.
    """

    sheet: str
    table: str
    code: str
    letter: str
    unit: str = ""


class _Gathered(NamedTuple):
    """Cells below one heading, row by row; `cell` is where they stand if not in these rows."""

    heading: Heading
    rows: Sequence[int]
    kinds: Sequence[str]
    texts: Sequence[str]
    parts: Sequence[str]
    cell: str | None


_ALIKE = (*Heading._fields, "kind", "part", "elsewhere")
"""What many cells have in common: it is written once and pointed at."""


@dataclass
class GatheredCells:
    """The cells of one workbook, which become a frame without a look at each cell."""

    _gathered: list[_Gathered] = field(default_factory=list)

    def add(  # noqa: PLR0913 (the columns of a cell)
        self,
        heading: Heading,
        rows: Sequence[int],
        kinds: Sequence[str],
        texts: Sequence[str],
        parts: Sequence[str],
        cell: str | None = None,
    ) -> None:
        """Add cells of one column, whose `rows` count from 0.

        `cell` is the address of the one that they are, where it is in none of the rows (merged
        cells).
        """
        self._gathered.append(_Gathered(heading, rows, kinds, texts, parts, cell))

    def add_all(self, others: GatheredCells) -> None:
        """Add the cells that were gathered elsewhere."""
        self._gathered.extend(others._gathered)

    def hand_over(self, workbook: str) -> pl.DataFrame:
        """Return the cells as CELL_SCHEMA, and hold them no longer."""
        alike: dict[tuple[str | None, ...], int] = {}
        below = pl.Series(_all(_points(each, alike) for each in self._gathered), dtype=pl.UInt32())
        told = pl.DataFrame(list(alike), dict.fromkeys(_ALIKE, pl.String()), orient="row")
        rows = pl.Series("row", _all(each.rows for each in self._gathered), pl.Int64()) + 1
        texts = pl.Series("text", _all(each.texts for each in self._gathered), pl.String())
        self._gathered.clear()
        cells = told[below].hstack([rows, texts])
        address = pl.coalesce("elsewhere", pl.concat_str("letter", pl.col("row").cast(pl.String)))
        given = {"workbook": pl.lit(workbook), "cell": address}
        return cells.select(given.get(name, pl.col(name)).alias(name) for name in CELL_SCHEMA)


def _points(gathered: _Gathered, alike: dict[tuple[str | None, ...], int]) -> Iterable[int]:
    """Return, for each of the cells, where that stands which it has in common with others."""
    heading, _, kinds, _, parts, cell = gathered

    def point(kind: str, part: str) -> int:
        return alike.setdefault((*heading, kind, part, cell), len(alike))

    if len(set(kinds)) == len(set(parts)) == 1:
        return repeat(point(kinds[0], parts[0]), len(kinds))
    return map(point, kinds, parts)


def _all(columns: Iterator[Iterable[object]]) -> list[object]:
    return list(chain.from_iterable(columns))
