"""Revisions: every published figure that is another one with what is known now.

Rules: DOMAIN.md §4.3 item 6 (disclosure), §5.10a X-11. Documents are handed the forms that
may be printed; what is exact stays in the draft.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Protocol

import polars as pl

from schemas.edition import Edition
from schemas.figure import NOT_REPORTED, PENDING, STATED, WITHHELD
from schemas.indicator import Indicator
from schemas.indicators import INDICATORS
from schemas.period import Period
from schemas.revision import REVISION_SCHEMA, Published, Revision, no_revisions
from schemas.settings import Settings
from transforms.causes import Cause, Inquiry, Key
from transforms.doubts import plain
from transforms.examination import Examined
from transforms.member_causes import MemberInquiry
from transforms.publishing import publish_figures
from transforms.restating import restate_figures
from transforms.soundness import require_fit

_KEY = ["code", "basis", "dimension"]
_HIDDEN = "…"
_NOTHING = "—"


def list_revisions(examined: Examined, edition: Edition) -> pl.DataFrame:
    """Return the revisions (Revision) of the year's releases up to the edition's period.

    Of each earlier period the last release counts, as later releases have announced it to be
    revised; of the edition's own the last that differs, so that a rerun prints what was
    released.
    """
    found = [
        _revise(released, examined, edition)
        for released in _by_period(examined.released, edition.period)
    ]
    listed = pl.concat([no_revisions(), *found])
    return require_fit(listed, Revision)


def list_sum_revisions(released: Sequence[Published], edition: Edition) -> pl.DataFrame:
    """Return the revisions (Revision) of a sum's own releases: its unions' may be others now.

    Of a union's other periods its releases tell, not this one's; so do the city's own.
    """
    whole = [item for item in released if item.is_whole and item.period == edition.period]
    if not whole:
        return no_revisions()
    [versions] = _by_period(whole, edition.period)
    published = _last_that_differs(versions, edition.figures)
    inquiry = MemberInquiry(published, edition.sources, edition.settings.revisions)
    compared = _compared(published, edition.figures, [])
    return require_fit(_listed(compared, inquiry, edition.settings), Revision)


def _by_period(released: Sequence[Published], last: Period) -> list[list[Published]]:
    """Return the releases of each period, the latest first."""
    periods = sorted({item.period for item in released if item.period <= last})
    return [
        sorted((r for r in released if r.period == p), key=lambda r: -r.number) for p in periods
    ]


def _revise(versions: Sequence[Published], examined: Examined, edition: Edition) -> pl.DataFrame:
    """Return the revisions of one period's release."""
    published, settings = versions[0], edition.settings
    if published.period == edition.period:
        now, sources = edition.figures, edition.sources
        announced: list[pl.DataFrame] = []
        published = _last_that_differs(versions, now)
    else:
        now, sources = restate_figures(examined, settings, published.period)
        announced = _announced_since(published, examined.released, edition.period)
    compared = _compared(published, now, announced)
    inquiry = Inquiry(published, examined.workbooks, sources, settings.revisions)
    return _listed(compared, inquiry, settings)


def _last_that_differs(versions: Sequence[Published], now: pl.DataFrame) -> Published:
    """Return a period's last release, or the one before where nothing differs from the last."""
    same = len(versions) > 1 and _compared(versions[0], now, []).is_empty()
    return versions[int(same)]


def _announced_since(
    published: Published, released: Sequence[Published], last: Period
) -> list[pl.DataFrame]:
    """Return the revisions of a release that later bulletins have printed, in their order."""
    latest = [versions[0] for versions in _by_period(released, last)]
    return [
        item.announced.filter(period=str(published.period))
        for item in latest
        if published.period < item.period < last and item.at > published.at
    ]


def _compared(
    published: Published, now: pl.DataFrame, announced: Sequence[pl.DataFrame]
) -> pl.DataFrame:
    """Return the figures that differ: key, name, told and printed, before and after.

    `told` is the exact value, or the words for what has none; empty where there is nothing.
    Without the office's own copy of a release only public forms are compared.
    """
    if published.is_exact:
        before, after = _told(published.exact), _told(now)
    else:
        before, after = _said(published.figures), _said(_worded_alike(published.figures, now))
    for revisions in announced:
        given = revisions.select(*_KEY, "name", told="after", printed="printed_after")
        before = pl.concat([before.join(given, on=_KEY, how="anti"), given])
    joined = after.join(before, on=_KEY, how="full", coalesce=True, suffix="_before")
    named = joined.with_columns(
        pl.coalesce("name", "name_before").alias("name"),
        pl.col("told", "printed", "told_before", "printed_before").fill_null(""),
    )
    order = pl.col("code").replace_strict(_ORDER, default=len(_ORDER), return_dtype=pl.Int64)
    changed = named.filter(pl.col("told") != pl.col("told_before"))
    return changed.sort(order, "basis", "dimension")


