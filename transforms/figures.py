"""Values become figures: compared with the month before, printed, and given a standing."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import polars as pl

from schemas.figure import (
    FIGURE_SCHEMA,
    NO_DATA,
    NOT_REPORTED,
    PENDING,
    STATED,
    WITHHELD,
    Figure,
)
from schemas.indicator import Indicator
from schemas.period import Period
from schemas.settings import Settings
from transforms.disclosure import count_cases, withhold_few
from transforms.printing import print_value

_NUMBER = pl.Decimal(38, 6)
_COMPARED = ("month", "as_of")
_SMALL_BASE = 10
"""Below this base only the absolute change is stated (DOMAIN.md §2.4)."""

_KEY = ["code", "basis", "dimension"]


def state_figures(
    values: pl.DataFrame,
    before: pl.DataFrame,
    standing: pl.DataFrame,
    indicators: Mapping[str, Indicator],
    place: tuple[Period, Settings],
) -> pl.DataFrame:
    """Return the period's figures (Figure) in the order of their indicators.

    `values` and `before` (the month before) follow measures.VALUE_SCHEMA; `standing` is
    as stand_indicators gives it.
    """
    period, settings = place
    earlier = before.filter(pl.col("basis").is_in(_COMPARED)).rename(
        {"value": "previous_period_value"}
    )
    joined = (
        values.join(_definitions(indicators), on="code", maintain_order="left")
        .join(standing, on=["code", "basis"], how="left", maintain_order="left")
        .join(earlier, on=_KEY, how="left", maintain_order="left")
        .join(count_cases(values, indicators), on=["code", "basis"], how="left")
    )
    known = joined.with_columns(
        status=_status(),
        value=pl.when(~pl.col("absent")).then(pl.col("value")),
        period=pl.lit(str(period)),
        target=_targets(settings),
    )
    told = withhold_few(known, indicators, settings.thresholds)
    compared = told.with_columns(*_changes(), progress=_progress())
    printed = compared.with_columns(
        printed=_printed(compared, indicators, settings.display.rounding),
        coverage=_ratio_text(pl.col("coverage")),
    )
    ordered = printed.select(*FIGURE_SCHEMA, "order")
    return Figure.validate(ordered.sort("order", maintain_order=True).drop("order"))


def _definitions(indicators: Mapping[str, Indicator]) -> pl.DataFrame:
    rows = [
        (number, i.code, i.name, i.unit, str(i.nature))
        for number, i in enumerate(indicators.values())
    ]
    schema = ["order", "code", "name", "unit", "kind"]
    return pl.DataFrame(rows, schema=schema, orient="row")


def _status() -> pl.Expr:
    return (
        pl.when("absent")
        .then(pl.lit(NOT_REPORTED))
        .when("pending")
        .then(pl.lit(PENDING))
        .when(pl.col("value").is_null())
        .then(pl.lit(NO_DATA))
        .otherwise(pl.lit(STATED))
    )


def _number(column: str) -> pl.Expr:
    return pl.col(column).cast(_NUMBER, strict=False)


def _changes() -> list[pl.Expr]:
    change = _number("value") - _number("previous_period_value")
    base = _number("previous_period_value")
    safe = pl.when(base >= _SMALL_BASE).then(base)
    nothing = pl.lit(None, pl.String)
    return [
        _text(change).alias("period_change"),
        _text((change * 100 / safe).round(1, mode="half_away_from_zero")).alias(
            "period_change_pct"
        ),
        nothing.alias("previous_year_value"),
        nothing.alias("year_change"),
        nothing.alias("year_change_pct"),
    ]


def _text(number: pl.Expr) -> pl.Expr:
    text = number.cast(_NUMBER).cast(pl.String)
    return text.str.strip_chars_end("0").str.strip_chars_end(".")


def _targets(settings: Settings) -> pl.Expr:
    wanted = {code: format(target, "f") for code, target in settings.targets.items()}
    target = pl.col("code").replace_strict(wanted, default=None, return_dtype=pl.String)
    return pl.when(pl.col("dimension") == "", pl.col("basis") != "month").then(target)


def _progress() -> pl.Expr:
    base = pl.when(_number("target") > 0).then(_number("target"))
    return _text((_number("value") / base).round(4, mode="half_away_from_zero"))


def _ratio_text(ratio: pl.Expr) -> pl.Expr:
    text = ratio.fill_null(1.0).round(4).cast(pl.String)
    return text.str.replace(r"\.0$", "")


def _printed(
    figures: pl.DataFrame, indicators: Mapping[str, Indicator], rounding: str
) -> pl.Series:
    rows = figures.select("code", "value", "status").iter_rows()
    return pl.Series([_words(indicators[c], v, s, rounding) for c, v, s in rows], dtype=pl.String)


def _words(indicator: Indicator, value: str | None, status: str, rounding: str) -> str:
    if status == WITHHELD:
        return "…"
    if status in (PENDING, NOT_REPORTED):
        return status
    if value is None or not _happened(value):
        return "—"
    return print_value(indicator, value, rounding)


def _happened(value: str) -> bool:
    return "-" in value.lstrip("-") or Decimal(value) != 0
