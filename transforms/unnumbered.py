"""Rows of a sheet without a column for their number: told by what stands in them."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from schemas.sheets import Sheet
from schemas.submission import Submission

_BETWEEN = "｜"


def number_rows(
    rows: pl.DataFrame, sheet: Sheet, submissions: Sequence[Submission]
) -> pl.DataFrame:
    """Return the rows of a sheet, those of unnumbered workbooks with a key of their own.

    The key is the text of the natural columns (date, category, name, place, count) and how
    many rows of the workbook read so already: the same rows sent again have the same keys,
    and two alike stay two (DOMAIN.md §5.1).
    """
    own = sheet.own_id
    workbooks = [item.workbook for item in submissions if sheet.name in item.unnumbered]
    if own is None or not workbooks:
        return rows
    natural = [pl.col(code).cast(pl.String).fill_null("") for code in sheet.natural_key]
    told = pl.concat_str(natural, separator=_BETWEEN)
    count = pl.int_range(pl.len()).over("workbook", told) + 1
    key = pl.concat_str(told, count.cast(pl.String), separator=_BETWEEN)
    unnumbered = pl.col("workbook").is_in(workbooks) & pl.col(own).is_null()
    return rows.with_columns(pl.when(unnumbered).then(key).otherwise(pl.col(own)).alias(own))