_ORDER = {code: place for place, code in enumerate(INDICATORS)}


def _told(figures: pl.DataFrame) -> pl.DataFrame:
    status = pl.col("status")
    told = (
        pl.when(status.is_in([STATED, WITHHELD]))
        .then(pl.col("value").fill_null(""))
        .when(status.is_in([PENDING, NOT_REPORTED]))
        .then(status)
        .otherwise(pl.lit(""))
    )
    return figures.select(*_KEY, "name", told=told, printed="printed")


def _worded_alike(before: pl.DataFrame, now: pl.DataFrame) -> pl.DataFrame:
    """Return the public figures of now, in words alone where a release had words alone."""
    told = publish_figures(now, INDICATORS)
    worded = before.filter(pl.col("value").is_null())
    alike = told.join(worded, on=_KEY, how="semi").with_columns(value=pl.lit(None, pl.String))
    return pl.concat([told.join(worded, on=_KEY, how="anti"), alike])


def _said(figures: pl.DataFrame) -> pl.DataFrame:
    words = pl.col("printed").replace(_NOTHING, "")
    return figures.select(
        *_KEY, "name", told=pl.coalesce("value", words.fill_null("")), printed="printed"
    )


class _Inquiring(Protocol):
    """Whoever tells why a release's figures are others now."""

    @property
    def published(self) -> Published: ...

    def explain(self, key: Key) -> Cause: ...


def _listed(compared: pl.DataFrame, inquiry: _Inquiring, settings: Settings) -> pl.DataFrame:
    rows = compared.select(*_KEY, "name", "told_before", "told", "printed_before", "printed").rows(
        named=True
    )
    told = {(r["code"], r["basis"], r["dimension"]): (r["told_before"], r["told"]) for r in rows}
    return pl.DataFrame(
        [_revision(row, inquiry, told, settings) for row in rows],
        schema=REVISION_SCHEMA,
        orient="row",
    )


def _revision(
    row: Mapping[str, str],
    inquiry: _Inquiring,
    told: Mapping[Key, tuple[str, str]],
    settings: Settings,
) -> tuple[str, ...]:
    published = inquiry.published
    key = row["code"], row["basis"], row["dimension"]
    cause = inquiry.explain(key)
    return (
        str(published.period),
        published.version,
        row["code"],
        row["name"],
        row["basis"],
        row["dimension"],
        row["told_before"],
        row["told"],
        _difference(row["told_before"], row["told"]),
        cause.category,
        cause.reason,
        cause.workbook,
        cause.cells,
        cause.decided,
        row["printed_before"],
        row["printed"],
        *_stated(key, row, told, settings.thresholds.minimum_cases),
    )


def _stated(
    key: Key, row: Mapping[str, str], told: Mapping[Key, tuple[str, str]], least: int
) -> tuple[str, str]:
    """Return what the bulletin states before and after; nothing where it does not list it.

    It lists totals of the county whose stated form changed: a part's revision could open a
    hidden cell of the release before, and so could the list of what else changed beside a
    number that is hidden in one of the two. A case-like amount is listed without numbers where
    fewer than `least` cases moved it, for the difference would be theirs.
    """
    code, basis, dimension = key
    indicator = INDICATORS[code]
    forms = (
        _form(indicator, row["told_before"], row["printed_before"]),
        _form(indicator, row["told"], row["printed"]),
    )
    if dimension or forms[0] == forms[1]:
        return "", ""
    if indicator.cases and not _moved_enough(told.get((indicator.cases, basis, "")), least):
        return _HIDDEN, _HIDDEN
    return ("", "") if _HIDDEN in forms else forms


def _form(indicator: Indicator, told: str, printed: str) -> str:
    """Return the stated form: as documents print it, with the exact value where 约 hides it.

    Three significant digits may not show what was corrected. They are a manner of speaking for
    amounts that are nobody's case; of these 约 alone, never 余, is opened, and only here.
    """
    open_form = indicator.form.style == "about" and not (indicator.cases or indicator.sensitive)
    if open_form and printed.startswith("约") and (number := _number(told)) is not None:
        return f"{printed}（{plain(number)}{indicator.unit}）"
    return printed or _NOTHING


def _moved_enough(cases: tuple[str, str] | None, least: int) -> bool:
    """Return whether a revision is of enough cases; unchanged in number, nobody can tell."""
    before, after = map(_number, cases or ("", ""))
    return before is not None and after is not None and abs(after - before) >= least


def _difference(before: str, after: str) -> str:
    old, new = _number(before), _number(after)
    return "" if old is None or new is None else format(new - old, "f")


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None
