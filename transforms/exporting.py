"""Frames as csv files that a spreadsheet program opens: text stays text."""

from __future__ import annotations

import polars as pl

_LIKE_A_FORMULA = r"^[=+\-@\t\r]"
_NUMBER = r"^[-+]?\d+(\.\d+)?%?$"


def as_csv(frame: pl.DataFrame) -> bytes:
    """Return a frame as csv (UTF-8) in which no text begins like a formula.

    An apostrophe goes before such a text, as Excel itself marks text; a number, though it
    may begin with a sign, stays as it is.
    """
    text = pl.col(pl.String)
    risky = text.str.contains(_LIKE_A_FORMULA) & ~text.str.contains(_NUMBER)
    safe = pl.when(risky).then(pl.lit("'") + text).otherwise(text)
    return frame.with_columns(safe.name.keep()).write_csv().encode()
