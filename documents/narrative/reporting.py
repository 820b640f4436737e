"""Who reported: which returns a document may speak of, and which it must call missing."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from documents.findings import REPORTED, months_in_words
from documents.narrative.entries import Entries
from schemas.codes import DEPARTMENTS
from schemas.contract import RETURNS, return_of, sheet_named
from schemas.edition import Edition
from schemas.figure import NOT_REPORTED
from schemas.indicators import INDICATORS
from schemas.period import Period
from schemas.sheets import Return

_UNREADABLE = "无法读取"
_SO_FAR = ("ytd", "as_of")


@dataclass(frozen=True)
class Gap:
    """A return that did not arrive, or could not be read, for one month."""

    table_code: str
    period: str
    unreadable: bool

    @property
    def department(self) -> str:
        """Return the name of the department that owes the return."""
        return DEPARTMENTS[RETURNS[self.table_code].department]


def return_behind(code: str) -> Return:
    """Return the return whose rows an indicator measures."""
    return return_of(sheet_named(INDICATORS[code].sheet))


def gaps(edition: Edition) -> tuple[Gap, ...]:
    """Return the returns missing so far this year, by month and table code."""
    months = {str(month) for month in edition.period.year_to_date}
    missing = (
        Gap(row["table_code"], row["period"], row["status"] == _UNREADABLE)
        for row in edition.coverage.iter_rows(named=True)
        if row["period"] in months and row["status"] != REPORTED
    )
    return tuple(sorted(missing, key=lambda gap: (gap.period, gap.table_code)))


def months_missing(edition: Edition) -> dict[str, str]:
    """Return the months that each department owes, in words: 1—3月、5月.

    Where a later ledger has told of them, no figure so far lacks them and nothing is owed.
    """
    lacking = _lacking(edition)
    owed = [gap for gap in gaps(edition) if gap.table_code in lacking]
    owed.sort(key=lambda gap: (gap.table_code, gap.period))
    return {
        department: months_in_words(Period.parse(gap.period).month for gap in missing)
        for department, missing in groupby(owed, key=lambda gap: gap.department)
    }


def _lacking(edition: Edition) -> set[str]:
    """Return the table codes of which a figure so far was not made from all that is due."""
    told = edition.figures.select("code", "basis", "coverage").iter_rows()
    low = {code for code, basis, coverage in told if basis in _SO_FAR and float(coverage) < 1}
    return {return_behind(code).code for code in low}


def closing_gap(edition: Edition, entries: Entries, table_code: str) -> Gap | None:
    """Return the gap of a return in the edition's closing month, if it is missing.

    Without it nothing is known of the period's end. A return of which any figure is
    数据未报送 counts as missing even where the coverage does not say so.
    """
    closing = str(edition.period.closing_month)
    found = (gap for gap in gaps(edition) if (gap.period, gap.table_code) == (closing, table_code))
    silent = Gap(table_code, closing, unreadable=False)
    unstated = any(
        return_behind(entry.reference.code).code == table_code
        for entry in entries.with_status(NOT_REPORTED)
    )
    return next(found, silent if unstated else None)


def months_owed(edition: Edition, table_code: str) -> str:
    """Return the months of the period, its closing one included, that a return lacks."""
    period = edition.period
    owed = {gap.period for gap in gaps(edition) if gap.table_code == table_code}
    return months_in_words(
        month.month
        for month in period.months
        if str(month) in owed or month == period.closing_month
    )
