"""The figures that may leave the office: exact, but for what may not be told exactly."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from schemas.figure import STATED, Figure
from schemas.indicator import ROUGH, Indicator
from schemas.twins import twins_of
from transforms.soundness import require_fit

_COMPARISONS = (
    "previous_period_value",
    "period_change",
    "period_change_pct",
    "previous_year_value",
    "year_change",
    "year_change_pct",
)
_MONEY = "元"


def publish_figures(figures: pl.DataFrame, indicators: Mapping[str, Indicator]) -> pl.DataFrame:
    """Return the figures (Figure) with nothing that may not be told.

    A figure that is withheld (transforms.disclosure) or awaits data keeps its words alone; so
    does an amount that is printed in rounded words (30余万元), be it a total or a part
    (schemas.twins): an amount of few cases is published in no other form, and one that a fixed
    price makes of persons would tell how many they are. A count keeps its exact value, whatever
    words a document rounds it with: totals of a county are exempt, and parts of few people are
    withheld. What is printed in rounded words has no comparison and no progress; a part of a
    breakdown, and the same number under a name of its own, has no comparison, in which a cell
    that was hidden in another month could be read: DOMAIN.md §4.3 item 6.
    """
    rough = [i.code for i in indicators.values() if i.form.style in ROUGH or i.cases is not None]
    twins = twins_of(indicators)
    parts = [(*part, True) for part, twin in twins.items() if twin in rough]
    schema = {"code": pl.String(), "dimension": pl.String(), "_rough": pl.Boolean()}
    joined = figures.join(
        pl.DataFrame(parts, schema=schema, orient="row"),
        on=["code", "dimension"],
        how="left",
        maintain_order="left",
    )
    is_stated = pl.col("status") == STATED
    is_rough = pl.col("code").is_in(rough) | pl.col("_rough").fill_null(value=False)
    is_part = (pl.col("dimension") != "") | pl.col("code").is_in([*twins.values()])
    told = {
        "value": is_stated & ~(is_rough & (pl.col("unit") == _MONEY)),
        "progress": is_stated & ~is_rough,
        **dict.fromkeys(_COMPARISONS, is_stated & ~is_rough & ~is_part),
    }
    public = joined.with_columns(
        pl.when(shown).then(name).alias(name) for name, shown in told.items()
    )
    return require_fit(public.drop("_rough"), Figure)
