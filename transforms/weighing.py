"""Values with their standing: whether each is sound, pending, unreported or withheld.

What a figure is made from, and in the same way what it is compared with.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import polars as pl

from schemas.figure import NO_DATA, NOT_REPORTED, PENDING, STATED
from schemas.finding import Finding
from schemas.indicator import Indicator
from schemas.indicators import INDICATORS
from schemas.revision import Published
from schemas.settings import Settings, Thresholds
from transforms.atoms import AID, atoms_of_rows
from transforms.background import NOTHING_BEHIND, Background
from transforms.case_amounts import read_printed
from transforms.cases import cases_of_rows
from transforms.disclosure import count_cases, withhold_few
from transforms.lookback import Stood
from transforms.measures import Measured
from transforms.standing import begin_extents, hold_doubted, stand_indicators
from transforms.told import read_releases


def weigh_measured(
    measured: Measured,
    stood: Stood,
    doubts: Iterable[Finding],
    settings: Settings,
    released: Iterable[Published] = (),
) -> pl.DataFrame:
    """Return the values of a period with all that is known of each, as weigh_values does.

    `since` is the month with which the data of the year begin (standing.begin_extents);
    `doubts` hold back the values whose cells are at odds. What was `released` decides with what
    must be hidden.
    """
    told = (INDICATORS.values(), stood.counts, stood.coverage)
    standing = stand_indicators(*told, settings.thresholds.coverage, stood.period)
    held = hold_doubted(standing, measured.rows, doubts)
    background = Background(
        measured.history,
        atoms_of_rows(stood.rows, stood.period, INDICATORS[AID]),
        read_releases(released, stood.period),
        read_printed(released, INDICATORS.values(), stood.period),
        cases_of_rows(stood.rows, stood.period),
    )
    printed = settings.indicators
    weighed = weigh_values(measured.values, held, printed, settings.thresholds, background)
    extents = begin_extents(*told, stood.period)
    return weighed.join(extents, on=["code", "basis"], how="left", maintain_order="left")


def weigh_values(
    values: pl.DataFrame,
    standing: pl.DataFrame,
    indicators: Mapping[str, Indicator],
    thresholds: Thresholds,
    background: Background = NOTHING_BEHIND,
) -> pl.DataFrame:
    """Return the values with order, name, unit, kind, coverage and status.

    `values` follows measures.VALUE_SCHEMA, `standing` is as stand_indicators gives it; by the
    `background` a small count is hidden over time, and what would tell of it. What was not
    reported is no zero: it has no value.
    """
    joined = (
        values.join(_definitions(indicators), on="code", maintain_order="left")
        .join(standing, on=["code", "basis"], how="left", maintain_order="left")
        .join(count_cases(values, indicators), on=["code", "basis"], how="left")
    )
    known = joined.with_columns(
        status=_status(), value=pl.when(~pl.col("absent")).then(pl.col("value"))
    )
    return withhold_few(known, indicators, thresholds, background)


def _definitions(indicators: Mapping[str, Indicator]) -> pl.DataFrame:
    rows = [
        (number, i.code, i.name, i.unit, str(i.nature))
        for number, i in enumerate(indicators.values())
    ]
    schema = ["order", "code", "name", "unit", "kind"]
    return pl.DataFrame(rows, schema=schema, orient="row")


def _status() -> pl.Expr:
    return (
        pl.when("absent")
        .then(pl.lit(NOT_REPORTED))
        .when("pending")
        .then(pl.lit(PENDING))
        .when(pl.col("value").is_null())
        .then(pl.lit(NO_DATA))
        .otherwise(pl.lit(STATED))
    )
