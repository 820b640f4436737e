"""Values become figures: compared with the month before, printed, and given a standing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import polars as pl

from schemas.figure import FIGURE_SCHEMA, NOT_REPORTED, PENDING, WITHHELD, Figure
from schemas.indicator import Indicator
from schemas.period import Period
from schemas.settings import Settings
from schemas.twins import twins_of
from transforms.bases import Bases
from transforms.comparing import compare_all, guard_previous, guard_year
from transforms.comparison import Comparison
from transforms.printing import print_value
from transforms.rounding import round_ratio, shortest
from transforms.soundness import require_fit

_AIMED = ("ytd", "as_of", "plan")
"""Bases that a target of the year is held against."""


def state_figures(
    weighed: pl.DataFrame,
    bases: Bases,
    indicators: Mapping[str, Indicator],
    place: tuple[Period, Settings],
) -> pl.DataFrame:
    """Return the period's figures (Figure) in the order of their indicators.

    `weighed` is as weighing.weigh_measured gives it.
    """
    period, settings = place
    known = weighed.with_columns(period=pl.lit(str(period)), target=_targets(settings))
    compared = _with_comparisons(known, bases, place)
    printed = compared.with_columns(
        progress=_progress(compared, settings.display.rounding),
        printed=_printed(compared, indicators, settings.display.rounding),
        coverage=_ratio_text(pl.col("coverage")),
    )
    ordered = printed.select(*FIGURE_SCHEMA, "order")
    return require_fit(ordered.sort("order", maintain_order=True).drop("order"), Figure)


def _with_comparisons(
    known: pl.DataFrame, bases: Bases, place: tuple[Period, Settings]
) -> pl.DataFrame:
    period, settings = place
    before = compare_all(known, bases.previous, guard_previous(period, settings))
    last_year = compare_all(known, bases.year, guard_year(period, settings))
    compared = known.with_columns(
        *_columns("previous_period_value", "period_change", "period_change_pct", before),
        *_columns("previous_year_value", "year_change", "year_change_pct", last_year),
    )
    dated = pl.col("unit") == "date"  # shown beside the one before, and compared with nothing
    return compared.with_columns(
        previous_period_value=pl.when(dated)
        .then(_value_in(bases.previous, compared))
        .otherwise("previous_period_value"),
        previous_year_value=pl.when(dated)
        .then(_value_in(bases.year, compared))
        .otherwise("previous_year_value"),
    )


def _value_in(bases: pl.DataFrame, figures: pl.DataFrame) -> pl.Series:
    key = ["code", "basis", "dimension"]
    return figures.select(key).join(bases, on=key, how="left", maintain_order="left")["value"]


def _columns(base: str, change: str, percent: str, made: list[Comparison]) -> list[pl.Series]:
    return [
        pl.Series(base, [_text(one.base) for one in made], dtype=pl.String),
        pl.Series(change, [_text(one.change) for one in made], dtype=pl.String),
        pl.Series(percent, [_text(one.change_pct) for one in made], dtype=pl.String),
    ]


def _text(number: Decimal | None) -> str | None:
    return None if number is None else shortest(number)


def _targets(settings: Settings) -> pl.Expr:
    wanted = {code: format(target, "f") for code, target in settings.targets.items()}
    target = pl.col("code").replace_strict(wanted, default=None, return_dtype=pl.String)
    return pl.when(pl.col("dimension") == "", pl.col("basis").is_in(_AIMED)).then(target)


def _progress(figures: pl.DataFrame, rounding: str) -> pl.Series:
    """Return the value over its target, as a fraction of four decimals."""
    told = [
        _text(round_ratio(Decimal(value), Decimal(target), 4, rounding))
        if value is not None and target is not None and Decimal(target) > 0
        else None
        for value, target in figures.select("value", "target").iter_rows()
    ]
    return pl.Series(told, dtype=pl.String)


def _ratio_text(ratio: pl.Expr) -> pl.Expr:
    text = ratio.fill_null(1.0).round(4).cast(pl.String)
    return text.str.replace(r"\.0$", "")


def _printed(
    figures: pl.DataFrame, indicators: Mapping[str, Indicator], rounding: str
) -> pl.Series:
    twins = twins_of(indicators)
    rows = figures.select("code", "dimension", "value", "status", "period").iter_rows()
    printed = [
        _words(
            _as_its_twin(indicators, code, twins.get((code, part))),
            (value, status),
            rounding,
            period[:4],
        )
        for code, part, value, status, period in rows
    ]
    return pl.Series(printed, dtype=pl.String)


def _as_its_twin(indicators: Mapping[str, Indicator], code: str, twin: str | None) -> Indicator:
    """Return the indicator in the form of the same number's own name: 170余 here and there."""
    own = indicators[code]
    return replace(own, form=indicators[twin].form) if twin else own


def _words(indicator: Indicator, known: tuple[str | None, str], rounding: str, year: str) -> str:
    value, status = known
    if status == WITHHELD:
        return "…"
    if status in (PENDING, NOT_REPORTED):
        return status
    if value is None or not _happened(value):
        return "—"
    return print_value(indicator, value, rounding, year)


def _happened(value: str) -> bool:
    return "-" in value.lstrip("-") or Decimal(value) != 0
