"""Decisions that a person took and signed: accepted findings and corrected cells."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import ClassVar

import polars as pl

from schemas.issue import ISSUE_SCHEMA

WAIVERS = "waivers.csv"
CORRECTIONS = "corrections.csv"

_PERIOD_IN_WORDS = re.compile(r"\d{4}年(\d{1,2}月|[一二三四]季度|[上下]半年)?")
_BELOW_RAW = re.compile(r"\d{4}-\d{2}/.")


@dataclass(frozen=True)
class Waiver:
    """A finding that a person accepted, as one line of `waivers.csv`.

    `fingerprint` says which finding it is, however often and wherever its rows are sent
    again; `period` is the one in whose check it was accepted, in words (2024年10月: Excel
    would make a date of 2024-10), and the waiver counts for the periods of that year.
    `place` and `message` are for the reader.
    """

    TITLES: ClassVar[tuple[str, ...]] = (
        "报告期",
        "规则",
        "位置",
        "问题",
        "姓名",
        "理由",
        "日期",
        "标识",
    )

    period: str
    rule: str
    place: str
    message: str
    by: str
    reason: str
    decided_on: str
    fingerprint: str

    @property
    def is_sound(self) -> bool:
        """Return whether the line says for which year it accepts which finding."""
        return bool(_PERIOD_IN_WORDS.fullmatch(self.period) and self.rule and self.fingerprint)

    @property
    def year(self) -> str:
        """Return the year (`YYYY`) for which the waiver counts."""
        return self.period[:4]


@dataclass(frozen=True)
class Correction:
    """A cell that a person corrected without touching the file: one line of `corrections.csv`.

    `workbook` is its path below `raw/`; `old` and `new` are the cell's text in its shortest
    exact form, `old` empty where nothing stood there.
    """

    TITLES: ClassVar[tuple[str, ...]] = (
        "工作簿",
        "表页",
        "单元格",
        "原值",
        "新值",
        "姓名",
        "理由",
        "日期",
    )

    workbook: str
    sheet: str
    cell: str
    old: str
    new: str
    by: str
    reason: str
    decided_on: str

    @property
    def is_sound(self) -> bool:
        """Return whether the line says which cell of which month's workbook it corrects."""
        return bool(_BELOW_RAW.match(self.workbook) and self.sheet and self.cell and self.new)

    @property
    def month(self) -> str:
        """Return the month (`YYYY-MM`) in whose folder the workbook lies."""
        return self.workbook.partition("/")[0]


@dataclass(frozen=True)
class Decisions:
    """All decisions of a workspace, in the order in which they were taken."""

    waivers: tuple[Waiver, ...] = ()
    corrections: tuple[Correction, ...] = ()

    def content_of(self, workbook: str, content: str) -> str:
        """Return the hash of a workbook as it is read: of its content, and what is corrected."""
        cells = sorted(
            (item.sheet, item.cell, item.new)
            for item in self.corrections
            if item.workbook == workbook
        )
        return hashlib.sha256(f"{content}{cells}".encode()).hexdigest() if cells else content

    def is_corrected(self, workbook: str) -> bool:
        """Return whether a person corrected a cell of a workbook."""
        return any(item.workbook == workbook for item in self.corrections)


NO_DECISIONS = Decisions()

WARNING_SCHEMA = {**ISSUE_SCHEMA, "fingerprint": pl.String()}
"""One row per open warning: the issue, and what makes it the same finding next time."""

ACCEPTED_SCHEMA = {**ISSUE_SCHEMA, "by": pl.String(), "reason": pl.String()}
"""One row per accepted warning: the issue in its own words, who accepted it and why."""


def none_accepted() -> pl.DataFrame:
    """Return an empty frame of accepted warnings."""
    return pl.DataFrame(schema=ACCEPTED_SCHEMA)
