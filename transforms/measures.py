"""Rows become values: each indicator's rows, placed in time and measured."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache

import polars as pl

from schemas.columns import Kind
from schemas.contract import sheet_named
from schemas.indicator import Indicator, Measure, Nature
from schemas.indicators.finance import EXPENDITURE
from schemas.period import Period
from transforms.budget import lay_out_budget, view_budget
from transforms.reconciling import stand_items

VALUE_SCHEMA = {
    "code": pl.String(),
    "basis": pl.String(),
    "dimension": pl.String(),
    "value": pl.String(),
}
"""One value: exact decimal text in base units, or an ISO date; null where there is none."""

_SLOT = {"slot": pl.Int32(), "dimension": pl.String()}
_SLOT_OF = {"slot": pl.Int32()}
_NO_LABEL = pl.Series("label", [None], dtype=pl.String)
_PART = pl.concat_str("kind", pl.lit("="), "label")
_PLACE_SCHEMA = {
    **dict.fromkeys(("workbook", "sheet"), pl.String()),
    "source_row": pl.Int64(),
    "column": pl.String(),
}
_ROW = ("code", "basis", "dimension", *_PLACE_SCHEMA)
_YEARS_IN_NAME = r"([一二三四五六七八九十]|\d{1,2})年"
_DIGITS = {digit: number for number, digit in enumerate("一二三四五六七八九十", start=1)}


HISTORY_SCHEMA = dict.fromkeys(("code", "month", "dimension", "value"), pl.String())
"""What a month of the year added to a part, or to the total: exact decimal text."""


def no_history() -> pl.DataFrame:
    """Return the history of a year of which nothing is known month by month."""
    return pl.DataFrame(schema=HISTORY_SCHEMA)


@dataclass(frozen=True)
class Measured:
    """The values of a period, and the rows behind each (with the measured column).

    `history` tells what each month of the year so far added to what has parts, or covers cases
    (HISTORY_SCHEMA).
    """

    values: pl.DataFrame
    rows: pl.DataFrame
    history: pl.DataFrame = field(default_factory=no_history)


_Slots = Sequence[tuple[Indicator, str]]
"""What is stated, in its order: an indicator on a basis, or of a month.

