"""The comparisons of an edition as documents say them: found by figure and view."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import polars as pl

from documents.narrative.entries import Entry
from schemas.bulletin import Number, Reference, Span
from schemas.comparison import OTHER_STANDARD, PREVIOUS, PULL, SHARE, TARGET, TIME, YEAR
from schemas.edition import Edition
from schemas.faults import BulletinError
from schemas.figure import STATED, WITHHELD
from schemas.indicator import Indicator
from schemas.indicators import INDICATORS
from schemas.twins import twins_of

_NUMBER = re.compile(r"\d[^，。；、（）]*")
_BASE = re.compile(r"[比与]上年(?:同期)?")
_PARTS = twins_of(INDICATORS)
_NAMED_PARTS = frozenset(_PARTS.values())
"""Indicators that are a part of another under their own name: a part has no comparison in print,
in which a cell that was hidden earlier could be read (DOMAIN.md §4.3 item 6)."""

_IN_WORDS = (SHARE, TARGET, TIME)
"""Views of which the phrase may be printed, with every number in it."""

Row = dict[str, Any]


_latest: list[tuple[Edition, Mapping[tuple[Reference, str], Row]]] = []
"""The rows of the edition that is being written, which each part of its documents asks for."""


def _rows_of(edition: Edition) -> Mapping[tuple[Reference, str], Row]:
    """Return an edition's views by reference and view, laid out once for the same edition."""
    for known, rows in _latest:
        if known is edition:
            return rows
    found = {
        (Reference(row["code"], row["basis"], row["dimension"]), row["view"]): row
        for row in edition.comparisons.iter_rows(named=True)
    }
    _latest[:] = [(edition, found)]
    return found


class Comparisons:
    """Every view of the figures, by reference and view."""

    def __init__(self, edition: Edition) -> None:
        self._indicators = edition.settings.indicators
        self._found = _rows_of(edition)

    def previous(self, entry: Entry) -> tuple[Span, ...]:
        """Return how a figure differs from the period before; nothing without a base.

        Raises BulletinError for a figure that by its definition is published only roughly.
        """
        return self._said(entry, PREVIOUS)

    def year(self, entry: Entry) -> tuple[Span, ...]:
        """Return how a figure differs from last year's; nothing without a base.

        Raises BulletinError for a figure that by its definition is published only roughly.
        """
        return self._said(entry, YEAR)

    def yearly(self, entry: Entry) -> Row | None:
        """Return a figure's comparison with last year, if there is one that may be printed."""
        return self._row(entry, YEAR)

    def briefly(self, entry: Entry) -> tuple[Span, ...]:
        """Return the same in the few words that stand beside a number: 同比增长5.3%, 同比减少3件.

        Nothing where there is no comparison to print.
        """
        row = self._row(entry, YEAR)
        if row is None or not row["wording"]:
            return ()
        last = row["wording"].rpartition("，")[2]
        return with_numbers(f"同比{_BASE.sub('', last)}", entry.reference)

    def beside(self, entry: Entry, view: str) -> str:
        """Return the number of a view of a part: its share, its growth, its pull on the total.

        Empty where a side of it may not be told exactly.
        """
        twin = _PARTS.get((entry.reference.code, entry.reference.dimension))
        own_name = twin is None or _is_comparable(self._indicators[twin])
        row = self._row(entry, view)
        return row["printed"] if row is not None and own_name else ""

    def progress(self, entry: Entry) -> tuple[Row, Row | None] | None:
        """Return a figure's target with how far it is, and how much of its time has passed.

        Without the time nothing may be told of it but the target: the data are not whole, or the
        figure is published only roughly. None where there is no target.
        """
        goal = self._found.get((entry.reference, TARGET))
        if goal is None or goal["base"] is None:
            return None
        told = self._row(entry, TARGET) is not None and goal["printed"]
        return goal, self._found.get((entry.reference, TIME)) if told else None

    def standards_differ(self) -> bool:
        """Return whether a plan's results are of another standard than the plan."""
        return any(row["reason"] == OTHER_STANDARD for row in self._found.values())

    def _row(self, entry: Entry, view: str) -> Row | None:
        """Return a view that documents may print: of two sides that both may be told."""
        row = self._found.get((entry.reference, view))
        if row is None or not self._may_be_compared(entry):
            return None
        is_part = view in (PREVIOUS, YEAR) and entry.reference.code in _NAMED_PARTS
        return None if is_part or row["base"] is None or WITHHELD in row["reason"] else row

    def asks_for_year(self, entry: Entry) -> bool:
        """Return whether a reader would look for a figure's comparison with last year."""
        return entry.happened and (entry.reference, YEAR) in self._found

    def _said(self, entry: Entry, view: str) -> tuple[Span, ...]:
        if not _is_comparable(entry.indicator):
            raise BulletinError(f"“{entry.indicator.name}”只公布约数，不作比较。")
        row = self._row(entry, view)
        return () if row is None else with_numbers(row["wording"], entry.reference)

    def _may_be_compared(self, entry: Entry) -> bool:
        """Return whether a figure stands, and is not printed roughly by the union's own wish."""
        configured = self._indicators[entry.reference.code]
        return entry.status == STATED and _is_comparable(configured)


def _is_comparable(indicator: Indicator) -> bool:
    """Return whether an indicator may be compared: none that is published only roughly."""
    return indicator.form.style in ("exact", "rounded") and not indicator.sensitive


def printed_views(comparisons: pl.DataFrame) -> dict[Reference, dict[str, frozenset[str]]]:
    """Return what figures may print beside their values, by figure and view.

    Of shares and progress it is each number as its phrase states it; of a part's growth, and of
    pulls, the number alone. `comparisons` are an edition's views (View).
    """
    found: dict[Reference, dict[str, frozenset[str]]] = {}
    for row in comparisons.iter_rows(named=True):
        stated = _stated(row)
        if stated:
            key = Reference(row["code"], row["basis"], row["dimension"])
            found.setdefault(key, {})[row["view"]] = stated
    return found


def _stated(row: Row) -> frozenset[str]:
    if row["view"] in _IN_WORDS:
        return frozenset({row["printed"], *_NUMBER.findall(row["wording"])})
    is_beside = row["view"] == PULL or (row["view"] == YEAR and row["dimension"])
    return frozenset({row["printed"]} - {""}) if is_beside else frozenset()


def with_numbers(wording: str, reference: Reference) -> tuple[Span, ...]:
    """Return a phrase as spans: each number with its unit, and the figure that it is of."""
    spans: list[Span] = []
    end = 0
    for found in _NUMBER.finditer(wording):
        spans += [wording[end : found.start()], Number(found[0], reference)]
        end = found.end()
    return tuple(span for span in (*spans, wording[end:]) if span)
