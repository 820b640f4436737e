"""Whether a chart draws what the tables print: its numbers and its words against the figures."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from documents.audit.claims import Shown
from documents.audit.origins import Origins, origins_of, shown_amount
from schemas.bulletin import Chart, Document, Reference
from schemas.edition import Edition
from schemas.figure import PENDING, STATED

_POWERS = {"万": 4, "亿": 8}


def contradictions_in_charts(document: Document, edition: Edition) -> Iterator[Shown]:
    """Yield what a chart would draw or say otherwise than its figures are printed.

    A figure that is not stated draws nothing; one of which nothing happened draws zero.
    """
    origins = origins_of(edition)
    for chart in document.charts:
        for series in (*chart.series, *([chart.mark] if chart.mark else [])):
            for value, reference in zip(series.values, series.references, strict=True):
                if value not in _drawable(reference, chart.unit, origins):
                    yield Shown(f"图{chart.number}", "缺" if value is None else f"{value:f}")
        if chart.alt != _spoken(chart, origins):
            yield Shown(f"图{chart.number}替代文字", chart.alt)


def _drawable(reference: Reference, unit: str, origins: Origins) -> tuple[Decimal | None, ...]:
    row = origins.figure(reference)
    if row is None:
        return (None, Decimal(0))
    if row["status"] != STATED:
        return (None,)
    shown = shown_amount(row["printed"] or "")
    if shown is None:
        return (Decimal(0),) if row["value"] is not None and Decimal(row["value"]) == 0 else (None,)
    amount, printed_in = shown
    places = _POWERS.get(unit[:1], 0)
    if printed_in != (unit[1:] if places else unit):
        return ()
    return (amount.scaleb(-places),)


def _spoken(chart: Chart, origins: Origins) -> str:
    """Return what a screen reader has to say: every position with its figure, as printed."""
    said = []
    for label, reference in zip(chart.labels, chart.series[-1].references, strict=True):
        row = origins.figure(reference)
        if row is not None and row["status"] == PENDING:
            said.append(f"{label}{PENDING}")
        elif row is not None and row["status"] == STATED and shown_amount(row["printed"] or ""):
            said.append(f"{label}{row['printed']}")
    mark = origins.figure(chart.mark.references[0]) if chart.mark else None
    if mark is not None:
        said.append(f"虚线为{mark['name']}{mark['printed']}")
    return f"{chart.caption}：{'；'.join(said)}"
