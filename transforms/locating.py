"""Where the cells of rows stand, found by numbers rather than by words."""

from __future__ import annotations

import polars as pl

from transforms.runs import find_runs, number_rows

STRIP = ("workbook", "sheet", "column")
"""What the cells of one column of one sheet have in common."""

_NOWHERE = (1 << 63) - 1
"""Comes after every cell."""


class Locator:
    """Finds the cells behind the rows of a sheet's columns."""

    def __init__(self, addresses: pl.DataFrame) -> None:
        """Take the addresses: workbook, sheet, source_row, column, cell."""
        self._strips, strips = find_runs(addresses, STRIP)
        keyed = addresses.select(number_rows(strips, addresses["source_row"]), "cell")
        if not keyed["_key"].is_sorted():
            keyed = keyed.sort("_key", maintain_order=True)
        end = pl.DataFrame({"_key": [_NOWHERE], "cell": [None]}, schema=keyed.schema)
        self._cells = pl.concat([_joined(keyed), end]).rechunk()

    def strips_of(self, places: pl.DataFrame) -> pl.Series:
        """Return the number of each place's column (STRIP); null where it has no cells."""
        numbered = self._strips.with_row_index("_strip")
        return places.join(numbered, on=STRIP, how="left", maintain_order="left")["_strip"]

    def cells_at(self, strips: pl.Series, rows: pl.Series) -> pl.Series:
        """Return the address of the cell in each strip and row, or null.

        Several behind one value are told together, divided by spaces.
        """
        sought = number_rows(strips, rows).fill_null(_NOWHERE - 1)
        at = self._cells["_key"].search_sorted(sought)
        found = self._cells[at].select(pl.when(pl.col("_key") == sought).then("cell"))
        return found.to_series()


def _joined(cells: pl.DataFrame) -> pl.DataFrame:
    """Return sorted cells, those behind one value together, divided by spaces."""
    key = pl.col("_key")
    repeats = (key == key.shift()).fill_null(value=False)
    several = cells.filter(repeats | repeats.shift(-1, fill_value=False))
    if several.is_empty():
        return cells
    told = several.group_by("_key").agg(pl.col("cell").unique(maintain_order=True).str.join(" "))
    alone = cells.join(told, on="_key", how="anti", maintain_order="left")
    return pl.concat([alone, told.select(cells.columns)]).sort("_key")
