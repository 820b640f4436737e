"""How far the figures of a sheet can be trusted: what is absent, faulty or set aside."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

import polars as pl

from schemas.codes import CUMULATIVE
from schemas.contract import return_of, sheet_named
from schemas.finding import Finding
from schemas.indicator import Indicator

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

_WITHOUT_EXTENT = ("month", "plan")
"""Bases that do not gather the months before."""

BLOCKING = ("E-F03", "E-F04", "E-F05", "E-F07", "E-F08")
"""Faults of a whole sheet: its figures wait until they are mended."""


def stand_indicators(
    indicators: Iterable[Indicator], counts: pl.DataFrame, coverage: pl.DataFrame, limit: Decimal
) -> pl.DataFrame:
    """Return one row per indicator and basis: code, basis, coverage, absent, pending.

    `counts` holds the workbooks that stand (COUNT_SCHEMA); `coverage` follows Coverage.
    `coverage` of the result is months reported over months expected, times rows accepted
    over rows received; `pending` is true where a sheet is faulty or the coverage lies below
    `limit`: a number that lacks months or rows is no small number.
    """
    rows = [
        (indicator.code, basis, *_stand(indicator.sheet, basis, counts, coverage, limit))
        for indicator in indicators
        for basis in indicator.bases
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
    indicators: Iterable[Indicator], counts: pl.DataFrame, coverage: pl.DataFrame
) -> pl.DataFrame:
    """Return the month (1 to 12) with which each indicator's data of the year begin.

    One row per indicator and basis: code, basis, since. Takes what stand_indicators takes;
    a ledger to date holds the year from its beginning, and a single month is whole.
    """
    first = int(str(coverage["period"].min())[5:7]) if coverage.height else 1
    ledgers = set(counts.filter(pl.col("submit_mode") == CUMULATIVE)["table"])
    rows = [
        (one.code, basis, 1 if basis in _WITHOUT_EXTENT or one.sheet in ledgers else first)
        for one in indicators
        for basis in one.bases
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


def _stand(
    name: str, basis: str, counts: pl.DataFrame, coverage: pl.DataFrame, limit: Decimal
) -> tuple[float, bool, bool]:
    code = return_of(sheet_named(name)).code
    period = coverage["period"].max()
    months = coverage.filter(pl.col("table_code") == code)
    arrived = months.filter(pl.col("status") == "已报送")["period"]
    window = counts.filter(
        pl.col("table") == name,
        (pl.col("reported_in") == period) if basis == "month" else pl.lit(value=True),
    )
    absent = basis != "plan" and months.height > 0 and period not in arrived
    share = _rows_share(window)
    whole = _months_share(basis, arrived.len(), months.height, _is_ledger(window), absent)
    pending = bool(window["faulty"].any()) or whole * share < limit
    return whole * share, absent, pending


def _rows_share(window: pl.DataFrame) -> float:
    accepted, rejected = int(window["accepted"].sum()), int(window["rejected"].sum())
    return accepted / (accepted + rejected) if accepted + rejected else 1.0


def _is_ledger(window: pl.DataFrame) -> bool:
    return CUMULATIVE in window["submit_mode"]


def _months_share(basis: str, arrived: int, expected: int, ledger: bool, absent: bool) -> float:
    """Return the share of the months that arrived; a ledger to date holds them all."""
    if basis == "plan" or not expected:
        return 1.0
    if basis == "month" or ledger:
        return 0.0 if absent else 1.0
    return arrived / expected
