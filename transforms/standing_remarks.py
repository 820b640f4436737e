"""What a reviewer is told of how figures stand: not whole, not published apart, revised since."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import polars as pl

from schemas.bulletin import Reference, Remark
from schemas.contract import return_of, sheet_named
from schemas.edition import Edition
from schemas.figure import WITHHELD
from schemas.indicators import INDICATORS

INCOMPLETE, HIDDEN, REVISED = "未报齐", WITHHELD, "修订"
"""What stands in the place of a finding's severity."""

_MOST = 5
_IN_FULL = "已报送"
_WHY_HIDDEN = "人数或件数过少，或由它可以推算出别的小数，按规定不单独公布"

_Key = tuple[str, str, str]


def remark_standing(edition: Edition) -> tuple[Remark, ...]:
    """Return a remark for each figure of low coverage, withheld, or published otherwise before.

    Low is a coverage below the union's own limit. Named are the returns that are missing, or
    the cells behind the figure; never its value.
    """
    cells = _cells(edition)
    return (*_incomplete(edition), *_withheld(edition, cells), *_revised(edition))


def _incomplete(edition: Edition) -> Iterator[Remark]:
    limit = edition.settings.thresholds.coverage
    low = edition.figures.filter(pl.col("coverage").cast(pl.Decimal(38, 6)) < limit)
    for row in low.iter_rows(named=True):
        lacking = tuple(_lacking(edition, row["code"], row["basis"]))
        sentence = f"应报数据只采用了{_percent(row['coverage'])}%，印“{row['printed']}”"
        yield Remark(_reference(row), INCOMPLETE, "", sentence, lacking[:_MOST])


def _lacking(edition: Edition, code: str, basis: str) -> Iterator[str]:
    """Yield the returns behind an indicator that are missing or were not taken whole."""
    table = return_of(sheet_named(INDICATORS[code].sheet)).code
    own = basis in ("month", "quarter", "half", "year")
    months = edition.period.months if own else edition.period.year_to_date
    told = edition.coverage.filter(
        pl.col("table_code") == table, pl.col("period").is_in([str(month) for month in months])
    )
    for row in told.sort("period").iter_rows(named=True):
        if row["status"] != _IN_FULL:
            yield f"{row['period']} {row['department']}（{table}）{row['status']}"
        elif row["rows_rejected"]:
            yield f"{row['period']} {row['department']}（{table}）搁置{row['rows_rejected']}行"


def _percent(coverage: str) -> str:
    return f"{float(coverage) * 100:.0f}"


def _withheld(edition: Edition, cells: Mapping[_Key, list[str]]) -> Iterator[Remark]:
    for row in edition.figures.filter(pl.col("status") == WITHHELD).iter_rows(named=True):
        key = row["code"], row["basis"], row["dimension"]
        yield Remark(_reference(row), HIDDEN, "", _WHY_HIDDEN, tuple(cells.get(key, ())[:_MOST]))


def _revised(edition: Edition) -> Iterator[Remark]:
    """Yield what earlier releases have published otherwise of the figures of this edition."""
    for row in edition.revisions.iter_rows(named=True):
        if row["basis"] not in ("ytd", "as_of") and row["period"] != str(edition.period):
            continue  # of a month that this edition does not print
        before, after = row["printed_before"] or "没有这个数", row["printed_after"] or "没有这个数"
        sentence = (
            f"{row['period']} 的发布件 {row['release']} 公布为{before}，现为{after}"
            f"（{row['category']}：{row['reason']}）"
        )
        cells = (f"{row['workbook']} {row['cells']}".strip(),) if row["workbook"] else ()
        yield Remark(_reference(row), REVISED, "N-REV", sentence, cells)


def _reference(row: Mapping[str, str]) -> Reference:
    return Reference(row["code"], row["basis"], row["dimension"])


def _cells(edition: Edition) -> Mapping[_Key, list[str]]:
    """Return the cells behind each withheld figure, as workbook, sheet and address."""
    hidden = edition.figures.filter(pl.col("status") == WITHHELD)
    key = ["code", "basis", "dimension"]
    behind = edition.sources.join(hidden, on=key, how="semi", maintain_order="left")
    found: dict[_Key, list[str]] = {}
    for code, basis, dimension, *cell in behind.select(
        *key, "workbook", "sheet", "cell"
    ).iter_rows():
        found.setdefault((code, basis, dimension), []).append(" ".join(cell))
    return found
