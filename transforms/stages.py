"""Money applied for, approved and paid: three stages that no total may mix (rule E-X04)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import polars as pl

from schemas.finding import Finding
from transforms.doubts import Evidence, plain
from transforms.reconciliation import HARDSHIP, paid_lines

_STAGES = (("applied_cny", "申报"), ("approved_cny", "审批"))


def find_mixed_stages(evidence: Evidence) -> Iterator[Finding]:
    """Yield rule E-X04: money booked as paid that is exactly what was applied for or approved.

    It is told where the hardship files themselves call another sum paid, or none. A sum
    that was paid in full cannot be told from one that was mixed up, and passes.
    """
    files = evidence.rows["hardship_files"].filter(pl.col("status") == "在档")
    paid = _total(files, "paid_cny")
    for sheet, rows in _booked(evidence):
        booked = _total(rows, "amount_cny")
        for column, stage in _STAGES:
            if booked and booked == _total(files, column) != paid:
                yield evidence.at(
                    "E-X04",
                    (sheet, "amount_cny"),
                    rows,
                    f"{HARDSHIP}列支{plain(booked)}元，恰为档案{stage}金额合计，"
                    f"而档案已发放{plain(paid)}元；只有已发放的金额可以计入支出",
                    (plain(booked), plain(paid)),
                )
                break


def _booked(evidence: Evidence) -> Iterator[tuple[str, pl.DataFrame]]:
    """Yield the sheets that state what households were paid, year to date."""
    of_households = pl.col("project_code") == HARDSHIP
    yield "reliefs", evidence.this_year("reliefs", "pay_date").filter(of_households)
    yield "ledger_lines", paid_lines(evidence).filter(of_households)


def _total(rows: pl.DataFrame, column: str) -> Decimal:
    return Decimal(rows[column].sum() or 0)
