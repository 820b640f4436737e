"""Numbers as departments write them: 150名, 2.4万, １，０００ and cells in 万元."""

from __future__ import annotations

import polars as pl

from schemas.codes import MONEY_UNITS

WIDE = pl.Decimal(38, 12)
_CENT_NOISE = 1e-6
"""Excel keeps 15 digits: what lies below a millionth is its noise, not the clerk's."""
_LARGEST = 10**13
"""Excel keeps 15 digits: from here on it could not hold the cents; no county counts so far."""

_COUNTED = "名|人次|人|户|家|个|场次|场|次|件|项|份|批次|批|台|套|处|所|条|元/人|元/份|岁|年|%"
_DIGITS = r"(-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)"
_NUMBER = rf"^(?:人民币)?[¥+]?{_DIGITS}(万|亿)?(元整?|{_COUNTED})?$"
_OF_ONE_NATURE = {"%": "percent", "年": "year"}
"""50% of somebody is no count, and 2024年 no amount."""
_TENS = {"万": 10_000, "亿": 100_000_000}
_UNITS = {name: int(size) for name, size in MONEY_UNITS.items()}


def parse_numbers(cells: pl.DataFrame) -> pl.DataFrame:
    """Return the cells with their number, in yuan where they hold money.

    Takes `text` (tidy, without blanks), `kind`, `unit` and `nature` (count, money,
    percent, year). Adds `number` (Decimal, 12 places; null where there is none) and
    `fault` (E-C02 unreadable, E-C10 not whole).
    """
    parts = cells.with_columns(
        pl.col("text").str.replace_all("−", "-").str.extract_groups(_NUMBER).alias("_parts")
    ).unnest("_parts")
    named = parts.rename({"1": "_digits", "2": "_tens", "3": "_words"})
    scaled = named.with_columns(number=_scaled_number())
    rounded = scaled.with_columns(_whole=_snapped())
    return rounded.with_columns(
        fault=_fault(),
        number=pl.when(_fault().is_null()).then(pl.col("_whole")),
    ).drop("_digits", "_tens", "_words", "_whole")


def _scaled_number() -> pl.Expr:
    digits = _within(pl.col("_digits").str.replace_all(",", "").cast(WIDE, strict=False))
    tens = pl.col("_tens").replace_strict(_TENS, default=1, return_dtype=pl.Int64)
    return _within((digits * tens.cast(WIDE) * _factor().cast(WIDE)).cast(WIDE))


def _within(number: pl.Expr) -> pl.Expr:
    return pl.when(number.abs() < _LARGEST).then(number)


def _factor() -> pl.Expr:
    """Return yuan per declared unit; a cell that says 元 itself is in yuan."""
    declared = pl.col("unit").replace_strict(_UNITS, default=1, return_dtype=pl.Int64)
    own = pl.col("_words").fill_null("").str.starts_with("元")
    return pl.when((pl.col("nature") == "money") & ~own).then(declared).otherwise(1)


def _snapped() -> pl.Expr:
    places = pl.when(pl.col("nature") == "money").then(2).otherwise(0)
    cents = pl.col("number").round(2, mode="half_away_from_zero")
    units = pl.col("number").round(0, mode="half_away_from_zero")
    nearest = pl.when(places == 2).then(cents).otherwise(units)
    return pl.when(pl.col("nature") == "percent").then(pl.col("number")).otherwise(nearest)


def _fault() -> pl.Expr:
    off = (pl.col("number") - pl.col("_whole")).abs().cast(pl.Float64) > _CENT_NOISE
    doubled = pl.col("_tens").is_not_null() & pl.col("unit").is_in(["百元", "千元", "万元"])
    words = pl.col("_words").fill_null("")
    of_another = words.replace_strict(_OF_ONE_NATURE, default=pl.col("nature")) != pl.col("nature")
    unclear = (doubled & ~words.str.starts_with("元")) | of_another
    return (
        pl.when(pl.col("number").is_null() | unclear)
        .then(pl.lit("E-C02"))
        .when(off & (pl.col("nature") == "money"))
        .then(pl.lit("E-C02"))
        .when(off)
        .then(pl.lit("E-C10"))
    )
