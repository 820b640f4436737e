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
_FIGURE = ["code", "basis"]
_AT_THE_END = ("ytd", "as_of", "plan")


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
        previous=_completed(before, baseline, period.previous).with_columns(since=None),
        year=_completed(last_year, baseline, period.year_before),
    )


def _weigh(stood: Stood | None, doubts: tuple[Finding, ...], settings: Settings) -> pl.DataFrame:
    if stood is None:
        return pl.DataFrame(schema=BASE_SCHEMA)
    measured = measure_all(INDICATORS, stood.rows, stood.period)
    return weigh_measured(measured, stood, doubts, settings).select(*BASE_SCHEMA)


def _kept(baseline: pl.DataFrame, period: Period) -> pl.DataFrame:
    """Return what the baseline holds of a period.

    What stands at its end (the year so far, a state, a plan) stands there as well in a figure
    kept of another period with the same closing month; the period's own comes first.
    """
    ending = [
        text
        for text in baseline["period"].unique()
        if Period.parse(text).closing_month == period.closing_month
    ]
    own = pl.col("period") == str(period)
    at_its_end = pl.col("period").is_in(ending) & pl.col("basis").is_in(_AT_THE_END)
    return (
        baseline.filter(own | at_its_end)
        .sort(~own, "period", maintain_order=True)
        .unique([*_FIGURE, "dimension"], keep="first", maintain_order=True)
    )


def _completed(weighed: pl.DataFrame, baseline: pl.DataFrame, period: Period) -> pl.DataFrame:
    """Return the values of the workbooks, those of the baseline where they are not whole.

    A figure and its parts come from one of the two, never from both.
    """
    kept = _kept(baseline, period).with_columns(
        since=pl.lit(1, pl.Int64), coverage=pl.col("coverage").cast(pl.Float64)
    )
    sound = pl.col("status").is_in([STATED, WITHHELD]) & (pl.col("coverage") >= 1)
    whole = weighed.filter(pl.col("dimension") == "", sound & (pl.col("since") == 1))
    told = kept.join(whole, on=_FIGURE, how="anti").select(*BASE_SCHEMA)
    left = weighed.join(told, on=_FIGURE, how="anti", maintain_order="left")
    return pl.concat([left, told])
