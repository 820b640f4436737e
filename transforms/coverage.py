"""Coverage: which returns arrived, and how much of what they hold could be used."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import polars as pl

from schemas.codes import DEPARTMENTS
from schemas.contract import RETURNS
from schemas.figure import Coverage
from schemas.finding import Finding, issues_of
from schemas.period import Period
from schemas.settings import Settings
from schemas.submission import Submission
from transforms.soundness import require_fit


def expected_months(submissions: Iterable[Submission], period: Period) -> tuple[Period, ...]:
    """Return the months of the year that should be there: from the first one reported on.

    All months of the period itself are among them: one that lacks a month is not whole.
    """
    reported = {submission.cover.reported_in for submission in submissions}
    months = period.year_to_date
    own = len(months) - period.span
    first = next((n for n, month in enumerate(months) if str(month) in reported), own)
    return months[min(first, own) :]


def expected_tables(settings: Settings) -> tuple[str, ...]:
    """Return the table codes of the departments that report each month."""
    return tuple(c for c, form in RETURNS.items() if form.department in settings.departments)


def list_arrivals(
    submissions: Sequence[Submission], settings: Settings, period: Period
) -> pl.DataFrame:
    """Return one row per return expected of a month: the first columns of Coverage.

    For a look before the deadline: nothing is checked and no row is counted.
    """
    schema = ("period", "table_code", "department", "status", "workbooks")
    arrived = _sent_in(submissions, period)
    sent = {c: [i for i in arrived if _holds(i, c)] for c in expected_tables(settings)}
    rows = [
        (str(period), code, DEPARTMENTS[RETURNS[code].department], _arrival(items), len(items))
        for code, items in sent.items()
    ]
    return pl.DataFrame(rows, schema=schema, orient="row")


def cover_returns(
    submissions: Sequence[Submission],
    row_counts: pl.DataFrame,
    settings: Settings,
    period: Period,
) -> pl.DataFrame:
    """Return one Coverage row per expected return and month, in the returns' order.

    `row_counts` follows standing.COUNT_SCHEMA.
    """
    counts = _counts_by_workbook(row_counts)
    rows = [
        _coverage_row(str(month), code, [item for item in sent if _holds(item, code)], counts)
        for month in expected_months(submissions, period)
        for sent in [_sent_in(submissions, month)]
        for code in expected_tables(settings)
    ]
    schema = {name: column.dtype.type for name, column in Coverage.to_schema().columns.items()}
    return require_fit(pl.DataFrame(rows, schema=schema, orient="row"), Coverage)


def _sent_in(submissions: Sequence[Submission], month: Period) -> list[Submission]:
    name = str(month)
    return [item for item in submissions if item.cover.reported_in == name]


def _holds(item: Submission, code: str) -> bool:
    """Return whether a workbook is of a return, or has all of it beside its own return."""
    needed = {sheet.name for sheet in RETURNS[code].sheets if sheet.required}
    return item.cover.table_code == code or needed <= {*item.tables, *item.blocked}


def _arrival(sent: Sequence[Submission]) -> str:
    if any(item.readable for item in sent):
        return "已报送"
    return "无法读取" if sent else "未报送"


_Counts = Mapping[str, Sequence[tuple[str, int, int]]]
"""By workbook: each sheet of the contract that it holds, its rows accepted and rejected."""


def _counts_by_workbook(row_counts: pl.DataFrame) -> _Counts:
    counts: dict[str, list[tuple[str, int, int]]] = {}
    told = row_counts.select("workbook", "table", "accepted", "rejected")
    for workbook, *count in told.iter_rows():
        counts.setdefault(workbook, []).append(tuple(count))
    return counts


def _coverage_row(
    month: str, code: str, sent: list[Submission], counts: _Counts
) -> tuple[str | int, ...]:
    main = [item for item in sent if item.cover.table_code == code]
    others = {sheet.name for c, form in RETURNS.items() if c != code for sheet in form.sheets}
    own = [
        count
        for workbook in dict.fromkeys(item.workbook for item in sent)
        for count in counts.get(workbook, ())
        if count[0] not in others
    ]
    accepted, rejected = sum(count[1] for count in own), sum(count[2] for count in own)
    return (
        month,
        code,
        DEPARTMENTS[RETURNS[code].department],
        _arrival(sent),
        len(sent),
        accepted + rejected,
        accepted,
        rejected,
        sum(item.balance.seen for item in main),
        sum(item.balance.used for item in main),
        sum(sum(item.balance.set_aside.values()) for item in main),
    )


def find_late_returns(
    submissions: Sequence[Submission], settings: Settings, period: Period
) -> pl.DataFrame:
    """Return rule W-T03: the period's returns whose cover is dated after their deadline."""
    day = settings.calendar.deadline_day
    due = {str(month): month.following.first_day.replace(day=day) for month in period.months}
    return issues_of(
        Finding(
            "W-T03",
            f"填报日期为{item.cover.filled_on}，晚于报送截止日{last}，逾期报送",
            workbook=item.workbook,
            column="填报日期",
        )
        for item in submissions
        if (last := due.get(item.cover.reported_in)) is not None
        and item.cover.filled_on is not None
        and item.cover.filled_on > last
    )


def find_missing_returns(coverage: pl.DataFrame) -> pl.DataFrame:
    """Return rule W-T03: the returns that did not arrive, as issues."""
    missing = coverage.filter(pl.col("status") == "未报送")
    return issues_of(
        Finding(
            "W-T03",
            f"{department}{month}的报表（{code} {RETURNS[code].title}）未报送，请催报",
            found="缺失",
        )
        for month, code, department in missing.select(
            "period", "table_code", "department"
        ).iter_rows()
    )
