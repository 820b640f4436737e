"""Findings and missing returns, as a person is told of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import polars as pl

from schemas.issue import SEVERITY_NAMES

REPORTED = "已报送"


def count_by_severity(issues: pl.DataFrame) -> dict[str, int]:
    """Return how many findings there are of each severity, the gravest first."""
    found = Counter(issues["severity"])
    return {severity: found[severity] for severity in SEVERITY_NAMES}


def place_of(finding: Mapping[str, str]) -> str:
    """Return where a finding is, from the workbook down to the cell."""
    return " › ".join(finding[part] for part in ("workbook", "sheet", "cell") if finding[part])


def missing_departments(coverage: pl.DataFrame, period: str) -> list[str]:
    """Return the departments whose return of a month did not arrive or cannot be read."""
    missing = (
        row["department"]
        for row in coverage.iter_rows(named=True)
        if row["period"] == period and row["status"] != REPORTED
    )
    return list(dict.fromkeys(missing))
