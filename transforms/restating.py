"""The figures of a released period, as they would be stated with what is known now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import polars as pl

from schemas.contract import sheet_named
from schemas.figure import FIGURE_SCHEMA, SOURCE_SCHEMA
from schemas.indicator import Indicator, Nature
from schemas.indicators import INDICATORS
from schemas.period import Period
from schemas.settings import Settings
from schemas.sheets import Sheet
from transforms.bases import no_bases
from transforms.examination import Examined
from transforms.figures import state_figures
from transforms.ledger import same_thing
from transforms.lookback import Stood
from transforms.measures import Measured, measure_all
from transforms.tracing import trace_sources
from transforms.weighing import weigh_measured


def restate_figures(
    examined: Examined, settings: Settings, period: Period
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return an earlier period's figures (Figure) as known now, and their cells (Source).

    Events, and policies with a term, are known by their dates: what a later workbook tells
    of the period counts. Of a state without a date only its own workbooks can tell.
    """
    stood = examined.lookback.at(period)
    if stood is None:
        return pl.DataFrame(schema=FIGURE_SCHEMA), pl.DataFrame(schema=SOURCE_SCHEMA)
    known = {name: _known(examined, sheet_named(name), stood) for name in stood.rows}
    measured = _measure(known, stood)
    now = replace(stood, rows=known)
    weighed = weigh_measured(measured, now, examined.doubts, settings)
    figures = state_figures(weighed, no_bases(), INDICATORS, (period, settings))
    return figures, trace_sources(measured, INDICATORS, examined.addresses, period)


def _measure(known: Mapping[str, pl.DataFrame], stood: Stood) -> Measured:
    dated = {code: i for code, i in INDICATORS.items() if _is_dated(i)}
    others = {code: i for code, i in INDICATORS.items() if not _is_dated(i)}
    by_date = measure_all(dated, known, stood.period)
    by_month = measure_all(others, stood.rows, stood.period)
    return Measured(
        values=pl.concat([by_date.values, by_month.values]),
        rows=pl.concat([by_date.rows, by_month.rows]),
        history=pl.concat([by_date.history, by_month.history]),
    )


def _is_dated(indicator: Indicator) -> bool:
    """Return whether the rows themselves tell in which months they count."""
    if indicator.nature is Nature.FLOW:
        return indicator.on not in (None, "reported_in")
    return indicator.nature is Nature.STOCK and indicator.until is not None


def _known(examined: Examined, sheet: Sheet, stood: Stood) -> pl.DataFrame:
    """Return the rows of a sheet that tell of a period, as known now.

    A register's increment tells what became of a thing later: of the period, what was told
    then stands, and only things that nobody had told of are added. Where a later workbook has
    rows that wait to be mended, the period's own workbooks count.
    """
    then, now = stood.rows[sheet.name], examined.rows[sheet.name]
    if _waits(examined, sheet, stood.period):
        return then
    if not sheet.register:
        return now
    standing = examined.counts.filter(table=sheet.name).select("workbook")
    kept = then.join(standing, on="workbook", how="semi", maintain_order="left")
    return pl.concat(
        [kept, now.join(kept, on=same_thing(sheet), how="anti", maintain_order="left")]
    )


def _waits(examined: Examined, sheet: Sheet, period: Period) -> bool:
    later = examined.counts.filter(
        pl.col("table") == sheet.name, pl.col("reported_in") > str(period.closing_month)
    )
    return bool(later.filter(pl.col("faulty") | (pl.col("rejected") > 0)).height)
