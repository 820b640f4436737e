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
        for rule in _open_among(sheet, rows):
            open_rows = rows.filter(rule.lacks)
            for _, part in open_rows.group_by("workbook", maintain_order=True):
                yield evidence.about("N-UND", sheet.name, "", part, _sentence(rule, sheet, part))


def _open_among(sheet: Sheet, rows: pl.DataFrame) -> list[RowRule]:
    """Return the rules that some row leaves undecided, all looked at in one query."""
    asked = {str(n): rule for n, rule in enumerate(sheet.rules) if rule.needs}
    if rows.is_empty() or not asked:
        return []
    lacks = rows.select(rule.lacks.any().alias(name) for name, rule in asked.items())
    return [rule for name, rule in asked.items() if lacks[name].item()]


def _sentence(rule: RowRule, sheet: Sheet, rows: pl.DataFrame) -> str:
    blank = [code for code in rule.needs if rows[code].null_count()]
    titles = "、".join(f"“{sheet.columns[code].title}”" for code in blank)
    what = CATALOGUE[rule.id].title
    return f"{rows.height}行未填{titles}，{rule.id}“{what}”无法判断"
