"""What the page says around the documents: status, next steps, findings, changes, returns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from documents.findings import place_of
from documents.narrative.labels import month_name, part_name
from documents.narrative.revising import period_of
from schemas.catalogue import CATALOGUE
from schemas.edition import Edition
from schemas.figure import BASIS_NAMES
from schemas.issue import SEVERITY_NAMES
from schemas.settings import Settings

_MARKS = {"已报送": "到", "未报送": "缺", "无法读取": "坏"}


class Finding(NamedTuple):
    """One finding as it is shown."""

    severity: str
    rule: str
    title: str
    place: str
    column: str
    sentence: str
    found: str
    expected: str
    advice: str


def findings(edition: Edition) -> list[Finding]:
    """Return all findings: errors first, then warnings, then information."""
    order = {severity: place for place, severity in enumerate(SEVERITY_NAMES)}
    rows = sorted(
        edition.issues.iter_rows(named=True),
        key=lambda row: (order[row["severity"]], row["rule"], row["workbook"]),
    )
    return [_finding(row) for row in rows]


def _finding(row: dict[str, str]) -> Finding:
    entry = CATALOGUE.get(row["rule"])
    return Finding(
        severity=row["severity"],
        rule=row["rule"],
        title=entry.title if entry else "",
        place=place_of(row),
        column=row["column"],
        sentence=row["message"],
        found=row["found"],
        expected=row["expected"],
        advice=entry.advice if entry else "",
    )


class Accepted(NamedTuple):
    """One warning that a person accepted, as it is shown."""

    rule: str
    title: str
    place: str
    sentence: str
    by: str
    reason: str


def accepted(edition: Edition) -> list[Accepted]:
    """Return the accepted warnings by rule, with who accepted each and why."""
    rows = sorted(edition.accepted.iter_rows(named=True), key=lambda row: row["rule"])
    return [
        Accepted(
            rule=row["rule"],
            title=CATALOGUE[row["rule"]].title,
            place=place_of(row),
            sentence=row["message"],
            by=row["by"],
            reason=row["reason"],
        )
        for row in rows
    ]


def changes(edition: Edition) -> list[dict[str, str]]:
    """Return what differs from the draft before, named as the documents name it."""
    rows = edition.changes.iter_rows(named=True)
    return [name_change(row, edition.settings) for row in rows]


def name_change(row: Mapping[str, str], settings: Settings) -> dict[str, str]:
    """Return a change of a figure (FigureChange) in the words of the documents."""
    kind, _, label = row["dimension"].partition("=")
    part = part_name(kind, label, settings).text if kind else ""
    return {
        "name": f"{row['name']}·{part}" if part else row["name"],
        "basis": BASIS_NAMES.get(row["basis"], row["basis"]),
        "before": row["before"] or "（没有）",
        "after": row["after"] or "（已撤下）",
    }


class Revised(NamedTuple):
    """One revision as it is shown, internal and exact."""

    name: str
    period: str
    release: str
    before: str
    after: str
    change: str
    category: str
    reason: str
    decided: str
    workbook: str
    cells: str
    is_printed: bool


def revisions(edition: Edition) -> list[Revised]:
    """Return the published figures that are others now, in the order of their periods."""
    return [
        Revised(
            name=name_change({**row, "before": "", "after": ""}, edition.settings)["name"],
            period=period_of(row),
            release=f"第{row['release'].removeprefix('v')}版",
            before=row["before"] or "（没有）",
            after=row["after"] or "（已撤下）",
            change=row["change"],
            category=row["category"],
            reason=row["reason"],
            decided=row["decided"],
            workbook=row["workbook"],
            cells=row["cells"],
            is_printed=bool(row["stated_after"]),
        )
        for row in edition.revisions.iter_rows(named=True)
    ]


def returns(edition: Edition) -> dict[str, Any]:
    """Return the returns by department and month: what arrived, and how many rows of it."""
    months = edition.coverage["period"].unique().sort().to_list()
    rows: dict[str, dict[str, dict[str, Any]]] = {}
    for row in edition.coverage.iter_rows(named=True):
        name = f"{row['department']}（{row['table_code']}）"
        rows.setdefault(name, {})[row["period"]] = {**row, "mark": _MARKS[row["status"]]}
    return {"months": {month: month_name(month).text for month in months}, "rows": rows}
