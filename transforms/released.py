"""What was released, held against the workbooks that are there now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

import polars as pl

from schemas.codes import CUMULATIVE
from schemas.contract import return_of, sheet_named
from schemas.decision import Decisions
from schemas.figure import STATED
from schemas.finding import Finding, issues_of
from schemas.indicators import INDICATORS, hash_definitions
from schemas.period import Period
from schemas.revision import Accepted, Published, Sent
from schemas.settings import Settings
from schemas.submission import Submission


def sent_workbooks(submissions: Iterable[Submission], decisions: Decisions) -> dict[str, Sent]:
    """Return, by name, what is known of each workbook now."""
    return {
        item.workbook: Sent(
            content=decisions.content_of(item.workbook, item.sha256),
            table_code=item.cover.table_code,
            reported_in=item.cover.reported_in,
            version=item.cover.version,
            is_ledger=item.cover.submit_mode == CUMULATIVE,
            is_corrected=decisions.is_corrected(item.workbook),
        )
        for item in submissions
        if item.readable
    }


def find_damaged_releases(released: Iterable[Published]) -> pl.DataFrame:
    """Return rule W-V01: releases that are not as they were released (Issue)."""
    return issues_of(
        Finding("W-V01", f"{item.period.label}的发布件（{item.version}）与发布时不同，没有对照")
        for item in released
        if not item.is_whole
    )


def changed_workbooks(published: Published, now: Mapping[str, Sent]) -> frozenset[str]:
    """Return the workbooks that came, changed or were corrected since a release."""
    return frozenset(
        name
        for name, sent in now.items()
        if name not in published.workbooks or published.workbooks[name].content != sent.content
    )


def redefined(published: Published) -> frozenset[str]:
    """Return the codes of the indicators whose definition is another one than at a release."""
    now = hash_definitions()
    return frozenset(
        code for code, told in published.definitions.items() if now.get(code) not in (None, told)
    )


def accept_release(
    released: Sequence[Published], now: Mapping[str, Sent], settings: Settings, period: Period
) -> Accepted | None:
    """Return the year to date that was last released before a period; None in a first month.

    Only exact figures are a base: a printed form would let a small fall go unseen.
    """
    earlier = [item for item in released if item.period < period and item.is_exact]
    if not earlier:
        return None
    last = max(earlier, key=lambda item: (item.period, item.number))
    totals = last.exact.filter(
        pl.col("basis") == "ytd", pl.col("dimension") == "", pl.col("status") == STATED
    )
    changed = [now[name] for name in changed_workbooks(last, now)]
    return Accepted(
        period=last.period,
        ytd={code: Decimal(value) for code, value in totals.select("code", "value").iter_rows()},
        changed=frozenset(
            sent.table_code
            for sent in changed
            if sent.reported_in <= last.until or not sent.is_ledger
        ),
        stated=redefined(last) | _stated(settings, now, period),
    )


def _stated(settings: Settings, now: Mapping[str, Sent], period: Period) -> frozenset[str]:
    """Return the codes of the indicators for which a person stated a revision."""
    about = [item for item in settings.revisions if item.period <= str(period)]
    named = {name.rpartition("/")[2]: sent.table_code for name, sent in now.items()}
    returns = {named[item.workbook] for item in about if not item.code and item.workbook in named}
    codes = {item.code for item in about if item.code}
    return frozenset(
        code
        for code, indicator in INDICATORS.items()
        if code in codes or return_of(sheet_named(indicator.sheet)).code in returns
    )
