"""The cells of one recognised sheet: each goes under its column, or aside with a reason."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from schemas.columns import Column, Kind
from schemas.finding import Finding
from schemas.sheets import Sheet
from workbooks.cells import CellValue, Unvalued, address, is_blank, kind_of, text_of
from workbooks.grid import Grid, Place
from workbooks.heading_faults import HeadingJudge, is_money, is_personal
from workbooks.headings import Headings
from workbooks.layout import (
    Block,
    HeadedColumn,
    find_blocks,
    settled_columns,
    unit_note,
)
from workbooks.privacy import (
    Keyring,
    holds_personal_number,
    is_scanned,
    must_be_keyed,
    names_somebody,
)
from workbooks.row_kinds import classify_row
from workbooks.unseen import unvalued_finding

TITLES = "标题与表头"
TOTALS = "合计行"
COUNTS = "序号"
SIGNATURES = "签署与说明"
NONE_REPORTED = "零报告说明"
UNKNOWN = "规定以外的栏"
REMARKS = "备注"
PERSONAL_DATA = "个人信息"
BLOCKED = "整表待更正"


@dataclass
class Extraction:
    """What was taken from one sheet: cells as rows of CELL_SCHEMA, the rest by reason.

    `unvalued` are the cells without a value of which a finding tells.
    """

    cells: list[tuple[str | int, ...]] = field(default_factory=list)
    set_aside: Counter[str] = field(default_factory=Counter)
    findings: list[Finding] = field(default_factory=list)
    unvalued: set[Place] = field(default_factory=set)
    used: int = 0
    blocked: bool = False


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

    def read(self, amount_unit: str) -> Extraction:
        """Return the sheet's cells; `amount_unit` is the cover's declaration, or empty."""
        blocks = find_blocks(self.grid, self.headings)
        faults = list(self._judge.find_faults(blocks, amount_unit))
        if faults:
            return self._block(faults)
        self._set_aside_rows(range(blocks[0].first), TITLES)
        for block in blocks:
            self._read_block(block, amount_unit)
        return self.taken

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
        units = {
            index: column.unit or unit_note(self.grid, block.first) or amount_unit
            for index, column in columns.items()
            if is_money(column, self.sheet)
        }
        self._note_units(block, columns, units)
        for row in block.body:
            self._read_row(row, columns, units)

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

    def _keep_headings(self, block: Block, columns: dict[int, HeadedColumn]) -> None:
        """Keep the addresses of the headings, so that an empty cell below one can be named."""
        row = block.first + block.levels
        place = (self.workbook, self.grid.name, self.sheet.name, row)
        for index, column in columns.items():
            if column.match:
                named = (column.match.code, address(row, index))
                self.taken.cells.append((*place, *named, "text", "", "", "heading"))

    def _read_row(self, row: int, columns: dict[int, HeadedColumn], units: dict[int, str]) -> None:
        kind = classify_row(self.grid, row)
        if kind in ("footer", "note", "none reported"):
            self._set_aside_rows([row], NONE_REPORTED if kind == "none reported" else SIGNATURES)
            return
        filled = self.grid.filled(row)
        if all(index in columns and columns[index].is_counter for index in filled):
            self._set_aside_rows([row], COUNTS)
            return
        for index in filled:
            self._take(row, index, columns.get(index), units.get(index, ""), kind)
        if kind == "body":
            self._fill_down(row, columns)

    def _take(
        self, row: int, index: int, column: HeadedColumn | None, unit: str, part: str
    ) -> None:
        if column is None or column.match is None:
            self.taken.set_aside[self._reason(column)] += 1
            return
        value = self.grid.at(row, index)
        if part == "total" and (
            isinstance(value, Unvalued) or self._column(column).kind not in (Kind.COUNT, Kind.MONEY)
        ):
            self.taken.set_aside[TOTALS] += 1
            return
        self.taken.used += 1
        self._emit(row, value, column, (unit, part, address(row + 1, index)))
        if isinstance(value, Unvalued):
            self._note_unvalued(value, (row, index), column)

    def _note_unvalued(self, value: Unvalued, place: Place, column: HeadedColumn) -> None:
        cell, title = address(place[0] + 1, place[1]), self._column(column).title
        self.taken.unvalued.add(place)
        found = unvalued_finding(value, self.workbook, self.grid.name, cell, title)
        self.taken.findings.append(found)

    def _reason(self, column: HeadedColumn | None) -> str:
        if column is None:
            return UNKNOWN
        if column.is_counter or column.is_remark:
            return COUNTS if column.is_counter else REMARKS
        return PERSONAL_DATA if is_personal(column, self.sheet) else UNKNOWN

    def _emit(
        self, row: int, value: CellValue, headed: HeadedColumn, place: tuple[str, str, str]
    ) -> None:
        unit, part, cell = place
        column = self._column(headed)
        assert headed.match is not None
        kind, text = self._guard(value, column, cell)
        code = headed.match.code
        where = (self.workbook, self.grid.name, self.sheet.name, row + 1, code, cell)
        self.taken.cells.append((*where, kind, text, unit, part))

    def _guard(self, value: CellValue, column: Column, cell: str) -> tuple[str, str]:
        """Return kind and text of a cell, keyed where it names a person."""
        if isinstance(value, Unvalued):
            return "faulty", ""
        if column.kind is Kind.PERSON:
            keyed = self.keyring.key_person(value)
            if keyed.rule:
                self._add(keyed.rule, column.says, cell, column.title, keyed.found)
            return ("faulty", "") if keyed.rule else ("keyed", keyed.key)
        text = text_of(value)
        if must_be_keyed(column) and names_somebody(text):
            self._note_number(text, column, cell)
            return "keyed", self.keyring.key(text)
        if is_scanned(column) and self._note_number(text, column, cell):
            return "text", ""
        return kind_of(value), text

    def _note_number(self, text: str, column: Column, cell: str) -> bool:
        """Return whether a text holds what looks like a person's number, and say so."""
        if not holds_personal_number(text):
            return False
        self._add("W-F08", "文字中有疑似证件、电话或卡号，未读取；请删除", cell, column.title)
        return True

    def _fill_down(self, row: int, columns: dict[int, HeadedColumn]) -> None:
        """Give a row the value of a merged cell above, where the contract allows that."""
        for index, column in columns.items():
            top = self.grid.tops.get((row, index))
            if top is None or column.match is None or is_blank(self.grid.at(*top)):
                continue
            if column.match.code in self.sheet.computable:
                self._refuse_merged(row, index, column.match.code)
            elif self._column(column).fill_down:
                place = ("", "body", address(top[0] + 1, top[1]))
                self._emit(row, self.grid.at(*top), column, place)
                self._note_fill(top, self._column(column).title)

    def _refuse_merged(self, row: int, index: int, code: str) -> None:
        """Refuse to take the blank below a merged amount for one that may be computed."""
        cell, title = address(row + 1, index), self.sheet.columns[code].title
        place = (self.workbook, self.grid.name, self.sheet.name, row + 1, code, cell)
        self.taken.cells.append((*place, "faulty", "", "", "body"))
        self._add("E-C01", "几行共用一个合并的金额，请取消合并，逐行填写", cell, title, "缺失")

    def _note_fill(self, top: tuple[int, int], title: str) -> None:
        if top not in self._filled_areas:
            self._filled_areas.add(top)
            cell = address(top[0] + 1, top[1])
            self._add("N04", f"合并单元格按“{title}”向下填充", cell, title)

    def _set_aside_rows(self, rows: range | list[int], reason: str) -> None:
        count = sum(len(self.grid.filled(row)) for row in rows)
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
