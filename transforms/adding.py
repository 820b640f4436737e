"""Released figures side by side and added up: only what adds up, only where all is told."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from schemas.figure import NO_DATA, NOT_REPORTED, PENDING, STATED, WITHHELD
from schemas.indicator import Indicator
from schemas.indicators import INDICATORS, hash_definitions
from schemas.period import Period
from schemas.rollup import MEMBER, Package

KEY = ["code", "basis", "dimension"]
_ADDITIVE = ("total", "rows", "listed")
_ADDITIVE_BUDGET = ("initial", "adjusted", "executed", "unlisted", "balance")
_NOT_ADDED = (f"{MEMBER}=", "grantee=")
"""Parts that stand for themselves: unions, and units whose names two counties may both have."""

_BESIDE_ONE_ANOTHER = ("distinct",)
"""Different persons of one union may be those of another: shown union by union, never added."""


def is_additive(indicator: Indicator) -> bool:
    """Return whether the values of several unions may be added up."""
    measure = indicator.measure
    if measure.how == "budget":
        return measure.column in _ADDITIVE_BUDGET
    return measure.how in _ADDITIVE


def tell_figures(packages: Sequence[Package], period: Period) -> pl.DataFrame:
    """Return every public figure that is still defined as it was, with its union and place."""
    frames = [
        package.figures.with_row_index("line", offset=2)
        .filter(pl.col("period") == str(period), pl.col("code").is_in(defined_as_now(package)))
        .with_columns(
            union=pl.lit(package.union),
            place=pl.lit(package.place),
            value=pl.when(pl.col("status") != NOT_REPORTED).then("value"),
        )
        for package in packages
    ]
    return pl.concat(frames)


def defined_as_now(package: Package) -> list[str]:
    """Return the codes whose definition at the time of a release is today's."""
    now = hash_definitions()
    return [code for code in INDICATORS if package.definitions.get(code, now[code]) == now[code]]


def codes_added(further: tuple[str, ...] = ()) -> list[str]:
    """Return the codes that are added up, and those with some further measures."""
    return [code for code, i in INDICATORS.items() if is_additive(i) or i.measure.how in further]


def add_up(told: pl.DataFrame, expected: int) -> pl.DataFrame:
    """Return the sums by code, basis and dimension: value, status, coverage.

    Where one of the unions does not tell its own exactly, the sum is not known and not told
    either: rounded amounts added up are off by more than their own words admit.
    """
    amount = pl.col("value").cast(pl.Decimal(38, 6))
    hidden = (pl.col("value").is_null() & (pl.col("status") != NO_DATA)).any()
    added = (
        told.filter(
            pl.col("code").is_in(codes_added()),
            ~pl.any_horizontal(pl.col("dimension").str.starts_with(kind) for kind in _NOT_ADDED),
        )
        .group_by(KEY, maintain_order=True)
        .agg(
            amount=amount.sum(),
            silent=(pl.col("status") == NO_DATA).all(),
            hidden=hidden,
            doubtful=pl.col("status").is_in([PENDING, NOT_REPORTED]).any(),
            coverage=pl.col("coverage").cast(pl.Float64).sum() / expected,
        )
    )
    return added.select(
        *KEY,
        value=pl.when(~pl.col("silent") & ~pl.col("hidden")).then(exact_text("amount")),
        status=pl.when("silent")
        .then(pl.lit(NO_DATA))
        .when("doubtful")
        .then(pl.lit(PENDING))
        .when("hidden")
        .then(pl.lit(WITHHELD))
        .otherwise(pl.lit(STATED)),
        coverage=pl.col("coverage"),
    )


def set_side_by_side(told: pl.DataFrame) -> pl.DataFrame:
    """Return each union's own totals as parts; what it does not tell exactly is hidden."""
    own = told.filter(
        pl.col("code").is_in(codes_added(_BESIDE_ONE_ANOTHER)), pl.col("dimension") == ""
    )
    hidden = pl.col("value").is_null() & (pl.col("status") == STATED)
    return own.select(
        "code",
        "basis",
        "value",
        dimension=f"{MEMBER}=" + pl.col("union"),
        status=pl.when(hidden).then(pl.lit(WITHHELD)).otherwise("status"),
        coverage=pl.col("coverage").cast(pl.Float64),
    ).select(*KEY, "value", "status", "coverage")


def exact_text(column: str) -> pl.Expr:
    """Return exact decimal text in its shortest form."""
    return pl.col(column).cast(pl.String).str.strip_chars_end("0").str.strip_chars_end(".")
