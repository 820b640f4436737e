"""The examination of all submissions up to a period: rows that stand, findings, coverage."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from schemas.codes import CUMULATIVE
from schemas.contract import ROSTER, sheet_named, sheets
from schemas.decision import NO_DECISIONS, Decisions
from schemas.finding import Finding, issues_of
from schemas.issue import Issue
from schemas.period import Period
from schemas.revision import Published, Sent
from schemas.settings import Settings
from schemas.submission import Submission, WorkbookAccount
from transforms.acceptance import Checked, check_sheets
from transforms.accounts import account_workbooks
from transforms.addressing import address_rows, name_sheets
from transforms.coverage import (
    cover_returns,
    expected_months,
    find_late_returns,
    find_missing_returns,
)
from transforms.decisions import (
    answer_findings,
    find_lost_corrections,
    keep_accepted,
    keep_open,
)
from transforms.doubts import Evidence
from transforms.fingerprints import Fingerprints
from transforms.flags import find_missing_flags
from transforms.gaps import find_gaps
from transforms.judging import judge
from transforms.ledger import (
    SUBMISSION_SCHEMA,
    Settled,
    doubled_workbooks,
    find_restated,
    settle_rosters,
    settle_sheets,
    stand_workbooks,
)
from transforms.lookback import Lookback
from transforms.numbering import find_odd_numbers
from transforms.products import address_cells, compute_amounts, report_computed
from transforms.released import accept_release, find_damaged_releases, sent_workbooks
from transforms.rows import lay_out_sheets
from transforms.several_files import join_files
from transforms.soundness import require_fit
from transforms.standing import BLOCKING, COUNT_SCHEMA
from transforms.totals import ControlFault, check_totals, find_control_faults
from transforms.uncounted import find_uncounted
from transforms.unnumbered import number_rows
from transforms.values import read_values

_SEVERITIES = pl.Enum(["E", "W", "I"])


@dataclass(frozen=True)
class Examined:
    """What stands after the examination.

    `rows` holds, by sheet name, the rows that stand at the end of the period; `lookback`
    tells what stood earlier. `addresses`: workbook, sheet, source_row, column, cell. `counts`
    follows standing.COUNT_SCHEMA, for the workbooks that stand.
    `doubts` are the findings of the plausibility rules, with their places; `answered` those
    that a person accepted. `warnings` are
    open (WARNING_SCHEMA), `accepted` are those that a person accepted (ACCEPTED_SCHEMA).
    `accounts` tell of every workbook, whether it stands or not; `workbooks` by name of each
    that was read. `released` are the releases that can be compared with what is known now.
    """

    rows: Mapping[str, pl.DataFrame]
    lookback: Lookback
    addresses: pl.DataFrame
    counts: pl.DataFrame
    coverage: pl.DataFrame
    issues: pl.DataFrame
    doubts: tuple[Finding, ...]
    answered: tuple[Finding, ...]
    warnings: pl.DataFrame
    accepted: pl.DataFrame
    accounts: tuple[WorkbookAccount, ...]
    workbooks: Mapping[str, Sent]
    released: Sequence[Published]


def examine(
    submissions: Sequence[Submission],
    settings: Settings,
    period: Period,
    released: Sequence[Published] = (),
    decisions: Decisions = NO_DECISIONS,
) -> Examined:
    """Return what the rules make of every submission up to the period.

    Faulty rows are set aside with their findings; what stands is judged for plausibility;
    what a person has accepted is no warning any more. `released` are the releases of the year
    up to the period, against the last of which the year to date is held.
    """
    month, submissions = period.closing_month, join_files(submissions)
    values = compute_amounts(read_values(_all_cells(submissions), settings))
    received, checked = _check_all(values, submissions)
    sent = _submission_frame(submissions)
    told = sent.filter(pl.col("table") != ROSTER.name)
    settled = _settle_all(checked, told)
    replaced = _replaced(told, month)
    rows_before = _rows_of(_settle_before(checked, _until(told, month.previous), replaced))
    rosters = settle_rosters(checked[ROSTER.name].accepted, told, _returns(submissions))
    whole, checked = checked, _set_aside(checked, settled, rosters.values())
    rows = _rows_of(settled)
    controls = find_control_faults(submissions, received, values)
    found = [
        *(item.issues for item in submissions),
        *(check_totals(values), issues_of(fault.finding for fault in controls)),
        report_computed(values),
        *(one.issues for one in (*settled.values(), *rosters.values())),
        *(c.issues for c in checked.values()),
    ]
    faulty = pl.concat(
        [
            _faulty_sheets(submissions, values, pl.concat(found)),
            doubled_workbooks(told).select("workbook", "table"),
            _uncontrolled_sheets(controls),
        ]
    ).unique()
    counts = _count_rows(checked, sent.unique(maintain_order=True), faulty)
    coverage = cover_returns(submissions, counts, settings, period)
    standing = stand_workbooks(told)
    expected = expected_months(submissions, period)
    evidence = Evidence(
        rows,
        address_cells(values),
        _ledgers(submissions),
        month,
        settings,
        rows_before,
        _rows_of(rosters),
        _rejected(checked, standing),
        find_gaps(submissions, expected),
        expected[0].first_day,
        replaced,
        _reported(told),
        accept_release(released, sent_workbooks(submissions, decisions), settings, period),
    )
    doubts = tuple(judge(evidence))
    found += [
        *(
            find_restated(rows[name], before, standing, sheet_named(name))
            for name, before in rows_before.items()
        ),
        *(find_missing_flags(rows, values), find_odd_numbers(values, period)),
        find_uncounted(rows, period),
    ]
    issues = pl.concat(
        [
            address_rows(pl.concat(found), values),
            find_lost_corrections(decisions, submissions, period),
            find_missing_returns(coverage),
            find_damaged_releases(released),
            find_late_returns(submissions, settings, period),
            issues_of(doubts),
        ]
    )
    known = Fingerprints(received, doubts, submissions, settings)
    answered = answer_findings(issues, known, decisions.waivers, period)
    return Examined(
        rows=rows,
        lookback=Lookback(_accepted_of(whole), told, counts, submissions, settings),
        addresses=evidence.addresses,
        counts=counts.join(standing, on=["workbook", "table"], how="semi"),
        coverage=coverage,
        issues=_ordered(answered.issues),
        doubts=keep_open(doubts, answered.open),
        answered=keep_accepted(doubts, answered.accepted),
        warnings=answered.open,
        accepted=answered.accepted,
        accounts=account_workbooks(submissions, counts),
        workbooks=sent_workbooks(submissions, decisions),
        released=[item for item in released if item.is_whole],
    )


def _check_all(
    values: pl.DataFrame, submissions: Sequence[Submission]
) -> tuple[dict[str, pl.DataFrame], dict[str, Checked]]:
    """Return, by sheet name, the rows as received, and what the rules about them make of them."""
    laid_out = lay_out_sheets(values, (*sheets(), ROSTER))
    received = {
        sheet: number_rows(laid_out[sheet.name], sheet, submissions)
        for sheet in (*sheets(), ROSTER)
    }
    checked = check_sheets(received, values, _cutoffs(submissions))
    return {sheet.name: rows for sheet, rows in received.items()}, checked


def _all_cells(submissions: Sequence[Submission]) -> pl.DataFrame:
    """Return every submission's cells with the month and year of its report."""
    told = [
        (item.cover.reported_in, int(item.cover.reported_in[:4]), item.cells.height)
        for item in submissions
        if item.cells.height
    ]
    schema = {"reported_in": pl.String(), "year": pl.Int64(), "count": pl.Int64()}
    months = pl.DataFrame(told, schema=schema, orient="row")
    each = months.select(pl.col("reported_in", "year").repeat_by("count").explode())
    return pl.concat(item.cells for item in submissions).with_columns(each.get_columns())


