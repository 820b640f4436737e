"""What a finding is known by: so that the same one is not asked about again."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

import polars as pl

from schemas.catalogue import CATALOGUE
from schemas.columns import Column, Kind
from schemas.contract import sheet_named
from schemas.decision import WARNING_SCHEMA
from schemas.finding import Finding
from schemas.settings import Settings
from schemas.submission import Submission

_ROW = ("workbook", "sheet", "source_row")
_CELLS = re.compile(r"[A-Z]{1,3}(\d+)(?::[A-Z]{1,3}(\d+))?|第(\d+)行")
_LENGTH = 32  # of a fingerprint in hexadecimal digits

Place = tuple[str, str, int]


class Fingerprints:
    """What a finding is known by, wherever its rows are sent again (README, 核对与更正).

    Rule, title of the rule and (for plausibility) its limits, column and sentence; and what
    the rows hold of which it speaks, without workbook, row number and month of report, and
    without what names a person, so that no secret matters. A finding without rows is known
    by table, month of report, sheet and cell instead.
    """

    def __init__(
        self,
        received: Mapping[str, pl.DataFrame],
        doubts: Iterable[Finding],
        submissions: Sequence[Submission],
        settings: Settings,
    ) -> None:
        """Take the rows as received, the findings that name their rows, and the covers."""
        self._received = received
        self._places: dict[tuple[str, ...], set[Place]] = {}
        for doubt in doubts:
            rows = {place[:3] for place in doubt.places}
            self._places.setdefault(key_of(vars(doubt)), set()).update(rows)
        self._covers = {
            item.workbook: (item.cover.table_code, item.cover.reported_in) for item in submissions
        }
        self._tables = {item.workbook: {*item.tables, *item.blocked} for item in submissions}
        self._limits = settings.thresholds.model_dump_json()

    def add_to(self, warnings: pl.DataFrame) -> pl.DataFrame:
        """Return the warnings (Issue) with their fingerprints (WARNING_SCHEMA)."""
        issues = warnings.to_dicts()
        places = [self._places.get(key_of(issue)) or _places_in(issue) for issue in issues]
        contents = self._contents_of(set().union(*places))
        marks = [
            self._mark(issue, sorted(contents[place] for place in rows if place in contents))
            for issue, rows in zip(issues, places, strict=True)
        ]
        return warnings.with_columns(fingerprint=pl.Series(marks, dtype=pl.String)).cast(
            WARNING_SCHEMA
        )

    def _mark(self, issue: Mapping[str, str], contents: Sequence[str]) -> str:
        rule = issue["rule"]
        limits = self._limits if rule.startswith("W-P") else ""
        about = (rule, CATALOGUE[rule].title, limits, issue["column"], issue["message"])
        known = contents or (
            *self._covers.get(issue["workbook"], ("", "")),
            issue["sheet"],
            issue["cell"],
        )
        return hashlib.sha256("\x1e".join((*about, *known)).encode()).hexdigest()[:_LENGTH]

    def _contents_of(self, places: set[Place]) -> dict[Place, str]:
        """Return what the rows at these places hold, as text."""
        schema = {"workbook": pl.String, "sheet": pl.String, "source_row": pl.Int64}
        wanted = pl.DataFrame(sorted(places), schema=schema, orient="row")
        workbooks = {workbook for workbook, *_ in places}
        tables = {name for one in workbooks for name in self._tables.get(one, self._received)}
        found: dict[Place, str] = {}
        for name in sorted(tables):
            there = self._received[name].join(wanted, on=_ROW, how="semi")
            if there.height:
                told = there.select(*_ROW, _content(name)).iter_rows()
                found |= {(book, sheet, row): text for book, sheet, row, text in told}
        return found


@cache
def _content(name: str) -> pl.Expr:
    """Return the sheet and the values of a row that name nobody, as one text."""
    public = [c for c, column in sheet_named(name).columns.items() if not _names_a_person(column)]
    values = [pl.col(code).cast(pl.String).fill_null("") for code in public]
    return pl.concat_str(pl.lit(name), *values, separator="\x1f")


def _names_a_person(column: Column) -> bool:
    """Return whether the reader keys the column, so that its values depend on the secret."""
    return column.kind is Kind.PERSON or (column.kind is Kind.TEXT and not column.printable)


def key_of(finding: Mapping[str, object]) -> tuple[str, ...]:
    """Return by what a finding and its issue are matched."""
    return tuple(
        str(finding[name]) for name in ("rule", "workbook", "sheet", "cell", "column", "message")
    )


def _places_in(issue: Mapping[str, str]) -> set[Place]:
    """Return the rows that an address names: K4, I5:I7 or 第4行."""
    found = _CELLS.fullmatch(issue["cell"])
    if found is None:
        return set()
    first = int(found[1] or found[3])
    last = int(found[2] or first)
    return {(issue["workbook"], issue["sheet"], row) for row in range(first, last + 1)}
