"""No small count is told by a corrected version, even to one who knows what was corrected.

He takes the counts of a programme in every version of every edition, and knows which lines were
corrected: the others are the same unknown numbers as before.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pytest

from schemas.figure import WITHHELD
from schemas.indicators import INDICATORS
from schemas.twins import twins_of
from tests.transforms.attack import Cell, Known, told
from tests.transforms.spending_attack import Version, months_of
from tests.transforms.spending_union import HELPS, Books, Edition, make_books
from tests.transforms.test_spending_attack import corrected

COUNT, LEAST = "aid_persons", 5
_OWN = {part: label for (whole, label), part in twins_of(INDICATORS).items() if whole == COUNT}


def cells(books: Books, dimension: str, months: Iterable[int]) -> list[Cell]:
    """Return the unknown counts in a dimension (empty: in all), each as its lines stand."""
    places = [(project, month) for month in set(months) for project in HELPS]
    return sorted(
        (f"2024-{at[1]:02d}", at[0], str([s for s in books if (s.project, s.month) == at]))
        for at in places
        if dimension in ("", f"project={at[0]}")
    )


def read(known: Known, books: Books, edition: Edition, *, totals: bool = False) -> None:
    """Learn what an edition tells of the counts, or of the county's `totals` alone."""
    shown = set()
    for row in edition.figures.rows(named=True):
        dimension = _OWN.get(row["code"], row["dimension"])
        if row["code"] not in (COUNT, *_OWN) or dimension.startswith("month="):
            continue
        if row["code"] == COUNT:
            shown.add((row["basis"], dimension))
        elif totals:
            continue
        said = {**row, "status": WITHHELD} if totals and dimension else row
        known.learn(
            cells(books, dimension, months_of(edition, row["basis"])), *told(said, row["basis"])
        )
    for project in HELPS:
        for basis in ("month", "ytd"):
            if (basis, f"project={project}") not in shown:
                known.learn(cells(books, f"project={project}", months_of(edition, basis)), 0, 0)


def exactly_told(versions: Sequence[Version], out: int) -> list[str]:
    """Return the small counts of which one number alone is possible, and more by the totals."""
    known, by_totals = Known(), Known()
    for number, (books, edition) in enumerate(versions):
        read(known, books, edition)
        read(by_totals, books, edition, totals=number >= out)
    found = []
    for books, edition in versions:
        for project in HELPS:
            for month in edition.period.year_to_date:
                for months in ([month.month], list(range(1, month.month + 1))):
                    lines = [s for s in books if s.project == project and s.month in months]
                    count = sum(line.heads for line in lines)
                    wanted = cells(books, f"project={project}", months)
                    if 0 < count < LEAST:
                        low, high = known.bounds(wanted)
                        free = by_totals.bounds(wanted)
                        assert low <= count <= high
                        if low == high and free[0] < free[1]:
                            found.append(f"{edition.period} {project} {months}: {count}, {free}")
    return found


@pytest.mark.parametrize("seed", [1, 3, 8, 9, 14])
def test_no_small_count_is_told_exactly_by_a_corrected_version(seed):
    assert exactly_told(corrected(make_books(seed), seed), out=2) == []


@pytest.mark.parametrize("seed", [8, 14])
def test_a_count_is_told_where_others_that_were_corrected_are_shown(seed, monkeypatch):
    monkeypatch.setattr("transforms.protection.find_revised", lambda *_: ())

    assert exactly_told(corrected(make_books(seed), seed), out=2)
