"""Cells become values: each cell's text is read as its column's kind demands."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from schemas.codes import MISSING
from schemas.columns import Column, Kind
from schemas.contract import ROSTER, sheets
from schemas.settings import Settings
from transforms.dates import parse_dates, parse_months
from transforms.numbers import parse_numbers

TOLD = "told"
"""The fault of a cell that the reader has named already: its row is set aside, no more said."""

_CIRCLED = "[\u2460-\u24ff\u2776-\u2793\u3251-\u325f\u32b1-\u32bf]"
_PLAIN = r"^-?[0-9]+(\.[0-9]+)?$"
_NUMERIC = {Kind.COUNT: "count", Kind.MONEY: "money", Kind.PERCENT: "percent", Kind.YEAR: "year"}
_YES = {"是": "true", "√": "true", "✓": "true", "y": "true", "yes": "true", "true": "true"}
_NO = {"否": "false", "×": "false", "x": "false", "n": "false", "no": "false", "false": "false"}
_OUTPUT = ("value", "fault", "coerced")


def read_values(cells: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """Return cells with `value` (canonical text), `fault` (a rule), `coerced` and `reads`.

    Takes CELL_SCHEMA and `year` (of the report). `value` is null where nothing is there or
    where the cell is faulty; numbers are decimal text (money in yuan), dates ISO, flags
    true or false. A keyed cell keeps its key. `reads` is the kind of the column.
    """
    known = cells.join(_kinds(), on=["table", "code"], how="left")
    tidy = known.with_columns(text=_tidied(), plain=pl.col("text").str.contains(_PLAIN))
    given, missing = _split(tidy, pl.col("text").is_in(MISSING) & (pl.col("kind") != "faulty"))
    kinds = given.group_by("reads", maintain_order=True)
    read = [_read_kind(part, str(kind), settings) for (kind,), part in kinds]
    empty = [_unchanged(missing, pl.lit(None, pl.String))]
    return pl.concat(read + empty, how="vertical").drop("plain")


def _kinds() -> pl.DataFrame:
    known = (*sheets(), ROSTER)
    rows = [(s.name, code, _reads(c)) for s in known for code, c in s.columns.items()]
    return pl.DataFrame(
        rows, schema={"table": pl.String, "code": pl.String, "reads": pl.String}, orient="row"
    )


def _reads(column: Column) -> str:
    return _NUMERIC.get(column.kind, str(column.kind))


def _tidied() -> pl.Expr:
    """Return text as values are read: one width, no circled numbers, trimmed."""
    return pl.col("text").str.replace_all(_CIRCLED, "").str.normalize("NFKC").str.strip_chars()


def _split(frame: pl.DataFrame, condition: pl.Expr) -> tuple[pl.DataFrame, pl.DataFrame]:
    return frame.filter(~condition), frame.filter(condition)


def _read_kind(cells: pl.DataFrame, kind: str, settings: Settings) -> pl.DataFrame:
    """Return the cells of one kind of column, read."""
    guarded, free = _split(cells, ~pl.col("kind").is_in(["keyed", "faulty"]))
    keyed = pl.when(pl.col("kind") == "keyed").then(pl.col("text"))
    return pl.concat([_read_free(free, kind, settings), _unchanged(guarded, keyed)])


def _read_free(cells: pl.DataFrame, kind: str, settings: Settings) -> pl.DataFrame:
    squeezed = cells.with_columns(text=pl.col("text").str.replace_all(r"\s", ""))
    if kind in _NUMERIC.values():
        return _as_numbers(squeezed, kind)
    if kind == Kind.DATE:
        read = parse_dates(cells).with_columns(value=pl.col("date").dt.to_string("iso"))
        return read.drop("date").select(*cells.columns, *_OUTPUT)
    if kind == Kind.MONTH:
        read = parse_months(cells).rename({"month": "value"})
        return read.select(*cells.columns, *_OUTPUT)
    if kind == Kind.FLAG:
        return _looked_up(squeezed, pl.col("text").str.to_lowercase(), _YES | _NO, "E-C07")
    if kind == Kind.CHOICE:
        return _as_choices(squeezed)
    if kind == Kind.PLACE:
        return _as_places(squeezed, settings)
    if kind == Kind.SUBJECT and settings.chart_of_accounts:
        chart = {code: code for code in settings.chart_of_accounts}
        return _looked_up(squeezed, pl.col("text"), chart, "E-C07")
    return _unchanged(cells, pl.col("text"))


def _unchanged(cells: pl.DataFrame, value: pl.Expr) -> pl.DataFrame:
    """Return the cells with this value; of a faulty kind, the reader has said so already."""
    told = pl.when(pl.col("kind") == "faulty").then(pl.lit(TOLD, pl.String))
    return cells.with_columns(value=value, fault=told, coerced=pl.lit(value=False))


def _as_numbers(cells: pl.DataFrame, nature: str) -> pl.DataFrame:
    read = parse_numbers(cells.with_columns(nature=pl.lit(nature)))
    text = pl.col("number").cast(pl.String).str.strip_chars_end("0").str.strip_chars_end(".")
    coerced = (pl.col("kind") == "text") & ~pl.col("plain")
    return read.with_columns(value=text, coerced=coerced).select(*cells.columns, *_OUTPUT)


def _looked_up(cells: pl.DataFrame, key: pl.Expr, known: dict[str, str], rule: str) -> pl.DataFrame:
    value = key.replace_strict(known, default=None, return_dtype=pl.String)
    fault = pl.when(value.is_null()).then(pl.lit(rule))
    return cells.with_columns(value=value, fault=fault, coerced=pl.lit(value=False))


def _choice_key(text: pl.Expr) -> pl.Expr:
    plain = text.str.replace_all(r"[“”\"'「」\s]", "").str.normalize("NFKC")
    return plain.str.to_uppercase()


def _choices() -> pl.DataFrame:
    """Return every word that a code list understands, per column."""
    rows = [
        (sheet.name, code, word, choice)
        for sheet in sheets()
        for code, column in sheet.columns.items()
        for word, choice in _words_of(column)
    ]
    schema = dict.fromkeys(("table", "code", "_key", "value"), pl.String())
    listed = pl.DataFrame(rows, schema=schema, orient="row")
    return listed.with_columns(_key=_choice_key(pl.col("_key"))).unique(
        ["table", "code", "_key"], keep="first", maintain_order=True
    )


def _words_of(column: Column) -> Iterable[tuple[str, str]]:
    yield from ((choice, choice) for choice in column.choices)
    yield from column.synonyms.items()


def _as_choices(cells: pl.DataFrame) -> pl.DataFrame:
    keyed = cells.with_columns(_key=_choice_key(pl.col("text")))
    read = keyed.join(_choices(), on=["table", "code", "_key"], how="left", maintain_order="left")
    return read.with_columns(
        fault=pl.when(pl.col("value").is_null()).then(pl.lit("E-C07")),
        coerced=pl.lit(value=False),
    ).select(*cells.columns, *_OUTPUT)


def _as_places(cells: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """Return townships by their official names; an unknown place stays, with a warning."""
    official = {name: name for name in settings.union.townships}
    short = {name[:-1]: name for name in settings.union.townships}
    known = short | official | {"县城": "县城"}
    value = pl.col("text").str.strip_prefix(settings.union.county)
    found = value.replace_strict(known, default=None, return_dtype=pl.String)
    fault = pl.when(found.is_null() & pl.lit(bool(official))).then(pl.lit("W-D01"))
    return cells.with_columns(
        value=pl.coalesce(found, pl.col("text")), fault=fault, coerced=pl.lit(value=False)
    )
