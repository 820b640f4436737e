"""What the bulletin counts: this month, the year so far, and by parts."""

from __future__ import annotations

from typing import Any

import pandas as pd

from benchmarks.analyst.reading import KNOWN, Frames

STATE, MONTH, YEAR = "state", "month", "year"


def count(frames: Frames, month: pd.Period) -> dict[str, dict[str, float]]:
    """Return the values of each indicator: of the month and of the year, or as things stand."""
    counted = {}
    for told in KNOWN["indicators"]:
        rows = rows_of(told, frames)
        if told.get("state"):
            counted[told["name"]] = {STATE: measure(told, standing(told, rows, month))}
            continue
        counted[told["name"]] = {
            MONTH: measure(told, within(told, rows, month, month)),
            YEAR: measure(told, within(told, rows, first_of(month), month)),
        }
    return counted


def first_of(month: pd.Period) -> pd.Period:
    """Return January of the month's year."""
    return pd.Period(year=month.year, month=1, freq="M")


def indicator(name: str) -> dict[str, Any]:
    """Return the definition of an indicator."""
    return next(told for told in KNOWN["indicators"] if told["name"] == name)


def rows_of(told: dict[str, Any], frames: Frames) -> pd.DataFrame:
    """Return the rows that an indicator admits, of any time."""
    rows = frames[told["sheet"]]
    for column, values in told.get("where", {}).items():
        rows = rows[rows[column].isin(values)]
    return rows


def within(
    told: dict[str, Any], rows: pd.DataFrame, start: pd.Period, end: pd.Period
) -> pd.DataFrame:
    """Return the rows dated from one month to another, both included."""
    if not len(rows):
        return rows
    return rows[rows[told["on"]].between(start.start_time, end.end_time)]


def standing(told: dict[str, Any], rows: pd.DataFrame, month: pd.Period) -> pd.DataFrame:
    """Return the rows that hold at the end of the month."""
    if "on" in told and len(rows):
        rows = rows[rows[told["on"]] <= month.end_time]
    if "until" in told and len(rows):
        rows = rows[rows[told["until"]].isna() | (rows[told["until"]] >= month.end_time.floor("D"))]
    return rows


def measure(told: dict[str, Any], rows: pd.DataFrame) -> float:
    """Return the value of an indicator over some rows."""
    column, how = rows[told["column"]], told["how"]
    if how == "rows":
        return len(rows)
    if how == "distinct":
        return column.nunique()
    if how in ("only", "earliest"):
        return column.min()
    return column.sum()


def by_part(name: str, part: str, frames: Frames, month: pd.Period) -> pd.DataFrame:
    """Return an indicator by a column: one row a value, month and year, the code order kept."""
    told = indicator(name)
    rows = rows_of(told, frames)
    year = within(told, rows, first_of(month), month)
    now = within(told, rows, month, month)
    sums = {
        YEAR: _grouped(told, year, year[part] if len(year) else part),
        MONTH: _grouped(told, now, now[part] if len(now) else part),
    }
    return pd.DataFrame(sums).fillna(0.0).sort_index()


def by_month(name: str, frames: Frames, month: pd.Period) -> pd.Series:
    """Return an indicator in each month of the year so far."""
    told = indicator(name)
    rows = within(told, rows_of(told, frames), first_of(month), month)
    months = pd.period_range(first_of(month), month)
    if not len(rows):
        return pd.Series(0.0, index=months)
    return _grouped(told, rows, rows[told["on"]].dt.to_period("M")).reindex(months, fill_value=0)


def _grouped(told: dict[str, Any], rows: pd.DataFrame, by: Any) -> pd.Series:
    groups = rows.groupby(by, observed=True)[told["column"]]
    return groups.size() if told["how"] == "rows" else groups.sum()


def budget(frames: Frames) -> pd.DataFrame:
    """Return the latest budget by subject: year, month, spent so far, rate."""
    lines = frames["预算执行"].set_index("subject_code").sort_index()
    given = lines["adj_budget_cny"].fillna(lines["budget_cny"])
    told = {"year": given, "month": lines["month_cny"], "spent": lines["ytd_cny"]}
    return pd.DataFrame(told).fillna(0.0)
