"""The comparisons of an edition as documents say them: found by figure and view."""

from __future__ import annotations

import re

from documents.narrative.entries import Entry
from schemas.bulletin import Number, Reference, Span
from schemas.comparison import PREVIOUS, YEAR
from schemas.edition import Edition
from schemas.faults import BulletinError
from schemas.figure import STATED
from schemas.indicator import Indicator

_NUMBER = re.compile(r"\d[^，。；、（）]*")

Row = dict[str, str]


class Comparisons:
    """Every view of the figures, by reference and view."""

    def __init__(self, edition: Edition) -> None:
        self._indicators = edition.settings.indicators
        self._found: dict[tuple[Reference, str], Row] = {
            (Reference(row["code"], row["basis"], row["dimension"]), row["view"]): row
            for row in edition.comparisons.iter_rows(named=True)
        }

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
        row = self._found.get((entry.reference, YEAR))
        sound = self._may_be_compared(entry) and row is not None and row["base"] is not None
        return row if sound else None

    def asks_for_year(self, entry: Entry) -> bool:
        """Return whether a reader would look for a figure's comparison with last year."""
        return entry.happened and (entry.reference, YEAR) in self._found

    def _said(self, entry: Entry, view: str) -> tuple[Span, ...]:
        if not _is_comparable(entry.indicator):
            raise BulletinError(f"“{entry.indicator.name}”只公布约数，不作比较。")
        row = self._found.get((entry.reference, view))
        if not self._may_be_compared(entry) or row is None or row["base"] is None:
            return ()
        return with_numbers(row["wording"], entry.reference)

    def _may_be_compared(self, entry: Entry) -> bool:
        """Return whether a figure stands, and is not printed roughly by the union's own wish."""
        configured = self._indicators[entry.reference.code]
        return entry.status == STATED and _is_comparable(configured)


def _is_comparable(indicator: Indicator) -> bool:
    """Return whether an indicator may be compared: none that is published only roughly."""
    return indicator.form.style in ("exact", "rounded") and not indicator.sensitive


def with_numbers(wording: str, reference: Reference) -> tuple[Span, ...]:
    """Return a phrase as spans: each number with its unit, and the figure that it is of."""
    spans: list[Span] = []
    end = 0
    for found in _NUMBER.finditer(wording):
        spans += [wording[end : found.start()], Number(found[0], reference)]
        end = found.end()
    return tuple(span for span in (*spans, wording[end:]) if span)
