"""What the plausibility rules look at: the rows that stand, and the period's settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from schemas.contract import sheet_named
from schemas.finding import Finding
from schemas.period import Period
from schemas.settings import Settings


@dataclass(frozen=True)
class Evidence:
    """The settled rows by sheet name, the addresses of their cells, period and settings.

    `addresses`: workbook, sheet, source_row, column, cell. `ledgers` are the workbooks
    that report cumulatively.
    """

    rows: Mapping[str, pl.DataFrame]
    addresses: pl.DataFrame
    ledgers: frozenset[str]
    period: Period
    settings: Settings

    def this_year(self, sheet: str, dated: str) -> pl.DataFrame:
        """Return a sheet's rows dated from January to the period."""
        first, last = self.period.year_to_date[0].first_day, self.period.last_day
        return self.rows[sheet].filter(pl.col(dated).is_between(first, last))

    def in_force(self) -> pl.DataFrame:
        """Return the enrolments in force at the end of the period."""
        last = self.period.last_day
        return self.rows["enrolments"].filter(
            pl.col("enrol_date") <= last, pl.col("end_date") >= last
        )

    def about(
        self, rule: str, sheet: str, column: str, rows: pl.DataFrame, message: str
    ) -> Finding:
        """Return a finding about a column of some rows; one row is named by its cell."""
        contract = sheet_named(sheet)
        workbooks = rows["workbook"].unique().sort()
        place = rows.select("workbook", "sheet", "source_row").with_columns(column=pl.lit(column))
        cells = place.join(
            self.addresses,
            on=["workbook", "sheet", "source_row", "column"],
            maintain_order="left",
        )
        title = contract.columns[column].title if column in contract.columns else ""
        return Finding(
            rule=rule,
            message=message,
            workbook=workbooks[-1] if len(workbooks) else "",
            sheet=rows.sort("workbook")["sheet"][-1] if rows.height else contract.title,
            cell=_span(cells, workbooks),
            column=title,
            places=tuple(place.rows()),
        )


def _span(cells: pl.DataFrame, workbooks: pl.Series) -> str:
    """Return the cells of one workbook as an address or a range; of several, nothing."""
    found = cells["cell"].to_list()
    if len(workbooks) != 1 or not found:
        return ""
    return found[0] if len(found) == 1 else f"{found[0]}:{found[-1]}"


def plain(number: object) -> str:
    """Return a number without trailing zeros, as sentences print it."""
    text = format(number, "f") if not isinstance(number, int) else str(number)
    return text.rstrip("0").rstrip(".") if "." in text else text
