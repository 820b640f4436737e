"""What a union's baseline holds of a period: its own figures, else its months added up.

A figure kept of a period comes first; then what the same stretch is called elsewhere (the
year so far at the end of June is the first half); then the sum of the months, of a flow that
adds up (rows and totals: different persons do not) and only where every month is there.
"""

from __future__ import annotations

import polars as pl

from schemas.figure import AT_THE_END, NO_DATA, PENDING, STATED, WITHHELD
from schemas.indicator import Nature
from schemas.indicators import INDICATORS
from schemas.period import Period

FIGURE = ["code", "basis"]
LACKING = "lacking"
"""The column that names the months for want of which a sum has no value; null elsewhere."""

_PART = [*FIGURE, "dimension"]
_COLUMNS = [*_PART, "value", "unit", "status", "coverage"]
_ADDED_UP = [
    code
    for code, indicator in INDICATORS.items()
    if indicator.nature is Nature.FLOW and indicator.measure.how in ("total", "rows")
]


def kept_of(baseline: pl.DataFrame, period: Period) -> pl.DataFrame:
    """Return what the baseline (baseline.BASELINE_SCHEMA) holds of a period.

    Columns: code, basis, dimension, value, unit, status, coverage (a float), lacking. A figure
    of which some months are kept and not all has no value, and `lacking` names the others.
    """
    told = baseline.with_columns(pl.col("coverage").cast(pl.Float64))
    if told.is_empty():
        return told.select(*_COLUMNS, pl.lit(None, pl.String).alias(LACKING))
    found = _own(told, period)
    further = [_renamed(found, period)] if period.opens_year else []
    sums = [
        _added(told, period.basis, period.months),
        _added(told, "ytd", period.year_to_date),
    ]
    for more in (*further, *sums):
        new = more.join(found, on=FIGURE, how="anti", maintain_order="left")
        found = pl.concat([found, new], how="diagonal")
    return found


def _own(told: pl.DataFrame, period: Period) -> pl.DataFrame:
    """Return the figures kept of the period itself.

    What stands at its end (the year so far, a state, a plan) stands there as well in a figure
    kept of another period with the same closing month; the period's own comes first.
    """
    ending = [
        text
        for text in told["period"].unique()
        if Period.parse(text).closing_month == period.closing_month
    ]
    own = pl.col("period") == str(period)
    at_its_end = pl.col("period").is_in(ending) & pl.col("basis").is_in(AT_THE_END)
    return (
        told.filter(own | at_its_end)
        .sort(~own, "period", maintain_order=True)
        .unique(_PART, keep="first", maintain_order=True)
        .select(*_COLUMNS, pl.lit(None, pl.String).alias(LACKING))
    )


def _renamed(found: pl.DataFrame, period: Period) -> pl.DataFrame:
    """Return the year so far as what it also is where the period opens the year."""
    return found.filter(pl.col("basis") == "ytd").with_columns(basis=pl.lit(period.basis))


def _added(told: pl.DataFrame, basis: str, months: tuple[Period, ...]) -> pl.DataFrame:
    """Return the sums of the months' figures, totals and parts, on the basis of them all."""
    written = {str(month): month for month in months}
    monthly = told.filter(
        pl.col("basis") == "month",
        pl.col("period").is_in(list(written)),
        pl.col("code").is_in(_ADDED_UP),
    ).with_columns(basis=pl.lit(basis))
    whole = monthly.filter(pl.col("dimension") == "", _is_whole())
    there = whole.group_by(FIGURE, maintain_order=True).agg(there=pl.col("period"))
    short = there.filter(pl.col("there").list.len() < len(written))
    complete = monthly.join(there, on=FIGURE, maintain_order="left").filter(
        pl.col("there").list.len() == len(written)
    )
    return pl.concat([_summed(_with_known_parts(complete, len(written))), _lacking(short, written)])


def _is_whole() -> pl.Expr:
    """Return whether a month's figure is known exactly, of all that was due."""
    known = pl.col("value").is_not_null() & pl.col("status").is_in([STATED, WITHHELD])
    return known & (pl.col("coverage") >= 1)


def _with_known_parts(monthly: pl.DataFrame, months: int) -> pl.DataFrame:
    """Return the totals, and the parts of the kinds that each month with something tells."""
    kind = pl.col("dimension").str.split("=").list.first()
    silent = (pl.col("dimension") == "") & (pl.col("value").cast(pl.Decimal(38, 6)) == 0)
    quiet = monthly.filter(silent).group_by(FIGURE).agg(quiet=pl.col("period"))
    parts = monthly.filter(pl.col("dimension") != "").with_columns(_kind=kind)
    told = parts.group_by(*FIGURE, "_kind").agg(told=pl.col("period"))
    accounted = pl.concat_list("told", pl.col("quiet").fill_null([])).list.n_unique()
    known = told.join(quiet, on=FIGURE, how="left").filter(accounted == months)
    return pl.concat(
        [
            monthly.filter(pl.col("dimension") == ""),
            parts.join(known, on=[*FIGURE, "_kind"], how="semi", maintain_order="left").drop(
                "_kind"
            ),
        ]
    )


def _summed(monthly: pl.DataFrame) -> pl.DataFrame:
    """Return the sums; one that holds a hidden or doubtful figure is as hidden or doubtful."""
    status = pl.col("status")
    worst = (
        pl.when((~status.is_in([STATED, WITHHELD])).any())
        .then(pl.lit(PENDING))
        .when((status == WITHHELD).any())
        .then(pl.lit(WITHHELD))
        .otherwise(pl.lit(STATED))
    )
    amount = pl.col("value").cast(pl.Decimal(38, 6))
    text = amount.sum().cast(pl.String).str.strip_chars_end("0").str.strip_chars_end(".")
    return (
        monthly.group_by(_PART, maintain_order=True)
        .agg(
            value=pl.when(amount.is_not_null().all()).then(text),
            unit=pl.col("unit").unique(maintain_order=True).str.join("、"),
            status=worst,
            coverage=pl.col("coverage").min(),
        )
        .select(*_COLUMNS, pl.lit(None, pl.String).alias(LACKING))
    )


def _lacking(short: pl.DataFrame, written: dict[str, Period]) -> pl.DataFrame:
    """Return a figure without a value for each of which a month is lacking, naming the months."""
    rows = [
        (code, basis, "", None, "", NO_DATA, 1.0, _name(written, there))
        for code, basis, there in short.iter_rows()
    ]
    schema = dict.fromkeys((*_COLUMNS, LACKING), pl.String()) | {"coverage": pl.Float64()}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _name(written: dict[str, Period], there: list[str]) -> str:
    """Return the months that are not there, all of one year: 2023年7月、8月."""
    lacking = [month for text, month in written.items() if text not in there]
    return f"{lacking[0].year}年{'、'.join(month.label_in_year for month in lacking)}"
