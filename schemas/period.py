"""A reporting period (报告期): a month, and how official Chinese names it."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass

from schemas.faults import WorkspaceError

_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")


@dataclass(frozen=True, order=True)
class Period:
    """A calendar month; `str()` gives `2024-10`."""

    year: int
    month: int

    @classmethod
    def parse(cls, text: str) -> Period:
        """Return the period that the text names.

        Raises WorkspaceError, with the forms that are understood, for any other text.
        """
        found = _MONTH.fullmatch(text.strip())
        if found is None:
            raise WorkspaceError(f"报告期“{text}”无法识别：请写作四位年份-两位月份，如 2024-10。")
        return cls(int(found[1]), int(found[2]))

    def __str__(self) -> str:
        """Return the period as folders and columns write it."""
        return f"{self.year:04d}-{self.month:02d}"

    @property
    def first_day(self) -> dt.date:
        """Return the month's first day."""
        return dt.date(self.year, self.month, 1)

    @property
    def last_day(self) -> dt.date:
        """Return the month's last day."""
        return dt.date(self.year, self.month, calendar.monthrange(self.year, self.month)[1])

    @property
    def year_to_date(self) -> tuple[Period, ...]:
        """Return the months from January to this one."""
        return tuple(Period(self.year, month) for month in range(1, self.month + 1))

    @property
    def previous(self) -> Period:
        """Return the month before."""
        return Period(self.year - 1, 12) if self.month == 1 else Period(self.year, self.month - 1)

    @property
    def year_before(self) -> Period:
        """Return the same month of last year."""
        return Period(self.year - 1, self.month)

    @property
    def following(self) -> Period:
        """Return the month after."""
        return Period(self.year + 1, 1) if self.month == 12 else Period(self.year, self.month + 1)

    @property
    def label(self) -> str:
        """Return the month in words: 2024年10月."""
        return f"{self.year}年{self.month}月"

    @property
    def year_to_date_label(self) -> str:
        """Return the months so far in words: 1—10月; January alone 1月, December 全年."""
        if self.month == 1:
            return "1月"
        return "全年" if self.month == 12 else f"1—{self.month}月"
