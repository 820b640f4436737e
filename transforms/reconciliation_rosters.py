"""Rosters against the batches that they name (X-10), and one another (W-S05)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from schemas.codes import PROJECTS
from schemas.contract import ROSTER, return_of, sheet_named
from schemas.finding import Finding
from transforms.doubts import Evidence, plain

_WINDOW_MONTHS = 2
"""Two programmes of one month or of neighbouring months are of one window."""

_PLACE = ("workbook", "sheet", "source_row")
_NUMBER = ["number", "year"]
_REPORTED = pl.col("reported_in").str.slice(0, 4).cast(pl.Int64)
"""The year of a row's report."""


@dataclass(frozen=True)
class _Batches:
    """A sheet whose rows are batches: the numbers that name one, heads, amount, project."""

    sheet: str
    numbers: tuple[str, ...]
    heads: str
    dated: str
    project: pl.Expr

    def lines(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Return each batch once for every number that names it."""
        parts = [
            rows.filter(pl.col(number).is_not_null()).select(
                *_PLACE,
                table=pl.lit(self.sheet),
                column=pl.lit(self.heads),
                number=pl.col(number),
                heads=pl.col(self.heads),
                amount_cny=pl.col("amount_cny"),
                month=pl.col(self.dated).dt.year().cast(pl.Int64) * 12
                + pl.col(self.dated).dt.month(),
                project_code=self.project,
                year=pl.coalesce(pl.col(self.dated).dt.year().cast(pl.Int64), _REPORTED),
            )
            for number in self.numbers
        ]
        return pl.concat(parts).unique([*_PLACE, "number"], maintain_order=True)


_GIVEN = pl.col("project_code")
_BATCHES = (
    _Batches("reliefs", ("roster_id", "batch_id"), "headcount", "pay_date", _GIVEN),
    _Batches("women_reliefs", ("batch_id",), "headcount", "pay_date", _GIVEN),
    _Batches("health_checks", ("batch_id",), "total", "check_date", pl.lit("P-TJ01")),
    _Batches("child_cares", ("batch_id",), "headcount", "event_date", pl.lit("P-ET01")),
    _Batches("gifts", ("gift_id",), "headcount", "gift_date", pl.lit("P-HB01")),
    _Batches(
        "model_worker_services",
        ("service_id",),
        "headcount",
        "start_date",
        pl.lit("P-LM01"),
    ),
)


def check_rosters(evidence: Evidence) -> Iterator[Finding]:
    """Yield rule E-X01: a roster's rows and amounts are not those of the batch it names.

    A roster names a batch of its own return, by 名册编号 or 批次号; several batches may
    share a roster. Where rows of either wait to be corrected the rule cannot decide.
    """
    for code, sent in sorted(evidence.rosters.items()):
        yield from _check_roster(evidence, *_roster_and_batches(evidence, code, sent))
    yield from _awaited(evidence)


def _roster_and_batches(
    evidence: Evidence, code: str, sent: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return a return's rosters with the `year` of the batch that each row names, and the batches.

    Numbers begin anew each year: the batch of the report's year is meant, or that of the year
    before where there is none, as of a roster of December that comes in January. Of batches
    there is one line for every number. Two sheets of a return may number their batches alike:
    then the one with as many heads as the roster is meant, else the first.
    """
    own = [b for b in _BATCHES if return_of(sheet_named(b.sheet)).code == code]
    none = _BATCHES[0].lines(evidence.rows["reliefs"].clear())
    batches = pl.concat([none, *(b.lines(evidence.rows[b.sheet]) for b in own)])
    roster = _with_year(sent, batches)
    listed = roster.group_by("year", number="batch_id").agg(listed=pl.len())
    held = batches.join(listed, on=_NUMBER, maintain_order="left").with_columns(
        fits=pl.col("heads").sum().over(*_NUMBER, "table") == pl.col("listed")
    )
    fitting = pl.col("table").filter(pl.col("fits")).first().over(_NUMBER)
    meant = pl.coalesce(fitting, pl.col("table").first().over(_NUMBER))
    return roster, held.filter(pl.col("table") == meant).select(batches.columns)


def _with_year(sent: pl.DataFrame, batches: pl.DataFrame) -> pl.DataFrame:
    known = batches.select(_NUMBER).unique()
    told = sent.with_columns(number="batch_id", year=_REPORTED)
    own = told.join(known, on=_NUMBER, how="semi")
    late = told.with_columns(year=pl.col("year") - 1).join(known, on=_NUMBER, how="semi")
    late = late.join(own, on=_PLACE, how="anti")
    placed = pl.concat([own, late]).select(*_PLACE, placed="year")
    years = told.join(placed, on=_PLACE, how="left", maintain_order="left")
    return years.with_columns(year=pl.coalesce("placed", "year")).drop("placed", "number")


def _check_roster(
    evidence: Evidence, roster: pl.DataFrame, batches: pl.DataFrame
) -> Iterator[Finding]:
    waiting = set(evidence.rejected.get(ROSTER.name, roster.clear())["batch_id"])
    parts = roster.partition_by("batch_id", "year", as_dict=True)
    for (number, year), rows in sorted(parts.items()):
        named = batches.filter(number=number, year=year)
        if {number, None} & waiting:
            yield _open(evidence, rows, "名册有待更正的行")
        elif named.is_empty():
            yield from _nameless(evidence, rows, str(number))
        else:
            yield from _compare(evidence, rows, named)


def _open(evidence: Evidence, rows: pl.DataFrame, why: str) -> Finding:
    told = f"{why}，名册与批次人数、金额的核对（E-X01）无法判断"
    return evidence.about("N-UND", ROSTER.name, "", rows, told)


def _nameless(evidence: Evidence, rows: pl.DataFrame, number: str) -> Iterator[Finding]:
    """Yield what is said of a roster whose batch is not there."""
    waiting = [
        b.sheet
        for b in _BATCHES
        for column in b.numbers
        if number in set(evidence.set_aside(b.sheet)[column])
    ]
    if waiting:
        yield _open(evidence, rows, "名册所列批次的行待更正")
    else:
        told = "名册所列批次号在台账中查不到，请核对批次号或补报该批次"
        place = (ROSTER.name, "batch_id")
        yield evidence.at("E-X01", place, rows, told, (f"{rows.height}人", "0人"))


def _compare(evidence: Evidence, rows: pl.DataFrame, named: pl.DataFrame) -> Iterator[Finding]:
    table, column = str(named["table"][0]), str(named["column"][0])
    heads = int(named["heads"].sum())
    if heads != rows.height:
        told = f"批次人数{heads}人，名册{rows.height}人，请核对"
        yield evidence.at("E-X01", (table, column), named, told, (str(heads), str(rows.height)))
    if named["amount_cny"].null_count():
        yield _open(evidence, rows, "批次未填金额")
        return
    stated, listed = (Decimal(part["amount_cny"].sum() or 0) for part in (named, rows))
    if stated != listed:
        told = f"批次金额{plain(stated)}元，名册合计{plain(listed)}元，请核对"
        sums = (plain(stated), plain(listed))
        yield evidence.at("E-X01", (table, "amount_cny"), named, told, sums)


def _awaited(evidence: Evidence) -> Iterator[Finding]:
    """Say how many batches name a roster that was not sent, by either number."""
    numbers = [roster["batch_id"] for roster in evidence.rosters.values()]
    sent = pl.concat(numbers) if numbers else pl.Series([], dtype=pl.String)
    named = pl.any_horizontal(
        pl.col(number).is_in(sent.implode()) for number in ("roster_id", "batch_id")
    )
    rows = evidence.this_year("reliefs", "pay_date")
    awaited = rows.filter(pl.col("roster_id").is_not_null(), ~named)
    if awaited.height:
        yield evidence.undecided(
            "reliefs",
            f"{awaited.height}个批次填有名册编号而没有报送名册，"
            "名册与批次人数、金额的核对（E-X01）无法判断",
            awaited,
        )


def find_repeated_persons(evidence: Evidence) -> Iterator[Finding]:
    """Yield rule W-S05 by rosters: persons in two programmes of one window, counted only."""
    paid = [_paid(evidence, code, sent) for code, sent in sorted(evidence.rosters.items())]
    if not paid:
        return
    every = pl.concat(paid)
    other = every.select("person_key", "month", project_other="project_code")
    pairs = every.join(other, on="person_key", suffix="_other", maintain_order="left").filter(
        pl.col("project_code") < pl.col("project_other"),
        (pl.col("month") - pl.col("month_other")).abs() < _WINDOW_MONTHS,
    )
    met = pairs.partition_by("project_code", "project_other", as_dict=True)
    for (one, two), rows in sorted(met.items()):
        names = "、".join(f"{code}{PROJECTS.get(str(code), '')}" for code in (one, two))
        yield evidence.at(
            "W-S05",
            (ROSTER.name, "person_key"),
            rows.select(every.columns).unique(_PLACE, maintain_order=True),
            f"按名册，{rows['person_key'].n_unique()}人在同一时段同时列入{names}，"
            "人次未剔除重复，请核对",
        )


def _paid(evidence: Evidence, code: str, sent: pl.DataFrame) -> pl.DataFrame:
    """Return a return's roster rows, each with the project and month of its batch."""
    roster, batches = _roster_and_batches(evidence, code, sent)
    projects = batches.select("project_code", "month", "year", batch_id="number")
    return roster.join(
        projects.unique(maintain_order=True),
        on=["batch_id", "year"],
        how="inner",
        maintain_order="left",
    )
