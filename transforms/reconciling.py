"""Reconciling items (调节事项): which differences between ledger and departments still stand."""

from __future__ import annotations

import polars as pl

from schemas.period import Period


def stand_items(items: pl.DataFrame, period: Period) -> pl.DataFrame:
    """Return the items that stand at the end of a period, each project and reason once.

    An item counts in the month that lists it, and on until the month in which finance
    expects to post it; listed again it counts once, as it was listed last.
    """
    now, expected = str(period.closing_month), pl.col("expected_month")
    waits = (pl.col("reported_in") == now) | (expected > now).fill_null(value=False)
    standing = items.filter(pl.col("reported_in") <= now, waits).sort("reported_in")
    return standing.unique(["project_code", "reason"], keep="last", maintain_order=True)
