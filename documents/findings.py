"""Findings and missing returns, as a person is told of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import groupby

import polars as pl

from schemas.issue import SEVERITY_NAMES
from schemas.period import Period

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


def missing_departments(coverage: pl.DataFrame, period: Period) -> list[str]:
    """Return the departments whose return did not arrive; of several months, with these."""
    return _departments(coverage, period, NOT_SENT)


def unreadable_departments(coverage: pl.DataFrame, period: Period) -> list[str]:
    """Return the departments whose return arrived and cannot be read; likewise."""
    return _departments(coverage, period, UNREADABLE)


def _departments(coverage: pl.DataFrame, period: Period, status: str) -> list[str]:
    numbers = {str(month): month.month for month in period.months}
    months: dict[str, list[int]] = {}
    for row in coverage.sort("period", maintain_order=True).iter_rows(named=True):
        if row["period"] in numbers and row["status"] == status:
            months.setdefault(row["department"], []).append(numbers[row["period"]])
    named = months if period.is_month else [d + months_in_words(m) for d, m in months.items()]
    return list(named)


def months_in_words(months: Iterable[int]) -> str:
    """Return months by their numbers, in order, as prose lists them: 1—3月、5月."""
    runs = [
        [month for _, month in run]
        for _, run in groupby(enumerate(dict.fromkeys(months)), key=lambda item: item[1] - item[0])
    ]
    return "、".join(f"{run[0]}月" if len(run) == 1 else f"{run[0]}—{run[-1]}月" for run in runs)
