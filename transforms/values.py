"""Cells become values: each cell's text is read as its column's kind demands."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import polars as pl

from schemas.codes import MISSING
from schemas.columns import Column, Kind
from schemas.contract import ROSTER, sheets
from schemas.settings import Settings
from transforms.dates import parse_dates, parse_months
from transforms.numbers import parse_numbers
from transforms.runs import find_runs

TOLD = "told"
"""The fault of a cell that the reader has named already: its row is set aside, no more said."""

_CIRCLED = "[\u2460-\u24ff\u2776-\u2793\u3251-\u325f\u32b1-\u32bf]"
_TIDY = r"^[!-~\u4e00-\u9fff]*$"
"""Letters and characters that are of one width as they stand, and no blanks."""
_PLAIN = r"^-?[0-9]+(\.[0-9]+)?$"
_TWO_NUMBERS = r"\d\s+\d"
_IN_THREES = r"^\D*\d{1,3}(?: \d{3})+(?:\.\d+)?\D*$"
"""Digits in groups of three, a blank between two: 312 600."""
_NUMERIC = {Kind.COUNT: "count", Kind.MONEY: "money", Kind.PERCENT: "percent", Kind.YEAR: "year"}
_NUMBERS = "numbers"
_YES = {"是": "true", "√": "true", "✓": "true", "y": "true", "yes": "true", "true": "true"}
_NO = {"否": "false", "×": "false", "x": "false", "n": "false", "no": "false", "false": "false"}
_DECIDING = ["table", "code", "kind", "unit", "year"]
"""What decides how a cell is read, beside its text and the settings."""

_WAY = "_way"
"""Points at what decides how a cell is read."""

_BOUND = (Kind.DATE, Kind.MONTH, Kind.FLAG, Kind.CHOICE, Kind.PLACE)
_TOLD = ("text", "value", "fault", "coerced")


def read_values(cells: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """Return cells with `value` (canonical text), `fault` (a rule), `coerced` and `reads`.

    Takes CELL_SCHEMA and `year` (of the report). `value` is null where nothing is there or
    where the cell is faulty; numbers are decimal text (money in yuan), dates ISO, flags
    true or false. A keyed cell keeps its key. `reads` is the kind of the column. The cells
    keep their order; what is written many times is read once.
    """
    ways, points = _ways_of(cells)
    written = cells.select("text", points).with_row_index("_cell")
    is_bound = ways.select(_is_bound(settings)).to_series().gather(points)
    told = pl.concat(
        [
            _read_free(written.filter(~is_bound), ways),
            _read_bound(written.filter(is_bound), ways, settings),
        ]
    )
    text, *found = told.sort("_cell").select(_TOLD).get_columns()
    return cells.with_columns(text, ways["reads"].gather(points), *found).rechunk()


def _ways_of(cells: pl.DataFrame) -> tuple[pl.DataFrame, pl.Series]:
    """Return what decides how cells are read, each once, and for each cell where it stands.

    The cells of a column stand together, so that few of them are looked at.
    """
    each, points = find_runs(cells, _DECIDING)
    return each.with_columns(reads=_kind_of_column()).with_row_index(_WAY), points.alias(_WAY)


def _read_free(cells: pl.DataFrame, ways: pl.DataFrame) -> pl.DataFrame:
    """Return the cells (`_cell`) of columns in which any text may stand."""
    kinds = ways["kind"].gather(cells[_WAY])
    return _as_written(cells.with_columns(kinds)).select("_cell", *_TOLD)


def _kind_of_column() -> pl.Expr:
    """Return the kind of a cell's column: a code is of one kind, whatever the sheet."""
    return pl.col("code").replace_strict(_kinds(), default=None, return_dtype=pl.String)


@cache
def _kinds() -> dict[str, str]:
    return {code: _reads(c) for s in (*sheets(), ROSTER) for code, c in s.columns.items()}


def _reads(column: Column) -> str:
    return _NUMERIC.get(column.kind, str(column.kind))


def _tidy(cells: pl.DataFrame) -> pl.DataFrame:
    """Return the cells with their text as it is read: one width, no circled numbers, trimmed.

    Those of which nothing is to be tidied come first.
    """
    is_rough = ~pl.col("text").str.contains(_TIDY)
    if not cells.select(is_rough.any()).item():
        return cells
    tidy, rough = _split(cells, is_rough)
    one_width = pl.col("text").str.replace_all(_CIRCLED, "").str.normalize("NFKC")
    return pl.concat([tidy, rough.with_columns(text=one_width.str.strip_chars())])


def _split(frame: pl.DataFrame, condition: pl.Expr) -> tuple[pl.DataFrame, pl.DataFrame]:
    return frame.filter(~condition), frame.filter(condition)


