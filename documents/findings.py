"""Findings and missing returns, as a person is told of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import polars as pl

from schemas.issue import SEVERITY_NAMES

REPORTED = "已报送"
NOT_SENT = "未报送"
UNREADABLE = "无法读取"


def count_by_severity(issues: pl.DataFrame) -> dict[str, int]:
    """Return how many findings there are of each severity, the gravest first."""
    found = Counter(issues["severity"])
    return {severity: found[severity] for severity in SEVERITY_NAMES}


def place_of(finding: Mapping[str, str]) -> str:
    """Return where a finding is, from the workbook down to the cell."""
    return " › ".join(finding[part] for part in ("workbook", "sheet", "cell") if finding[part])


def missing_departments(coverage: pl.DataFrame, period: str) -> list[str]:
    """Return the departments whose return of a month did not arrive."""
    return _departments(coverage, period, NOT_SENT)


def unreadable_departments(coverage: pl.DataFrame, period: str) -> list[str]:
    """Return the departments whose return of a month arrived and cannot be read."""
    return _departments(coverage, period, UNREADABLE)


def _departments(coverage: pl.DataFrame, period: str, status: str) -> list[str]:
    found = (
        row["department"]
        for row in coverage.iter_rows(named=True)
        if row["period"] == period and row["status"] == status
    )
    return list(dict.fromkeys(found))
