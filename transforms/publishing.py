"""The figures that may leave the office: as the documents state them, and no more."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from schemas.figure import STATED, Figure
from schemas.indicator import ROUGH, Indicator
from schemas.twins import twins_of

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
    words (30余万元), as a total or as a part (schemas.twins), keeps its words
    alone. A part of a breakdown, and the same number under a name of its own, has no comparison,
    in which a cell that was hidden in another month could be read: DOMAIN.md §4.3 item 6.
    """
    vague = [i.code for i in indicators.values() if i.form.style in ROUGH or i.cases is not None]
    twins = twins_of(indicators)
    parts = [(*part, True) for part, twin in twins.items() if twin in vague]
    schema = {"code": pl.String(), "dimension": pl.String(), "_vague": pl.Boolean()}
    joined = figures.join(
        pl.DataFrame(parts, schema=schema, orient="row"),
        on=["code", "dimension"],
        how="left",
        maintain_order="left",
    )
    is_vague = pl.col("code").is_in(vague) | pl.col("_vague").fill_null(value=False)
    stated = (pl.col("status") == STATED) & ~is_vague
    is_part = (pl.col("dimension") != "") | pl.col("code").is_in([*twins.values()])
    compared = stated & ~is_part
    told = {name: compared if name in _COMPARISONS else stated for name in _EXACT}
    return Figure.validate(
        joined.with_columns(
            pl.when(shown).then(name).alias(name) for name, shown in told.items()
        ).drop("_vague")
    )
