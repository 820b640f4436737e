"""One cell is changed, and exactly the figures change to which its forward trace leads.

Cells of the sample are drawn at random and changed one at a time, in memory, after they were
read; every figure that looks at their sheet is then measured anew.
"""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from typing import Any

import polars as pl
import pytest

from schemas.columns import Column, Kind
from schemas.contract import sheet_named
from schemas.figure import CONDITION, DATE, MEASURED, PART
from schemas.indicator import Indicator
from schemas.indicators import INDICATORS
from schemas.period import Period
from transforms.examination import Examined, examine
from transforms.measures import Measured, measure_all
from transforms.tracing import trace_forward, trace_sources

OCTOBER = Period(2024, 10)
TRIALS = 1100
PLACE = ["workbook", "sheet", "source_row", "column"]

Key = tuple[str, str, str]
"""Code, basis and dimension of a figure."""

Values = dict[Key, str | None]
Roles = dict[Key, frozenset[str]]
Cell = tuple[str, int, str, tuple[str, str, str]]
"""Sheet of the contract, index of the row, column; workbook, sheet and address."""


@dataclass(frozen=True)
class Trial:
    """One cell that was changed: where it is, the figures that changed, those that name it.

    `before` and `after` give, by figure, the roles that the cell has for it.
    """

    table: str
    cell: tuple[str, str, str]
    changed: frozenset[Key]
    before: Mapping[Key, frozenset[str]]
    after: Mapping[Key, frozenset[str]]


@pytest.fixture(scope="module")
def trials(sample_examined) -> list[Trial]:
    """Every trial, measured one by one; the traces of all of them are then made together."""
    examined, drawn = sample_examined, random.Random(20241031)
    cells = drawn.choices(typed_cells(examined), k=TRIALS)
    states = [examined.rows] + [change(examined, cell, drawn) for cell in cells]
    measured = [
        measure_all(indicators_of(table), rows, OCTOBER)
        for table, rows in zip(["", *(cell[0] for cell in cells)], states, strict=True)
    ]
    roles = roles_of([one.rows for one in measured], examined, [cell[3] for cell in cells])
    values = [{(*key,): value for *key, value in m.values.iter_rows()} for m in measured]
    return [
        Trial(table, place, differing(values[0], now, table), *roles[number])
        for number, ((table, _, _, place), now) in enumerate(zip(cells, values[1:], strict=True))
    ]


def typed_cells(examined: Examined) -> list[Cell]:
    """Return every cell of the rows that stand, of sheets at which a figure looks."""
    known = {(*place,): cell for *place, cell in examined.addresses.iter_rows()}
    return [
        (table, index, column, (*place[:2], known[*place, column]))
        for table, rows in examined.rows.items()
        if indicators_of(table)
        for index, place in enumerate(rows.select(PLACE[:3]).rows())
        for column in sheet_named(table).columns
        if (*place, column) in known and len(sheet_named(table).columns[column].choices) != 1
    ]


@cache
def indicators_of(table: str) -> dict[str, Indicator]:
    """Return the indicators that look at a sheet; all of them where none is named."""
    return {code: i for code, i in INDICATORS.items() if not table or table in (i.sheet, *i.beside)}


def change(examined: Examined, cell: Cell, drawn: random.Random) -> dict[str, pl.DataFrame]:
    """Return the rows of every sheet, the cell changed."""
    table, index, code, _ = cell
    rows = examined.rows[table]
    values = rows[code].to_list()
    values[index] = another(sheet_named(table).columns[code], values, index, drawn)
    return {**examined.rows, table: rows.with_columns(pl.Series(code, values, rows.schema[code]))}


def differing(before: Values, now: Values, table: str) -> frozenset[Key]:
    looked = {key for key in before if key[0] in indicators_of(table)}
    return frozenset(key for key in looked | now.keys() if before.get(key) != now.get(key))


def roles_of(
    rows: list[pl.DataFrame], examined: Examined, cells: list[tuple[str, str, str]]
) -> list[tuple[Roles, Roles]]:
    """Return, a trial, the roles of its cell for each figure before and after the change.

    The rows behind the figures of all trials are traced at once: `rows` holds those before
    any change, then those of each trial, told apart by a mark at the basis.
    """
    marked = [
        frame.with_columns(basis=pl.col("basis") + f"#{number}")
        for number, frame in enumerate(rows)
    ]
    measured = Measured(pl.DataFrame(), pl.concat(marked))
    sources = trace_sources(measured, INDICATORS, examined.addresses, OCTOBER)
    changed = pl.DataFrame(cells, schema=[*PLACE[:2], "cell"], orient="row").unique()
    forward = trace_forward(sources).join(changed, on=changed.columns, how="semi")
    found: dict[tuple[int, tuple[str, str, str]], dict[Key, set[str]]] = {}
    for *cell, role, code, basis, dimension in forward.iter_rows():
        name, _, number = basis.partition("#")
        named = found.setdefault((int(number), tuple(cell)), {})
        named.setdefault((code, name, dimension), set()).add(role)
    frozen = {k: {f: frozenset(r) for f, r in named.items()} for k, named in found.items()}
    return [
        (frozen.get((0, cell), {}), frozen.get((number, cell), {}))
        for number, cell in enumerate(cells, 1)
    ]


