"""The figures that may leave the office: as the documents state them, and no more."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from schemas.figure import STATED, Figure
from schemas.indicator import Indicator

_APPROXIMATE = ("over", "about")
"""Forms in which a document states less than it knows."""

_COMPARISONS = (
    "previous_period_value",
    "period_change",
    "period_change_pct",
    "previous_year_value",
    "year_change",
    "year_change_pct",
)
_EXACT = ("value", *_COMPARISONS, "progress")
"""Columns from which a value could be told or worked out."""


def publish_figures(figures: pl.DataFrame, indicators: Mapping[str, Indicator]) -> pl.DataFrame:
    """Return the figures (Figure) with nothing exact beside what is not stated exactly.

    A figure that is withheld (transforms.disclosure), awaits data, or is printed in rounded
    words (30余万元) keeps its words alone; a part of a breakdown has no comparison, in which a
    cell that was hidden in another month could be read: DOMAIN.md §4.3 item 6.
    """
    vague = [
        i.code for i in indicators.values() if i.form.style in _APPROXIMATE or i.cases is not None
    ]
    stated = (pl.col("status") == STATED) & ~pl.col("code").is_in(vague)
    compared = stated & (pl.col("dimension") == "")
    told = {name: compared if name in _COMPARISONS else stated for name in _EXACT}
    return Figure.validate(
        figures.with_columns(pl.when(shown).then(name).alias(name) for name, shown in told.items())
    )
