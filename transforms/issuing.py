"""An examined period becomes an edition: figures, sources, listings and changes."""

from __future__ import annotations

import polars as pl

from schemas.edition import Edition
from schemas.figure import SOURCE_SCHEMA, Source
from schemas.indicators import INDICATORS
from schemas.period import Period
from schemas.settings import Settings
from transforms.changes import Before, compare_drafts
from transforms.examination import Examined
from transforms.figures import state_figures
from transforms.listings import list_names
from transforms.measures import Measured, measure_all
from transforms.remarks import remark_figures
from transforms.standing import hold_doubted, stand_indicators


def issue_edition(
    examined: Examined, settings: Settings, period: Period, before: Before | None
) -> Edition:
    """Return the period's edition; `before` is the draft that stands, if any."""
    measured = measure_all(INDICATORS, examined.rows, period)
    earlier = measure_all(INDICATORS, examined.rows_before, period.previous)
    before_this = _comparable(earlier.values, examined, settings, period.previous)
    standing = stand_indicators(
        INDICATORS.values(), examined.counts, examined.coverage, settings.thresholds.coverage
    )
    held = hold_doubted(standing, measured.rows, examined.doubts)
    figures = state_figures(measured.values, before_this, held, INDICATORS, (period, settings))
    return Edition(
        period=period,
        settings=settings,
        figures=figures,
        listings=list_names(INDICATORS, examined.rows, examined.addresses, period),
        sources=trace_sources(measured, examined.addresses, period),
        coverage=examined.coverage,
        issues=examined.issues,
        changes=compare_drafts(figures, before),
        remarks=remark_figures(measured, examined),
        accepted=examined.accepted,
    )


def _comparable(
    values: pl.DataFrame, examined: Examined, settings: Settings, month: Period
) -> pl.DataFrame:
    """Return the month's values that this one may be compared with.

    What was not reported, or waits to be mended, is not zero: it is nothing.
    """
    coverage = examined.coverage.filter(pl.col("period") <= str(month))
    if coverage.is_empty():
        return values.clear()
    counts = examined.counts.filter(pl.col("reported_in") <= str(month))
    standing = stand_indicators(INDICATORS.values(), counts, coverage, settings.thresholds.coverage)
    sound = standing.filter(~pl.col("absent"), ~pl.col("pending"))
    return values.join(sound, on=["code", "basis"], how="semi", maintain_order="left")


def trace_sources(measured: Measured, addresses: pl.DataFrame, period: Period) -> pl.DataFrame:
    """Return the cells behind every figure (Source), in the order of figures and rows."""
    placed = measured.rows.join(
        addresses, on=["workbook", "sheet", "source_row", "column"], maintain_order="left"
    )
    return Source.validate(placed.with_columns(period=pl.lit(str(period))).select(*SOURCE_SCHEMA))
