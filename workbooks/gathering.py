"""Cells as they are gathered: column by column, until they become a frame of CELL_SCHEMA."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
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
    """Cells below one heading, row by row; `cell` is where they stand if not in these rows.

    With `codes`, kinds and texts are those of the values that stand there, and each row has its
    code.
    """

    heading: Heading
    rows: Sequence[int]
    kinds: Sequence[str]
    texts: Sequence[str]
    parts: Sequence[str]
    cell: str | None
    codes: Sequence[int] | None


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
        codes: Sequence[int] | None = None,
    ) -> None:
        """Add cells of one column, whose `rows` count from 0.

        `cell` is the address of the one that they are, where it is in none of the rows (merged
        cells). `codes` tell which of the kinds and texts each row has; without them it is one
        after another.
        """
        self._gathered.append(_Gathered(heading, rows, kinds, texts, parts, cell, codes))

    def add_all(self, others: GatheredCells) -> None:
        """Add the cells that were gathered elsewhere."""
        self._gathered.extend(others._gathered)

    def hand_over(self, workbook: str) -> pl.DataFrame:
        """Return the cells as CELL_SCHEMA, and hold them no longer."""
        alike: dict[tuple[str | None, ...], int] = {}
        below = _in_turn([_points(each, alike) for each in self._gathered], pl.UInt32())
        told = pl.DataFrame(list(alike), dict.fromkeys(_ALIKE, pl.String()), orient="row")
        rows = _in_turn(_rows(self._gathered), pl.Int64()).alias("row") + 1
        texts = _in_turn(map(_texts, self._gathered), pl.String()).alias("text")
        self._gathered.clear()
        cells = told[below].hstack([rows, texts])
        address = pl.concat_str("letter", pl.col("row").cast(pl.String))
        if told["elsewhere"].null_count() < told.height:
            address = pl.coalesce("elsewhere", address)
        given = {"workbook": pl.lit(workbook), "cell": address}
        return cells.select(given.get(name, pl.col(name)).alias(name) for name in CELL_SCHEMA)


_FEW = 1_000
"""Cells of a column up to which a list of them is cheaper than a series."""

_Piece = Sequence[object] | pl.Series
"""What is told of the cells below one heading: a series where they are many."""


def _points(gathered: _Gathered, alike: dict[tuple[str | None, ...], int]) -> _Piece:
    """Return, for each of the cells, where that stands which it has in common with others."""
    heading, rows, kinds, _, parts, cell, codes = gathered
    places = {
        (kind, part): alike.setdefault((*heading, kind, part, cell), len(alike))
        for kind in dict.fromkeys(kinds)
        for part in dict.fromkeys(parts)
    }
    if len(places) == 1:
        (point,) = places.values()
        return (
            pl.repeat(point, len(rows), dtype=pl.UInt32, eager=True)
            if len(rows) > _FEW
            else [point] * len(rows)
        )
    each = kinds if codes is None else map(kinds.__getitem__, codes)
    return list(map(places.__getitem__, zip(each, parts, strict=True)))


def _rows(gathered: Iterable[_Gathered]) -> Iterator[_Piece]:
    """Yield the rows of each column; those of a large sheet are often the same."""
    held: dict[int, pl.Series] = {}
    for one in gathered:
        if len(one.rows) <= _FEW:
            yield one.rows
        else:
            if id(one.rows) not in held:
                held[id(one.rows)] = pl.Series(one.rows, dtype=pl.Int64)
            yield held[id(one.rows)]


def _texts(gathered: _Gathered) -> _Piece:
    if gathered.codes is None:
        return gathered.texts
    each = pl.Series(gathered.texts, dtype=pl.String)
    return each.gather(pl.Series(gathered.codes, dtype=pl.UInt32))


def _in_turn(pieces: Iterable[_Piece], dtype: pl.DataType) -> pl.Series:
    """Return all pieces one after another; the small ones are taken together."""
    found: list[pl.Series] = []
    small: list[object] = []
    for piece in pieces:
        if isinstance(piece, pl.Series):
            found += [pl.Series(small, dtype=dtype), piece] if small else [piece]
            small = []
        else:
            small.extend(piece)
    return pl.concat([*found, pl.Series(small, dtype=dtype)], rechunk=bool(found))
