"""The cells of one recognised sheet: each goes under its column, or aside with a reason."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import compress, product
from operator import itemgetter

from schemas.codes import MISSING
from schemas.columns import Column, Kind, Need
from schemas.finding import Finding
from schemas.sheets import Sheet
from workbooks.cells import (
    CellValue,
    Unvalued,
    address,
    column_letter,
    is_blank,
    read_alike,
    squeeze,
    text_of,
)
from workbooks.gathering import GatheredCells, Heading
from workbooks.grid import Grid, Place, address_at
from workbooks.heading_faults import HeadingJudge, is_money, is_personal
from workbooks.headings import Headings
from workbooks.layout import (
    Block,
    HeadedColumn,
    find_blocks,
    noted_unit,
    settled_columns,
)
from workbooks.privacy import (
    Keyring,
    giving_away,
    holds_personal_number,
    must_be_keyed,
    names_somebody,
)
from workbooks.row_kinds import RowKind, classify_rows
from workbooks.unseen import unvalued_finding

TITLES = "标题与表头"
TOTALS = "合计行"
COUNTS = "序号"
SIGNATURES = "签署与说明"
NONE_REPORTED = "零报告说明"
IDLE = "只有零或横线的行"
UNKNOWN = "规定以外的栏"
REMARKS = "备注"
PERSONAL_DATA = "个人信息"
BLOCKED = "整表待更正"

_NUMBERS = frozenset({Kind.COUNT, Kind.MONEY, Kind.PERCENT, Kind.YEAR})

_SPEAKS = re.compile("[1-9A-Za-z]")
"""What neither a mark for missing nor a zero holds."""

_NOT_READ = {"footer": SIGNATURES, "note": SIGNATURES, "none reported": NONE_REPORTED}
"""Why rows of a kind are set aside."""


@dataclass
class Extraction:
    """What was taken from one sheet: the cells that are used, the rest by reason.

    `unnumbered`: the sheet has no column for the number of a row.
    `unvalued` are the cells without a value of which a finding tells.
    """

    cells: GatheredCells = field(default_factory=GatheredCells)
    set_aside: Counter[str] = field(default_factory=Counter)
    findings: list[Finding] = field(default_factory=list)
    unvalued: set[Place] = field(default_factory=set)
    used: int = 0
    blocked: bool = False
    unnumbered: bool = False


@dataclass(frozen=True)
class _Below:
    """Cells of one column below a heading: their rows, the column, and what stands in them.

    `codes` tell which of the values stands in each row; without them it is one after another.
    """

    rows: Sequence[int]
    column: int
    values: Sequence[CellValue]
    codes: Sequence[int] | None = None

    def cells(self) -> Iterable[tuple[int, CellValue]]:
        """Return the cells, each with its row."""
        codes = range(len(self.rows)) if self.codes is None else self.codes
        return zip(self.rows, map(self.values.__getitem__, codes), strict=True)

    def places_of(self, sought: Collection[int]) -> list[tuple[int, Place]]:
        """Return where some of the values stand, row by row, each with its number."""
        if not sought:
            return []
        codes = range(len(self.rows)) if self.codes is None else self.codes
        held = frozenset(sought)
        return [
            (code, (row, self.column))
            for row, code in zip(self.rows, codes, strict=True)
            if code in held
        ]

    def only(self, kept: Collection[bool]) -> _Below:
        """Return those of the cells that are kept."""
        rows = list(compress(self.rows, kept))
        if self.codes is None:
            return _Below(rows, self.column, list(compress(self.values, kept)))
        return _Below(rows, self.column, self.values, list(compress(self.codes, kept)))

    def without(self, values: frozenset[CellValue]) -> _Below:
        """Return the cells in which none of some values stands."""
        if values.isdisjoint(self.values):
            return self
        return self.only([value not in values for _, value in self.cells()])


def _places(sought: Collection[str], texts: Sequence[str]) -> list[int]:
    """Return where some texts stand among others."""
    return [at for at, text in enumerate(texts) if text in sought] if sought else []


def _says_something(value: CellValue) -> bool:
    return isinstance(value, str) and _SPEAKS.search(value) is not None


class SheetReader:
    """Reads one sheet of one workbook as one sheet of the contract."""

    def __init__(self, workbook: str, grid: Grid, headings: Headings, keyring: Keyring) -> None:
        """Take the sheet, the headings it is known by, and the workspace's secret."""
        self.workbook = workbook
        self.grid = grid
        self.headings = headings
        self.sheet: Sheet = headings.sheet
        self.keyring = keyring
        self.taken = Extraction()
        self._judge = HeadingJudge(workbook, grid, headings)
        self._filled_areas: set[tuple[int, int]] = set()
        self._said: dict[int, list[bool]] = {}

    def read(self, amount_unit: str) -> Extraction:
        """Return the sheet's cells; `amount_unit` is the cover's declaration, or empty."""
        blocks = find_blocks(self.grid, self.headings)
        if not blocks and self._reports_nothing():
            self._set_aside_rows(range(len(self.grid.rows)), NONE_REPORTED)
            return self.taken
        faults = list(self._judge.find_faults(blocks, amount_unit))
        if faults:
            return self._block(faults)
        self._set_aside_rows(range(blocks[0].first), TITLES)
        for block in blocks:
            self._read_block(block, amount_unit)
        return self.taken

    def _reports_nothing(self) -> bool:
        """Return whether a sheet without headings only says that there is nothing: 本月无."""
        kinds = set(classify_rows(self.grid))
        return "none reported" in kinds and kinds.isdisjoint(("body", "total"))

    def _block(self, faults: list[Finding]) -> Extraction:
        self.taken.findings.extend(faults)
        self.taken.blocked = True
        self._set_aside_rows(range(len(self.grid.rows)), BLOCKED)
        return self.taken

    def _column(self, column: HeadedColumn) -> Column:
        assert column.match is not None
        return self.sheet.columns[column.match.code]

    def _read_block(self, block: Block, amount_unit: str) -> None:
        self._set_aside_rows(range(block.first, block.body.start), TITLES)
        columns = settled_columns(block.columns)
        self._keep_headings(block, columns)
        self.taken.findings.extend(self._judge.note_columns(block, columns))
        self.taken.unnumbered |= self._judge.is_unnumbered(block)
        money = {i: column for i, column in columns.items() if is_money(column, self.sheet)}
        noted = noted_unit(self.grid, block) if money else ""
        units = {index: column.unit or noted or amount_unit for index, column in money.items()}
        self._note_units(block, columns, units)
        rows, totals = self._sort_rows(block, columns)
        for below, column in zip(self._below(rows, columns), columns.values(), strict=True):
            self._read_column(below, totals, column, units.get(below.column, ""))
        self._set_aside(UNKNOWN, self.grid.count_outside(rows, columns))
        if self.grid.tops:
            self._fill_down([row for row in rows if row not in totals], columns)

    def _below(self, rows: list[int], columns: Iterable[int]) -> Iterator[_Below]:
        """Yield what stands in some rows of each column; of a large sheet, each value once."""
        held = self.grid.columns
        lines = [] if held else self.grid.padded(rows)
        for index in columns:
            if held:
                yield _Below(rows, index, *held[index].below(rows))
            else:
                yield _Below(rows, index, list(map(itemgetter(index), lines)))

    def _note_units(
        self, block: Block, columns: dict[int, HeadedColumn], units: dict[int, str]
    ) -> None:
        """Note the columns of money that are not in yuan (N02)."""
        row = block.first + block.levels
        for index, unit in units.items():
            if unit not in ("", "元"):
                title = self._column(columns[index]).title
                sentence = f"按注明的单位“{unit}”换算为元"
                self._add("N02", sentence, address(row, index), title, unit)

    def _heading(self, code: str, index: int, unit: str = "") -> Heading:
        return Heading(self.grid.name, self.sheet.name, code, column_letter(index), unit)

    def _keep_headings(self, block: Block, columns: dict[int, HeadedColumn]) -> None:
        """Keep the addresses of the headings, so that an empty cell below one can be named."""
        row = block.first + block.levels - 1
        for index, column in columns.items():
            if column.match:
                heading = self._heading(column.match.code, index)
                self.taken.cells.add(heading, [row], ["text"], [""], ["heading"])

    def _sort_rows(
        self, block: Block, columns: dict[int, HeadedColumn]
    ) -> tuple[list[int], frozenset[int]]:
        """Return the rows that are read, and which of them are totals; the others go aside."""
        counters = frozenset(index for index, column in columns.items() if column.is_counter)
        said = self._said_in(index for index, one in columns.items() if one.match)
        rows, totals = [], []
        kinds = classify_rows(self.grid)
        for row in block.body:
            kind = kinds[row] if kinds[row] != "note" else self._kind_of_note(row, columns)
            if kind == "body" and said[row]:
                rows.append(row)
            elif kind in _NOT_READ:
                self._set_aside_rows([row], _NOT_READ[kind])
            elif counters.issuperset(self.grid.filled(row)):
                self._set_aside_rows([row], COUNTS)
            elif kind == "body" and not said[row] and self._is_idle(row, columns):
                self._set_aside_rows([row], IDLE)
            else:
                rows.append(row)
                if kind == "total":
                    totals.append(row)
        return rows, frozenset(totals)

    def _kind_of_note(self, row: int, columns: dict[int, HeadedColumn]) -> RowKind:
        """Return what a note is: one word of a column's code list, all alone, is data."""
        filled = self.grid.filled(row)
        if len(filled) != 1 or columns.get(filled[0]) is None:
            return "note"
        column = columns[filled[0]]
        word = squeeze(text_of(self.grid.at(row, filled[0])))
        return "body" if column.match and word in self._column(column).choices else "note"

    def _said_in(self, known: Iterable[int]) -> Sequence[bool]:
        """Return of each row whether one look at a known column shows that it says something."""
        column = min(known, default=None)
        if column is None:
            return [False] * len(self.grid.rows)
        if column not in self._said:
            self._said[column] = self.grid.each(column, _says_something)
        return self._said[column]

    def _is_idle(self, row: int, columns: dict[int, HeadedColumn]) -> bool:
        """Return whether a row holds nothing but marks for missing and zeros left by formulas."""
        cells = self.grid.rows[row]
        return all(
            index in columns and self._says_nothing(cells[index], columns[index])
            for index in self.grid.filled(row)
        )

    def _says_nothing(self, value: CellValue, column: HeadedColumn) -> bool:
        if column.match is None:
            return column.is_counter
        if isinstance(value, Unvalued) or (isinstance(value, str) and _SPEAKS.search(value)):
            return False
        sums = self._column(column).kind in (Kind.COUNT, Kind.MONEY)
        text = squeeze(text_of(value))
        return text in MISSING or (sums and text.strip("0") in ("", "."))

    def _read_column(
        self,
        below: _Below,
        totals: frozenset[int],
        column: HeadedColumn,
        unit: str,
    ) -> None:
        """Take the cells below one heading, or set them aside."""
        given = below.without(self.grid.blanks)
        if column.match is None:
            self._set_aside(self._reason(column), len(given.rows))
            return
        taken, parts = given, ["body"] * len(given.rows)
        if totals:
            taken = self._summed(given, totals, column)
            parts = ["total" if row in totals else "body" for row in taken.rows]
        self._set_aside(TOTALS, len(given.rows) - len(taken.rows))
        self.taken.used += len(taken.rows)
        kinds, texts = self._guard(taken, self._column(column))
        heading = self._heading(column.match.code, below.column, unit)
        self.taken.cells.add(heading, taken.rows, kinds, texts, parts, codes=taken.codes)

    def _summed(self, given: _Below, totals: frozenset[int], column: HeadedColumn) -> _Below:
        """Return the cells without those totals that cannot be compared with the column's sum."""
        sums = self._column(column).kind in (Kind.COUNT, Kind.MONEY)
        return given.only(
            [
                row not in totals or (sums and not isinstance(value, Unvalued))
                for row, value in given.cells()
            ]
        )

    def _reason(self, column: HeadedColumn) -> str:
        """Return why the cells below a heading are not read."""
        if column.is_counter or column.is_remark:
            return COUNTS if column.is_counter else REMARKS
        return PERSONAL_DATA if is_personal(column, self.sheet) else UNKNOWN

    def _set_aside(self, reason: str, count: int) -> None:
        if count:
            self.taken.set_aside[reason] += count

    def _guard(self, below: _Below, column: Column) -> tuple[list[str], list[str]]:
        """Return kinds and texts of what stands below a heading, keyed where it names persons."""
        kinds, texts = read_alike(below.values)
        if column.kind is Kind.PERSON:
            self._key_persons(below, column, kinds, texts)
        elif must_be_keyed(column):
            self._key_texts(below, column, kinds, texts)
        else:
            found = _places(giving_away(texts, column), texts)
            for at, place in below.places_of(found):
                kinds[at], texts[at] = self._withhold(column, place)
        if self.grid.unvalued:
            missing = {at: v for at, v in enumerate(below.values) if isinstance(v, Unvalued)}
            for at, place in below.places_of(missing):
                kinds[at], texts[at] = self._note_unvalued(missing[at], column, place)
        return kinds, texts

    def _key_persons(
        self, below: _Below, column: Column, kinds: list[str], texts: list[str]
    ) -> None:
        """Put the keys of persons in the place of their numbers."""
        keyed = {
            at: self.keyring.key_person(value)
            for at, value in enumerate(below.values)
            if not isinstance(value, Unvalued) and names_somebody(texts[at])
        }
        for at, one in keyed.items():
            kinds[at], texts[at] = ("faulty", "") if one.rule else ("keyed", one.key)
        for at, place in below.places_of([at for at, one in keyed.items() if one.rule]):
            one = keyed[at]
            self._add(one.rule, column.says, address_at(place), column.title, one.found)

    def _key_texts(self, below: _Below, column: Column, kinds: list[str], texts: list[str]) -> None:
        """Put keys in the place of texts that may name somebody."""
        keys = self.keyring.keys(set(texts))
        for _, place in below.places_of(_places(set(filter(holds_personal_number, keys)), texts)):
            self._note_number(column, place)
        kinds[:] = [
            "keyed" if text in keys else kind for kind, text in zip(kinds, texts, strict=True)
        ]
        texts[:] = [keys.get(text, text) for text in texts]

    def _note_unvalued(self, value: Unvalued, column: Column, place: Place) -> tuple[str, str]:
        self.taken.unvalued.add(place)
        where = (self.workbook, self.grid.name, address_at(place), column.title)
        self.taken.findings.append(unvalued_finding(value, *where))
        return "faulty", ""

    def _withhold(self, column: Column, place: Place) -> tuple[str, str]:
        """Return kind and text of a cell that holds a person's number: nothing of it is read.

        In a column of numbers it is an error: the clerk's number is still to come.
        """
        if column.kind not in _NUMBERS:
            self._note_number(column, place)
            return "text", ""
        sentence = "疑似证件、电话或卡号，未读取；请核对后填写数字"
        self._add("E-C02", sentence, address_at(place), column.title, "疑似个人号码")
        return "faulty", ""

    def _note_number(self, column: Column, place: Place) -> None:
        """Say that a text holds what looks like a person's number, which is not read."""
        sentence = "文字中有疑似证件、电话或卡号，未读取；请删除"
        self._add("W-F08", sentence, address_at(place), column.title)

    def _fill_down(self, rows: list[int], columns: dict[int, HeadedColumn]) -> None:
        """Give rows the value of a merged cell above, where the contract allows that."""
        for row, (index, column) in product(rows, columns.items()):
            top = self.grid.tops.get((row, index))
            if top is None or column.match is None or is_blank(self.grid.at(*top)):
                continue
            if self._column(column).fill_down:
                self._fill(row, top, column)
            elif column.match.code in self.sheet.computable:
                self._refuse_merged(row, index, column.match.code, "金额")
            elif self._column(column).need is Need.REQUIRED and row != top[0]:
                self._refuse_merged(row, index, column.match.code, "单元格")

    def _fill(self, row: int, top: Place, headed: HeadedColumn) -> None:
        """Take the value of a merged cell for a row below its first; the cell is the first."""
        assert headed.match is not None
        below = _Below([top[0]], top[1], [self.grid.at(*top)])
        kinds, texts = self._guard(below, self._column(headed))
        heading = self._heading(headed.match.code, top[1])
        self.taken.cells.add(heading, [row], kinds, texts, ["body"], address_at(top))
        self._note_fill(top, self._column(headed).title)

    def _refuse_merged(self, row: int, index: int, code: str, what: str) -> None:
        """Say that a blank is part of a merged cell, whose value is the first row's alone."""
        cell, title = address(row + 1, index), self.sheet.columns[code].title
        self.taken.cells.add(self._heading(code, index), [row], ["faulty"], [""], ["body"])
        self._add("E-C01", f"几行共用一个合并的{what}，请取消合并，逐行填写", cell, title, "缺失")

    def _note_fill(self, top: tuple[int, int], title: str) -> None:
        if top not in self._filled_areas:
            self._filled_areas.add(top)
            cell = address_at(top)
            self._add("N04", f"合并单元格按“{title}”向下填充", cell, title)

    def _set_aside_rows(self, rows: range | list[int], reason: str) -> None:
        whole = len(rows) == len(self.grid.rows)
        count = self.grid.count_filled() if whole else sum(map(len, map(self.grid.filled, rows)))
        if count:
            self.taken.set_aside[reason] += count

    def _add(
        self, rule: str, message: str, cell: str = "", column: str = "", found: str = ""
    ) -> None:
        self.taken.findings.append(self._finding(rule, message, cell, column, found))

    def _finding(
        self, rule: str, message: str, cell: str = "", column: str = "", found: str = ""
    ) -> Finding:
        return Finding(rule, message, self.workbook, self.grid.name, cell, column, found)
