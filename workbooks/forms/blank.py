"""What one blank form is made for: a return, a month, a union."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from schemas.codes import CUMULATIVE, DEPARTMENTS, INCREMENT
from schemas.period import Period
from schemas.settings import Settings
from schemas.sheets import Return


@dataclass(frozen=True)
class Blank:
    """One form to be made: the return, the month that it is for, the union's settings.

    `standing` holds the rows that stand at the end of the month before, by sheet name.
    """

    form: Return
    period: Period
    settings: Settings
    standing: Mapping[str, pl.DataFrame] = field(default_factory=dict)

    @property
    def union(self) -> str:
        """Return the union's name."""
        return self.settings.union.name

    @property
    def department(self) -> str:
        """Return the name of the department that fills the form in."""
        return DEPARTMENTS[self.form.department]

    @property
    def submit_mode(self) -> str:
        """Return how the department usually reports."""
        return CUMULATIVE if self.form.kept_as_ledger else INCREMENT

    @property
    def cutoff(self) -> dt.date:
        """Return the last day that the form reports on."""
        return self.period.last_day

    @property
    def deciding_dates(self) -> tuple[dt.date, dt.date]:
        """Return the bounds of a date that decides a row's month (DOMAIN.md §5.1)."""
        return dt.date(self.period.year - 1, 11, 1), self.cutoff

    @property
    def other_dates(self) -> tuple[dt.date, dt.date]:
        """Return the bounds of any other date: 2000 to five years after the cut-off."""
        later = Period(self.period.year + 5, self.period.month).last_day
        return dt.date(2000, 1, 1), later.replace(day=min(later.day, self.cutoff.day))
