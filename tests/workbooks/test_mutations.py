"""A hundred and more spoilt workbooks: nothing is silently lost, whatever was done to them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from random import Random

import openpyxl
import polars as pl
import pytest

from schemas.period import Period
from schemas.submission import Submission
from tests.workbooks.by_hand import is_balanced, read_book
from tests.workbooks.mutations import MUTATIONS, STRAYS, Book, Expected, Mutate
from transforms.examination import Examined, examine

SEEDS = range(4)


@dataclass(frozen=True)
class Spoilt:
    """A workbook after a mutation: as read before and after, and what must be found."""

    path: Path
    before: Submission
    after: Submission
    examined: Examined
    expected: list[Expected]


CASES = [
    pytest.param(mutate, seed, id=f"{mutate.__name__}-{seed}")
    for mutate in MUTATIONS
    for seed in SEEDS
]


@pytest.fixture(scope="module")
def spoil(sample_files, sample_books, sample_settings, tmp_path_factory):
    """A function that spoils a workbook of the sample, the same one for the same seed."""
    folder = tmp_path_factory.mktemp("spoilt")
    made: dict[tuple[Mutate, int], Spoilt] = {}

    def spoilt(mutate: Mutate, seed: int) -> Spoilt:
        if (mutate, seed) not in made:
            path = folder / f"{mutate.__name__}-{seed}.xlsx"
            name, expected = _spoil(mutate, seed, sample_files, sample_books, path)
            after = read_book(path, name[:7])
            period = Period.parse(after.cover.reported_in)
            examined = examine([after], sample_settings, period)
            made[mutate, seed] = Spoilt(path, sample_books[name], after, examined, expected)
        return made[mutate, seed]

    return spoilt


def _spoil(mutate, seed, files, books, path) -> tuple[str, list[Expected]]:
    """Spoil the first of the shuffled samples that has a place for it; return its name."""
    chance = Random(f"{mutate.__name__} {seed}")
    names = [name for name in files if name.endswith(".xlsx")]
    chance.shuffle(names)
    for name in names:
        opened = openpyxl.load_workbook(files[name], data_only=True)
        try:
            expected = mutate(Book(opened, books[name], chance))
        except IndexError:  # this workbook has no such place: nothing to choose from
            continue
        opened.save(path)
        return name, expected
    raise AssertionError(f"no sample workbook can be spoilt by {mutate.__name__}")


def count_cells(path: Path) -> int:
    """Count the filled cells as openpyxl sees them: an error or a formula is one too."""
    return sum(
        cell.value is not None and str(cell.value).strip() != ""
        for sheet in openpyxl.load_workbook(path)
        for row in sheet.iter_rows()
        for cell in row
    )


@pytest.mark.parametrize(("mutate", "seed"), CASES)
def test_every_cell_of_a_spoilt_workbook_is_seen_and_used_or_set_aside(spoil, mutate, seed):
    spoilt = spoil(mutate, seed)
    balance = spoilt.after.balance

    if spoilt.after.readable:
        assert balance.seen == count_cells(spoilt.path)
    assert is_balanced(spoilt.after)
    assert all(reason.strip() and count > 0 for reason, count in balance.set_aside.items())


@pytest.mark.parametrize(("mutate", "seed"), CASES)
def test_every_row_of_a_spoilt_workbook_is_accepted_or_rejected(spoil, mutate, seed):
    spoilt = spoil(mutate, seed)
    counts = spoilt.examined.counts
    received = spoilt.after.cells.filter(part="body").select("table", "row").unique()

    assert counts["accepted"].sum() + counts["rejected"].sum() == received.height


@pytest.mark.parametrize(("mutate", "seed"), CASES)
def test_what_was_done_to_a_workbook_is_found_at_its_place(spoil, mutate, seed):
    spoilt = spoil(mutate, seed)
    issues = spoilt.examined.issues

    for rule, sheet, cell in spoilt.expected:
        at_place = pl.col("cell").is_in([cell]) if cell else pl.lit(value=True)
        on_sheet = pl.col("sheet") == sheet if sheet else pl.lit(value=True)
        assert issues.filter(pl.col("rule") == rule, on_sheet, at_place).height, (rule, sheet, cell)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("mutate", STRAYS, ids=lambda mutate: mutate.__name__)
def test_a_stray_value_changes_the_balance(spoil, mutate, seed):
    spoilt = spoil(mutate, seed)

    assert spoilt.after.balance.seen > spoilt.before.balance.seen
    assert (
        sum(spoilt.after.balance.set_aside.values()) + spoilt.after.balance.used
        > sum(spoilt.before.balance.set_aside.values()) + spoilt.before.balance.used
    )
