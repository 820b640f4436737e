"""What releases that are out have told of the parts of a year, and cannot take back.

A part that was hidden at the end of a month stays hidden there: shown in a corrected version, it
would open the version before. One that was shown is known; where another number is true by now
the true one is not, and is treated as hidden.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import permutations
from typing import Generic, TypeVar

import polars as pl

from schemas.figure import STATED, WITHHELD
from schemas.period import Period
from schemas.revision import Published

Cell = tuple[str, str]
"""A part of a breakdown: the code of an indicator and a dimension."""

Key = TypeVar("Key")

_SO_FAR = ("ytd", "as_of")
_NOTHING = Decimal(0)


@dataclass(frozen=True)
class Told(Generic[Key]):
    """The years to date that a release hid and showed at the end of a month (0 is the first)."""

    month: int
    hidden: frozenset[Key] = frozenset()
    shown: Mapping[Key, Decimal] = field(default_factory=dict)


def read_releases(released: Iterable[Published], period: Period) -> tuple[Told[Cell], ...]:
    """Return what the releases of a period's year have told of its parts, up to its end.

    What a later one tells is the end of the month before its own period, for that is the year
    to date less the period; the period's own versions come after it.
    """
    last = period.closing_month.month - 1
    ends, before = [], []
    for one in released:
        if one.period.year == period.year:
            closing, first = one.period.closing_month.month - 1, one.period.months[0].month - 1
            if closing <= last:
                ends.append(_read(one.figures, closing))
            elif 0 < first <= last + 1:
                before.append(_read_before(one, first - 1))
    return (*before, *ends)


def _read(figures: pl.DataFrame, month: int, bases: Sequence[str] = _SO_FAR) -> Told[Cell]:
    hidden, shown = set(), {}
    for row in figures.rows(named=True):
        cell = (row["code"], row["dimension"])
        if row["basis"] in bases and row["dimension"]:
            if row["status"] == WITHHELD:
                hidden.add(cell)
            elif row["status"] == STATED and row["value"] is not None:
                shown[cell] = Decimal(row["value"])
    return Told(month, frozenset(hidden), shown)


def _read_before(release: Published, month: int) -> Told[Cell]:
    """Return what a release tells of the month that ends before its period begins.

    What it hides in either place is hidden then; what did not happen in the period has no row.
    """
    so_far, own = (
        _read(release.figures, month, bases) for bases in (("ytd",), (release.period.basis,))
    )
    hidden = so_far.hidden | own.hidden
    shown = {
        cell: value - own.shown.get(cell, _NOTHING)
        for cell, value in so_far.shown.items()
        if cell not in hidden
    }
    return Told(month, hidden, shown)


def of_breakdown(
    told: Iterable[Told[Cell]], code: str, kind: str, first: int
) -> tuple[Told[str], ...]:
    """Return the same of one breakdown, by dimension, its months counted from `first` on."""

    def is_of(cell: Cell) -> bool:
        return cell[0] == code and cell[1].startswith(f"{kind}=")

    return tuple(
        Told(
            one.month - first,
            frozenset(cell[1] for cell in one.hidden if is_of(cell)),
            {cell[1]: value for cell, value in one.shown.items() if is_of(cell)},
        )
        for one in told
        if one.month >= first
    )


def of_cells(told: Iterable[Told[Cell]], cells: Set[Cell]) -> tuple[Told[Cell], ...]:
    """Return the same, of what was shown some cells alone."""
    return tuple(
        replace(one, shown={cell: value for cell, value in one.shown.items() if cell in cells})
        for one in told
    )


@dataclass(frozen=True)
class Truth(Generic[Key]):
    """The parts of a year as they are known now, and what each comes to by the end of a month."""

    keys: Set[Key]
    so_far: Callable[[Key, int], Decimal]


def keep_hidden(
    told: Sequence[Told[Key]], truth: Truth[Key], last: int
) -> dict[int, frozenset[Key]]:
    """Return what is hidden at the end of each month of which a release is out.

    What was told otherwise, or as nothing, is revised. In the `last` month, which is told anew,
    it is no more hidden for that.
    """
    kept: dict[int, frozenset[Key]] = {}
    for one in told:
        shown = _shown_as_is(one, truth)
        revised = truth.keys - shown if one.month < last else set[Key]()
        kept[one.month] = (kept.get(one.month, frozenset()) | one.hidden | revised) - shown
    return kept


def _shown_as_is(one: Told[Key], truth: Truth[Key]) -> set[Key]:
    """Return the parts of which a release told, by a number or by none, what is still true."""
    return {
        key
        for key in truth.keys | one.shown.keys()
        if key not in one.hidden and one.shown.get(key, 0) == truth.so_far(key, one.month)
    }


@dataclass(frozen=True)
class Revised(Generic[Key]):
    """A part of which a release told, at the end of a month, by how much less than is true now."""

    key: Key
    month: int
    by: Decimal


def find_revised(told: Iterable[Told[Key]], truth: Truth[Key]) -> tuple[Revised[Key], ...]:
    """Return what releases told otherwise than it is known now, in their order."""
    moved = {
        (key, one.month, truth.so_far(key, one.month) - one.shown.get(key, _NOTHING))
        for one in told
        for key in truth.keys - one.hidden
    }
    return tuple(Revised(*one) for one in sorted(moved) if one[2])


Spell = tuple[Key, int, int]
"""Some months of a part, from the first to the last."""


def find_known(told: Sequence[Told[Key]], truth: Truth[Key]) -> frozenset[Spell[Key]]:
    """Return the months of which releases have told what is still true: nobody can hide it.

    They are the differences of two years to date, or from the beginning of the year on.
    """
    found = set()
    for key in truth.keys:
        shown = [(one.month, one.shown.get(key, _NOTHING)) for one in told if key not in one.hidden]
        for (since, before), (until, now) in permutations([(-1, _NOTHING), *shown], 2):
            known = truth.so_far(key, since) if since >= 0 else _NOTHING
            if since < until and now - before == truth.so_far(key, until) - known:
                found.add((key, since + 1, until))
    return frozenset(found)


def as_if_true(told: Iterable[Told[Key]], truth: Truth[Key]) -> list[Told[Key]]:
    """Return what releases have told, as if they had told what is true now."""
    return [
        replace(
            one,
            shown={
                key: truth.so_far(key, one.month) for key in truth.keys if key not in one.hidden
            },
        )
        for one in told
    ]


def find_close(told: Sequence[Told[Key]], truth: Truth[Key], at: int, least: int) -> frozenset[Key]:
    """Return what at a month differs by less than `least` from a release, yet is not the same.

    The difference would be of few people.
    """
    return frozenset(
        key
        for one in told
        if one.month <= at
        for key, value in one.shown.items()
        if 0 < abs(truth.so_far(key, at) - value) < least
    )
