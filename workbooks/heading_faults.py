"""What a sheet's headings and units keep from being read, and what is noted of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from schemas.codes import MONEY_UNITS
from schemas.columns import Kind, Need
from schemas.finding import Finding
from schemas.sheets import Sheet
from workbooks.aliases import alias_line
from workbooks.cells import address
from workbooks.grid import Grid
from workbooks.headings import Headings, Match, heading_key
from workbooks.layout import (
    Block,
    HeadedColumn,
    claims_of,
    has_values,
    missing_columns,
    nearest_block,
    noted_unit,
    settled_columns,
)
from workbooks.likeness import propose_columns
from workbooks.naming import name_to_tell


def is_money(column: HeadedColumn, sheet: Sheet) -> bool:
    """Return whether a heading was taken for a column of money."""
    return column.match is not None and sheet.columns[column.match.code].kind is Kind.MONEY


def is_personal(column: HeadedColumn, sheet: Sheet) -> bool:
    """Return whether a heading that the contract does not read is of personal data."""
    return column.is_personal or _is_known_personal(column, sheet)


def _is_known_personal(column: HeadedColumn, sheet: Sheet) -> bool:
    return heading_key(column.heading) in map(heading_key, sheet.personal)


def is_forbidden(column: HeadedColumn, sheet: Sheet) -> bool:
    """Return whether a heading quarantines the sheet: it asks for names that are never accepted.

    A heading is one of the contract's or another that names somebody (受助儿童姓名, 小朋友名字),
    but for the grown-ups beside the children.
    """
    key = heading_key(column.heading)
    named = _NAMES.search(key) and not _GROWN_UPS.search(key)
    return bool(sheet.forbidden) and (named or key in map(heading_key, sheet.forbidden))


_NAMES = re.compile("姓名|名字|名单")
_GROWN_UPS = re.compile("监护|家长|父|母|联系|教师|老师|填报|经办|负责|审核|领取|慰问人")


@dataclass(frozen=True)
class HeadingJudge:
    """Judges the headings and units of one sheet of one workbook."""

    workbook: str
    grid: Grid
    headings: Headings

    @property
    def sheet(self) -> Sheet:
        """Return the sheet of the contract that it is taken for."""
        return self.headings.sheet

    def find_faults(self, blocks: Sequence[Block], amount_unit: str) -> Iterator[Finding]:
        """Yield what keeps the sheet from being read: headings, forbidden columns, units.

        `amount_unit` is the cover's declaration, or empty.
        """
        if not blocks:
            yield from self._headless()
        for block in blocks:
            yield from self._missing(block)
            yield from self._claimed_twice(block)
            yield from self._forbidden(block)
            yield from self._unit_faults(block, amount_unit)

    def _headless(self) -> Iterator[Finding]:
        """Yield that no heading row was found, and what the likest one lacks."""
        told = f"“{self.grid.name}”中找不到规定的表头行，请按空白表的表头填报"
        yield self._finding("E-F04", told)
        nearest = nearest_block(self.grid, self.headings)
        if nearest is not None:
            yield from self._missing(nearest)

    def _missing(self, block: Block) -> Iterator[Finding]:
        required = [c for c, col in self.sheet.columns.items() if col.need is Need.REQUIRED]
        proposed = {code: index for index, code in self._proposals(block, block.columns).items()}
        left = [i for i in self._unclaimed(block.columns) if i not in proposed.values()]
        missing = missing_columns(required, block.columns)
        if self.is_unnumbered(block):
            missing.remove(self.sheet.own_id or "")
        for code in missing:
            title = self.sheet.columns[code].title
            told, where = f"缺少必填栏“{title}”", ""
            if code in proposed or len(left) == len(missing) == 1:
                index = proposed.get(code, left[0] if left else 0)
                where = _address(block, index)
                told += f"；{self._proposal(block.columns[index].heading, code)}"
            elif left:
                headings = (_told(block.columns[index].heading) for index in left[:5])
                lines = " 或 ".join(alias_line(self.sheet, words, code) for words in headings)
                told += f"；如有这一栏而未认出，请在 aliases.csv 增加其中一行：{lines}"
            yield self._finding("E-F04", told, where, title, "缺失")

    def is_unnumbered(self, block: Block) -> bool:
        """Return whether a block has no column for the number of a row, nor one that may be it.

        Its rows are then told by what stands in them (DOMAIN.md §5.1).
        """
        own = self.sheet.own_id
        if own is None or own in claims_of(block.columns):
            return False
        return own not in self._proposals(block, block.columns).values()

    def _proposals(self, block: Block, columns: Mapping[int, HeadedColumn]) -> dict[int, str]:
        """Return the unclaimed column that each heading without a column may mean."""
        claimed = claims_of(block.columns)
        unclaimed = [code for code in self.sheet.columns if code not in claimed]
        return propose_columns(self._unclaimed(columns), unclaimed, self.sheet)

    def _unclaimed(self, columns: Mapping[int, HeadedColumn]) -> dict[int, str]:
        """Return the headings that were taken for no column, by where they stand."""
        return {
            index: column.heading
            for index, column in columns.items()
            if not (column.match or column.is_counter or column.is_remark)
            and not is_personal(column, self.sheet)
        }

    def _proposal(self, heading: str, code: str) -> str:
        heading = _told(heading)
        line = alias_line(self.sheet, heading, code)
        return f"如“{heading}”就是这一栏，请在 aliases.csv 增加一行：{line}"

    def _claimed_twice(self, block: Block) -> Iterator[Finding]:
        for code, indexes in claims_of(settled_columns(block.columns)).items():
            if len(indexes) > 1:
                title = self.sheet.columns[code].title
                cells = "、".join(_address(block, index) for index in indexes)
                yield self._finding("E-F04", f"{cells} 几栏都对应“{title}”，请只保留一栏", cells)

    def _forbidden(self, block: Block) -> Iterator[Finding]:
        for index, column in block.columns.items():
            if is_forbidden(column, self.sheet):
                where = _address(block, index)
                yield self._finding("E-F08", "本表不得填报儿童姓名，请删除该栏后重新报送", where)

    def _unit_faults(self, block: Block, amount_unit: str) -> Iterator[Finding]:
        note = noted_unit(self.grid, block)
        for index, column in settled_columns(block.columns).items():
            if not is_money(column, self.sheet) or not has_values(self.grid, block, index):
                continue
            where = _address(block, index)
            units = {unit for unit in (column.unit, note, amount_unit) if unit}
            if unknown := units - MONEY_UNITS.keys():
                told = f"金额单位“{'、'.join(sorted(unknown))}”不明确，请写明元、百元、千元或万元"
                yield self._finding("E-F05", told, where, column.heading)
                continue
            if "/" in column.heading and column.unit:
                continue
            if len(units) > 1:
                yield self._finding(
                    "E-F05",
                    f"金额单位不一致：{'、'.join(sorted(units))}，请以一种单位填报并在封面注明",
                    where,
                    column.heading,
                )
            if not units:
                yield self._finding(
                    "E-F05", "没有注明金额单位，请在封面填写金额单位", where, column.heading
                )

    def note_columns(self, block: Block, columns: Mapping[int, HeadedColumn]) -> Iterator[Finding]:
        """Yield the columns read by an alias, and those that are not read at all."""
        proposed = self._proposals(block, columns)
        if self.is_unnumbered(block):
            yield self._unnumbered(block)
        for index, column in columns.items():
            where = _address(block, index)
            if column.match:
                yield from self._by_alias(column.heading, column.match, where)
            elif is_personal(column, self.sheet):
                yield from self._personal(column, where)
            elif self._holds_unknown(block, index, column):
                yield self._unknown(column, where, proposed.get(index))

    def _unnumbered(self, block: Block) -> Finding:
        title = self.sheet.columns[self.sheet.own_id or ""].title
        natural = "、".join(self.sheet.columns[code].title for code in self.sheet.natural_key)
        told = f"没有“{title}”栏，各行按{natural}识别；请补报编号"
        return self._finding("W-N05", told, _address(block, min(block.columns)), title, "缺失")

    def _by_alias(self, heading: str, match: Match, where: str) -> Iterator[Finding]:
        if match.by_alias:
            title = self.sheet.columns[match.code].title
            yield self._finding("N06", f"表头“{heading}”按“{title}”读取", where, title)

    def _personal(self, column: HeadedColumn, where: str) -> Iterator[Finding]:
        if not _is_known_personal(column, self.sheet):
            yield self._finding("W-F08", "规定以外的个人信息栏，未读取；请勿在本表填报", where)

    def _holds_unknown(self, block: Block, index: int, column: HeadedColumn) -> bool:
        named = column.is_counter or column.is_remark
        return not named and has_values(self.grid, block, index)

    def _unknown(self, column: HeadedColumn, where: str, code: str | None) -> Finding:
        """Return the finding of a column that is not read; `code` is what it may mean."""
        heading = _told(column.heading)
        if code is None:
            told = f"规定以外的栏“{heading}”未读取；如为规定栏目的另一种叫法，"
            line = f"{self.sheet.title},{heading},规定表头"
            return self._finding("W-F07", f"{told}请在 aliases.csv 增加一行：{line}", where)
        title = self.sheet.columns[code].title
        told = f"“{heading}”与规定的“{title}”相近，未读取；"
        return self._finding("W-N06", told + self._proposal(heading, code), where, title)

    def _finding(
        self, rule: str, message: str, cell: str = "", column: str = "", found: str = ""
    ) -> Finding:
        return Finding(rule, message, self.workbook, self.grid.name, cell, column, found)


def _address(block: Block, index: int) -> str:
    """Return where the heading of a column stands: its lowest level."""
    return address(block.first + block.levels, index)


def _told(heading: str) -> str:
    return name_to_tell(heading, "含个人号码的表头")
