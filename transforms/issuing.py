"""An examined period becomes an edition: figures, sources, listings and changes."""

from __future__ import annotations

import polars as pl

from schemas.baseline import no_baseline
from schemas.edition import Edition
from schemas.indicators import INDICATORS
from schemas.period import Period
from schemas.settings import Settings
from transforms.bases import find_bases
from transforms.changes import Before, compare_drafts
from transforms.examination import Examined
from transforms.figures import state_figures
from transforms.listings import list_names
from transforms.lookback import Stood
from transforms.measures import measure_all
from transforms.plans import follow_plans
from transforms.remarks import remark_figures
from transforms.tracing import trace_sources
from transforms.views import view_figures
from transforms.weighing import weigh_measured


def issue_edition(
    examined: Examined,
    settings: Settings,
    period: Period,
    before: Before | None,
    baseline: pl.DataFrame | None = None,
) -> Edition:
    """Return the period's edition.

    `before` is the draft that stands, if any; `baseline` follows baseline.BASELINE_SCHEMA.
    """
    measured = measure_all(INDICATORS, examined.rows, period)
    stood = Stood(period, examined.rows, examined.counts, examined.coverage)
    weighed = weigh_measured(measured, stood, examined.doubts, settings, examined.released)
    kept = no_baseline() if baseline is None else baseline
    bases = find_bases(examined.lookback, kept, examined.doubts, settings, period)
    place = (period, settings)
    figures = state_figures(weighed, bases, settings.indicators, place)
    plans = follow_plans(examined.rows, weighed, examined.lookback, INDICATORS, place)
    return Edition(
        period=period,
        settings=settings,
        figures=figures,
        listings=list_names(INDICATORS, examined.rows, examined.addresses, period),
        sources=trace_sources(measured, INDICATORS, examined.addresses, period),
        coverage=examined.coverage,
        issues=examined.issues,
        changes=compare_drafts(figures, before),
        remarks=remark_figures(measured, examined),
        accepted=examined.accepted,
        comparisons=view_figures(weighed, bases, settings.indicators, place, plans),
    )
