"""What may not be told of few people: the one decision behind documents, tables and public data.

Rules: DOMAIN.md §4.3 item 6. A total of the county is exempt; a part of a breakdown is a cell.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

import polars as pl

from schemas.contract import return_of, sheet_named
from schemas.figure import STATED, WITHHELD
from schemas.indicator import Indicator
from schemas.settings import Thresholds
from schemas.twins import twins_of
from transforms.amounts import Rule
from transforms.atoms import atoms_of_breakdowns, links_of
from transforms.background import Background
from transforms.breakdowns import Breakdown, bases_of, breakdowns_of
from transforms.case_amounts import SPANS, Course, Sum
from transforms.counts import Counted
from transforms.knowledge import Published
from transforms.protection import Hidden, hide_small, is_shown
from transforms.told import Cell, of_breakdown

_PEOPLE = ("人", "名", "人次", "户", "件")
"""Units that count persons, households and cases; events, places and honours are public."""

_MONEY = "元"
_SENSITIVE_RETURNS = ("W04", "W05", "W06", "W07")
"""Disputes, hardship, women's illness and minors, health: their cells need more people."""

_ROUNDED_FROM = {"over": Decimal(10_000), "about": Decimal(1_000)}
"""Yuan below which a form of printing has no rounded words, and would state an amount exactly."""

_KEY = ["code", "basis", "dimension"]
Key = tuple[str, str, str]


def count_cases(values: pl.DataFrame, indicators: Mapping[str, Indicator]) -> pl.DataFrame:
    """Return, for amounts that stand for cases, how many they cover, and from where they round.

    Columns: code, basis, cases, rounded_from (yuan; below it no rounded form exists).
    """
    pairs = [
        (i.code, i.cases, _ROUNDED_FROM.get(i.form.style, Decimal(0)))
        for i in indicators.values()
        if i.cases
    ]
    schema = {"code": pl.String(), "counted": pl.String(), "rounded_from": pl.Decimal(38, 6)}
    linked = pl.DataFrame(pairs, schema=schema, orient="row")
    counts = values.filter(pl.col("dimension") == "").select(
        "basis", counted="code", cases=pl.col("value").cast(pl.Int64, strict=False)
    )
    return linked.join(counts, on="counted").select("code", "basis", "cases", "rounded_from")


def withhold_few(
    figures: pl.DataFrame,
    indicators: Mapping[str, Indicator],
    thresholds: Thresholds,
    background: Background,
) -> pl.DataFrame:
    """Return the figures with status 不单独公布 where they would tell of few people.

    `figures` has the columns code, unit, basis, dimension, value, status, and cases and
    rounded_from as count_cases gives them. Withheld are: amounts that cover too few cases, or
    that no rounded form could state, and what would tell such an amount by a difference; cells
    of people below their threshold; as many more as it takes for nobody to work a hidden one
    out, from the total, from another month's edition or from the same count under a name of its
    own; every amount beside a hidden cell; and what would tell that amount, by a department, a
    subject, a source of funds or the budget. Where a month is hidden in which nothing happened
    it gets a row of its own, so that its lack tells nothing.
    """
    hidden = {
        *_hidden(figures, indicators, thresholds, background),
        *_telling_of_cases(figures, indicators, thresholds, background),
    }
    marks = pl.DataFrame(
        sorted(hidden), schema=dict.fromkeys(_KEY, pl.String()), orient="row"
    ).with_columns(_hidden=pl.lit(value=True))
    gone = {cell for one in background.told for cell in one.hidden}
    whole = pl.concat([figures, _silent(figures, marks, gone)])
    joined = whole.join(marks, on=_KEY, how="left", maintain_order="left")
    withheld = (_few(thresholds) | pl.col("_hidden")).fill_null(value=False)
    status = (
        pl.when(withheld & (pl.col("status") == STATED))
        .then(pl.lit(WITHHELD))
        .otherwise(pl.col("status"))
    )
    return joined.with_columns(status=status).drop("_hidden")


def _few(thresholds: Thresholds) -> pl.Expr:
    value = pl.col("value").cast(pl.Decimal(38, 6), strict=False)
    too_few = pl.col("cases") < thresholds.minimum_cases
    return (too_few | (value < pl.col("rounded_from"))).fill_null(value=False) & (value != 0)


def _telling_of_cases(
    figures: pl.DataFrame,
    indicators: Mapping[str, Indicator],
    thresholds: Thresholds,
    background: Background,
) -> Iterator[Key]:
    """Yield the case-like amounts by which a reader could tell what few cases came to."""
    stated = bases_of(figures.filter(pl.col("dimension") == ""))
    for i in indicators.values():
        if i.cases and (bases := stated.get(i.code)):
            course = Course(
                i,
                _months_of(i, figures, background.history),
                _ROUNDED_FROM.get(i.form.style, Decimal(0)),
                background.printed.get(i.code, ()),
            )
            for basis in course.withheld(bases, thresholds):
                yield i.code, basis, ""


