"""What a period is compared with: the period before and the same period of last year.

Values come from the workbooks of that time, as they stood at its end; where those do not
give a whole value, from the union's baseline.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from schemas.figure import STATED, WITHHELD
from schemas.finding import Finding
from schemas.indicators import INDICATORS
from schemas.period import Period
from schemas.settings import Settings
from transforms.background import NOTHING_BEHIND
from transforms.disclosure import count_cases, withhold_few
from transforms.kept import FIGURE, LACKING, kept_of
from transforms.lookback import Lookback, Stood
from transforms.measures import VALUE_SCHEMA, measure_all
from transforms.weighing import weigh_measured

BASE_SCHEMA = {
    **VALUE_SCHEMA,
    "unit": pl.String(),
    "status": pl.String(),
    "coverage": pl.Float64(),
    "since": pl.Int64(),
}
"""A base; `lacking` (kept.LACKING) may stand beside it."""


@dataclass(frozen=True)
class Bases:
    """The values to compare with (BASE_SCHEMA): of the period before, of last year's."""

    previous: pl.DataFrame
    year: pl.DataFrame


def no_bases() -> Bases:
    """Return the bases of a union of which nothing earlier is known."""
    return Bases(pl.DataFrame(schema=BASE_SCHEMA), pl.DataFrame(schema=BASE_SCHEMA))


def find_bases(
    lookback: Lookback,
    baseline: pl.DataFrame,
    doubts: Iterable[Finding],
    settings: Settings,
    period: Period,
) -> Bases:
    """Return the bases of a period.

    `baseline` follows baseline.BASELINE_SCHEMA; `doubts` hold back the values whose cells
    are at odds.
    """
    doubts = tuple(doubts)
    before, last_year = (
        _weigh(lookback.at(earlier), doubts, settings)
        for earlier in (period.previous, period.year_before)
    )
    return Bases(
        previous=_completed(before, _judged(baseline, period.previous, settings)).with_columns(
            since=None
        ),
        year=_completed(last_year, _judged(baseline, period.year_before, settings)),
    )


def _judged(baseline: pl.DataFrame, period: Period, settings: Settings) -> pl.DataFrame:
    """Return what the baseline holds of a period, with what tells of few people withheld.

    What was hidden at the time may have been typed in without saying so.
    """
    kept = kept_of(baseline, period).with_columns(since=pl.lit(1, pl.Int64))
    if not (kept["dimension"] != "").any():
        return kept
    cases = count_cases(kept, INDICATORS)
    known = kept.join(cases, on=FIGURE, how="left", maintain_order="left")
    judged = withhold_few(known, INDICATORS, settings.thresholds, NOTHING_BEHIND)
    return judged.select(kept.columns)


def _weigh(stood: Stood | None, doubts: tuple[Finding, ...], settings: Settings) -> pl.DataFrame:
    if stood is None:
        return pl.DataFrame(schema=BASE_SCHEMA)
    measured = measure_all(INDICATORS, stood.rows, stood.period)
    return weigh_measured(measured, stood, doubts, settings).select(*BASE_SCHEMA)


def _completed(weighed: pl.DataFrame, kept: pl.DataFrame) -> pl.DataFrame:
    """Return the values of the workbooks, those of the baseline where they are not whole.

    A figure and its parts come from one of the two, never from both.
    """
    sound = pl.col("status").is_in([STATED, WITHHELD]) & (pl.col("coverage") >= 1)
    whole = weighed.filter(pl.col("dimension") == "", sound & (pl.col("since") == 1))
    told = kept.join(whole, on=FIGURE, how="anti", maintain_order="left")
    known = told.filter(pl.col(LACKING).is_null())
    left = weighed.join(known, on=FIGURE, how="anti", maintain_order="left")
    lacking = told.filter(pl.col(LACKING).is_not_null()).join(left, on=FIGURE, how="anti")
    return pl.concat([left, known, lacking], how="diagonal").select(*BASE_SCHEMA, LACKING)
