"""What a department's hand is: the way in which it lays out and types its workbooks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

UNION = "永新县总工会"


class Typed(NamedTuple):
    """A column that somebody types in a manner of their own; `row` limits it to one row."""

    sheet: str
    heading: str
    manner: str
    row: int | None = None


class Group(NamedTuple):
    """Headings that stand under one merged heading."""

    heading: str
    members: tuple[str, ...]


class Comment(NamedTuple):
    """A cell comment beside the first row of a column."""

    sheet: str
    heading: str
    text: str


@dataclass(frozen=True)
class Hand:
    """How one department makes one month's book; the defaults are the tidy case."""

    department: str
    file_part: str
    signer: str
    filing_slot: int
    cumulative: bool = False
    unit: str = "元"
    controls: bool = False
    filing_day_as_text: bool = False
    as_csv: bool = False

    blank_lines: int = 0
    gap_lines: int = 0
    first_column: int = 0
    numbered: bool = True
    explanation: str = ""
    own_unit_line: bool = False
    renamed: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    groups: Mapping[str, Group] = field(default_factory=dict)

    date_format: str = "yyyy-mm-dd"
    date_manner: str = ""
    typed: tuple[Typed, ...] = ()
    merged: frozenset[tuple[str, str]] = frozenset()
    nothing: str = "本月无"
    spare_rows: int = 0
    highlighted: str = ""
    comment: Comment | None = None

    total_word: str = "合计"
    total_merged: bool = False
    total_by_formula: bool = False
    footnotes: Mapping[str, str] = field(default_factory=dict)
    footer_apart: bool = False

    def heading(self, sheet: str, heading: str) -> str:
        """Return a heading as this department writes it, in the unit of its book."""
        written = self.renamed.get(sheet, {}).get(heading, heading)
        for suffix in ("元)", "元/人)", "元/份)"):
            written = written.replace(f"({suffix}", f"({self.unit[:-1]}{suffix}")
        return written

    def manner(self, sheet: str, heading: str, row: int) -> str:
        """Return the manner in which one cell is typed; empty for a plain value."""
        for typed in self.typed:
            if typed[:2] == (sheet, heading) and typed.row in (None, row):
                return typed.manner
        return ""
