"""The table of revisions (数据修订): what was published, and what it is now."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from documents.narrative.labels import period_names
from documents.narrative.widths import column_shares
from schemas.bulletin import Cell, Name, Table, plain
from schemas.edition import Edition
from schemas.indicators import INDICATORS
from schemas.period import Period
from schemas.revision import REVISIONS

KEY = "revisions"
_HEADER = ("指标", "报告期", "原公布数", "现数", "类别", "原因")
_ALIGNED: tuple[Literal["left", "center", "right"], ...] = (
    *("left", "left", "right", "right"),
    *("center", "left"),
)
_HIDDEN = "…"
_OPENED = "（"
_NOTES = {
    "opened": "括号内为确数，仅用于说明修订",
    "hidden": "“…”表示个案较少，不单独公布",
    "parts": "分项数据的修订不另列，以本期各表为准",
}
_LONGEST = 18
"""Characters of a reason to which its column's width is fitted."""

Row = Mapping[str, Any]


def stated_revisions(edition: Edition) -> list[Row]:
    """Return the revisions (Revision) that a bulletin lists, each once.

    A period that begins in January is the year so far; and what two releases that end together
    (September, the third quarter) say alike is said once.
    """
    listed: dict[tuple[str, ...], Row] = {}
    for row in edition.revisions.iter_rows(named=True):
        if row["stated_after"] and not (row["basis"] == "ytd" and _opens_year(row)):
            listed.setdefault(printed_of(row), row)
    return [*listed.values()]


def _opens_year(row: Row) -> bool:
    return Period.parse(row["period"]).opens_year


def is_revised_unlisted(edition: Edition) -> bool:
    """Return whether the printed form of a figure changed that the table does not list."""
    return any(
        row["printed_before"] != row["printed_after"] and not row["stated_after"]
        for row in edition.revisions.iter_rows(named=True)
    )


def revision_table(edition: Edition, caption: str) -> Table | None:
    """Return the table of revisions, yet without its number; None where there is none."""
    rows = tuple(_cells(row) for row in stated_revisions(edition))
    if not rows:
        return None
    texts = [tuple(plain(cell.spans)[:_LONGEST] for cell in row) for row in rows]
    return Table(
        key=KEY,
        number=0,
        caption=caption,
        unit="",
        header=_HEADER,
        rows=rows,
        widths=column_shares((_HEADER, *texts)),
        alt=f"{caption}，按{'、'.join(_HEADER)}分栏",
        notes=_notes(edition),
    )


def printed_of(row: Row) -> tuple[str, ...]:
    """Return what the table prints of a revision, from its first column to its last."""
    return (
        INDICATORS[row["code"]].name,
        period_of(row),
        row["stated_before"],
        row["stated_after"],
        row["category"],
        row["reason"],
    )


def _cells(row: Row) -> tuple[Cell, ...]:
    return tuple(
        Cell((Name(text, REVISIONS),), align)
        for text, align in zip(printed_of(row), _ALIGNED, strict=True)
    )


def period_of(row: Row) -> str:
    """Return the time of which a revised figure speaks: 2024年1—10月, 2024年10月底."""
    period = Period.parse(row["period"])
    names = period_names(period)
    at_the_end = f"{names['year']}{names['period_end']}"
    by_basis = {period.basis: names["period"], "as_of": at_the_end, "plan": names["year"]}
    return by_basis.get(row["basis"], names["year_so_far"])


def _notes(edition: Edition) -> tuple[str, ...]:
    stated = [row["stated_before"] + row["stated_after"] for row in stated_revisions(edition)]
    applies = {
        "opened": any(_OPENED in text for text in stated),
        "hidden": any(_HIDDEN in text for text in stated),
        "parts": is_revised_unlisted(edition),
    }
    notes = [note for key, note in _NOTES.items() if applies[key]]
    return (f"注：{'；'.join(notes)}。",) if notes else ()
