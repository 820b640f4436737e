"""Making findings: the one place where a rule, its place and its sentence come together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from schemas.catalogue import opening_of, severity_of
from schemas.issue import ISSUE_COLUMNS, ISSUE_SCHEMA


@dataclass(frozen=True)
class Finding:
    """One finding: the rule, the sentence for the reader, and where it is.

    `found` and `expected` follow `Issue`: a class or a total, never a personal value.
    `places` are the cells of which it speaks: workbook, sheet, row, code of the column.
    """

    rule: str
    message: str
    workbook: str = ""
    sheet: str = ""
    cell: str = ""
    column: str = ""
    found: str = ""
    expected: str = ""
    places: tuple[tuple[str, str, int, str], ...] = ()

    def __post_init__(self) -> None:
        """Let the sentence of a rule on trial begin with saying so."""
        opening = opening_of(self.rule)
        if not self.message.startswith(opening):
            object.__setattr__(self, "message", opening + self.message)

    @property
    def severity(self) -> str:
        """Return the severity that the catalogue gives the rule."""
        return severity_of(self.rule)


def issues_of(findings: Iterable[Finding]) -> pl.DataFrame:
    """Return findings as a frame of issues, in their order."""
    rows = [[getattr(finding, name) for name in ISSUE_COLUMNS] for finding in findings]
    return pl.DataFrame(rows, schema=ISSUE_SCHEMA, orient="row")
