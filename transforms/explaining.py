"""From a figure back to its rows: what each contributes, and what does not count and why."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from decimal import Decimal

import polars as pl

from schemas.columns import Column, Kind
from schemas.contract import sheet_named
from schemas.explanation import CountedRow, Explained, Explanation, LeftOut
from schemas.figure import CONDITION, DATE
from schemas.indicator import Indicator
from transforms.examination import Examined
from transforms.setting_aside import tell_set_aside
from transforms.tracing import columns_that_decide

_ROW = ["workbook", "sheet", "source_row"]
_ADDED_UP = ("total", "rows", "distinct", "listed")


def explain_indicator(
    indicator: Indicator,
    figures: pl.DataFrame,
    sources: pl.DataFrame,
    examined: Examined,
    changed: Collection[str],
) -> Explanation:
    """Return what is known of an indicator's figures.

    `figures` (Figure) are those to explain, `sources` (Source) those of the whole edition.
    `examined` is what the workbooks hold now: of a workbook in `changed` nothing is told but
    the addresses that the edition's sources name.
    """
    shown = _columns(indicator)
    own = sources.filter(pl.col("code") == indicator.code)
    rows = _rows_behind(indicator, own, examined, shown, changed)
    explained = tuple(
        _explain_figure(indicator, figure, rows, examined)
        for figure in figures.iter_rows(named=True)
    )
    columns = sheet_named(indicator.sheet).columns
    measured = columns.get(indicator.measure.column)
    return Explanation(
        indicator=indicator,
        columns=tuple(columns[code].title for code in shown),
        measured=measured.title if measured else indicator.name,
        figures=explained,
        aside=tell_set_aside(sheets_of(indicator), own, examined),
    )


def _explain_figure(
    indicator: Indicator,
    figure: Mapping[str, str | None],
    rows: pl.DataFrame,
    examined: Examined,
) -> Explained:
    mine = rows.filter(basis=figure["basis"], dimension=figure["dimension"])
    counted = tuple(_counted(indicator, mine))
    left_out = () if figure["dimension"] else _left_out(indicator, mine, examined)
    total, subtotals = _total(indicator, counted), tuple(_subtotals(indicator, mine))
    return Explained(figure, counted, total, left_out, subtotals)


def sheets_of(indicator: Indicator) -> tuple[str, ...]:
    """Return the sheets on whose rows an indicator's figures rest."""
    return (indicator.sheet, *indicator.beside)


def _columns(indicator: Indicator) -> tuple[str, ...]:
    """Return the columns of the sheet to show beside each row: those that let it count.

    None of them tells of a person: what may not be printed is left out.
    """
    columns = sheet_named(indicator.sheet).columns
    names = dict.fromkeys(column for _, column, _ in columns_that_decide(indicator))
    return tuple(code for code in names if code in columns and columns[code].printable)


def _rows_behind(
    indicator: Indicator,
    sources: pl.DataFrame,
    examined: Examined,
    shown: Iterable[str],
    changed: Collection[str],
) -> pl.DataFrame:
    """Return one row a figure and source row: basis, dimension, place, cells, amount, shown.

    The amount is that of the measured column, else (a figure of several sheets) of the cell.
    """
    known = sources.with_columns(
        source_row=pl.col("cell").str.extract(r"(\d+)$", 1).cast(pl.Int64),
        _known=~pl.col("workbook").is_in(list(changed)),
    )
    at = ["workbook", "sheet", "cell"]
    placed = known.join(
        examined.addresses.select(*at, "column").unique(at, keep="first", maintain_order=True),
        on=at,
        how="left",
        maintain_order="left",
    )
    values = _values(indicator, examined, shown)
    told = placed.join(values, on=_ROW, how="left", maintain_order="left")
    clear = pl.col("_known")
    known_at = told.with_columns(
        amount=pl.when(clear).then(_amount(indicator, values.columns)),
        shown=pl.concat_list(pl.when(clear).then(pl.col(code)).fill_null("") for code in shown)
        if shown
        else pl.lit([], dtype=pl.List(pl.String)),
        title=_title(indicator),
    )
    alone = [] if _is_of_one_column(indicator) else ["cell"]
    return (
        known_at.with_columns(cells=_address(indicator))
        .group_by("basis", "dimension", *_ROW, *alone, maintain_order=True)
        .agg(
            cells=pl.col("cells").unique(maintain_order=True).str.join("、"),
            **{name: pl.col(name).first() for name in ("amount", "shown", "title")},
        )
    )


def _is_of_one_column(indicator: Indicator) -> bool:
    """Return whether every row contributes by the same column; a view of several has none."""
    return indicator.measure.column in sheet_named(indicator.sheet).columns


