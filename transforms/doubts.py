"""What the plausibility rules look at: the rows that stand, and the period's settings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import polars as pl

from schemas.contract import sheet_named
from schemas.finding import Finding
from schemas.period import Period
from schemas.revision import Accepted
from schemas.settings import Settings
from transforms.gaps import ALL_MONTHS
from transforms.spending import state_spending


@dataclass(frozen=True)
class Evidence:
    """The settled rows by sheet name, the addresses of their cells, period and settings.

    `addresses`: workbook, sheet, source_row, column, cell. `ledgers` are the workbooks
    that report cumulatively. `rows_before` stood a month ago, of sheets in which anything was
    replaced since. `rosters` holds the roster
    rows by table code. `rejected` holds the rows set aside of workbooks that stand, and
    `gaps` tells of which sheets months are missing: a rule that would need them cannot
    decide. `reported` are the months of which a sheet was ever sent. `since` is the first day
    of the first month that was reported: a union may have begun in the middle of a year.
    `accepted` is the year to date that was last released.
    """

    rows: Mapping[str, pl.DataFrame]
    addresses: pl.DataFrame
    ledgers: frozenset[str]
    period: Period
    settings: Settings
    rows_before: Mapping[str, pl.DataFrame] = field(default_factory=dict)
    rosters: Mapping[str, pl.DataFrame] = field(default_factory=dict)
    rejected: Mapping[str, pl.DataFrame] = field(default_factory=dict)
    gaps: Mapping[str, str] = field(default_factory=dict)
    since: dt.date | None = None
    replaced: pl.DataFrame | None = None
    reported: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    accepted: Accepted | None = None
    _years: dict[tuple[str, str], pl.DataFrame] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def replaced_rows(self, sheet: str) -> pl.DataFrame:
        """Return a sheet's rows that stood a month ago, of the workbooks replaced since."""
        rows = self.rows_before.get(sheet)
        if rows is None:
            return self.rows[sheet].clear()
        if self.replaced is None:
            return rows
        return rows.join(self.replaced.filter(table=sheet), on="workbook", how="semi")

    def on_record(self, sheet: str, dated: str) -> pl.DataFrame:
        """Return a sheet's rows of the year dated from the first month that was reported."""
        rows = self.this_year(sheet, dated)
        return rows if self.is_whole_year else rows.filter(pl.col(dated) >= self.first_day)

    @property
    def first_day(self) -> dt.date:
        """Return the first day of which workbooks can be held against each other."""
        january = self.period.year_to_date[0].first_day
        return max(self.since or january, january)

    @property
    def is_whole_year(self) -> bool:
        """Return whether reports reach back to January."""
        return self.first_day == self.period.year_to_date[0].first_day

    def this_year(self, sheet: str, dated: str) -> pl.DataFrame:
        """Return a sheet's rows dated from January to the period."""
        if (sheet, dated) not in self._years:
            first, last = self.period.year_to_date[0].first_day, self.period.last_day
            within = self.rows[sheet].filter(pl.col(dated).is_between(first, last))
            self._years[sheet, dated] = within
        return self._years[sheet, dated]

    @cached_property
    def spent(self) -> pl.DataFrame:
        """Return what the departments' rows state as spent, whatever their date."""
        return state_spending(self.rows)

    @cached_property
    def in_force(self) -> pl.DataFrame:
        """Return the enrolments in force at the end of the period."""
        last = self.period.last_day
        return self.rows["enrolments"].filter(
            pl.col("enrol_date") <= last, pl.col("end_date") >= last
        )

    @cached_property
    def relief_by_project(self) -> tuple[tuple[str, pl.DataFrame], ...]:
        """Return the year's rows of 四送与慰问 by their projects, in the order of the codes."""
        rows = self.this_year("reliefs", "pay_date").sort("project_code", maintain_order=True)
        parts = rows.group_by("project_code", maintain_order=True)
        return tuple((str(project), part) for (project,), part in parts)

    def about(
        self, rule: str, sheet: str, column: str, rows: pl.DataFrame, message: str
    ) -> Finding:
        """Return a finding about a column of some rows; one row is named by its cell."""
        contract = sheet_named(sheet)
        workbooks = sorted(set(rows["workbook"].to_list()))
        place = rows.select("workbook", "sheet", "source_row", column=pl.lit(column))
        title = contract.columns[column].title if column in contract.columns else ""
        return Finding(
            rule=rule,
            message=message,
            workbook=workbooks[-1] if workbooks else "",
            sheet=rows.sort("workbook")["sheet"][-1] if rows.height else contract.title,
            cell=_span(self._cells_at(place, column), workbooks),
            column=title,
            places=tuple(place.rows()),
        )

    def _cells_at(self, places: pl.DataFrame, column: str) -> list[str]:
        """Return the addresses of a column's cells at some places."""
        if not column or places.is_empty():
            return []
        there = self.addresses.filter(pl.col("column") == column)
        on = ["workbook", "sheet", "source_row"]
        return places.join(there, on=on, maintain_order="left")["cell"].to_list()

    def at(
        self,
        rule: str,
        place: tuple[str, str],
        rows: pl.DataFrame,
        message: str,
        sums: tuple[str, str] = ("", ""),
    ) -> Finding:
        """Return a finding at the first row of the latest workbook among some rows.

        `place` is the sheet and the column, `sums` what was found and what was expected.
        An empty cell is named by its column's letter, where any cell of it is filled, else by
        its row.
        """
        ordered = rows.sort("workbook", "source_row", descending=[True, False])
        finding = self.about(rule, *place, ordered.head(1), message)
        every = ordered.select("workbook", "sheet", "source_row", column=pl.lit(place[1]))
        return replace(
            finding,
            cell=finding.cell or self._empty_cell(place[1], ordered.head(1)),
            found=sums[0],
            expected=sums[1],
            places=tuple(every.rows()),
        )

    def _empty_cell(self, column: str, rows: pl.DataFrame) -> str:
        """Return the address of a row's empty cell."""
        if rows.is_empty():
            return ""
        beside = self.addresses.join(rows, on=["workbook", "sheet"], how="semi")
        letters = beside.filter(pl.col("column") == column)["cell"].str.extract(r"^([A-Z]+)")
        row = rows["source_row"][0]
        return f"{letters[0]}{row}" if letters.len() else f"第{row}行"

    def undecided(self, sheet: str, message: str, rows: pl.DataFrame | None = None) -> Finding:
        """Return the information that a rule about a sheet cannot decide, and why."""
        nothing = self.rows[sheet].clear()
        return self.about("N-UND", sheet, "", nothing if rows is None else rows, message)

    def set_aside(self, sheet: str) -> pl.DataFrame:
        """Return the rows of a sheet that were set aside, of the workbooks that stand."""
        return self.rejected.get(sheet, self.rows[sheet].clear())

    def why_incomplete(self, sheet: str) -> str:
        """Return why the rows of a sheet are not all there, or nothing where they are."""
        waiting = self.set_aside(sheet).height
        return self.gaps.get(sheet, "") or (f"有{waiting}行待更正" if waiting else "")

    def why_incomplete_in(self, sheet: str, months: Sequence[Period]) -> str:
        """Return why the rows that some months report are not all there, or nothing."""
        names = [str(month) for month in months]
        missing = self.gaps.get(sheet, "")
        if missing.startswith(ALL_MONTHS) or any(name in missing for name in names):
            return missing
        waiting = self.set_aside(sheet).filter(pl.col("reported_in").is_in(names)).height
        return f"有{waiting}行待更正" if waiting else ""


def _span(found: Sequence[str], workbooks: Sequence[str]) -> str:
    """Return the cells of one workbook as an address or a range; of several, nothing."""
    if len(workbooks) != 1 or not found:
        return ""
    return found[0] if len(found) == 1 else f"{found[0]}:{found[-1]}"


def plain(number: object) -> str:
    """Return a number as sentences print it: 12000, 128.40, 0.99; no cents where it is whole."""
    text = format(number, "f") if not isinstance(number, int) else str(number)
    whole, _, decimals = text.partition(".")
    short = decimals.rstrip("0")
    return f"{whole}.{short.ljust(2, '0')}" if short else whole
