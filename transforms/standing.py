"""How far the figures of a sheet can be trusted: what is absent, faulty or set aside."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from schemas.codes import CUMULATIVE
from schemas.contract import return_of, sheet_named
from schemas.finding import Finding
from schemas.indicator import Indicator
from schemas.period import Period

COUNT_SCHEMA = {
    "table": pl.String(),
    "workbook": pl.String(),
    "reported_in": pl.String(),
    "submit_mode": pl.String(),
    "accepted": pl.Int64(),
    "rejected": pl.Int64(),
    "faulty": pl.Boolean(),
}
"""One row per sheet of the contract and workbook: its rows, and whether a fault of the
whole sheet blocks it."""

_GATHERING = ("ytd", "as_of")
"""Bases that gather the months of the year before the period."""

BLOCKING = ("E-F03", "E-F04", "E-F05", "E-F07", "E-F08")
"""Faults of a whole sheet: its figures wait until they are mended."""


def stand_indicators(
    indicators: Iterable[Indicator],
    counts: pl.DataFrame,
    coverage: pl.DataFrame,
    limit: Decimal,
    period: Period,
) -> pl.DataFrame:
    """Return one row per indicator and basis: code, basis, coverage, absent, pending.

    `counts` holds the workbooks that stand (COUNT_SCHEMA); `coverage` follows Coverage.
    `coverage` of the result is months reported over months expected, times rows accepted
    over rows received; `pending` is true where a sheet is faulty or the coverage lies below
    `limit`: a number that lacks months or rows is no small number. What is called a quarter's,
    a half-year's or a year's lacks no month at all.
    """
    indicators = tuple(indicators)
    sheets = {sheet for one in indicators for sheet in (one.sheet, *one.beside)}
    stood = {
        (basis, sheet): window.stand(sheet, limit)
        for basis in (period.basis, "ytd", "as_of", "plan")
        for window in [_Window(basis, period, counts, coverage)]
        for sheet in sheets
    }
    rows = [
        (one.code, basis, *_worst(stood[basis, sheet] for sheet in (one.sheet, *one.beside)))
        for one in indicators
        for basis in one.bases_in(period)
    ]
    schema = {
        "code": pl.String(),
        "basis": pl.String(),
        "coverage": pl.Float64(),
        "absent": pl.Boolean(),
        "pending": pl.Boolean(),
    }
    return pl.DataFrame(rows, schema=schema, orient="row")


def begin_extents(
    indicators: Iterable[Indicator],
    counts: pl.DataFrame,
    coverage: pl.DataFrame,
    period: Period,
) -> pl.DataFrame:
    """Return the month (1 to 12) with which each indicator's data of the year begin.

    One row per indicator and basis: code, basis, since. Takes what stand_indicators takes;
    a ledger to date holds the year from its beginning, and a period by itself is whole.
    """
    first = int(str(coverage["period"].min())[5:7]) if coverage.height else 1
    ledgers = set(counts.filter(pl.col("submit_mode") == CUMULATIVE)["table"])
    rows = [
        (one.code, basis, first if basis in _GATHERING and one.sheet not in ledgers else 1)
        for one in indicators
        for basis in one.bases_in(period)
    ]
    schema = {"code": pl.String(), "basis": pl.String(), "since": pl.Int64()}
    return pl.DataFrame(rows, schema=schema, orient="row")


def hold_doubted(
    standing: pl.DataFrame, rows: pl.DataFrame, findings: Iterable[Finding]
) -> pl.DataFrame:
    """Return the standing with the indicators pending in whose cells workbooks disagree.

    `rows` is as measure_all gives it; an error about standing rows blocks the figures that
    measure the column of which it speaks (DOMAIN.md §6).
    """
    places = [place for finding in findings if finding.severity == "E" for place in finding.places]
    named = dict.fromkeys(("workbook", "sheet"), pl.String()) | {"source_row": pl.Int64()}
    wrong = pl.DataFrame(places, schema={**named, "column": pl.String()}, orient="row")
    held = rows.join(wrong, on=wrong.columns, how="semi").select("code", "basis").unique()
    joined = standing.join(
        held.with_columns(_held=True), on=["code", "basis"], how="left", maintain_order="left"
    )
    pending = pl.col("pending") | pl.col("_held").fill_null(value=False)
    return joined.with_columns(pending=pending).drop("_held")


def _worst(each: Iterable[tuple[float, bool, bool]]) -> tuple[float, bool, bool]:
    """Return how an indicator stands: no better than the worst of its sheets."""
    shares, absent, pending = zip(*each, strict=True)
    return min(shares), any(absent), any(pending)


@dataclass(frozen=True)
class _Window:
    """The months that a basis looks at, in the counts and the coverage of an edition."""

    basis: str
    period: Period
    counts: pl.DataFrame
    coverage: pl.DataFrame

    def stand(self, sheet: str, limit: Decimal) -> tuple[float, bool, bool]:
        """Return a sheet's coverage, whether it is absent, and whether its figures wait."""
        counts = self._in_months(self.counts, "reported_in").filter(table=sheet)
        months = self._in_months(self.coverage, "period").filter(
            table_code=return_of(sheet_named(sheet)).code
        )
        absent = self.basis != "plan" and months.height > 0 and not self._closed(months)
        whole = self._months_share(months, counts)
        share = whole * _rows_share(counts)
        pending = bool(counts["faulty"].any()) or share < limit or (self._needs_all and whole < 1)
        return share, absent, pending

    @property
    def _needs_all(self) -> bool:
        return self.basis == self.period.basis or (self.basis == "ytd" and self.period.opens_year)

    def _in_months(self, told: pl.DataFrame, column: str) -> pl.DataFrame:
        if self.basis != self.period.basis:
            return told
        return told.filter(pl.col(column).is_in([str(month) for month in self.period.months]))

    def _closed(self, months: pl.DataFrame) -> bool:
        """Return whether the closing month arrived: without it nothing is known of the end."""
        closing = months.filter(period=str(self.period.closing_month))
        return _arrived(closing) > 0

    def _months_share(self, months: pl.DataFrame, counts: pl.DataFrame) -> float:
        """Return the share of the months that are there; a ledger holds those before it too."""
        if self.basis == "plan" or not months.height:
            return 1.0
        ledgers = counts.filter(submit_mode=CUMULATIVE)["reported_in"].to_list()
        held = months.filter(pl.col("period") <= max(ledgers, default=""))
        return (held.height + _arrived(months.join(held, on="period", how="anti"))) / months.height


def _arrived(months: pl.DataFrame) -> int:
    return months.filter(status="已报送").height


def _rows_share(counts: pl.DataFrame) -> float:
    accepted, rejected = int(counts["accepted"].sum()), int(counts["rejected"].sum())
    return accepted / (accepted + rejected) if accepted + rejected else 1.0
