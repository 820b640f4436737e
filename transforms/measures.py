"""Rows become values: each indicator's rows, placed in time and measured."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from schemas.columns import Kind
from schemas.contract import sheet_named
from schemas.indicator import Indicator, Measure, Nature
from schemas.indicators.finance import EXPENDITURE
from schemas.period import Period
from transforms.budget import budget_values, cells_behind, lay_out_budget
from transforms.reconciling import stand_items

VALUE_SCHEMA = {
    "code": pl.String(),
    "basis": pl.String(),
    "dimension": pl.String(),
    "value": pl.String(),
}
"""One value: exact decimal text in base units, or an ISO date; null where there is none."""

_ROW_SCHEMA = {
    **dict.fromkeys(("code", "basis", "dimension", "workbook", "sheet"), pl.String()),
    "source_row": pl.Int64(),
    "column": pl.String(),
}
_YEARS_IN_NAME = r"([一二三四五六七八九十]|\d{1,2})年"
_DIGITS = {digit: number for number, digit in enumerate("一二三四五六七八九十", start=1)}


@dataclass(frozen=True)
class Measured:
    """The values of a period, and the rows behind each (with the measured column)."""

    values: pl.DataFrame
    rows: pl.DataFrame


def measure_all(
    indicators: Mapping[str, Indicator], rows: Mapping[str, pl.DataFrame], period: Period
) -> Measured:
    """Return every indicator's values for a period on each of its bases and dimensions.

    `rows` holds the settled rows by sheet name. `Measured.rows` has one row per value and
    source row: code, basis, dimension, workbook, sheet, source_row, column.
    """
    parts = [
        _measure_budget(indicator, basis, rows, period)
        if indicator.measure.how == "budget"
        else _measure(indicator, basis, rows[indicator.sheet], period)
        for indicator in indicators.values()
        for basis in indicator.bases_in(period)
    ]
    return Measured(
        values=pl.concat(part.values for part in parts),
        rows=pl.concat(part.rows for part in parts),
    )


def _measure_budget(
    indicator: Indicator, basis: str, rows: Mapping[str, pl.DataFrame], period: Period
) -> Measured:
    """Return a view of the budget of the period's last month beside what was spent."""
    span = basis if indicator.nature is Nature.FLOW else "ytd"
    spent = select_rows(EXPENDITURE, span, rows[EXPENDITURE.sheet], period)
    month = pl.col("reported_in") == str(period.closing_month)
    cells = lay_out_budget(spent, rows["budget_lines"].filter(month), basis)
    view = indicator.measure.column
    values = pl.DataFrame(
        budget_values(view, cells, period),
        schema={"dimension": pl.String, "value": pl.String},
        orient="row",
    )
    behind = cells_behind(view, cells).join(
        values, on="dimension", how="semi", maintain_order="left"
    )
    return Measured(
        values=values.with_columns(_key(indicator, basis)).select(*VALUE_SCHEMA),
        rows=behind.with_columns(_key(indicator, basis)).select(*_ROW_SCHEMA),
    )


HISTORY_SCHEMA = dict.fromkeys(("code", "month", "dimension", "value"), pl.String())
"""What a month of the year added to a part, or to the total: exact decimal text."""


def measure_history(
    indicators: Mapping[str, Indicator], rows: Mapping[str, pl.DataFrame], period: Period
) -> pl.DataFrame:
    """Return what each month of the year so far added to the parts (HISTORY_SCHEMA)."""
    flows = [i for i in indicators.values() if i.by and i.nature is Nature.FLOW]
    months = [
        _measure(indicator, "month", rows[indicator.sheet], month).values.select(
            "code", "dimension", "value", month=pl.lit(str(month))
        )
        for month in period.year_to_date
        for indicator in flows
    ]
    return pl.concat(months).select(*HISTORY_SCHEMA)


def _measure(indicator: Indicator, basis: str, rows: pl.DataFrame, period: Period) -> Measured:
    admitted = select_rows(indicator, basis, rows, period)
    if admitted.is_empty():
        return _nothing(indicator, basis)
    labelled = _with_dimensions(indicator, basis, admitted)
    values = labelled.group_by("dimension", maintain_order=True).agg(
        value=_measured(indicator.measure)
    )
    column = pl.lit(indicator.measure.column).alias("column")
    place = ("dimension", "workbook", "sheet", "source_row")
    return Measured(
        values=values.select(*_key(indicator, basis), "dimension", "value"),
        rows=labelled.select(*_key(indicator, basis), *place, column),
    )


def measure_rows(indicator: Indicator, rows: pl.DataFrame) -> str:
    """Return what an indicator measures on rows that it admits, as the text of a value."""
    return str(rows.select(_measured(indicator.measure)).item())


