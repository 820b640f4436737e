"""What lies behind a city's figures: the lines of the releases, and what could not be added."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import polars as pl

from schemas.figure import NO_DATA, NOT_REPORTED, PENDING, SOURCE_SCHEMA
from schemas.indicators import INDICATORS
from schemas.issue import ISSUE_SCHEMA
from schemas.rollup import MEMBER, Membership, Package
from transforms.adding import KEY, codes_added, defined_as_now

_IN_DOUBT = (PENDING, NOT_REPORTED)

_VALUE_COLUMN = "H"
"""Where `value` stands in figures-public.csv, as a spreadsheet program shows it."""


def trace_packages(told: pl.DataFrame, figures: pl.DataFrame) -> pl.DataFrame:
    """Return where each figure comes from: the line of each union's public figures."""
    cells = told.select(
        *KEY,
        "period",
        "union",
        workbook="place",
        sheet=pl.lit("figures-public"),
        cell=_VALUE_COLUMN + pl.col("line").cast(pl.String),
    )
    own = cells.filter(pl.col("dimension") == "").with_columns(
        dimension=f"{MEMBER}=" + pl.col("union")
    )
    nothing = [
        pl.lit("").alias(name)
        for name in SOURCE_SCHEMA
        if name not in (*KEY, "period", "workbook", "sheet", "cell")
    ]
    stated = figures.select(KEY)
    return (
        pl.concat([cells, own])
        .with_columns(nothing)
        .join(stated, on=KEY, how="semi", maintain_order="left")
        .select(*SOURCE_SCHEMA)
        .sort(*KEY, "workbook", "cell")
    )


def find_unadded(
    told: pl.DataFrame, packages: Sequence[Package], members: Membership
) -> pl.DataFrame:
    """Return who is missing (an error until a person goes on without), and what is not added.

    What a later release could put right is a warning that a person answers: a figure of
    another definition, and one that a union itself has not settled.
    """
    totals = told.filter(pl.col("code").is_in(codes_added()), pl.col("dimension") == "")
    blank = {"sheet": "", "cell": "", "column": ""}
    found = (_missing(members), _redefined(packages), _unsettled(totals), _untold(totals))
    rows = [blank | row for rows in found for row in rows]
    return pl.DataFrame(rows, schema=ISSUE_SCHEMA)


Row = dict[str, str]


def _missing(members: Membership) -> Iterator[Row]:
    for one in members.absent:
        yield {
            "severity": "I" if one.reason else "E",
            "rule": "N-H01" if one.reason else one.rule,
            "workbook": one.union,
            "found": one.why,
            "expected": "已发布、校验无误的发布件",
            "message": f"{one.union}{one.why}，没有汇总"
            + (f"；具名继续，理由：{one.reason}" if one.reason else f"：{one.advice}"),
        }


def _redefined(packages: Sequence[Package]) -> Iterator[Row]:
    for package in packages:
        for code in package.figures["code"].unique(maintain_order=True):
            if code in INDICATORS and code not in defined_as_now(package):
                name = INDICATORS[code].name
                yield {
                    "severity": "W",
                    "rule": "W-H01",
                    "workbook": package.union,
                    "found": "另一口径",
                    "expected": "现行口径",
                    "message": f"{name}：{package.union}的口径不同，没有计入合计",
                }


def _unsettled(totals: pl.DataFrame) -> Iterator[Row]:
    """Yield each union whose own figures are in doubt or not reported, with their names."""
    for (union,), own in totals.filter(pl.col("status").is_in(_IN_DOUBT)).group_by(
        "union", maintain_order=True
    ):
        names = own["name"].unique(maintain_order=True)
        yield {
            "severity": "W",
            "rule": "W-H02",
            "workbook": str(union),
            "found": "数据待核或未报送",
            "expected": "确定的数",
            "message": f"{union}数据待核或未报送，合计未列：{'、'.join(names)}",
        }


def _untold(totals: pl.DataFrame) -> Iterator[Row]:
    untold = totals.filter(
        pl.col("value").is_null(), ~pl.col("status").is_in([NO_DATA, *_IN_DOUBT])
    )
    for (name,), own in untold.group_by("name", maintain_order=True):
        unions = "、".join(own["union"].unique(maintain_order=True))
        yield {
            "severity": "I",
            "rule": "N-H02",
            "workbook": "",
            "found": "约数或不单独公布",
            "expected": "精确值",
            "message": f"{name}：{unions}只公布约数或不单独公布，合计不能相加，未列合计",
        }