def _amount(indicator: Indicator, known: Iterable[str]) -> pl.Expr:
    if _is_of_one_column(indicator):
        return pl.col(indicator.measure.column)
    return _of_column(name for name in known if name not in _ROW)


def _address(indicator: Indicator) -> pl.Expr:
    """Return the cell, with its heading where the figure rests on several columns."""
    if _is_of_one_column(indicator):
        return pl.col("cell")
    return pl.format("{}（{}）", "cell", "title")


def _title(indicator: Indicator) -> pl.Expr:
    titles = {code: column.title for code, column in _columns_of(indicator)}
    return pl.col("column").replace_strict(titles, default="", return_dtype=pl.String)


def _columns_of(indicator: Indicator) -> Iterator[tuple[str, Column]]:
    for name in sheets_of(indicator):
        yield from sheet_named(name).columns.items()


def _of_column(names: Iterable[str]) -> pl.Expr:
    """Return the value of the column in which the cell stands."""
    return pl.coalesce(pl.when(pl.col("column") == n).then(pl.col(n)) for n in names)


def _values(indicator: Indicator, examined: Examined, shown: Iterable[str]) -> pl.DataFrame:
    """Return the rows of the indicator's sheets as text: place, measured and shown columns."""
    wanted = {indicator.measure.column, *shown}
    frames = []
    for name in sheets_of(indicator):
        rows, columns = examined.rows[name], sheet_named(name).columns
        own = [c for c, column in columns.items() if c in wanted or column.kind is Kind.MONEY]
        frames.append(rows.select(*_ROW, *(_text(rows, code) for code in own)))
    whole = pl.concat(frames, how="diagonal")
    missing = [pl.lit(None, pl.String).alias(c) for c in shown if c not in whole.columns]
    return whole.with_columns(missing)


def _text(rows: pl.DataFrame, code: str) -> pl.Expr:
    dtype, column = rows.schema[code], pl.col(code)
    if dtype == pl.Boolean:
        return pl.when(column).then(pl.lit("是")).when(~column).then(pl.lit("否")).alias(code)
    if isinstance(dtype, pl.Decimal):
        text = column.cast(pl.String)
        return text.str.replace(r"\.?0+$", "").alias(code)
    return column.cast(pl.String)


def _counted(indicator: Indicator, rows: pl.DataFrame) -> Iterator[CountedRow]:
    """Yield the rows; of rows that count as such it is told that, and never whose they are."""
    how, met = indicator.measure.how, set[str | None]()
    for row in rows.iter_rows(named=True):
        amount = row["amount"]
        known = amount is not None
        if how in ("rows", "distinct") and known:
            amount = "1" if how == "rows" or row["amount"] not in met else "0"
            met.add(row["amount"])
        yield CountedRow(
            row["workbook"], row["sheet"], row["cells"], amount or "", tuple(row["shown"])
        )


def _total(indicator: Indicator, rows: Iterable[CountedRow]) -> str:
    """Return what the rows contribute together; nothing where that is not known or no sum."""
    amounts = [row.contributes for row in rows]
    if indicator.measure.how not in _ADDED_UP or not all(amounts):
        return ""
    return format(sum(map(Decimal, amounts), Decimal(0)), "f")


def _subtotals(indicator: Indicator, rows: pl.DataFrame) -> Iterator[tuple[str, str]]:
    """Yield the sum of each money column on which a view of the budget rests: heading, yuan.

    Nothing where a workbook changed since, for then the sum is not known.
    """
    if indicator.measure.how != "budget" or rows["amount"].null_count():
        return
    of_money = {column.title for _, column in _columns_of(indicator) if column.kind is Kind.MONEY}
    money = rows.filter(pl.col("title").is_in(list(of_money)))
    for (title,), cells in money.group_by("title", maintain_order=True):
        yield str(title), format(sum(map(Decimal, cells["amount"]), Decimal(0)), "f")


def _left_out(
    indicator: Indicator, counted: pl.DataFrame, examined: Examined
) -> tuple[LeftOut, ...]:
    """Return how many of the sheet's rows do not count, by the column that decides it first."""
    rows = examined.rows[indicator.sheet].join(counted, on=_ROW, how="anti")
    columns = sheet_named(indicator.sheet).columns
    found: list[LeftOut] = []
    for code, values in indicator.where.items():
        fails = rows.filter(~pl.col(code).is_in(list(values)).fill_null(value=False))
        rows = rows.join(fails, on=_ROW, how="anti")
        if fails.height:
            found.append(LeftOut(CONDITION, columns[code].title, fails.height))
    if rows.height:
        column = columns.get(indicator.until or indicator.on or "")
        found.append(LeftOut(DATE, column.title if column else "", rows.height))
    return tuple(found)