Frames call it by its number (`slot`), so that indicators can be added up together.
"""


@dataclass(frozen=True)
class _View:
    """What an indicator takes of rows as a whole (no `kind`), or by one kind of part.

    Columns of `taken`: those of the place of a row, `taken` (as the measure takes it), of a flow
    `month` (1 to 12), and the `label` of the part.
    """

    slot: int
    column: str
    kind: str
    taken: pl.DataFrame


def measure_all(
    indicators: Mapping[str, Indicator], rows: Mapping[str, pl.DataFrame], period: Period
) -> Measured:
    """Return every indicator's values for a period on each of its bases and dimensions.

    `rows` holds the settled rows by sheet name. `Measured.rows` has one row per value and
    source row: code, basis, dimension, workbook, sheet, source_row, column.
    """
    slots = [(one, basis) for one in indicators.values() for basis in one.bases_in(period)]
    so_far = _take_together(slots, rows, period)
    history = _add_up_months(slots, so_far, period)
    taken = {how: _on_each_basis(frame, period) for how, frame in so_far.items()}
    viewed = list(_view_budget(slots, rows, period))
    values = [*_add_up(slots, taken), *(values for values, _ in viewed)]
    nothing = pl.DataFrame(schema=_SLOT | _PLACE_SCHEMA)
    behind = [frame.select(nothing.columns) for frame in taken.values()]
    behind += [nothing, *(cells for _, cells in viewed)]
    del so_far, taken  # a large ledger's amounts, before its rows are put in order
    return Measured(
        values=_named(pl.concat(values), slots, "basis").select(*VALUE_SCHEMA),
        rows=_named(pl.concat(behind), slots, "basis").select(_ROW),
        history=history,
    )


def _on_each_basis(so_far: pl.DataFrame, period: Period) -> pl.DataFrame:
    """Return the rows of the period itself (whose slot is the one before) and those so far."""
    own = so_far.filter(pl.col("month") >= period.months[0].month)
    own = own.with_columns(pl.col("slot") - 1)
    return pl.concat([_without_months(own) if period.is_month else own, so_far])


def _add_up_months(
    slots: _Slots, so_far: Mapping[str, pl.DataFrame], period: Period
) -> pl.DataFrame:
    """Return what each month added to what has parts, or covers cases (HISTORY_SCHEMA)."""
    cases = {code for one, _ in slots if one.cases for code in (one.code, one.cases)}
    flows = [
        at
        for at, (one, basis) in enumerate(slots)
        if (one.by or one.code in cases) and basis == "ytd" and one.measure.how != "budget"
    ]
    monthly = [(slots[at][0], str(month)) for month in period.year_to_date for at in flows]
    place = pl.col("slot").replace_strict(flows, range(len(flows)), return_dtype=pl.Int32)
    number = (pl.col("month") - 1) * len(flows) + place
    taken: dict[str, pl.DataFrame] = {
        how: _without_months(so_far[how].filter(pl.col("slot").is_in(flows))).with_columns(
            slot=number
        )
        for how in {slots[at][0].measure.how for at in flows} & so_far.keys()
    }
    values = pl.concat(_add_up(monthly, taken))
    return _named(values, monthly, "month").select(*HISTORY_SCHEMA)


def _without_months(taken: pl.DataFrame) -> pl.DataFrame:
    """Return what was taken of a month: it is a part of the year to date, and none of itself."""
    return taken.filter(~pl.col("dimension").str.starts_with("month="))


def _view_budget(
    slots: _Slots, rows: Mapping[str, pl.DataFrame], period: Period
) -> Iterator[tuple[pl.DataFrame, pl.DataFrame]]:
    """Yield the views of the budget of the period's last month beside what was spent.

    Of the period itself and of the year so far: values, and cells behind, by slot.
    """
    views: dict[str, dict[int, str]] = {}
    for at, (one, basis) in enumerate(slots):
        if one.measure.how == "budget":
            span = basis if one.nature is Nature.FLOW else "ytd"
            views.setdefault(span, {})[at] = one.measure.column
    for span, by_slot in views.items():
        spent = select_rows(EXPENDITURE, span, rows[EXPENDITURE.sheet], period)
        month = pl.col("reported_in") == str(period.closing_month)
        cells = lay_out_budget(spent, rows["budget_lines"].filter(month), span)
        yield view_budget(by_slot, cells, period)


def _take_together(
    slots: _Slots, rows: Mapping[str, pl.DataFrame], period: Period
) -> dict[str, pl.DataFrame]:
    """Return what all indicators take of the rows that count so far, by the way of measuring.

    Columns: slot, dimension, those of the place of a row, `taken` (as the measure takes it) and,
    of a flow, `month` (1 to 12). Indicators whose rows count at the same time look for them once.
    """
    alike: dict[tuple[str, ...], list[int]] = {}
    for at, (one, basis) in enumerate(slots):
        if basis == one.basis_so_far and one.measure.how != "budget":
            when = one.on or "", one.until or "", one.nature, one.measure.how == "listed"
            alike.setdefault((one.sheet, *map(str, when)), []).append(at)
    views: dict[str, list[_View]] = {}
    for at_one_time in alike.values():
        first, basis = slots[at_one_time[0]]
        counted = _so_far(first, basis, rows[first.sheet], period)
        for at in at_one_time if counted.height else ():
            one, _ = slots[at]
            views.setdefault(one.measure.how, []).extend(_take(at, one, counted))
    return {how: _put_together(taken) for how, taken in views.items() if taken}


def _put_together(views: Sequence[_View]) -> pl.DataFrame:
    """Return views as one frame, which names for each row what belongs to its whole view."""
    told = [(view.slot, view.column, view.kind, view.taken.height) for view in views]
    schema = _SLOT_OF | {"column": pl.String(), "kind": pl.String(), "count": pl.Int64()}
    counted = pl.DataFrame(told, schema=schema, orient="row")
    each = counted.select(pl.exclude("count").repeat_by("count").explode())
    label = pl.when(pl.col("kind") == "").then(pl.lit("")).otherwise(_PART)
    taken = pl.concat(view.taken for view in views).hstack(each.get_columns())
    return taken.with_columns(dimension=label).drop("kind", "label")


def _so_far(indicator: Indicator, basis: str, rows: pl.DataFrame, period: Period) -> pl.DataFrame:
    """Return the rows that count so far, whatever an indicator asks beside when they happened.

    Of a flow with `month` (1 to 12).
    """
    counted = _rows_in_time(indicator, basis, rows, period)
    return counted.with_columns(month=_month_number(indicator)) if counted.height else counted


def _take(slot: int, indicator: Indicator, counted: pl.DataFrame) -> Iterator[_View]:
    """Yield what an indicator takes of rows: for the total, then by each kind of part."""
    conditions = conditions_of(indicator)
    admitted = counted.filter(*conditions) if conditions else counted
    if admitted.is_empty():
        return
    column = indicator.measure.column
    placed = admitted[["workbook", "sheet", "source_row", "month"]]
    taken = placed.hstack([_taken(indicator.measure, admitted)])
    no_label = _NO_LABEL.new_from_index(0, taken.height)
    yield _View(slot, column, "", taken.hstack([no_label]))
    for kind in indicator.by:
        parts = taken.hstack([_labels(indicator, kind, admitted)])
        yield _View(slot, column, kind, parts.sort("label", maintain_order=True))


def _labels(indicator: Indicator, kind: str, rows: pl.DataFrame) -> pl.Series:
    """Return what the part of each row is called; of a part that is not told it says so."""
    of = indicator.by[kind]
    told = rows.select(_month_of(indicator, of)).to_series() if kind == "month" else rows[of]
    labels = told.cast(pl.String).alias("label")
    return labels.fill_null("未注明") if labels.null_count() else labels


def _month_number(indicator: Indicator) -> pl.Expr:
    """Return the month of the year in which a row of a flow counts."""
    if indicator.nature is not Nature.FLOW:
        return pl.lit(None, pl.Int32)
    name = indicator.on or "reported_in"
    month = pl.col(name)
    is_date = _is_date(indicator, name)
    return month.dt.month().cast(pl.Int32) if is_date else month.str.slice(5).cast(pl.Int32)


def _add_up(slots: _Slots, taken: Mapping[str, pl.DataFrame]) -> Iterator[pl.DataFrame]:
    """Yield the values (slot, dimension, value) of each way of measuring, and those of no rows.

    Of no rows there is the total: 0 of what adds up, nothing of what does not.
    """
    told = set[int]()
    for how, frame in taken.items():
        groups = frame.group_by("slot", "dimension", maintain_order=True)
        values = groups.agg(value=_measured(how))
        told |= set(values["slot"])
        yield values
    nothing = [
        (at, "", None if one.measure.how in ("only", "earliest", "years") else "0")
        for at, (one, _) in enumerate(slots)
        if at not in told and one.measure.how != "budget"
    ]
    yield pl.DataFrame(nothing, schema=_SLOT | {"value": pl.String()}, orient="row")


def _named(frame: pl.DataFrame, slots: _Slots, name: str) -> pl.DataFrame:
    """Return what belongs to slots in their order, with `code` and the basis or month by name."""
    in_order = frame.sort("slot", maintain_order=True)
    codes = pl.Series("code", [one.code for one, _ in slots], dtype=pl.String)
    named = pl.Series(name, [on for _, on in slots], dtype=pl.String)
    return in_order.with_columns(codes.gather(in_order["slot"]), named.gather(in_order["slot"]))


def measure_rows(indicator: Indicator, rows: pl.DataFrame) -> str:
    """Return what an indicator measures on rows that it admits, as the text of a value."""
    measure = indicator.measure
    return str(_taken(measure, rows).to_frame().select(_measured(measure.how)).item())


def select_rows(
    indicator: Indicator, basis: str, rows: pl.DataFrame, period: Period
) -> pl.DataFrame:
    """Return the rows that an indicator admits for a period on one basis."""
    if indicator.measure.how == "listed":
        return stand_items(rows, period)
    return rows.filter(*conditions_of(indicator), _in_time(indicator, basis, period))


def _rows_in_time(
    indicator: Indicator, basis: str, rows: pl.DataFrame, period: Period
) -> pl.DataFrame:
    if indicator.measure.how == "listed":
        return stand_items(rows, period)
    return rows.filter(_in_time(indicator, basis, period))


def conditions_of(indicator: Indicator) -> tuple[pl.Expr, ...]:
    """Return what a row must meet for an indicator to admit it, whenever it happened."""
    return tuple(_is_among(column, values) for column, values in indicator.where.items())


@cache
def _is_among(column: str, values: tuple[str | bool, ...]) -> pl.Expr:
    return pl.col(column).is_in(list(values))


def add_up_by_month(indicator: Indicator, rows: pl.DataFrame) -> dict[str, Decimal]:
    """Return what a `total`, `rows` or `distinct` comes to, by each month with rows.

    Of a stock it is what each month added.
    """
    measure, column = indicator.measure, pl.col(indicator.measure.column)
    value = {"rows": pl.len(), "distinct": column.n_unique()}.get(measure.how, column.sum())
    months = rows.filter(*conditions_of(indicator)).group_by(month=_month_of(indicator))
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


def _taken(measure: Measure, rows: pl.DataFrame) -> pl.Series:
    """Return what a measure takes of each row, as `taken`."""
    if measure.how == "years":
        return rows.select(taken=_plan_years()).to_series()
    held = rows["source_row" if measure.how == "rows" else measure.column].alias("taken")
    if measure.how in ("rows", "earliest"):
        return held
    return held.cast(pl.String if measure.how == "distinct" else pl.Decimal(38, 2))


def _measured(how: str) -> pl.Expr:
    """Return what comes of all that was taken in one way, as the text of a value."""
    taken = pl.col("taken")
    if how == "rows":
        return pl.len().cast(pl.String)
    if how == "distinct":
        return taken.n_unique().cast(pl.String)
    if how == "earliest":
        return taken.min().dt.to_string("iso")
    if how == "years":
        return _only(taken).cast(pl.String)
    return _shortest(_only(taken) if how == "only" else taken.sum())


def _shortest(number: pl.Expr) -> pl.Expr:
    text = number.cast(pl.String)
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
