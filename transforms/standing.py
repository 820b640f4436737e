"""How far the figures of a sheet can be trusted: what is absent, faulty or set aside."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

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

_STATED_ANEW = ("budget_lines",)
"""Sheets that state the whole year anew each month: only the closing month's rows count, and
without one of them the whole is another (a budget without a subject, and its rate)."""

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
    a half-year's or a year's lacks no month at all, and a budget no subject.
    """
    indicators = tuple(indicators)
    sheets = {sheet for one in indicators for sheet in (one.sheet, *one.beside)}
    told = _by(counts, "table"), _by(coverage, "table_code")
    stood = {
        (basis, sheet): window.stand(sheet, limit)
        for basis in (period.basis, "ytd", "as_of", "plan")
        for window in [_Window(basis, period, *told)]
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


_Rows = list[dict[str, Any]]


def _by(told: pl.DataFrame, column: str) -> Mapping[str, _Rows]:
    """Return the rows of a small frame, by what stands in a column."""
    rows: dict[str, _Rows] = {}
    for row in told.iter_rows(named=True):
        rows.setdefault(row[column], []).append(row)
    return rows


@dataclass(frozen=True)
class _Window:
    """The months that a basis looks at, in the counts and the coverage of an edition.

    `counts` are by sheet, `coverage` by table code.
    """

    basis: str
    period: Period
    counts: Mapping[str, _Rows]
    coverage: Mapping[str, _Rows]

    def stand(self, sheet: str, limit: Decimal) -> tuple[float, bool, bool]:
        """Return a sheet's coverage, whether it is absent, and whether its figures wait."""
        code = return_of(sheet_named(sheet)).code
        counts = self._in_months(self.counts.get(sheet, []), "reported_in")
        months = self._in_months(self.coverage.get(code, []), "period")
        absent = self.basis != "plan" and bool(months) and not self._closed(months)
        whole = self._months_share(months, counts)
        is_anew = sheet in _STATED_ANEW
        behind = self._of_closing(counts) if is_anew else counts
        rows = _rows_share(behind)
        lacks = any(count["faulty"] for count in behind) or (is_anew and rows < 1)
        share = whole * rows
        pending = lacks or share < limit or (self._needs_all and whole < 1)
        return share, absent, pending

    @property
    def _needs_all(self) -> bool:
        return self.basis == self.period.basis or (self.basis == "ytd" and self.period.opens_year)

    def _in_months(self, told: _Rows, column: str) -> _Rows:
        if self.basis != self.period.basis:
            return told
        names = {str(month) for month in self.period.months}
        return [row for row in told if row[column] in names]

    def _closed(self, months: _Rows) -> bool:
        """Return whether the closing month arrived: without it nothing is known of the end."""
        return _arrived(self._of_closing(months, "period")) > 0

    def _of_closing(self, told: _Rows, column: str = "reported_in") -> _Rows:
        return [row for row in told if row[column] == str(self.period.closing_month)]

    def _months_share(self, months: _Rows, counts: _Rows) -> float:
        """Return the share of the months that are there; a ledger holds those before it too."""
        if self.basis == "plan" or not months:
            return 1.0
        last = max((c["reported_in"] for c in counts if c["submit_mode"] == CUMULATIVE), default="")
        later = [month for month in months if month["period"] > last]
        return (len(months) - len(later) + _arrived(later)) / len(months)


def _arrived(months: Iterable[Mapping[str, Any]]) -> int:
    return sum(month["status"] == "已报送" for month in months)


def _rows_share(counts: _Rows) -> float:
    accepted, rejected = (sum(count[what] for count in counts) for what in ("accepted", "rejected"))
    return accepted / (accepted + rejected) if accepted + rejected else 1.0
