"""A reporting period (报告期): a month, quarter, half-year or year, and its names in Chinese."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from schemas.faults import WorkspaceError

PeriodKind = Literal["月", "季", "半年", "年"]
"""What `bulletin.toml` calls a kind of period (Period.kind_word)."""

_WRITTEN = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])|Q([1-4])|H([12]))?")
_BASES = {1: "month", 3: "quarter", 6: "half", 12: "year"}
_QUARTERS = ("一季度", "二季度", "三季度", "四季度")
_HALVES = ("上半年", "下半年")
_KINDS = {1: "月份", 3: "季度", 6: "半年", 12: "年份"}
_KIND_WORDS: Mapping[int, PeriodKind] = {1: "月", 3: "季", 6: "半年", 12: "年"}


@dataclass(frozen=True, order=True)
class Period:
    """A stretch of calendar months: `str()` gives `2024-10`, `2024Q3`, `2024H1` or `2024`.

    `month` is the closing month, `span` the number of months (1, 3, 6 or 12). Periods are
    ordered by their end; of those that end together the longer one comes later.
    """

    year: int
    month: int
    span: int = 1

    @classmethod
    def parse(cls, text: str) -> Period:
        """Return the period that the text names.

        Raises WorkspaceError, with the forms that are understood, for any other text.
        """
        found = _WRITTEN.fullmatch(text.strip().upper())
        if found is None:
            raise WorkspaceError(
                f"报告期“{text}”无法识别：请写作四位年份-两位月份，如 2024-10；"
                "季度、半年、全年写作 2024Q3、2024H1、2024。"
            )
        year, month, quarter, half = (int(part) if part else 0 for part in found.groups())
        if quarter:
            return cls(year, quarter * 3, 3)
        if half:
            return cls(year, half * 6, 6)
        return cls(year, month) if month else cls(year, 12, 12)

    @classmethod
    def parse_month(cls, text: str) -> Period:
        """Return the month that the text names; WorkspaceError for a longer period as well."""
        period = cls.parse(text)
        if not period.is_month:
            raise WorkspaceError(
                f"这里须是一个月，而“{text}”是{period.label}：请写作四位年份-两位月份，如 2024-10。"
            )
        return period

    def __str__(self) -> str:
        """Return the period as folders and columns write it."""
        if self.span == 1:
            return f"{self.year:04d}-{self.month:02d}"
        ending = {3: f"Q{self._number}", 6: f"H{self._number}"}.get(self.span, "")
        return f"{self.year:04d}{ending}"

    @property
    def _number(self) -> int:
        return self.month // self.span

    @property
    def is_month(self) -> bool:
        """Return whether the period is a single month."""
        return self.span == 1

    @property
    def basis(self) -> str:
        """Return the basis of a figure that adds the whole period up (figure.BASES)."""
        return _BASES[self.span]

    @property
    def closing_month(self) -> Period:
        """Return the last month: the one with which months are compared."""
        return Period(self.year, self.month)

    @property
    def months(self) -> tuple[Period, ...]:
        """Return the months of the period, in order."""
        first = self.month - self.span + 1
        return tuple(Period(self.year, month) for month in range(first, self.month + 1))

    @property
    def first_day(self) -> dt.date:
        """Return the period's first day."""
        return dt.date(self.year, self.month - self.span + 1, 1)

    @property
    def last_day(self) -> dt.date:
        """Return the period's last day."""
        return dt.date(self.year, self.month, calendar.monthrange(self.year, self.month)[1])

    @property
    def year_to_date(self) -> tuple[Period, ...]:
        """Return the months from January to the closing one."""
        return tuple(Period(self.year, month) for month in range(1, self.month + 1))

    @property
    def opens_year(self) -> bool:
        """Return whether the period begins in January, so that it is the year to date."""
        return self.month == self.span

    @property
    def previous(self) -> Period:
        """Return the period of the same kind before."""
        closing = self.month - self.span
        return Period(self.year, closing, self.span) if closing else self._of(self.year - 1, 12)

    @property
    def year_before(self) -> Period:
        """Return the same period of last year."""
        return self._of(self.year - 1, self.month)

    @property
    def following(self) -> Period:
        """Return the period of the same kind after."""
        if self.month == 12:
            return self._of(self.year + 1, self.span)
        return self._of(self.year, self.month + self.span)

    def _of(self, year: int, month: int) -> Period:
        return Period(year, month, self.span)

    @property
    def label(self) -> str:
        """Return the period in words: 2024年10月, 2024年三季度, 2024年上半年, 2024年."""
        return f"{self.year}年{'' if self.span == 12 else self.label_in_year}"

    @property
    def label_in_year(self) -> str:
        """Return the period without its year: 10月, 三季度, 上半年, 全年."""
        names = {3: _QUARTERS, 6: _HALVES, 12: ("全年",)}.get(self.span)
        return names[self._number - 1] if names else f"{self.month}月"

    @property
    def general_label(self) -> str:
        """Return what the period is called by itself: 本月, 本季度, 上半年, 全年."""
        return {1: "本月", 3: "本季度"}.get(self.span, self.label_in_year)

    @property
    def kind_label(self) -> str:
        """Return what such periods are called: 月份, 季度, 半年, 年份."""
        return _KINDS[self.span]

    @property
    def kind_word(self) -> PeriodKind:
        """Return what `bulletin.toml` calls such periods: 月, 季, 半年, 年."""
        return _KIND_WORDS[self.span]

    @property
    def previous_label(self) -> str:
        """Return what 环比 calls the period before: 上月, 上季度, 上半年.

        Empty for a year, whose period before is the same period of last year: 同比 alone.
        """
        half = "上年下半年" if self.opens_year else "上半年"
        return {1: "上月", 3: "上季度", 6: half}.get(self.span, "")

    @property
    def year_before_label(self) -> str:
        """Return what 同比 calls the period a year before: 上年同期, of a whole year 上年."""
        return "上年" if self.basis == "year" else "上年同期"

    @property
    def year_to_date_label(self) -> str:
        """Return the months so far in words: 1—10月.

        A period that begins in January has its own name (1月, 一季度, 上半年), and only what
        ends in December is 全年 (DOMAIN.md §2.6).
        """
        if self.opens_year:
            return self.label_in_year
        return "全年" if self.month == 12 else f"1—{self.month}月"
