"""Cells as they are gathered: the columns of CELL_SCHEMA, filled column by column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import polars as pl

from schemas.submission import CELL_SCHEMA


@dataclass(frozen=True)
class Heading:
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
    """The cells of one workbook, in lists that become a frame without a look at each cell."""

    _lists: dict[str, list[str | int]] = field(
        default_factory=lambda: {name: [] for name in CELL_SCHEMA if name != "workbook"}
    )

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
        many = len(rows)
        held = self._lists
        held["sheet"].extend([heading.sheet] * many)
        held["table"].extend([heading.table] * many)
        held["row"].extend(rows)
        held["code"].extend([heading.code] * many)
        held["cell"].extend(cells or [f"{heading.letter}{row}" for row in rows])
        held["kind"].extend(kinds)
        held["text"].extend(texts)
        held["unit"].extend([heading.unit] * many)
        held["part"].extend(parts)

    def add_all(self, others: GatheredCells) -> None:
        """Add the cells that were gathered elsewhere."""
        for name, values in others._lists.items():
            self._lists[name].extend(values)

    def frame(self, workbook: str) -> pl.DataFrame:
        """Return the cells as CELL_SCHEMA."""
        cells = pl.DataFrame(self._lists, schema={n: CELL_SCHEMA[n] for n in self._lists})
        return cells.select(pl.lit(workbook).alias("workbook"), pl.all())
