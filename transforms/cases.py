"""How many cases stand behind a project whose every payment is somebody's illness.

No figure counts them by project, and yet the project's spending is theirs (DOMAIN.md §4.3 item 6).
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import polars as pl

from schemas.period import Period
from transforms.protection import Month

_LISTED = {"P-BF02": ("medical_aids", "pay_date")}
"""Such projects, with the sheet that lists their cases and the day of each."""


def cases_of_rows(rows: Mapping[str, pl.DataFrame], period: Period) -> tuple[Month, ...]:
    """Return the cases that each month of the year so far added, by dimension.

    They are as many as are listed, but at least as many as the ledger has lines: it may have paid
    in another month, or for what nobody listed.
    """
    months = [str(month) for month in period.year_to_date]
    ledger = rows["ledger_lines"]
    added: tuple[dict[str, Decimal], ...] = tuple({} for _ in months)
    for project, (sheet, day) in _LISTED.items():
        listed = _by_month(rows[sheet][day])
        paid = _by_month(ledger.filter(project_code=project)["post_date"])
        for at, month in enumerate(months):
            if cases := max(listed.get(month, 0), paid.get(month, 0)):
                added[at][f"project={project}"] = Decimal(cases)
    return added


def _by_month(days: pl.Series) -> dict[str, int]:
    return dict(days.dt.strftime("%Y-%m").value_counts().iter_rows())