def another(column: Column, values: list[Any], index: int, drawn: random.Random) -> Any:
    """Return another value that the column may hold; often one that stands in another row."""
    value = values[index]
    others = sorted({v for v in values if v is not None and v != value}, key=str)
    if others and drawn.random() < 0.5:
        return drawn.choice(others)
    if column.kind is Kind.CHOICE:
        return drawn.choice([choice for choice in column.choices if choice != value])
    return changed_value(value, column.kind, drawn)


def changed_value(value: Any, kind: Kind, drawn: random.Random) -> Any:
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + drawn.randint(1, 9)
    if isinstance(value, Decimal):
        return value + Decimal(drawn.randint(1, 99_999)) / 100
    if isinstance(value, dt.date):
        return value + dt.timedelta(days=drawn.choice([-400, -90, -31, -2, 2, 31, 90, 400]))
    if kind is Kind.MONTH:
        return f"{drawn.choice([2023, 2024])}-{drawn.randint(1, 12):02d}"
    return f"{value}之外"


def test_nothing_changes_but_what_the_trace_names_before_or_after(trials):
    wrong = [(t.cell, others) for t in trials if (others := t.changed - named(t))]

    assert len(trials) > 1000
    assert wrong == []


def named(t: Trial) -> set[Key]:
    return t.before.keys() | t.after.keys()


def test_a_cell_that_no_figure_names_changes_none(trials):
    unnamed = [t for t in trials if not named(t)]

    assert len(unnamed) > 100
    assert [t.cell for t in unnamed if t.changed] == []


def test_a_cell_that_is_added_up_changes_every_sum_that_names_it_and_no_other(trials):
    addends = [t for t in trials if is_only_added_up(t)]
    wrong = [(t.cell, odd) for t in addends if (odd := t.changed ^ t.before.keys())]

    assert len(addends) > 100
    assert wrong == []


def is_only_added_up(t: Trial) -> bool:
    return bool(t.before) and all(
        roles == {MEASURED} and INDICATORS[code].measure.how == "total"
        for (code, *_), roles in t.before.items()
    )


def test_a_row_that_moves_changes_exactly_the_sums_and_counts_that_it_leaves_and_enters(trials):
    """A figure that names a deciding cell on one side of the change alone has lost or won a row."""
    roles_moved: Counter[str] = Counter()
    wrong = []
    for t in trials:
        moved = {key for key in t.before.keys() ^ t.after.keys() if adds_up(key)}
        stayed = {key for key in t.before.keys() & t.after.keys() if adds_up(key)}
        still = {key for key in stayed if MEASURED not in t.before[key]}
        wrong += [(t.cell, key) for key in moved - t.changed]
        wrong += [(t.cell, key) for key in still & t.changed]
        for key in moved:
            roles_moved.update(t.before.get(key) or t.after[key])

    assert wrong == []
    assert min(roles_moved[role] for role in (CONDITION, DATE, PART)) > 20


def adds_up(key: Key) -> bool:
    return INDICATORS[key[0]].measure.how in ("total", "rows")


def test_many_cells_of_many_sheets_were_changed_and_made_a_difference(trials):
    assert len({t.table for t in trials}) > 15
    assert sum(bool(t.changed) for t in trials) > 250


@pytest.mark.parametrize(
    ("code", "basis"),
    [
        ("culture_to_grassroots_events", "ytd"),
        ("psych_interventions", "month"),
        ("job_hires", "ytd"),
        ("mutual_claims_amount", "ytd"),
    ],
)
def test_one_more_in_a_workbook_changes_the_figures_that_its_sources_name(
    sample_books, sample_edition, sample_settings, code, basis
):
    """The same through reading and checking: a number of the workbook is typed one higher."""
    before = sample_edition("2024-10")
    book, sheet, cell = (
        before.sources.filter(code=code, basis=basis, dimension="")
        .select("workbook", "sheet", "cell")
        .rows()[-1]
    )
    here = (pl.col("sheet") == sheet) & (pl.col("cell") == cell)
    read = sample_books[book]
    raised = (pl.col("text").cast(pl.Decimal(38, 2), strict=False) + 1).cast(pl.String)
    typed = read.cells.with_columns(text=pl.when(here).then(raised).otherwise("text"))
    books = {**sample_books, book: replace(read, cells=typed)}
    after = examine(list(books.values()), sample_settings, OCTOBER)
    values = measure_all(INDICATORS, after.rows, OCTOBER).values
    then = {(*key,): value for *key, value in measured_of(before).iter_rows()}
    now = {(*key,): value for *key, value in values.iter_rows()}

    forward = trace_forward(before.sources).filter(workbook=book, sheet=sheet, cell=cell)
    named = set(forward.select("code", "basis", "dimension").iter_rows())
    assert {key for key in then.keys() | now.keys() if then.get(key) != now.get(key)} == named
    assert (code, basis, "") in named


def measured_of(edition) -> pl.DataFrame:
    return edition.figures.select("code", "basis", "dimension", "value")
