"""The budget against that of the months before: no subject is lost, no adjustment forgotten."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from schemas.finding import Finding
from schemas.period import Period
from transforms.doubts import Evidence, plain

_SHEET = "budget_lines"
_RULE = "W-P12"
_FIRST, _ADJUSTED = "budget_cny", "adj_budget_cny"
_IN_PLACE = "年度中追加或调剂的，请保留年初预算，金额填入“调整预算”一栏"


def check_budget_changes(evidence: Evidence) -> Iterator[Finding]:
    """Yield rule W-P12: a subject's budget is not what an earlier month of the year stated.

    年初预算 is set once a year; what is added, moved or cut in the year belongs to 调整预算,
    which holds until it is stated anew. What is asked: a subject that is no longer listed, one
    that is newly listed with a budget of the year's beginning, a 年初预算 that changed, and a
    调整预算 that is left blank again (the figures then take 年初预算). A rule of ours.
    """
    period = evidence.period
    now = _lines(evidence, period)
    before = next((lines for lines in _earlier(evidence) if lines.height), now.clear())
    if now.is_empty() or before.is_empty():
        return
    month = Period.parse(str(before["reported_in"][0])).label_in_year
    yield from _dropped(evidence, (before, now), month)
    both = now.join(before, on="subject_code", how="left", suffix="_then", maintain_order="left")
    for row in both.iter_slices(1):
        yield from _changed(evidence, row, month)


def _earlier(evidence: Evidence) -> Iterator[pl.DataFrame]:
    """Yield the budgets of the year's earlier months, the latest first."""
    months = [month for month in evidence.period.year_to_date if month < evidence.period]
    return (_lines(evidence, month) for month in reversed(months))


def _lines(evidence: Evidence, month: Period) -> pl.DataFrame:
    rows = evidence.rows[_SHEET].filter(pl.col("reported_in") == str(month.closing_month))
    return rows.sort("workbook", "source_row")


def _dropped(
    evidence: Evidence, budgets: tuple[pl.DataFrame, pl.DataFrame], month: str
) -> Iterator[Finding]:
    before, now = budgets
    for row in before.join(now, on="subject_code", how="anti", maintain_order="left").iter_rows(
        named=True
    ):
        amount = row[_FIRST] if row[_ADJUSTED] is None else row[_ADJUSTED]
        told = (
            f"科目{_named(evidence, row['subject_code'])}{month}列有全年预算{plain(amount)}元，"
            "本期没有这一行，全年预算因而少了这一数：漏报的请补报，并入其他科目的请注明"
        )
        yield evidence.about(_RULE, _SHEET, "subject_code", now, told)


def _changed(evidence: Evidence, row: pl.DataFrame, month: str) -> Iterator[Finding]:
    """Yield what is odd about one line: the first that applies."""
    line = row.row(0, named=True)
    name = f"科目{_named(evidence, line['subject_code'])}"
    first, then = line[_FIRST], line[f"{_FIRST}_then"]
    adjusted, adjusted_then = line[_ADJUSTED], line[f"{_ADJUSTED}_then"]
    if then is None and first:
        told = f"{name}{month}没有，本期新列，年初预算{plain(first)}元：{_IN_PLACE}"
        yield evidence.about(_RULE, _SHEET, _FIRST, row, told)
    elif then is not None and first != then:
        told = f"{name}年初预算{month}为{plain(then)}元，本期为{plain(first)}元：{_IN_PLACE}"
        yield evidence.about(_RULE, _SHEET, _FIRST, row, told)
    elif adjusted is None and adjusted_then is not None and adjusted_then != first:
        told = (
            f"{name}{month}填有调整预算{plain(adjusted_then)}元，本期空白，"
            f"现按年初预算{plain(first)}元计算：仍是调整后的数的，请每月照填"
        )
        yield evidence.about(_RULE, _SHEET, _FIRST, row, told)


def _named(evidence: Evidence, code: str) -> str:
    name = evidence.settings.chart_of_accounts.get(code, "")
    return f"{code}（{name}）" if name else code
