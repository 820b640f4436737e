"""What the analyst reads in the terminal after a run or a check."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import polars as pl

from documents.filling import fill_template
from documents.findings import (
    count_by_severity,
    missing_departments,
    place_of,
    unreadable_departments,
)
from documents.narrative.entries import Entries
from documents.narrative.reporting import return_behind
from documents.narrative.revising import stated_revisions
from documents.overview import columns_of
from schemas.contract import RETURNS
from schemas.edition import Edition
from schemas.figure import NOT_REPORTED
from schemas.indicators import INDICATORS
from schemas.issue import SEVERITY_NAMES
from schemas.period import Period
from schemas.release import Changed, Standing
from schemas.sheets import Return
from schemas.submission import WorkbookAccount

_WIDTH = 88  # columns that figures may take after their subject; a Chinese character takes two
_MOST_DOUBTS = 20


class Doubt(NamedTuple):
    """One error or warning on one line."""

    severity: str
    rule: str
    place: str
    sentence: str


def summarise_run(
    edition: Edition,
    folder: str,
    documents: Mapping[str, str],
    review: str = "",
    standing: Standing | None = None,
) -> str:
    """Return where the draft lies, its figures so far, what was found and what to do next.

    `documents` are those that were written: their names by key. `review` is the command that
    opens the review page, as it can be typed here; `standing` where the period stands at the
    gate, if that is known.
    """
    text = fill_template(
        "summary.txt.j2",
        union=edition.settings.union.name,
        period=edition.period,
        sample=edition.settings.sample,
        is_sum=edition.members is not None,
        folder=folder,
        standing=standing,
        documents=documents,
        revised=edition.revisions.height,
        revised_printed=len(stated_revisions(edition)),
        review=review or f"bulletin review {edition.period}",
        subjects=list(_subjects(edition)),
        missing=missing_departments(edition.coverage, edition.period),
        unreadable=unreadable_departments(edition.coverage, edition.period),
        **_found(edition.issues, edition.accepted.height),
    )
    return text.rstrip("\n")


def summarise_check(
    issues: pl.DataFrame,
    coverage: pl.DataFrame,
    place: tuple[Period, str],
    accounts: Sequence[WorkbookAccount] = (),
    accepted: int = 0,
) -> str:
    """Return what a check found; `issues` follows Issue, `coverage` Coverage.

    `place` is the period, and the folder of what was written. `accounts` are those of the
    workbooks to be told of, `accepted` how many warnings a person has accepted.
    """
    period, folder = place
    text = fill_template(
        "check.txt.j2",
        period=period,
        folder=folder,
        accounts=accounts,
        missing=missing_departments(coverage, period),
        unreadable=unreadable_departments(coverage, period),
        **_found(issues, accepted),
    )
    return text.rstrip("\n")


def summarise_waivers(
    accepted: Sequence[Mapping[str, str]], signed: tuple[str, str], left: int, file: str
) -> str:
    """Return which warnings were accepted (rows of Issue), by whom and why, and what is left."""
    doubts = [Doubt("", row["rule"], place_of(row), row["message"]) for row in accepted]
    by, reason = signed
    text = fill_template("waived.txt.j2", doubts=doubts, by=by, reason=reason, left=left, file=file)
    return text.rstrip("\n")


def tell_changes(document: str, changes: Sequence[Changed]) -> str:
    """Return the sentences of an edited document that changed, and where numerals are from."""
    return fill_template("adopted.txt.j2", document=document, changes=changes).rstrip("\n")


def _subjects(edition: Edition) -> Iterator[tuple[str, list[str]]]:
    """Yield each return's table code with its figures, broken into lines of the terminal."""
    entries = Entries(edition.figures, edition.period)
    for code, form in RETURNS.items():
        said = list(_said(form, entries))
        yield code, list(_lines(said or ["暂无"]))


def _said(form: Return, entries: Entries) -> Iterator[str]:
    """Yield the name and printed form of each figure so far; one word where none came."""
    own = [entries.find(code) for code in INDICATORS if return_behind(code) is form]
    if any(entry.status == NOT_REPORTED for entry in own):
        yield NOT_REPORTED
        return
    for entry in own:
        if entry.happened:
            yield f"{entry.indicator.name} {entry.number.text}"


def _lines(items: Iterable[str]) -> Iterator[str]:
    line = ""
    for item in items:
        longer = f"{line}；{item}" if line else item
        if line and columns_of(longer) > _WIDTH:
            yield line
            longer = item
        line = longer
    yield line


def _found(issues: pl.DataFrame, accepted: int) -> dict[str, Any]:
    """Return the counts of findings, and the errors and warnings that are told in full."""
    doubts = [
        Doubt(SEVERITY_NAMES[severity], row["rule"], place_of(row), row["message"])
        for severity in ("E", "W")
        for row in issues.iter_rows(named=True)
        if row["severity"] == severity
    ]
    return {
        "counts": count_by_severity(issues),
        "accepted": accepted,
        "doubts": doubts[:_MOST_DOUBTS],
        "more": max(len(doubts) - _MOST_DOUBTS, 0),
    }