def _cutoffs(submissions: Sequence[Submission]) -> pl.DataFrame:
    """Return the last day that each workbook reports on: its cover's, within its month."""
    lasts = [(item, Period.parse(item.cover.reported_in).last_day) for item in submissions]
    rows = [(item.workbook, min(item.cover.cutoff or last, last)) for item, last in lasts]
    return pl.DataFrame(rows, schema={"workbook": pl.String, "cutoff": pl.Date}, orient="row")


def _returns(submissions: Sequence[Submission]) -> dict[str, str]:
    return {item.workbook: item.cover.table_code for item in submissions}


def _ledgers(submissions: Sequence[Submission]) -> frozenset[str]:
    return frozenset(s.workbook for s in submissions if s.cover.submit_mode == CUMULATIVE)


def _submission_frame(submissions: Sequence[Submission]) -> pl.DataFrame:
    rows = [
        (item.workbook, table, item.cover.reported_in, item.cover.submit_mode, item.cover.version)
        for item in submissions
        for table in (*item.tables, *item.blocked)
    ]
    return pl.DataFrame(rows, schema=SUBMISSION_SCHEMA, orient="row")


def _until(told: pl.DataFrame, month: Period) -> pl.DataFrame:
    return told.filter(pl.col("reported_in") <= str(month))


def _replaced(told: pl.DataFrame, period: Period) -> pl.DataFrame:
    """Return the sheets (workbook, table) that stood a month ago and no longer do."""
    stood = stand_workbooks(_until(told, period.previous))
    gone = stood.join(stand_workbooks(told), on=["workbook", "table"], how="anti")
    return gone.select("workbook", "table")


def _reported(told: pl.DataFrame) -> dict[str, tuple[str, ...]]:
    """Return the months of which each sheet was ever sent, in order."""
    months = told.group_by("table").agg(pl.col("reported_in").unique().sort())
    return {table: tuple(sent) for table, sent in months.iter_rows()}