def _as_written(cells: pl.DataFrame) -> pl.DataFrame:
    """Return the cells with their text for a value; of a faulty kind, the reader has said so."""
    faulty = pl.col("kind") == "faulty"
    return _tidy(cells).with_columns(
        value=pl.when(~faulty & ~pl.col("text").is_in(MISSING)).then("text"),
        fault=pl.when(faulty).then(pl.lit(TOLD, pl.String)),
        coerced=pl.lit(value=False),
    )


def _is_bound(settings: Settings) -> pl.Expr:
    """Return whether cells of a column are more than their text."""
    chart = [Kind.SUBJECT] if settings.chart_of_accounts else []
    kinds = [*_NUMERIC.values(), *map(str, (*_BOUND, *chart))]
    return pl.col("reads").is_in(kinds).fill_null(value=False)


def _read_bound(cells: pl.DataFrame, ways: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """Return the cells (`_cell`) with what is read of them, each way of writing once."""
    writing = [_WAY, "written"]
    written = cells.rename({"text": "written"})
    each = written.unique(writing).join(ways, on=_WAY).with_columns(text="written")
    told = _as_written(each)
    given, settled = _split(told, pl.col("value").is_null() | (pl.col("kind") == "keyed"))
    alike = given.group_by(_way_of_reading(), maintain_order=True)
    read = [_read_kind(part, str(kind), settings) for (kind,), part in alike]
    known = pl.concat(part.select(*writing, *_TOLD) for part in (*read, settled))
    found = written.join(known, on=writing, how="left")
    return found.select("_cell", *_TOLD)


def _way_of_reading() -> pl.Expr:
    """Return the kind of a column, one for all that hold numbers."""
    is_numeric = pl.col("reads").is_in([*_NUMERIC.values()])
    return pl.when(is_numeric).then(pl.lit(_NUMBERS)).otherwise("reads")


def _read_kind(cells: pl.DataFrame, kind: str, settings: Settings) -> pl.DataFrame:
    """Return the cells of one kind of column, read."""
    if kind == _NUMBERS:
        return _as_numbers(cells)
    if kind == Kind.DATE:
        return parse_dates(cells).with_columns(value=pl.col("date").dt.to_string("iso"))
    if kind == Kind.MONTH:
        return parse_months(cells).with_columns(value="month")
    squeezed = cells.with_columns(text=_squeezed())
    if kind == Kind.FLAG:
        return _looked_up(squeezed, pl.col("text").str.to_lowercase(), _YES | _NO)
    if kind == Kind.CHOICE:
        return _as_choices(squeezed)
    if kind == Kind.PLACE:
        return _as_places(squeezed, settings)
    chart = {code: code for code in settings.chart_of_accounts}
    return _looked_up(squeezed, pl.col("text"), chart)


def _squeezed() -> pl.Expr:
    return pl.col("text").str.replace_all(r"\s", "")


def _as_numbers(cells: pl.DataFrame) -> pl.DataFrame:
    coerced = (pl.col("kind") == "text") & ~pl.col("written").str.contains(_PLAIN)
    text = _of_one_number()
    read = parse_numbers(cells.with_columns(text=text, coerced=coerced, nature="reads"))
    value = pl.col("number").cast(pl.String).str.strip_chars_end("0").str.strip_chars_end(".")
    return read.with_columns(value=value)


def _of_one_number() -> pl.Expr:
    """Return the text without blanks; 15 and 20 on two lines of a cell are not 1520."""
    text = pl.col("text")
    is_two = text.str.contains(_TWO_NUMBERS) & ~text.str.contains(_IN_THREES)
    return pl.when(is_two).then(text).otherwise(_squeezed())


def _looked_up(cells: pl.DataFrame, key: pl.Expr, known: dict[str, str]) -> pl.DataFrame:
    return _listed(cells.with_columns(value=_found(key, known)))


def _found(key: pl.Expr, known: dict[str, str]) -> pl.Expr:
    return key.replace_strict(known, default=None, return_dtype=pl.String)


def _listed(cells: pl.DataFrame) -> pl.DataFrame:
    """Return the cells, those without a value as words beside their list."""
    return cells.with_columns(fault=pl.when(pl.col("value").is_null()).then(pl.lit("E-C07")))


def _choice_key(text: pl.Expr) -> pl.Expr:
    plain = text.str.replace_all(r"[“”\"'「」\s]", "").str.normalize("NFKC")
    return plain.str.to_uppercase()


@cache
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
    keyed = cells.drop("value").with_columns(_key=_choice_key(pl.col("text")))
    read = keyed.join(_choices(), on=["table", "code", "_key"], how="left", maintain_order="left")
    return _listed(read)


def _as_places(cells: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """Return townships by their official names; an unknown place stays, with a warning."""
    official = {name: name for name in settings.union.townships}
    short = {name[:-1]: name for name in settings.union.townships}
    known = short | official | {"县城": "县城"}
    found = _found(pl.col("text").str.strip_prefix(settings.union.county), known)
    fault = pl.when(found.is_null() & pl.lit(bool(official))).then(pl.lit("W-D01"))
    return cells.with_columns(value=pl.coalesce(found, pl.col("text")), fault=fault)
