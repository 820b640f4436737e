"""One workbook as a submission: cover, cells by column, findings, and a balance of cells."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import polars as pl

from schemas.contract import RETURNS
from schemas.decision import Correction
from schemas.faults import WorkbookError
from schemas.finding import Finding, issues_of
from schemas.period import Period
from schemas.submission import CELL_SCHEMA, Balance, Cover, Submission
from workbooks.cells import squeeze
from workbooks.choice import Choice, choose_sheets
from workbooks.corrections import correct_grids
from workbooks.cover import count_other, read_cover
from workbooks.cover_doubts import find_cover_doubts
from workbooks.explaining import EXPLAINING
from workbooks.extraction import Extraction, SheetReader
from workbooks.fronts import part_fronts, require_one_word, settle_cover
from workbooks.gathering import GatheredCells
from workbooks.grid import Grid, Place
from workbooks.headings import headings_of
from workbooks.naming import sheet_to_tell
from workbooks.opening import File, read_file
from workbooks.privacy import Keyring
from workbooks.recognition import Recognised, recognise, table_codes_of
from workbooks.stacks import part_stack
from workbooks.unseen import note_hidden, note_unvalued

UNRECOGNISED = "未识别的表页"
ON_COVER = "封面其他内容"

_CODE_IN_NAME = re.compile(r"W0[1-9]", re.IGNORECASE)


@dataclass(frozen=True)
class Desk:
    """What the reader needs beside the file: its month, the secret, headings, corrections."""

    folder: Period
    keyring: Keyring
    aliases: Mapping[tuple[str, str], str] = field(default_factory=dict)
    corrections: tuple[Correction, ...] = ()

    def corrections_of(self, workbook: str) -> tuple[Correction, ...]:
        """Return the corrections of one workbook, in their order."""
        return tuple(item for item in self.corrections if item.workbook == workbook)


def read_workbook(path: Path, name: str, desk: Desk) -> Submission:
    """Return what a workbook holds; `name` is its path below `raw/`.

    A workbook that cannot be read gives a submission that says so in one finding.
    """
    try:
        return _gather(path, name, desk).submission(_sha256(path))
    except WorkbookError as fault:
        return _unreadable(path, name, desk, fault)


def _gather(path: Path, name: str, desk: Desk) -> _Book:
    """Return what the sheets of a file hold; the sheets themselves are let go.

    Of the cover's cells, those that are known count as used: they are its declarations.
    """
    file = read_file(path)
    grids, corrected = correct_grids(as_told(file.grids), desk.corrections_of(name))
    fronts = part_fronts(grids, desk.aliases)
    require_one_word(fronts.covers)
    front = fronts.first
    others = [grid for grid in (*fronts.covers[1:], *fronts.tables) if grid.count_filled()]
    declared = read_cover(front).table_code if front else ""
    others, found = _recognise_all(others, declared, desk)
    codes = table_codes_of(found)
    book = _Book(name, settle_cover(front, codes, desk.folder), desk)
    book.note_file(file, path)
    book.findings.extend(corrected)
    choice = choose_sheets(found, desk.aliases)
    book.read_sheets(choice.read)
    book.note_cover(front, codes)
    book.note_missing({item.sheet.name for item in found})
    book.set_aside_unknown(others, choice)
    book.seen = sum(grid.count_filled() for grid in grids)
    book.used += (front.count_filled() if front else 0) - book.set_aside[ON_COVER]
    return book


def as_told(grids: Iterable[Grid]) -> list[Grid]:
    """Return the sheets, each by a name that may be told."""
    return [
        replace(grid, name=sheet_to_tell(grid.name, number))
        for number, grid in enumerate(grids, start=1)
    ]


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _recognise_all(
    grids: Iterable[Grid], table_code: str, desk: Desk
) -> tuple[list[Grid], list[Recognised]]:
    """Return the sheets, those that hold several tables in parts, and what is recognised."""
    others: list[Grid] = []
    found: list[Recognised] = []
    for grid in grids:
        options = recognise(grid, table_code, desk.aliases)
        parts = part_stack(options[0], desk.aliases) if options else []
        if not {option.sheet for option in options} <= {part.sheet for part in parts}:
            raise WorkbookError("E-F04", _tie(grid, options, table_code))
        others.extend([part.grid for part in parts] or [grid])
        found.extend(parts)
    return others, found


def _tie(grid: Grid, options: Iterable[Recognised], table_code: str) -> str:
    """Return what is said of a sheet that may be several: its own name decides (recognise)."""
    titles = "、".join(option.sheet.title for option in options)
    cure = "把表页改为其中规定的名称" if table_code else "在封面填写表号，或把表页改为规定的名称"
    return f"表页“{grid.name}”的表头同时符合{titles}，请{cure}"


class _Book:
    """Gathers one workbook's cells, findings and balance sheet by sheet."""

    def __init__(self, name: str, cover: Cover, desk: Desk) -> None:
        self.name = name
        self.cover = cover
        self.desk = desk
        self.cells = GatheredCells()
        self.findings: list[Finding] = []
        self.set_aside: Counter[str] = Counter()
        self.seen = 0
        self.used = 0
        self.tables: list[str] = []
        self.blocked: list[str] = []
        self.missing: list[str] = []
        self.unnumbered: list[str] = []

    def read_sheets(self, found: Iterable[Recognised]) -> None:
        """Read each recognised sheet."""
        for item in found:
            headings = headings_of(item.sheet, self.desk.aliases)
            reader = SheetReader(self.name, item.grid, headings, self.desk.keyring)
            taken = reader.read(self.cover.amount_unit)
            self._keep(item.sheet.name, taken)
            self._note_unseen(item.grid, frozenset(taken.unvalued))

    def _note_unseen(
        self, grid: Grid, told: frozenset[Place] = frozenset(), *, is_read: bool = True
    ) -> None:
        """Note what is hidden, and the cells without value of which nobody has told yet."""
        self.findings.extend(note_hidden(self.name, grid, is_read=is_read))
        self.findings.extend(note_unvalued(self.name, grid, told))

    def _keep(self, table: str, taken: Extraction) -> None:
        self.cells.add_all(taken.cells)
        self.findings.extend(taken.findings)
        self.set_aside.update(taken.set_aside)
        self.used += taken.used
        tables = self.blocked if taken.blocked else self.tables
        if table not in tables:
            tables.append(table)
        if taken.unnumbered and table not in self.unnumbered:
            self.unnumbered.append(table)

    def note_file(self, file: File, path: Path) -> None:
        """Note a file whose name says that it is of another kind."""
        if not file.is_called_what_it_is(path):
            self._add("W-F01", f"扩展名是 {path.suffix}，内容是{file.kind}，已按内容读取")

    def note_cover(self, cover: Grid | None, codes: Iterable[str]) -> None:
        """Note what is doubtful on the cover, or that there is none; count what else is on it.

        `codes` are the returns that the workbook's sheets belong to.
        """
        if cover is not None:
            self.findings.extend(find_cover_doubts(self.name, cover, self.cover))
            self._note_unseen(cover)
            self.set_aside[ON_COVER] += count_other(cover)
        else:
            told = f"没有封面：按{'和'.join(codes)}、{self.cover.reported_in}、增量读取"
            self._add("W-F02", told)

    def note_missing(self, found: set[str]) -> None:
        """Note the required sheets that the workbook does not have; another may hold them."""
        for sheet in RETURNS[self.cover.table_code].sheets:
            if sheet.required and sheet.name not in found:
                rule = "E-F04" if self.cover.present else "W-F02"
                self._add(rule, f"缺少表页“{sheet.title}”；本月无事项的请保留空表", sheet.title)
                self.blocked.append(sheet.name)
                self.missing.append(sheet.name)

    def set_aside_unknown(self, grids: Iterable[Grid], choice: Choice) -> None:
        """Set aside the sheets that are no part of the contract, or stand there twice."""
        used = {id(item.grid) for item in choice.read}
        for grid in grids:
            if id(grid) not in used:
                explains = squeeze(grid.name) in EXPLAINING
                self.set_aside[squeeze(grid.name) if explains else UNRECOGNISED] += (
                    grid.count_filled()
                )
                if not explains:
                    self._note_unseen(grid, is_read=False)
                    self._add("W-F03", choice.says_of(grid), grid.name)

    def _add(self, rule: str, message: str, sheet: str = "") -> None:
        self.findings.append(Finding(rule, message, self.name, sheet))

    def submission(self, sha256: str) -> Submission:
        """Return the submission; what was gathered is held no longer."""
        return Submission(
            workbook=self.name,
            sha256=sha256,
            cover=self.cover,
            cells=self.cells.hand_over(self.name),
            tables=tuple(self.tables),
            blocked=tuple(self.blocked),
            issues=issues_of(self.findings),
            balance=Balance(self.seen, self.used, dict(sorted((+self.set_aside).items()))),
            missing=tuple(self.missing),
            unnumbered=tuple(self.unnumbered),
        )


def _unreadable(path: Path, name: str, desk: Desk, fault: WorkbookError) -> Submission:
    found = _CODE_IN_NAME.search(path.name)
    told = str(fault).replace(path.name, name.rpartition("/")[2])
    cover = Cover(found[0].upper() if found else "", str(desk.folder), present=False)
    return Submission(
        workbook=name,
        sha256=_sha256(path) if path.is_file() else "",
        cover=cover,
        cells=pl.DataFrame(schema=CELL_SCHEMA),
        tables=(),
        blocked=(),
        issues=issues_of([Finding(fault.rule, told, name)]),
        balance=Balance(0, 0),
        readable=False,
    )