def _settle_all(checked: Mapping[str, Checked], told: pl.DataFrame) -> dict[str, Settled]:
    return settle_sheets({sheet: checked[sheet.name].accepted for sheet in sheets()}, told)


def _settle_before(
    checked: Mapping[str, Checked], told: pl.DataFrame, replaced: pl.DataFrame
) -> dict[str, Settled]:
    """Return what stood a month ago, of the sheets of which a workbook no longer stands."""
    names = set(replaced["table"])
    held = {sheet: checked[sheet.name].accepted for sheet in sheets() if sheet.name in names}
    return settle_sheets(held, told)


def _rows_of(settled: Mapping[str, Settled]) -> dict[str, pl.DataFrame]:
    return {name: one.rows for name, one in settled.items()}


def _accepted_of(checked: Mapping[str, Checked]) -> dict[str, pl.DataFrame]:
    return {name: one.accepted for name, one in checked.items()}


def _set_aside(
    checked: Mapping[str, Checked], settled: Mapping[str, Settled], rosters: Iterable[Settled]
) -> dict[str, Checked]:
    """Return the check with the rows that contradict one another among those set aside."""
    at_odds = {name: one.at_odds for name, one in settled.items()}
    listed = [checked[ROSTER.name].rejected.clear(), *(one.at_odds for one in rosters)]
    at_odds[ROSTER.name] = pl.concat(listed)
    return {name: one.without(at_odds[name]) for name, one in checked.items()}


def _count_rows(
    checked: Mapping[str, Checked], told: pl.DataFrame, faulty: pl.DataFrame
) -> pl.DataFrame:
    """Return, per workbook and sheet, rows accepted and rejected, and whether it is blocked."""
    accepted = _rows_by_workbook({name: c.accepted for name, c in checked.items()}, "accepted")
    rejected = _rows_by_workbook({name: c.rejected for name, c in checked.items()}, "rejected")
    keys = ["workbook", "table"]
    return (
        told.join(accepted, on=keys, how="left", maintain_order="left")
        .join(rejected, on=keys, how="left", maintain_order="left")
        .join(faulty.with_columns(faulty=True), on=keys, how="left", maintain_order="left")
        .with_columns(
            pl.col("accepted", "rejected").fill_null(0), pl.col("faulty").fill_null(value=False)
        )
        .select(*COUNT_SCHEMA)
        .cast(COUNT_SCHEMA)  # type: ignore[arg-type]
    )


def _rows_by_workbook(frames: Mapping[str, pl.DataFrame], name: str) -> pl.DataFrame:
    tables = [table for table, frame in frames.items() for _ in range(frame.height)]
    workbooks = pl.concat(frame["workbook"] for frame in frames.values())
    schema = {"workbook": pl.String(), "table": pl.String()}
    rows = pl.DataFrame({"workbook": workbooks, "table": tables}, schema=schema)
    return rows.group_by("workbook", "table").len(name)


def _faulty_sheets(
    submissions: Sequence[Submission], values: pl.DataFrame, issues: pl.DataFrame
) -> pl.DataFrame:
    """Return the sheets (workbook, table) that a fault of the whole sheet blocks."""
    schema = {"workbook": pl.String, "table": pl.String}
    unread = [(item.workbook, table) for item in submissions for table in item.blocked]
    named = name_sheets(values)
    found = issues.filter(pl.col("rule").is_in(BLOCKING)).select("workbook", "sheet")
    return pl.concat(
        [
            pl.DataFrame(unread, schema=schema, orient="row"),
            found.join(named, on=["workbook", "sheet"]).select("workbook", "table"),
        ]
    ).unique()


def _uncontrolled_sheets(controls: Iterable[ControlFault]) -> pl.DataFrame:
    """Return the sheets (workbook, table) that are not what the cover says they add up to."""
    schema = {"workbook": pl.String, "table": pl.String}
    blocked = [control.blocks for control in controls if control.blocks]
    return pl.DataFrame(blocked, schema=schema, orient="row")


def _rejected(checked: Mapping[str, Checked], standing: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """Return the rows set aside by sheet name, of the workbooks that stand."""
    is_of_them = pl.col("workbook").is_in(standing["workbook"].unique().implode())
    return {
        name: one.rejected.filter(is_of_them) if one.rejected.height else one.rejected
        for name, one in checked.items()
    }


def _ordered(issues: pl.DataFrame) -> pl.DataFrame:
    """Return the findings, the gravest first, then by rule and place."""
    ranked = issues.unique(maintain_order=True).with_columns(
        _rank=pl.col("severity").cast(_SEVERITIES)
    )
    ordered = ranked.sort("_rank", "rule", "workbook", "sheet", maintain_order=True)
    return require_fit(ordered.drop("_rank"), Issue)
