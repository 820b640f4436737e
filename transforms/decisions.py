"""Findings that a person has answered: accepted warnings, corrections gone out of date."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from schemas.decision import (
    ACCEPTED_SCHEMA,
    Correction,
    Decisions,
    Waiver,
)
from schemas.finding import Finding, issues_of
from schemas.issue import ISSUE_COLUMNS
from schemas.period import Period
from schemas.submission import Submission
from transforms.fingerprints import Fingerprints, key_of


@dataclass(frozen=True)
class Answered:
    """Findings after the decisions: the issues, warnings still open, warnings accepted.

    `issues` follows Issue, `open` WARNING_SCHEMA, `accepted` ACCEPTED_SCHEMA.
    """

    issues: pl.DataFrame
    open: pl.DataFrame
    accepted: pl.DataFrame


def answer_findings(
    issues: pl.DataFrame, known: Fingerprints, waivers: Iterable[Waiver], period: Period
) -> Answered:
    """Return the findings with the accepted warnings turned into information.

    A waiver counts for the periods of the year in which it was given, and for warnings
    alone; of two for one finding the later one is told.
    """
    is_warning = pl.col("severity") == "W"
    given = [w for w in waivers if w.year == f"{period.year:04d}"]
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
    keys = {key_of(issue) for issue in still_open.to_dicts()}
    return tuple(doubt for doubt in doubts if doubt.severity != "W" or key_of(vars(doubt)) in keys)


def keep_accepted(doubts: Iterable[Finding], accepted: pl.DataFrame) -> tuple[Finding, ...]:
    """Return the findings that a person has accepted."""
    keys = {key_of(issue) for issue in accepted.to_dicts()}
    return tuple(doubt for doubt in doubts if key_of(vars(doubt)) in keys)


def find_lost_corrections(
    decisions: Decisions, submissions: Iterable[Submission], period: Period
) -> pl.DataFrame:
    """Return rule E-C12 for corrections up to a period whose workbook is not there (Issue)."""
    there = {item.workbook for item in submissions}
    return issues_of(
        _lost(item)
        for item in decisions.corrections
        if item.workbook not in there and item.month <= str(period.closing_month)
    )


def _lost(item: Correction) -> Finding:
    sentence = f"更正（{item.by}，理由：{item.reason}）已过时，未采用：工作簿已不在 raw 文件夹"
    return Finding("E-C12", sentence, item.workbook, item.sheet, item.cell)
