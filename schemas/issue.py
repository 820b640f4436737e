"""A finding: one doubtful or faulty place, told by address and class, never by value."""

from __future__ import annotations

from functools import cache
from typing import Literal

import pandera.polars as pa
import polars as pl

Severity = Literal["E", "W", "I"]

SEVERITY_NAMES = {"E": "错误", "W": "提醒", "I": "说明"}


class Issue(pa.DataFrameModel):
    """One row per finding, as `issues.csv` holds it.

    `found` is a class such as 文本, 缺失 or 含单位 and never a personal value; it may be a
    computed total or a ratio of a whole column. `cell` is empty where a finding speaks of
    a sheet, a workbook or several rows.
    """

    severity: str = pa.Field(isin=["E", "W", "I"])
    rule: str
    workbook: str
    sheet: str
    cell: str
    column: str
    found: str
    expected: str
    message: str

    class Config:
        """Nothing beside the named columns."""

        strict = True


ISSUE_COLUMNS = tuple(Issue.to_schema().columns)
ISSUE_SCHEMA = dict.fromkeys(ISSUE_COLUMNS, pl.String())


@cache
def no_issues() -> pl.DataFrame:
    """Return an empty frame of findings."""
    return pl.DataFrame(schema=ISSUE_SCHEMA)
