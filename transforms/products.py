"""Blank amounts: computed as heads times standard, told, and traced to the cells behind them."""

from __future__ import annotations

from functools import cache

import polars as pl

from schemas.contract import sheet_named, sheets
from schemas.finding import Finding, issues_of
from schemas.rules import RowRule
from schemas.sheets import Sheet

COMPUTED = "computed"
"""The kind of a cell that the clerk left blank and the program filled in."""

_ROW = ["workbook", "sheet", "table", "row"]
_YUAN = pl.Decimal(38, 2)
_PRODUCTS = {
    (sheet.name, rule.column): rule for sheet in sheets() for rule in sheet.rules if rule.factors
}


def compute_amounts(values: pl.DataFrame) -> pl.DataFrame:
    """Return the values with each blank amount computed, in yuan, where its factors are given.

    Takes the cells as read_values gives them. Only a cell that is there and holds nothing is
    blank: an amount that cannot be read, a dash, and a column that is missing stay as they are.
    """
    factors = _factors_alone(values)
    if factors.is_empty():
        return values
    computed = [
        _computed(factors.filter(amount=amount), values, sheet_named(table), rule)
        for (table, amount), rule in _PRODUCTS.items()
    ]
    return pl.concat([values, *computed])


def _factors_alone(values: pl.DataFrame) -> pl.DataFrame:
    """Return the cells of both factors where the product has no cell, with its `amount`."""
    products = _factors().rename({"code": "amount", "factor": "code"})
    codes = [*products["amount"], *products["code"]]
    body = values.filter(pl.col("part") == "body", pl.col("code").is_in(codes))
    factors = body.join(products, on=["table", "code"], maintain_order="left")
    product = [*_ROW, "amount"]
    alone = factors.join(body.select(*_ROW, amount="code"), on=product, how="anti")
    return alone.filter(pl.len().over(product) > 1)


def _computed(
    factors: pl.DataFrame, values: pl.DataFrame, sheet: Sheet, rule: RowRule
) -> pl.DataFrame:
    here = factors.filter(pl.col("table") == sheet.name)
    heads, standard = (_numbers(here, code) for code in rule.factors)
    blank = heads.join(standard.select(*_ROW, standard="value"), on=_ROW)
    amounts = values.filter(pl.col("table") == sheet.name, pl.col("code") == rule.column)
    product = pl.col("value").cast(_YUAN) * pl.col("standard").cast(_YUAN)
    letters = amounts.filter(pl.col("part") == "heading").select(
        "workbook", "sheet", "row", letter=pl.col("cell").str.extract(r"^([A-Z]+)")
    )
    placed = blank.sort("row", "workbook", "sheet").join_asof(
        letters.sort("row"), on="row", by=["workbook", "sheet"], check_sortedness=False
    )
    return (
        placed.filter(pl.col("letter").is_not_null())
        .with_columns(
            code=pl.lit(rule.column),
            cell=pl.concat_str("letter", pl.col("row").cast(pl.String)),
            kind=pl.lit(COMPUTED),
            text=pl.lit(""),
            reads=pl.lit("money"),
            value=product.cast(_YUAN).cast(pl.String).str.replace(r"\.?0+$", ""),
            coerced=pl.lit(value=False),
        )
        .select(values.columns)
    )


def _numbers(here: pl.DataFrame, code: str) -> pl.DataFrame:
    """Return the cells of a column that hold a number, negative ones left out."""
    number = pl.col("value").cast(pl.Decimal(38, 12), strict=False)
    return here.filter(pl.col("code") == code, number >= 0)


def report_computed(values: pl.DataFrame) -> pl.DataFrame:
    """Return rule N-CALC: every amount that was computed, with its value (Issue)."""
    told = values.filter(pl.col("kind") == COMPUTED).select(
        "table", "code", "workbook", "sheet", "cell", "value"
    )
    return issues_of(_finding(table, code, *place) for table, code, *place in told.iter_rows())


def _finding(table: str, code: str, *place: str) -> Finding:
    """Return the finding about one amount; `place` is workbook, sheet, cell and value."""
    workbook, name, cell, value = place
    codes = (*_PRODUCTS[table, code].factors, code)
    heads, standard, amount = (sheet_named(table).columns[c].title for c in codes)
    return Finding(
        rule="N-CALC",
        message=f"“{amount}”留空，按“{heads}”×“{standard}”计算为{value}元",
        workbook=workbook,
        sheet=name,
        cell=cell,
        column=amount,
        found="缺失",
        expected=value,
    )


def address_cells(values: pl.DataFrame) -> pl.DataFrame:
    """Return the cells behind each value: workbook, sheet, source_row, column, cell.

    Behind a computed amount stand the cells of its factors.
    """
    placed = values[[*_ROW, "code", "cell", "part", "kind"]]
    typed = placed.filter(pl.col("part") != "heading", pl.col("kind") != COMPUTED)
    computed = placed.filter(pl.col("kind") == COMPUTED).select(*_ROW, "code")
    behind = computed.join(_factors(), on=["table", "code"], maintain_order="left").join(
        typed.select(*_ROW, "cell", factor="code"), on=[*_ROW, "factor"], maintain_order="left"
    )
    return pl.concat(
        cells.select("workbook", "sheet", source_row="row", column="code", cell="cell")
        for cells in (typed, behind)
    )


@cache
def _factors() -> pl.DataFrame:
    rows = [(*place, factor) for place, rule in _PRODUCTS.items() for factor in rule.factors]
    schema = dict.fromkeys(("table", "code", "factor"), pl.String())
    return pl.DataFrame(rows, schema=schema, orient="row")
