"""The figures as a document finds them: one entry per code, basis and part."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

import polars as pl

from schemas.bulletin import Number, Reference
from schemas.figure import NO_DATA, NOT_REPORTED, PENDING, STATED
from schemas.indicator import Indicator
from schemas.indicators import INDICATORS
from schemas.period import Period

IN_PERIOD = "in_period"
"""What templates call the basis of the edition's own period."""


@dataclass(frozen=True)
class Entry:
    """One figure: its printed form, its standing, and its change since the period before."""

    reference: Reference
    printed: str
    status: str
    value: str | None = None
    previous: Decimal | None = None
    change: Decimal | None = None
    change_pct: Decimal | None = None

    @property
    def indicator(self) -> Indicator:
        """Return the definition that the figure follows."""
        return INDICATORS[self.reference.code]

    @property
    def amount(self) -> Decimal | None:
        """Return the exact value in base units; none for a date or where nothing is known."""
        return _decimal(self.value)

    @property
    def happened(self) -> bool:
        """Return whether a sentence may speak of it: something happened, or is in doubt."""
        if self.status == PENDING:
            return True
        return self.status == STATED and self.value is not None and self.amount != 0

    @property
    def number(self) -> Number:
        """Return the number to print: the figure's printed form, or that it is in doubt."""
        return Number(PENDING if self.status == PENDING else self.printed, self.reference)

    @property
    def part(self) -> tuple[str, str]:
        """Return the kind and the label of a part; both empty for the total."""
        kind, _, label = self.reference.dimension.partition("=")
        return kind, label


class Entries:
    """All figures of an edition, found by code, basis and part."""

    def __init__(self, figures: pl.DataFrame, period: Period) -> None:
        self._period = period
        made = (_entry(row) for row in figures.iter_rows(named=True))
        self._found = {entry.reference: entry for entry in made}

    def find(self, code: str, basis: str = "") -> Entry:
        """Return the total of an indicator; the one so far where no basis is named.

        A figure that the edition lacks is an entry without data. Raises KeyError for a
        code that no indicator has, or a basis on which it is not stated.
        """
        reference = Reference(code, self.basis(code, basis))
        return self._found.get(reference, Entry(reference, "", NO_DATA))

    def basis(self, code: str, word: str = "") -> str:
        """Return the basis of an indicator's figure that a word of the templates means.

        `in_period` is the edition's own (month, quarter, half, year), `so_far` or nothing the
        year to date of a flow and the state of everything else. Raises KeyError as `find`.
        """
        indicator = INDICATORS[code]
        wanted = {"": indicator.basis_so_far, "so_far": indicator.basis_so_far}
        basis = (wanted | {IN_PERIOD: self._period.basis}).get(word, word)
        if basis not in indicator.bases_in(self._period):
            raise KeyError(word)
        return basis

    def part(self, code: str, basis: str, dimension: str) -> Entry:
        """Return one part of an indicator; without data where the edition lacks it.

        Nobody knows whether a part is lacking while its total is in doubt or unreported.
        """
        reference = Reference(code, basis, dimension)
        total = self._found.get(Reference(code, basis), Entry(reference, "", NO_DATA))
        status = total.status if total.status in (PENDING, NOT_REPORTED) else NO_DATA
        return self._found.get(reference, Entry(reference, "", status))

    def parts(self, code: str, basis: str, kind: str) -> tuple[Entry, ...]:
        """Return an indicator's parts of one kind, in the order of their labels."""
        parts = [
            entry
            for entry in self._found.values()
            if (entry.reference.code, entry.reference.basis) == (code, basis)
            and entry.part[0] == kind
        ]
        return tuple(sorted(parts, key=lambda entry: entry.part[1]))

    def so_far(self) -> Iterable[Entry]:
        """Yield the total of every indicator so far, or its state."""
        return (
            entry
            for entry in self._found.values()
            if not entry.reference.dimension
            and entry.reference.basis == entry.indicator.basis_so_far
        )

    def with_status(self, status: str) -> Iterable[Entry]:
        """Yield every figure of one status."""
        return (entry for entry in self._found.values() if entry.status == status)


def _entry(row: dict[str, str | None]) -> Entry:
    return Entry(
        reference=Reference(row["code"] or "", row["basis"] or "", row["dimension"] or ""),
        printed=row["printed"] or "",
        status=row["status"] or NO_DATA,
        value=row["value"],
        previous=_decimal(row["previous_period_value"]),
        change=_decimal(row["period_change"]),
        change_pct=_decimal(row["period_change_pct"]),
    )


def _decimal(text: str | None) -> Decimal | None:
    try:
        return None if text is None else Decimal(text)
    except InvalidOperation:
        return None
