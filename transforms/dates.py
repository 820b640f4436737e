"""Dates as departments write them (DOMAIN.md §8 no. 7), Excel serials included."""

from __future__ import annotations

import polars as pl

_FULL = r"^(\d{4})[年./-](\d{1,2})[月./-](\d{1,2})[日号]?(?:T\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?$"
_PACKED = r"^(\d{4})(\d{2})(\d{2})$"
_MONTH_DAY = r"^(\d{1,2})[月./](\d{1,2})[日号]?$"
_MONTH = r"^(\d{4})[年./-](\d{1,2})(?:月份?)?$"
_PACKED_MONTH = r"^(20\d{2})(0[1-9]|1[0-2])$"
_BARE_MONTH = r"^(\d{1,2})月份?$"
_SERIAL = r"^(\d{5})(?:\.0+)?$"
_EPOCH = pl.date(1899, 12, 30)
"""Day 0 of Excel's serial dates."""
_DIGITS = dict(zip("〇○零一二三四五六七八九", "000123456789", strict=True))
_CHARACTERS = rf"^(?:[{''.join(_DIGITS)}]{{4}}年)?[{''.join(_DIGITS)}十]{{1,2}}月"
"""A date in characters: 三月五日, 二〇二四年十二月二十八日, 三月份."""


def parse_dates(cells: pl.DataFrame) -> pl.DataFrame:
    """Return the cells with the date that each names.

    Takes `text` (tidy), `kind` and `year` (of the report: a bare month and day falls in
    it). Adds `date` (null where there is none), `fault` (E-C06) and `coerced` (true where
    only the month is named, read as its first day).
    """
    cells = _without_blanks(cells)
    written = pl.col("kind").is_in(["date", "text"])
    whole = pl.coalesce(_ymd(_FULL), pl.when(written).then(_ymd(_PACKED)), _number_packed())
    month_day = pl.when(pl.col("kind") == "text").then(_md())
    month_only = pl.when(pl.col("kind") == "text").then(_month())
    dated = cells.with_columns(
        date=pl.coalesce(whole, _serial(), month_day, month_only),
        coerced=whole.is_null() & month_only.is_not_null(),
    )
    return dated.with_columns(
        fault=pl.when(pl.col("date").is_null()).then(pl.lit("E-C06")),
    )


def parse_months(cells: pl.DataFrame) -> pl.DataFrame:
    """Return the cells with the month (`YYYY-MM`) that each names; shapes as parse_dates.

    The number 2024.1 may have been typed as 2024.10: it names none.
    """
    cells = _without_blanks(cells)
    bare = pl.col("text").str.extract(_BARE_MONTH, 1)
    named = pl.when(pl.col("kind") != "number").then(_month())
    packed = _month(_PACKED_MONTH)
    month = pl.coalesce(_ymd(_FULL), named, packed, _serial(), _date(pl.col("year"), bare, "1"))
    dated = cells.with_columns(month=month.dt.strftime("%Y-%m"), coerced=pl.lit(value=False))
    return dated.with_columns(
        fault=pl.when(pl.col("month").is_null()).then(pl.lit("E-C06")),
    )


def _without_blanks(cells: pl.DataFrame) -> pl.DataFrame:
    """Return the cells without white space, a time of day divided from its date by T."""
    text = pl.col("text").str.replace(r"\s+(\d{1,2}:)", "T${1}").str.replace_all(r"\s", "")
    cells = cells.with_columns(text=text)
    characters = cells["text"].str.contains(_CHARACTERS)
    return cells.with_columns(text=_in_digits(characters)) if characters.any() else cells


def _in_digits(characters: pl.Series) -> pl.Expr:
    """Return the texts, a date in characters with its year, month and day in digits."""
    numbered = pl.col("text").str.replace_many(_DIGITS)
    tens = numbered.str.replace_all(r"(\d)十(\d)", "${1}${2}").str.replace_all(r"(\d)十", "${1}0")
    tens = tens.str.replace_all(r"十(\d)", "1${1}").str.replace_all("十", "10")
    return pl.when(characters).then(tens).otherwise("text")


def _date(year: pl.Expr, month: pl.Expr, day: pl.Expr | str) -> pl.Expr:
    last = pl.lit(day) if isinstance(day, str) else day
    parts = [year.cast(pl.String), month.str.zfill(2), last.str.zfill(2)]
    return pl.concat_str(parts, separator="-").str.to_date("%Y-%m-%d", strict=False)


def _ymd(pattern: str) -> pl.Expr:
    text = pl.col("text")
    return _date(*(text.str.extract(pattern, group) for group in (1, 2, 3)))


def _number_packed() -> pl.Expr:
    return pl.when(pl.col("kind") == "number").then(_ymd(_PACKED))


def _md() -> pl.Expr:
    text = pl.col("text")
    return _date(pl.col("year"), text.str.extract(_MONTH_DAY, 1), text.str.extract(_MONTH_DAY, 2))


def _month(pattern: str = _MONTH) -> pl.Expr:
    text = pl.col("text")
    return _date(text.str.extract(pattern, 1), text.str.extract(pattern, 2), "1")


def _serial() -> pl.Expr:
    """Return the date of a serial between 1954 and 2119; other numbers are no dates."""
    days = pl.col("text").str.extract(_SERIAL, 1).cast(pl.Int64, strict=False)
    return pl.when(days.is_between(20_000, 80_000)).then(_EPOCH + pl.duration(days=days))
