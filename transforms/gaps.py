"""Which sheets are not all there: months that did not arrive, or arrived blocked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from schemas.codes import CUMULATIVE
from schemas.contract import return_of, sheets
from schemas.period import Period
from schemas.sheets import Sheet
from schemas.submission import Submission

ALL_MONTHS = "各月均"
"""How the sentence begins where no month is there."""


def find_gaps(submissions: Sequence[Submission], months: Iterable[Period]) -> dict[str, str]:
    """Return, by sheet name, which of the expected months are missing; whole sheets not.

    A cumulative ledger stands for all months up to its own; an optional sheet is there
    wherever its return is.
    """
    expected = [str(month) for month in months]
    telling = {month: [i for i in submissions if _reports_on(month, i)] for month in expected}
    missed = {
        sheet.name: [month for month in expected if not _covered(sheet, telling[month])]
        for sheet in sheets()
    }
    return {name: _sentence(absent, expected) for name, absent in missed.items() if absent}


def _covered(sheet: Sheet, submissions: Iterable[Submission]) -> bool:
    return any(_holds(item, sheet) for item in submissions)


def _reports_on(month: str, item: Submission) -> bool:
    reported = item.cover.reported_in
    return reported == month or (item.cover.submit_mode == CUMULATIVE and reported > month)


def _holds(item: Submission, sheet: Sheet) -> bool:
    optional = not sheet.required and item.cover.table_code == return_of(sheet).code
    left_out = item.readable and optional and sheet.name not in item.blocked
    return sheet.name in item.tables or left_out


def _sentence(absent: Sequence[str], expected: Sequence[str]) -> str:
    if len(absent) == len(expected):
        return f"{ALL_MONTHS}未报送或待更正"
    return f"{'、'.join(absent)}未报送或待更正"