def _months_of(i: Indicator, figures: pl.DataFrame, history: pl.DataFrame) -> list[Sum]:
    """Return what each month added to a case-like amount, of which figures tell two at least.

    Without a history they are the figures' own period and what was before it.
    """
    told = history.filter(pl.col("dimension") == "").rename({"month": "when"})
    if told.filter(code=i.code).is_empty():
        told = figures.filter(pl.col("dimension") == "").rename({"basis": "when"})
    values = {
        (code, when): Decimal(value or 0)
        for code, when, value in told.filter(pl.col("code").is_in([i.code, i.cases]))
        .select("code", "when", "value")
        .iter_rows()
    }
    sums = {
        when: Sum(int(values.get((str(i.cases), when), 0)), amount)
        for (code, when), amount in sorted(values.items())
        if code == i.code
    }
    if "ytd" not in sums:
        return [*sums.values()]
    so_far = sums.pop("ytd")
    (own,) = sums.values() or (so_far,)
    return [Sum(so_far.cases - own.cases, so_far.amount - own.amount), own]


def _silent(figures: pl.DataFrame, marks: pl.DataFrame, gone: Iterable[Cell]) -> pl.DataFrame:
    """Return a row of zero for each hidden cell that nothing is in.

    Such are months in which nothing happened, and what a release has hidden that is `gone` now.
    """
    so_far = figures.select("code", "dimension").unique()
    known = pl.DataFrame(sorted(gone), schema=so_far.schema, orient="row")
    missing = (
        marks.filter(pl.col("basis").is_in([*SPANS, "ytd"]), pl.col("dimension") != "")
        .join(pl.concat([so_far, known]).unique(), on=["code", "dimension"], how="semi")
        .join(figures, on=_KEY, how="anti")
        .select(*_KEY)
    )
    totals = figures.filter(pl.col("dimension") == "").drop("dimension")
    silent = totals.join(missing, on=["code", "basis"], maintain_order="left")
    return silent.with_columns(value=pl.lit("0")).select(figures.columns)


def _hidden(
    figures: pl.DataFrame,
    indicators: Mapping[str, Indicator],
    thresholds: Thresholds,
    background: Background,
) -> Iterator[Key]:
    """Yield what to hide: cells that count people, then the amounts beside them, then twins."""
    twins, bases = twins_of(indicators), bases_of(figures)
    found = breakdowns_of(figures, background.history)
    cases = background.cases
    last = max(map(len, (cases, *(part.months for part in found))), default=1) - 1
    counts: list[Counted] = []
    if any(cases):
        least = thresholds.sensitive_cell
        counts.append(Counted(cases, hide_small(cases, least), least).until(last))
    for part in found:
        if part.unit in _PEOPLE:
            least = _least(indicators[part.code], thresholds)
            first = last + 1 - len(part.months)
            told = of_breakdown(background.told, part.code, part.kind, first)
            counted = Counted(part.months, hide_small(part.months, least, told), least).until(last)
            yield from _keys(part.code, counted.hidden, bases, twins)
            counts.append(counted)
    for code, hidden in _hidden_amounts(found, counts, thresholds, background):
        yield from _keys(code, hidden, bases, twins)


def _hidden_amounts(
    found: Sequence[Breakdown],
    counts: Sequence[Counted],
    thresholds: Thresholds,
    background: Background,
) -> Iterator[tuple[str, Hidden]]:
    """Yield the dimensions that are hidden at each month, by the code of the amount."""
    if not any(any(counted.hidden) for counted in counts):
        return
    months = len(counts[0].hidden)
    money = [part for part in found if part.unit == _MONEY]
    every = (*background.atoms, *atoms_of_breakdowns(money, months, background.atoms))
    published = Published(every, links_of(every, months))
    told = [one for one in background.told if one.month < months]
    hidden = Rule(published, counts, thresholds.hidden_amount_margin, told).hide(months)
    for code in sorted({code for cells in hidden for code, _ in cells}):
        yield code, [frozenset(part for of, part in cells if of == code) for cells in hidden]


def _keys(
    code: str,
    hidden: Hidden,
    bases: Mapping[str, tuple[str, ...]],
    twins: Mapping[tuple[str, str], str],
) -> Iterator[Key]:
    last = len(hidden) - 1
    for label in frozenset[str]().union(*hidden):
        for basis in bases.get(code, ()):
            if not is_shown(hidden, last, label, SPANS.get(basis, last + 1)):
                yield code, basis, label
                if twin := twins.get((code, label)):
                    yield twin, basis, ""


def _least(indicator: Indicator, thresholds: Thresholds) -> int:
    sensitive = return_of(sheet_named(indicator.sheet)).code in _SENSITIVE_RETURNS
    return thresholds.sensitive_cell if sensitive else thresholds.ordinary_cell
