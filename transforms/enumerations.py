"""Names that documents list beside a count: never more of them than the count (rule E-X05)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import polars as pl

from schemas.contract import sheet_named
from schemas.finding import Finding
from schemas.indicator import Indicator
from schemas.indicators import INDICATORS
from transforms.doubts import Evidence
from transforms.listings import name_rows
from transforms.measures import measure_rows, select_rows

_WHERE = ("site", "destination")
"""Names that say where something took place, which no figure counts."""


def find_long_lists(evidence: Evidence) -> Iterator[Finding]:
    """Yield rule E-X05: figures whose listed names outnumber what they count.

    The finding stands at the names' cells, and the figure waits until they agree. Where a
    count is missing beside a name, nobody can decide (N-UND).
    """
    for indicator in INDICATORS.values():
        if indicator.names and not {*indicator.names} & {*_WHERE}:
            yield from _judge(indicator, evidence)


def _judge(indicator: Indicator, evidence: Evidence) -> Iterator[Finding]:
    sheet, basis = indicator.sheet, indicator.basis_so_far
    rows = select_rows(indicator, basis, evidence.rows[sheet], evidence.period)
    named = name_rows(indicator, rows)
    if named.is_empty():
        return
    column = indicator.measure.column
    if named[column].null_count():
        uncounted = named.filter(pl.col(column).is_null())
        told = f"“{indicator.name}”有名称而缺“{_title(indicator)}”，列举是否多于数量无法判断"
        yield evidence.undecided(sheet, told, uncounted)
        return
    names, count = named["name"].n_unique(), Decimal(measure_rows(indicator, rows))
    if names > count:
        yield _finding(indicator, evidence, named, (str(names), f"{count:f}"))


def _finding(
    indicator: Indicator, evidence: Evidence, named: pl.DataFrame, sums: tuple[str, str]
) -> Finding:
    """Return the finding: at the names' cells, and about what is counted in their rows."""
    told = f"“{indicator.name}”列出的名称有{sums[0]}个，多于统计数{sums[1]}，请核对名称和数量"
    column = named["column"][0]
    finding = evidence.at("E-X05", (indicator.sheet, column), named, told, sums)
    counted = named.select("workbook", "sheet", "source_row").with_columns(
        column=pl.lit(indicator.measure.column)
    )
    return replace(finding, places=(*finding.places, *counted.rows()))


def _title(indicator: Indicator) -> str:
    return sheet_named(indicator.sheet).columns[indicator.measure.column].title