def _key(indicator: Indicator, basis: str) -> tuple[pl.Expr, pl.Expr]:
    return pl.lit(indicator.code).alias("code"), pl.lit(basis).alias("basis")


def _nothing(indicator: Indicator, basis: str) -> Measured:
    """Return the total of no rows: 0 of what adds up, nothing of what does not."""
    none = None if indicator.measure.how in ("only", "earliest", "years") else "0"
    return Measured(
        values=pl.DataFrame([[indicator.code, basis, "", none]], VALUE_SCHEMA, orient="row"),
        rows=pl.DataFrame(schema=_ROW_SCHEMA),
    )


def select_rows(
    indicator: Indicator, basis: str, rows: pl.DataFrame, period: Period
) -> pl.DataFrame:
    """Return the rows that an indicator admits for a period on one basis."""
    if indicator.measure.how == "listed":
        return stand_items(rows, period)
    return rows.filter(*_conditions(indicator), _in_time(indicator, basis, period))


def _conditions(indicator: Indicator) -> list[pl.Expr]:
    return [pl.col(column).is_in(list(values)) for column, values in indicator.where.items()]


def add_up_by_month(indicator: Indicator, rows: pl.DataFrame) -> dict[str, Decimal]:
    """Return what a `total`, `rows` or `distinct` comes to, by each month with rows.

    Of a stock it is what each month added.
    """
    measure, column = indicator.measure, pl.col(indicator.measure.column)
    value = {"rows": pl.len(), "distinct": column.n_unique()}.get(measure.how, column.sum())
    months = rows.filter(*_conditions(indicator)).group_by(month=_month_of(indicator))
    return {month: Decimal(total) for month, total in months.agg(value).iter_rows() if month}


def _in_time(indicator: Indicator, basis: str, period: Period) -> pl.Expr:
    closing = period.closing_month
    if indicator.on is None or basis == "plan":
        return pl.col("reported_in") <= str(closing)
    is_date = _is_date(indicator, indicator.on)
    begun = pl.col(indicator.on) <= (closing.last_day if is_date else str(closing))
    if basis in ("ytd", period.basis):
        first = period.year_to_date[0] if basis == "ytd" else period.months[0]
        return begun & (pl.col(indicator.on) >= (first.first_day if is_date else str(first)))
    return begun & (pl.col(indicator.until) >= period.last_day) if indicator.until else begun


def _month_of(indicator: Indicator, column: str | None = None) -> pl.Expr:
    name = column or indicator.on or "reported_in"
    return pl.col(name).dt.strftime("%Y-%m") if _is_date(indicator, name) else pl.col(name)


def _is_date(indicator: Indicator, name: str) -> bool:
    columns = sheet_named(indicator.sheet).columns
    return name in columns and columns[name].kind is Kind.DATE


def _with_dimensions(indicator: Indicator, basis: str, rows: pl.DataFrame) -> pl.DataFrame:
    """Return the rows once for the total and once for each part that they belong to.

    A month is a part of the year to date, and no part of itself.
    """
    whole = rows.with_columns(dimension=pl.lit(""))
    views = [whole]
    for kind, column in indicator.by.items():
        if kind == "month" and basis == "month":
            continue
        label = _month_of(indicator, column) if kind == "month" else pl.col(column)
        part = pl.concat_str(pl.lit(f"{kind}="), label.cast(pl.String).fill_null("未注明"))
        views.append(rows.with_columns(dimension=part).sort("dimension", maintain_order=True))
    return pl.concat(views) if len(views) > 1 else whole


def _measured(measure: Measure) -> pl.Expr:
    column = pl.col(measure.column)
    if measure.how == "rows":
        return pl.len().cast(pl.String)
    if measure.how == "distinct":
        return column.n_unique().cast(pl.String)
    if measure.how == "earliest":
        return column.min().dt.to_string("iso")
    if measure.how == "years":
        return _only(_plan_years()).cast(pl.String)
    return _shortest(_only(column) if measure.how == "only" else column.sum())


def _shortest(number: pl.Expr) -> pl.Expr:
    text = number.cast(pl.Decimal(38, 2)).cast(pl.String)
    return text.str.strip_chars_end("0").str.strip_chars_end(".")


def _only(column: pl.Expr) -> pl.Expr:
    """Return the one value that all rows share; where they differ there is none."""
    return pl.when(column.n_unique() == 1).then(column.first())


def _plan_years() -> pl.Expr:
    """Return how many years a plan runs: by its years, else as its name says (五年规划)."""
    named = pl.col("plan_name").str.extract(_YEARS_IN_NAME, 1)
    spelled = named.replace_strict(_DIGITS, default=None, return_dtype=pl.Int64)
    by_name = pl.coalesce(spelled, named.cast(pl.Int64, strict=False))
    return pl.coalesce(pl.col("end_year") - pl.col("start_year") + 1, by_name)
