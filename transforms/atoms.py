"""Atoms: the smallest sums of money of which every published amount is made.

A line of the ledger counts in its project, subject, source of funds and department at once, and
its subject in the budget too. What one of these hides another may tell, so that the decision
what to hide looks at the sums by all of them together. They are published nowhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from schemas.indicator import Indicator
from schemas.indicators.finance import EXPENDITURE
from schemas.period import Period
from transforms.breakdowns import Breakdown
from transforms.measures import select_rows
from transforms.told import Cell

AID = "aid_amount"
_EXECUTED, _UNLISTED = "budget_executed", "budget_unlisted"
_OF_SUBJECT = (_EXECUTED, _UNLISTED, "budget_balance", "budget_rate")
"""What the budget states of a subject, and from which its spending can be worked out."""

_TOLD_AS_TOTALS = {
    "project=P-HB01": "mutual_gift_amount",
    "project=P-NG01": "women_visit_amount",
    "project=P-DX01": "grants_amount",
}
"""Projects of whose spending a county total tells (rules X-2, X-3 and X-5)."""


@dataclass(frozen=True)
class Link:
    """Two cells that state one amount, and the months (0 is the first) at whose end they agree."""

    cells: tuple[Cell, Cell]
    months: frozenset[int]


@dataclass(frozen=True)
class Atom:
    """What a month (0 is the first of the year) added to some cells, and to some county totals."""

    month: int
    value: Decimal
    cells: frozenset[Cell]
    totals: frozenset[str]


def names_of(cell: Cell) -> tuple[Cell, ...]:
    """Return every cell that tells the same number, itself the first."""
    code, dimension = cell
    return tuple((one, dimension) for one in _OF_SUBJECT) if code == _EXECUTED else (cell,)


def atoms_of_rows(
    rows: Mapping[str, pl.DataFrame], period: Period, aid: Indicator
) -> tuple[Atom, ...]:
    """Return the atoms of the ledger and of the four deliveries, of the year up to a period."""
    months = [str(month) for month in period.year_to_date]
    until = pl.col("reported_in").is_between(pl.lit(months[0]), pl.lit(months[-1]))
    listed = rows["budget_lines"].filter(until)["subject_code"].unique().sort().to_list()
    spent = _grouped(EXPENDITURE, rows, period)
    helped = _grouped(aid, rows, period)
    return (
        *_atoms(EXPENDITURE.code, spent, months, listed),
        *_atoms(aid.code, helped, months, ()),
    )


def _grouped(
    indicator: Indicator, rows: Mapping[str, pl.DataFrame], period: Period
) -> pl.DataFrame:
    """Return the sums by all dimensions at once: month, value and one column a kind."""
    column = str(indicator.on)
    parts = {kind: name for kind, name in indicator.by.items() if kind != "month"}
    return (
        select_rows(indicator, "ytd", rows[indicator.sheet], period)
        .group_by(
            pl.col(column).dt.strftime("%Y-%m").alias("month"),
            *(
                pl.col(name).cast(pl.String).fill_null("未注明").alias(k)
                for k, name in parts.items()
            ),
        )
        .agg(value=pl.col(indicator.measure.column).sum())
        .sort("month", *parts)
    )


def _atoms(
    code: str, sums: pl.DataFrame, months: list[str], listed: Iterable[str]
) -> Iterator[Atom]:
    listed = tuple(listed)
    for row in sums.iter_rows(named=True):
        month, value = str(row.pop("month")), Decimal(row.pop("value"))
        labels = [f"{kind}={label}" for kind, label in row.items()]
        cells = {(code, label) for label in labels}
        told = {_TOLD_AS_TOTALS[label] for label in labels if label in _TOLD_AS_TOTALS}
        if listed:
            subject = row["subject"]
            held = [one for one in listed if subject.startswith(one)]
            cells |= {(_EXECUTED, f"subject={one}") for one in held or [subject]}
            told |= set() if held else {_UNLISTED}
        if value:
            yield Atom(months.index(month), value, frozenset(cells), frozenset({code, *told}))


def atoms_of_breakdowns(
    breakdowns: Iterable[Breakdown], months: int, without: Iterable[Atom]
) -> Iterator[Atom]:
    """Yield the atoms of breakdowns of which nothing more is known than their parts.

    Those whose codes the atoms `without` hold are left out; the last month is the last of all.
    """
    codes = {code for atom in without for cell in atom.cells for code, _ in names_of(cell)}
    for part in breakdowns:
        if part.code in codes:
            continue
        first = months - len(part.months)
        for at, month in enumerate(part.months, first):
            for dimension, value in month.items():
                cells = frozenset({(part.code, dimension)})
                if value:
                    yield Atom(at, value, cells, frozenset({f"{part.code} {part.kind}"}))


def links_of(atoms: Sequence[Atom], months: int) -> list[Link]:
    """Return where the ledger and the four deliveries state one amount of a project.

    Everybody knows that they agree (rule X-1) where no reconciling item tells otherwise.
    """
    cells = {cell for atom in atoms for cell in atom.cells}
    pairs = [
        ((EXPENDITURE.code, project), (code, project))
        for code, project in sorted(cells)
        if code == AID and (EXPENDITURE.code, project) in cells
    ]
    return [
        Link((one, other), frozenset(at for at in range(months) if _agree(atoms, one, other, at)))
        for one, other in pairs
    ]


def _agree(atoms: Sequence[Atom], one: Cell, other: Cell, until: int) -> bool:
    """Return whether two cells come to the same at the end of a month, and to something."""
    so_far = [atom for atom in atoms if atom.month <= until]
    first, second = (
        sum((atom.value for atom in so_far if cell in atom.cells), Decimal(0))
        for cell in (one, other)
    )
    return first == second
