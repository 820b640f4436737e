"""Cells as they are gathered: the columns of CELL_SCHEMA, filled column by column."""

from __future__ import annotations

from collections.abc import Sequence
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


@dataclass
class GatheredCells:
    """The cells of one workbook, in lists that become a frame without a look at each cell.

    Each cell points at its heading; addresses are kept only where they are not those of the
    rows (merged cells), by the place of the cell in the lists.
    """

    _headings: list[Heading] = field(default_factory=list)
    _below: list[int] = field(default_factory=list)
    _rows: list[int] = field(default_factory=list)
    _kinds: list[str] = field(default_factory=list)
    _texts: list[str] = field(default_factory=list)
    _parts: list[str] = field(default_factory=list)
    _elsewhere: dict[int, str] = field(default_factory=dict)

    def add(  # noqa: PLR0913 (the columns of a cell)
        self,
        heading: Heading,
        rows: Sequence[int],
        kinds: Sequence[str],
        texts: Sequence[str],
        parts: Sequence[str],
        cells: Sequence[str] | None = None,
    ) -> None:
        """Add cells of one column; `rows` are the rows as Excel shows them.

        `cells` are their addresses where they are not those of the rows (merged cells).
        """
        self._elsewhere.update(enumerate(cells or (), start=len(self._rows)))
        self._headings.append(heading)
        self._below.extend([len(self._headings) - 1] * len(rows))
        self._rows.extend(rows)
        self._kinds.extend(kinds)
        self._texts.extend(texts)
        self._parts.extend(parts)

    def add_all(self, others: GatheredCells) -> None:
        """Add the cells that were gathered elsewhere."""
        before = len(self._rows)
        self._elsewhere.update((before + at, cell) for at, cell in others._elsewhere.items())
        self._below.extend([len(self._headings) + at for at in others._below])
        self._headings.extend(others._headings)
        self._rows.extend(others._rows)
        self._kinds.extend(others._kinds)
        self._texts.extend(others._texts)
        self._parts.extend(others._parts)

    def frame(self, workbook: str) -> pl.DataFrame:
        """Return the cells as CELL_SCHEMA."""
        own = {"row": self._rows, "kind": self._kinds, "text": self._texts, "part": self._parts}
        cells = pl.DataFrame(own, schema={name: CELL_SCHEMA[name] for name in own})
        schema = dict.fromkeys(Heading._fields, pl.String())
        headings = pl.DataFrame(self._headings, schema=schema, orient="row")
        told = headings[self._below].hstack(cells)
        given = {"workbook": pl.lit(workbook), "cell": self._addresses()}
        return told.select(given.get(name, pl.col(name)).alias(name) for name in CELL_SCHEMA)

    def _addresses(self) -> pl.Expr:
        """Return the addresses of the cells."""
        below = pl.concat_str("letter", pl.col("row").cast(pl.String))
        if not self._elsewhere:
            return below
        others = [self._elsewhere.get(place) for place in range(len(self._rows))]
        return pl.coalesce(pl.Series(others, dtype=pl.String), below)
