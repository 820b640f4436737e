"""Ways in which a department spoils a workbook, each with what must be found then.

A mutation changes a sample workbook, opened by openpyxl, at places that chance picks, and
returns the findings that have to be there: rule, sheet and cell, of which sheet and cell may
be empty where the finding speaks of the whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

import openpyxl
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.worksheet.worksheet import Worksheet

from schemas.columns import Column, Kind, Need
from schemas.contract import sheet_named
from schemas.submission import Submission

Expected = tuple[str, str, str]

STRAY = "漏报"
PHONE = "13900000027"
COVER = "封面"


@dataclass(frozen=True)
class Place:
    """A filled cell of the body, and the column of the contract that it stands under."""

    cell: Cell
    column: Column
    heading: Cell
    table: str

    @property
    def sheet(self) -> Worksheet:
        return self.cell.parent

    def broken(self, rule: str) -> Expected:
        return (rule, self.sheet.title, self.cell.coordinate)


@dataclass(frozen=True)
class Book:
    """A sample workbook to be spoilt, beside what was read of it before."""

    opened: openpyxl.Workbook
    read: Submission
    chance: Random

    def sheet(self) -> Worksheet:
        """Return one of the sheets that were read."""
        names = self.read.cells["sheet"].unique().sort().to_list()
        return self.opened[self.chance.choice(names)]

    def places(self, *kinds: Kind) -> list[Place]:
        """Return the cells of the body below columns of these kinds; of all where none is told."""
        return [
            Place(self._cell(sheet, cell), column, self._cell(sheet, heads[sheet, code]), table)
            for heads in [self._headings()]
            for table, sheet, code, cell in self._rows("body")
            for column in [sheet_named(table).columns[code]]
            if cell and (not kinds or column.kind in kinds) and (sheet, code) in heads
        ]

    def place(self, *kinds: Kind) -> Place:
        """Return one cell of the body that stands alone, below a column of these kinds."""
        return self.chance.choice([p for p in self.places(*kinds) if not is_merged(p.cell)])

    def heading(self, need: Need) -> Place:
        """Return a heading with values below it, in a sheet of several such."""
        return self.chance.choice(
            [
                place
                for place in self.places()
                if place.column.need is need and not is_merged(place.heading)
            ]
        )

    def total(self) -> Cell:
        """Return a number in a total row."""
        return self._cell(*self.chance.choice([(s, cell) for _, s, _, cell in self._rows("total")]))

    def _headings(self) -> dict[tuple[str, str], str]:
        return {(sheet, code): cell for _, sheet, code, cell in self._rows("heading")}

    def _rows(self, part: str) -> Iterator[tuple[str, str, str, str]]:
        cells = self.read.cells.filter(part=part)
        yield from cells.select("table", "sheet", "code", "cell").iter_rows()

    def _cell(self, sheet: str, cell: str) -> Cell:
        return self.opened[sheet][cell]


def is_merged(cell: Cell) -> bool:
    return any(cell.coordinate in area for area in cell.parent.merged_cells.ranges)


def free(sheet: Worksheet, row: int, column: int) -> Cell | None:
    """Return a cell that holds nothing and is no part of a merged area."""
    cell = sheet.cell(row, column)
    return None if isinstance(cell, MergedCell) or cell.value is not None else cell


def stray_near(book: Book) -> list[Expected]:
    return _stray(book, book.sheet(), depth=8, breadth=4)


def stray_far(book: Book) -> list[Expected]:
    sheet = book.sheet()
    sheet.cell(sheet.max_row + 3000, 2, STRAY)
    sheet.cell(2, sheet.max_column + 300, STRAY)
    return []


def stray_on_cover(book: Book) -> list[Expected]:
    return _stray(book, book.opened[COVER], depth=30, breadth=12)


def _stray(book: Book, sheet: Worksheet, depth: int, breadth: int) -> list[Expected]:
    rows, columns = sheet.max_row + depth, sheet.max_column + breadth
    for _ in range(100):
        place = book.chance.randint(1, rows), book.chance.randint(1, columns)
        cell = free(sheet, *place)
        if cell is not None:
            cell.value = STRAY
            return []
    raise AssertionError("no free cell")


def unknown_sheet(book: Book) -> list[Expected]:
    sheet = book.opened.create_sheet("草稿", book.chance.randint(0, len(book.opened.sheetnames)))
    for row in range(1, 6):
        sheet.cell(row, book.chance.randint(1, 9), STRAY)
    return [("W-F03", "草稿", "")]


def doubled_sheet(book: Book) -> list[Expected]:
    place = book.place()
    twin = book.opened.copy_worksheet(place.sheet)
    twin.title = f"{place.sheet.title} (2)"
    return [("W-F03", twin.title, "")]


def deleted_heading(book: Book) -> list[Expected]:
    place = book.heading(Need.REQUIRED)
    place.heading.value = None
    return [("E-F04", "", "")]


def misnamed_heading(book: Book) -> list[Expected]:
    place = book.heading(Need.REQUIRED)
    place.heading.value = "庚辛壬癸"
    return [("E-F04", "", "")]


def renamed_by_alias(book: Book) -> list[Expected]:
    taken = {p.heading.value for p in book.places()}
    options = [
        (place, alias)
        for place in book.places()
        if not is_merged(place.heading) and place.column.kind is not Kind.MONEY
        for alias in place.column.aliases
        if alias not in taken and _names_one(place, alias)
    ]
    place, alias = book.chance.choice(options)
    place.heading.value = alias
    return [("N06", place.sheet.title, place.heading.coordinate)]


def _names_one(place: Place, alias: str) -> bool:
    """Return whether an alias names one column of the sheet alone."""
    columns = sheet_named(place.table).columns.values()
    known = [name.split("(")[0] for c in columns for name in c.headings]
    return known.count(alias.split("(")[0]) == 1


def extra_column(book: Book) -> list[Expected]:
    place = book.place()
    right = place.sheet.max_column + 1
    heading = place.sheet.cell(place.heading.row, right, "庚辛壬癸")
    place.sheet.cell(place.cell.row, right, STRAY)
    return [("W-F07", place.sheet.title, heading.coordinate)]


def merged_over_values(book: Book) -> list[Expected]:
    """Merge two cells of the body: Excel keeps the upper value alone."""
    place = book.place()
    row, column = place.cell.row, place.cell.column
    below = place.sheet.cell(row + 1, column)
    if not is_merged(below):
        place.sheet.merge_cells(
            start_row=row, end_row=row + 1, start_column=column, end_column=column
        )
    return []


def number_in_words(book: Book) -> list[Expected]:
    place = book.place(Kind.COUNT, Kind.MONEY)
    place.cell.value = "若干"
    return [place.broken("E-C02")]


def number_with_unit(book: Book) -> list[Expected]:
    place = book.place(Kind.COUNT)
    place.cell.value = f"{place.cell.value or 7}名"
    return [place.broken("N01")]


def error_value(book: Book) -> list[Expected]:
    place = book.place()
    place.cell.value = book.chance.choice(["#DIV/0!", "#REF!", "#N/A", "#VALUE!", "#NAME?"])
    assert place.cell.data_type == "e"
    return [place.broken("E-C05")]


def formula_without_value(book: Book) -> list[Expected]:
    place = book.place(Kind.COUNT, Kind.MONEY, Kind.TEXT, Kind.CHOICE)
    place.cell.value = "=1+1"
    return [place.broken("E-C04")]


def hidden_row(book: Book) -> list[Expected]:
    place = book.place()
    place.sheet.row_dimensions[place.cell.row].hidden = True
    return [("W-N03", place.sheet.title, "")]


def hidden_column(book: Book) -> list[Expected]:
    place = book.place()
    place.sheet.column_dimensions[place.cell.column_letter].hidden = True
    return [("W-N03", place.sheet.title, "")]


def hidden_sheet(book: Book) -> list[Expected]:
    place = book.place()
    place.sheet.sheet_state = book.chance.choice(["hidden", "veryHidden"])
    return [("W-N03", place.sheet.title, "")]


def wrong_total(book: Book) -> list[Expected]:
    cell = book.total()
    cell.value = 987654
    return [("E-F07", cell.parent.title, cell.coordinate)]


def phone_in_text(book: Book) -> list[Expected]:
    place = book.place(Kind.TEXT, Kind.CHOICE, Kind.LIST, Kind.PLACE)
    place.cell.value = f"{place.cell.value} {PHONE}"
    return [place.broken("W-F08")]


def another_unit(book: Book) -> list[Expected]:
    """Put another unit of money in a heading than the cover declares."""
    place = book.place(Kind.MONEY)
    was = "万元" if "万元" in place.heading.value else "元"
    now = "元" if was == "万元" else "万元"
    bare = str(place.heading.value).split("(")[0].split("（")[0]
    place.heading.value = f"{bare}({now})"
    _declare(book, "金额单位", was)
    return [("E-F05", place.sheet.title, place.heading.coordinate)]


def _declare(book: Book, label: str, value: str) -> None:
    for row in book.opened[COVER].iter_rows():
        for cell in row:
            if isinstance(cell.value, str) and cell.value.strip("：: ") == label:
                book.opened[COVER].cell(cell.row, cell.column + 1, value)


def negative_number(book: Book) -> list[Expected]:
    place = book.place(Kind.COUNT)
    place.cell.value = -3
    return [place.broken("E-C08")]


def date_long_ago(book: Book) -> list[Expected]:
    place = book.place(Kind.DATE)
    place.cell.value = "1990-02-30"
    return [place.broken("E-C06")]


def unlisted_choice(book: Book) -> list[Expected]:
    place = book.place(Kind.CHOICE)
    place.cell.value = "庚辛壬癸"
    return [place.broken("E-C07")]


def emptied_cell(book: Book) -> list[Expected]:
    places = [p for p in book.places(Kind.COUNT, Kind.CHOICE) if p.column.need is Need.REQUIRED]
    place = book.chance.choice([p for p in places if not is_merged(p.cell)])
    place.cell.value = None
    return [place.broken("E-C01")]


def doubled_row(book: Book) -> list[Expected]:
    """Write a row once more below the table."""
    place = book.place()
    row = [cell.value for cell in place.sheet[place.cell.row]]
    for column, value in enumerate(row, start=1):
        place.sheet.cell(place.sheet.max_row + (column == 1), column, value)
    return []


def blank_rows(book: Book) -> list[Expected]:
    place = book.place()
    if not place.sheet.merged_cells.ranges:
        place.sheet.insert_rows(place.cell.row, book.chance.randint(1, 3))
    return []


def wrong_month(book: Book) -> list[Expected]:
    _declare(book, "报送期", "2031-01")
    return [("E-F02", "", "")]


def no_cover(book: Book) -> list[Expected]:
    del book.opened[COVER]
    return []


Mutate = Callable[[Book], list[Expected]]

STRAYS: tuple[Mutate, ...] = (stray_near, stray_far, stray_on_cover, unknown_sheet, extra_column)

MUTATIONS: tuple[Mutate, ...] = (
    *STRAYS,
    doubled_sheet,
    deleted_heading,
    misnamed_heading,
    renamed_by_alias,
    merged_over_values,
    number_in_words,
    number_with_unit,
    error_value,
    formula_without_value,
    hidden_row,
    hidden_column,
    hidden_sheet,
    wrong_total,
    phone_in_text,
    another_unit,
    negative_number,
    date_long_ago,
    unlisted_choice,
    emptied_cell,
    doubled_row,
    blank_rows,
    wrong_month,
    no_cover,
)
