"""Findings that a person has answered: what makes a finding the same, and what is accepted."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from schemas.catalogue import CATALOGUE
from schemas.columns import Column, Kind
from schemas.contract import sheet_named
from schemas.decision import (
    ACCEPTED_SCHEMA,
    WARNING_SCHEMA,
    Correction,
    Decisions,
    Waiver,
)
from schemas.finding import Finding, issues_of
from schemas.issue import ISSUE_COLUMNS
from schemas.period import Period
from schemas.settings import Settings
from schemas.submission import Submission

_ROW = ("workbook", "sheet", "source_row")
_CELLS = re.compile(r"[A-Z]{1,3}(\d+)(?::[A-Z]{1,3}(\d+))?|第(\d+)行")
_LENGTH = 32  # of a fingerprint in hexadecimal digits

Place = tuple[str, str, int]


@dataclass(frozen=True)
class Answered:
    """Findings after the decisions: the issues, warnings still open, warnings accepted.

    `issues` follows Issue, `open` WARNING_SCHEMA, `accepted` ACCEPTED_SCHEMA.
    """

    issues: pl.DataFrame
    open: pl.DataFrame
    accepted: pl.DataFrame


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
        submissions: Iterable[Submission],
        settings: Settings,
    ) -> None:
        """Take the rows as received, the findings that name their rows, and the covers."""
        self._received = received
        self._places: dict[tuple[str, ...], set[Place]] = {}
        for doubt in doubts:
            rows = {place[:3] for place in doubt.places}
            self._places.setdefault(_key(vars(doubt)), set()).update(rows)
        self._covers = {
            item.workbook: (item.cover.table_code, item.cover.reported_in) for item in submissions
        }
        self._limits = settings.thresholds.model_dump_json()

    def add_to(self, warnings: pl.DataFrame) -> pl.DataFrame:
        """Return the warnings (Issue) with their fingerprints (WARNING_SCHEMA)."""
        issues = warnings.to_dicts()
        places = [self._places.get(_key(issue)) or _places_in(issue) for issue in issues]
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
        found: dict[Place, str] = {}
        for name, rows in self._received.items():
            there = rows.join(wanted, on=_ROW, how="semi").select(*_ROW, _content(name))
            found |= {(book, sheet, row): text for book, sheet, row, text in there.iter_rows()}
        return found


def _content(name: str) -> pl.Expr:
    """Return the sheet and the values of a row that name nobody, as one text."""
    public = [c for c, column in sheet_named(name).columns.items() if not _names_a_person(column)]
    values = [pl.col(code).cast(pl.String).fill_null("") for code in public]
    return pl.concat_str(pl.lit(name), *values, separator="\x1f")


def _names_a_person(column: Column) -> bool:
    """Return whether the reader keys the column, so that its values depend on the secret."""
    return column.kind is Kind.PERSON or (column.kind is Kind.TEXT and not column.printable)


def _key(finding: Mapping[str, object]) -> tuple[str, ...]:
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


def answer_findings(
    issues: pl.DataFrame, known: Fingerprints, waivers: Iterable[Waiver], period: Period
) -> Answered:
    """Return the findings with the accepted warnings turned into information.

    A waiver counts for the periods of the year in which it was given, and for warnings
    alone; of two for one finding the later one is told.
    """
    is_warning = pl.col("severity") == "W"
    given = [w for w in waivers if w.year == str(period)[:4]]
    signed = pl.DataFrame(
        [(waiver.fingerprint, waiver.by, waiver.reason) for waiver in given],
        schema={"fingerprint": pl.String, "by": pl.String, "reason": pl.String},
        orient="row",
    ).unique("fingerprint", keep="last")
    warnings = known.add_to(issues.filter(is_warning).unique(maintain_order=True))
    accepted = warnings.join(signed, on="fingerprint", maintain_order="left")
    still_open = warnings.join(signed, on="fingerprint", how="anti", maintain_order="left")
    return Answered(
        issues=pl.concat(
            [
                issues.filter(~is_warning),
                still_open.select(ISSUE_COLUMNS),
                accepted.with_columns(severity=pl.lit("I"), message=_signed()).select(
                    ISSUE_COLUMNS
                ),
            ]
        ),
        open=still_open,
        accepted=accepted.select(*ACCEPTED_SCHEMA),
    )


def _signed() -> pl.Expr:
    return pl.format("{}（已接受：{}，理由：{}）", "message", "by", "reason")


def keep_open(doubts: Iterable[Finding], still_open: pl.DataFrame) -> tuple[Finding, ...]:
    """Return the findings that nobody has accepted."""
    keys = {_key(issue) for issue in still_open.to_dicts()}
    return tuple(doubt for doubt in doubts if doubt.severity != "W" or _key(vars(doubt)) in keys)


def find_lost_corrections(
    decisions: Decisions, submissions: Iterable[Submission], period: Period
) -> pl.DataFrame:
    """Return rule E-C12 for corrections up to a period whose workbook is not there (Issue)."""
    there = {item.workbook for item in submissions}
    return issues_of(
        _lost(item)
        for item in decisions.corrections
        if item.workbook not in there and item.month <= str(period)
    )


def _lost(item: Correction) -> Finding:
    sentence = f"更正（{item.by}，理由：{item.reason}）已过时，未采用：工作簿已不在 raw 文件夹"
    return Finding("E-C12", sentence, item.workbook, item.sheet, item.cell)
