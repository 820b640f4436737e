"""A look back: what stood at the end of an earlier period, among everything that was sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from schemas.contract import sheets
from schemas.period import Period
from schemas.settings import Settings
from schemas.submission import Submission
from transforms.coverage import cover_returns
from transforms.ledger import settle_sheets, stand_workbooks


@dataclass(frozen=True)
class Stood:
    """What stood at the end of an earlier period.

    `rows` by sheet name; `counts` follows standing.COUNT_SCHEMA, `coverage` Coverage.
    """

    period: Period
    rows: Mapping[str, pl.DataFrame]
    counts: pl.DataFrame
    coverage: pl.DataFrame


@dataclass(frozen=True)
class Lookback:
    """Everything that was sent, whatever became of it later.

    `accepted` holds the accepted rows by sheet name, before they are settled; `sent` follows
    ledger.SUBMISSION_SCHEMA, `counts` standing.COUNT_SCHEMA: both of all workbooks.
    """

    accepted: Mapping[str, pl.DataFrame]
    sent: pl.DataFrame
    counts: pl.DataFrame
    submissions: Sequence[Submission]
    settings: Settings

    def at(self, period: Period) -> Stood | None:
        """Return what stood at the end of a period; nothing where nothing had been sent.

        The workbooks of that year decide: those of the years before alone give no figure.
        """
        year = {str(month) for month in period.year_to_date}
        if not any(item.cover.reported_in in year for item in self.submissions):
            return None
        until = self.sent.filter(pl.col("reported_in") <= str(period.closing_month))
        standing = stand_workbooks(until)
        accepted = {sheet: self.accepted[sheet.name] for sheet in sheets()}
        return Stood(
            period,
            {name: settled.rows for name, settled in settle_sheets(accepted, until).items()},
            self.counts.join(standing, on=["workbook", "table"], how="semi"),
            cover_returns(self.submissions, self.counts, self.settings, period),
        )
