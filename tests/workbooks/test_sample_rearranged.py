"""The sample as another hand might have laid it out: other addresses, the same values."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from schemas.contract import sheets
from schemas.submission import Submission
from tests.workbooks.by_hand import is_balanced, read_book

SHEETS = {sheet.title: sheet for sheet in sheets()}
SEEDS = range(3)

MESSY = (
    "2024-01/202401_W05_职工服务(帮扶)中心_v1.xlsx",  # merged names, formulas, totals
    "2024-04/202404_W03_基层组织部_v1.xlsx",  # a note below the title, merged townships
    "2024-05/202405_W04_权益保障部_v1.xlsx",  # 千元, personal columns, footnotes
    "2024-06/202406_W02_经济产改部_v1.xlsx",  # six sheets, blank lines above
    "2024-07/202407_W05_职工服务(帮扶)中心_v1.xlsx",  # 150名, 2024.7.9
    "2024-07/202407_W09_财务部_v1.xlsx",  # 万元
    "2024-08/202408_W07_互助保障办_v1.xlsx",  # a ledger of many rows
    "2024-09/202409_W06_女职工委员会_v1.xlsx",  # full-width digits
    "2024-09/202409_W08_工人文化宫_v1.xlsx",  # begins in column B
)
TWO_LEVELS = "2024-08/202408_W05_职工服务(帮扶)中心_v1.xlsx"

Area = tuple[int, int, int, int]


@dataclass
class Page:
    """A sheet as values by row and column, with its merged areas (first and last cell)."""

    cells: dict[tuple[int, int], object]
    areas: list[Area] = field(default_factory=list)

    @property
    def heading_row(self) -> int:
        """The row with the most texts: in the sample, always that of the headings."""
        rows = [row for (row, _), value in self.cells.items() if isinstance(value, str)]
        return max(sorted(set(rows)), key=rows.count)

    def moved(self, row: Callable[[int], int], column: Callable[[int], int]) -> Page:
        """Return the page with every row and column elsewhere."""
        cells = {(row(r), column(c)): value for (r, c), value in self.cells.items()}
        areas = [(row(a), column(b), row(y), column(z)) for a, b, y, z in self.areas]
        return Page(cells, areas)


def page_of(sheet: Worksheet) -> Page:
    cells = {(c.row, c.column): c.value for row in sheet.iter_rows() for c in row}
    areas = [(a.min_row, a.min_col, a.max_row, a.max_col) for a in sheet.merged_cells.ranges]
    return Page({place: value for place, value in cells.items() if value is not None}, areas)


Rearrange = Callable[[str, Page, random.Random], Page]


def rearrange(path: Path, out: Path, change: Rearrange, seed: int) -> Path:
    source = openpyxl.load_workbook(path, data_only=True)
    target = openpyxl.Workbook()
    del target[target.sheetnames[0]]
    chance = random.Random(seed)
    for sheet in source:
        page = page_of(sheet)
        changed = page if sheet.title == "封面" else change(sheet.title, page, chance)
        copy = target.create_sheet(sheet.title)
        for (row, column), value in changed.cells.items():
            copy.cell(row, column, value)
        for first, left, last, right in changed.areas:
            copy.merge_cells(None, first, left, last, right)
    target.save(out)
    return out


def insert_titles(_: str, page: Page, chance: random.Random) -> Page:
    """Push everything down, and put two lines of title above."""
    by = chance.randint(2, 6)
    lower = page.moved(lambda row: row + by, lambda column: column)
    lower.cells[1, 1] = "永新县总工会"
    lower.cells[2, 3] = "（内部资料）"
    return lower


def insert_blank_rows(_: str, page: Page, chance: random.Random) -> Page:
    """Leave a blank row here and there, but not inside a merged area."""
    held = {row for first, _, last, _ in page.areas for row in range(first + 1, last + 1)}
    last = max(row for row, _ in page.cells)
    blank = {row for row in range(1, last + 1) if row not in held and chance.random() < 0.3}
    return page.moved(lambda row: row + sum(b <= row for b in blank), lambda column: column)


def insert_blank_columns(_: str, page: Page, chance: random.Random) -> Page:
    """Leave a blank column here and there; what is merged across grows with it."""
    width = max(column for _, column in page.cells)
    blank = [column for column in range(1, width + 1) if chance.random() < 0.3]
    return page.moved(lambda row: row, lambda column: column + sum(b <= column for b in blank))


def reorder_columns(_: str, page: Page, chance: random.Random) -> Page:
    """Put the columns of the table in another order; total labels stay in front."""
    head = page.heading_row
    table = sorted({column for row, column in page.cells if row == head})
    labels = {table[0], table[1]} & {column for row, column in page.cells if row > head}
    movable = [column for column in table if column not in labels]
    shuffled = movable.copy()
    chance.shuffle(shuffled)
    order = dict(zip(movable, shuffled, strict=True))
    cells = {
        (row, order.get(column, column) if row >= head else column): value
        for (row, column), value in page.cells.items()
    }
    down = [
        (first, order.get(left, left), last, order.get(right, right))
        for first, left, last, right in page.areas
        if left == right and first > head
    ]
    return Page(cells, down)


def rename_headings(title: str, page: Page, chance: random.Random) -> Page:
    """Write each heading by one of its aliases, the unit of money behind it."""
    head, columns = page.heading_row, SHEETS[title].columns.values()
    known = [name.split("(")[0] for column in columns for name in column.headings]
    present = {str(v).split("(")[0] for (row, _), v in page.cells.items() if row == head}
    cells = dict(page.cells)
    for (row, column), value in page.cells.items():
        if row != head:
            continue
        for spec in columns:
            names = [
                alias
                for alias in spec.aliases
                if known.count(alias) == 1 and alias not in present and "(" not in alias
            ]
            if value in spec.headings and names:
                unit = f"({str(value).split('(')[1]}" if "元" in str(value) else ""
                cells[row, column] = chance.choice(names) + unit
    return Page(cells, page.areas)


def values_of(book: Submission) -> list[tuple[str, tuple[tuple[str, ...], ...]]]:
    """Return what was read, row by row, without any address."""
    rows: dict[tuple[str, int, str], list[tuple[str, ...]]] = {}
    for table, row, part, *cell in book.cells.select(
        "table", "row", "part", "code", "kind", "text", "unit"
    ).iter_rows():
        if part != "heading":
            rows.setdefault((table, row, part), []).append(tuple(cell))
    ordered = sorted(rows.items(), key=lambda entry: entry[0])
    return [(table, tuple(sorted(cells))) for (table, _, _), cells in ordered]


def assert_only_addresses_change(path: Path, out: Path, change: Rearrange, seed: int) -> None:
    folder = path.parent.name
    before = read_book(path, folder)
    after = read_book(rearrange(path, out / path.name, change, seed), folder)

    assert values_of(after) == values_of(before)
    assert (after.tables, after.blocked) == (before.tables, before.blocked)
    assert is_balanced(after)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(
    "change",
    [insert_titles, insert_blank_rows, insert_blank_columns, reorder_columns, rename_headings],
)
def test_a_rearranged_workbook_holds_the_same_values(sample_files, tmp_path, change, seed):
    for name in MESSY[seed :: len(SEEDS)]:
        assert_only_addresses_change(sample_files[name], tmp_path, change, seed)


@pytest.mark.parametrize("change", [insert_titles, insert_blank_rows, insert_blank_columns])
def test_a_heading_of_two_levels_may_be_moved_too(sample_files, tmp_path, change):
    assert_only_addresses_change(sample_files[TWO_LEVELS], tmp_path, change, 1)


@pytest.mark.parametrize(
    "change", [insert_titles, insert_blank_rows, insert_blank_columns, reorder_columns]
)
def test_the_changes_do_move_cells(sample_files, tmp_path, change):
    path = sample_files[MESSY[1]]
    before = read_book(path, "2024-04").cells["cell"].to_list()
    book = rearrange(path, tmp_path / path.name, change, 1)

    assert read_book(book, "2024-04").cells["cell"].to_list() != before


def test_the_renamed_headings_are_aliases(sample_files, tmp_path):
    path = sample_files[MESSY[1]]
    before = read_book(path, "2024-04").issues.filter(rule="N06").height
    book = rearrange(path, tmp_path / path.name, rename_headings, 1)

    assert read_book(book, "2024-04").issues.filter(rule="N06").height >= before + 10
