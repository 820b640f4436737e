"""Rules about a row that cannot decide for want of an operand: said once, never passed over."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from schemas.catalogue import CATALOGUE
from schemas.contract import sheets
from schemas.finding import Finding
from schemas.rules import RowRule
from schemas.sheets import Sheet
from transforms.doubts import Evidence


def find_undecided_rows(evidence: Evidence) -> Iterator[Finding]:
    """Yield N-UND for each rule, sheet and workbook: how many rows, and what they lack."""
    for sheet in sheets():
        rows = evidence.rows[sheet.name]
        for rule in sheet.rules if rows.height else ():
            open_rows = rows.filter(rule.lacks)
            for _, part in open_rows.group_by("workbook", maintain_order=True):
                yield evidence.about("N-UND", sheet.name, "", part, _sentence(rule, sheet, part))


def _sentence(rule: RowRule, sheet: Sheet, rows: pl.DataFrame) -> str:
    blank = [code for code in rule.needs if rows[code].null_count()]
    titles = "、".join(f"“{sheet.columns[code].title}”" for code in blank)
    what = CATALOGUE[rule.id].title
    return f"{rows.height}行未填{titles}，{rule.id}“{what}”无法判断"
