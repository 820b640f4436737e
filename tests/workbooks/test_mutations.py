"""A hundred and more spoilt workbooks: nothing is silently lost, whatever was done to them."""

from __future__ import annotations

import csv
import datetime as dt
import shutil
from dataclasses import dataclass
from pathlib import Path
from random import Random

import openpyxl
import polars as pl
import pytest

from flows.command import main
from schemas.period import Period
from schemas.submission import Submission
from tests.flows.copies import copy_sample
from tests.workbooks.by_hand import is_balanced, read_book
from tests.workbooks.mutations import MUTATIONS, STRAYS, Book, Expected, Mutate
from tests.workbooks.old_formats import write_ods, write_xls
from transforms.examination import Examined, examine

SEEDS = range(4)

OTHER_KINDS = (
    "2024-02/202402_W01_组织宣教部_v1.xlsx",
    "2024-06/202406_W04_权益保障部_v1.xlsx",
    "2024-08/202408_W07_互助保障办_v1.xlsx",
    "2024-09/202409_W09_财务部_v1.xlsx",
)


@dataclass(frozen=True)
class Spoilt:
    """A workbook after a mutation: as read before and after, and what must be found."""

    name: str
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
            made[mutate, seed] = Spoilt(name, path, sample_books[name], after, examined, expected)
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


def test_the_command_reads_a_workspace_of_spoilt_workbooks_without_a_traceback(
    spoil, tmp_path, capfd
):
    workspace = copy_sample(tmp_path)
    for spoilt in [spoil(mutate, seed) for mutate in MUTATIONS for seed in SEEDS]:
        shutil.copyfile(spoilt.path, workspace / "raw" / spoilt.name)

    with pytest.raises(SystemExit) as ended:
        main(["check", "2024-10", "--workspace", str(workspace)])

    told = capfd.readouterr()
    assert ended.value.code == 1
    assert "检查结果：错误" in told.out
    assert "Traceback" not in told.out + told.err
    assert "程序出错" not in told.err


@pytest.mark.parametrize("write", [write_xls, write_ods], ids=["xls", "ods"])
@pytest.mark.parametrize("name", OTHER_KINDS)
def test_another_kind_of_file_holds_the_same_values_at_the_same_addresses(
    sample_files, sample_books, tmp_path, write, name
):
    plain = {
        sheet.title: [[_plain(value) for value in row] for row in sheet.iter_rows(values_only=True)]
        for sheet in openpyxl.load_workbook(sample_files[name], data_only=True)
    }
    path = write(tmp_path / f"a.{write.__name__.removeprefix('write_')}", plain)

    book = read_book(path, name[:7])

    assert values_of(book) == values_of(sample_books[name])
    assert book.balance == sample_books[name].balance


def test_a_csv_holds_the_same_values_at_the_same_addresses(sample_files, sample_books, tmp_path):
    name = OTHER_KINDS[0]
    sheet = openpyxl.load_workbook(sample_files[name], data_only=True)["宣教活动"]
    with (tmp_path / "a.csv").open("w", encoding="gb18030", newline="") as file:
        csv.writer(file).writerows(map(_plain, row) for row in sheet.iter_rows(values_only=True))

    book = read_book(tmp_path / "a.csv", name[:7])

    assert values_of(book) == values_of(sample_books[name])


def _plain(value: object) -> str | float | None:
    """Return a value as a text or a number: a day in words."""
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    return float(value) if isinstance(value, int | float) else value


def values_of(book: Submission) -> set[tuple[str, str, str, str]]:
    """Return what was read below the headings, with addresses, but without the kind of cell."""
    cells = book.cells.filter(pl.col("part") != "heading")
    return set(cells.select("table", "code", "cell", "text").rows())
