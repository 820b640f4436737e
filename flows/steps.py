"""The steps of one run but what writes: reading, checking, adding up, putting on disk.

Plain functions, each around one pure one, for Prefect or without.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from flows.drafts import read_standing_draft, replace_draft
from flows.gate.page import renew_page
from flows.headstart import READINGS
from flows.kinds import chosen_kinds, kinds_of
from flows.notes import period_notes
from flows.pictures import chart_store
from flows.published import read_published
from flows.readings import Readings
from flows.retrying import Momentary
from flows.settling import read_settled
from flows.workspace import Workspace
from schemas.edition import Edition
from schemas.faults import WorkspaceError
from schemas.period import Period
from schemas.submission import Submission
from transforms.examination import Examined, examine
from transforms.issuing import issue_edition
from transforms.revising import list_revisions
from transforms.standing_remarks import remark_standing
from workbooks.reader import Desk

_LONGEST_NAME = 200
"""Bytes of a reply's name before its ending: file systems take 255 in all."""


def read_return(workspace: Workspace, month: Period, workbook: Path) -> Submission:
    """Return one workbook of a month, read cell by cell.

    Raises Momentary where it is being written or held.
    """
    readings = Readings(workspace.root / READINGS, workspace.keyring)
    name, desk = workspace.name_of(workbook), desk_of(workspace, month)
    return read_settled(workbook, name, lambda: readings.read(workbook, name, desk))


def desk_of(workspace: Workspace, month: Period) -> Desk:
    """Return what the reader of a month's workbooks needs beside the files."""
    corrections = workspace.decisions.corrections
    return Desk(month, workspace.keyring, workspace.aliases, corrections)


def read_earlier_months(workspace: Workspace, period: Period) -> list[Submission]:
    """Return every workbook of the months before a period; raises as `read_return` does."""
    first = period.months[0]
    return _read_months(workspace, [month for month in workspace.months if month < first])


def read_up_to(workspace: Workspace, period: Period) -> list[Submission]:
    """Return every workbook up to a period, its own last; raises as `read_return` does."""
    return _read_months(workspace, [month for month in workspace.months if month <= period])


def _read_months(workspace: Workspace, months: Iterable[Period]) -> list[Submission]:
    read: list[Submission] = []
    held = ""
    for month in months:
        for workbook in workspace.workbooks(month):
            try:
                read.append(read_return(workspace, month, workbook))
            except Momentary as fault:
                if fault.outcome is None:
                    raise
                read.append(fault.outcome)
                held = str(fault)
    if held:
        raise Momentary(held, read)
    return read


def require_readable(period: Period, submissions: Sequence[Submission]) -> None:
    """Raise WorkspaceError, naming each of them, where none of a period's own could be read."""
    folders = tuple(f"{month}/" for month in period.months)
    own = [item for item in submissions if item.workbook.startswith(folders)]
    if not any(item.readable for item in own):
        told = "；".join(item.issues["message"][0].removesuffix("。") for item in own)
        raise WorkspaceError(f"{period.label}的报表没有一份可以读取：{told}。")


def require_baseline(workspace: Workspace) -> None:
    """Raise WorkspaceError, before anything is read, where the baseline cannot be followed."""
    _ = workspace.baseline


def check_returns(
    workspace: Workspace, period: Period, submissions: Sequence[Submission]
) -> Examined:
    """Return the rows that stand, and what was found, the year's releases considered."""
    released = read_published(workspace, period)
    return examine(submissions, workspace.settings, period, released, workspace.decisions)


def mark_replies(workspace: Workspace, period: Period, examined: Examined) -> dict[str, bytes]:
    """Return the period's faulty workbooks, marked, as they go back to their departments."""
    from workbooks.replies import (  # openpyxl, which only this needs
        mark_copy,
        needs_reply,
        suffix_of,
    )

    faulty = needs_reply(examined.issues)
    copies = {
        path: mark_copy(path, examined.issues.filter(workbook=name))
        for path in workspace.workbooks(period)
        if (name := workspace.name_of(path)) in faulty
    }
    return {_name_of_reply(path, suffix_of(copy), period): copy for path, copy in copies.items()}


def _name_of_reply(path: Path, suffix: str, period: Period) -> str:
    """Return the name of a marked copy: the file's, with its kind where that is another.

    Of several months' workbooks, which may be called alike, it begins with the month.
    """
    month = "" if period.is_month else f"{path.parent.name}_"
    sent = month + path.name.removesuffix(suffix)
    while len(os.fsencode(sent)) > _LONGEST_NAME:
        sent = sent[:-1]
    return f"{sent}_退回{suffix}"


def add_up_figures(workspace: Workspace, period: Period, examined: Examined) -> Edition:
    """Return the period's figures, compared with the draft that stands and with releases."""
    before = read_standing_draft(workspace.out(period))
    edition = issue_edition(examined, workspace.settings, period, before, workspace.baseline)
    whole = replace(
        edition,
        notes=period_notes(workspace.root, period, kinds_of(workspace)),
        revisions=list_revisions(examined, edition),
    )
    return replace(whole, remarks=(*whole.remarks, *remark_standing(whole)))


def require_documents(workspace: Workspace, period: Period) -> None:
    """Raise BulletinError, before anything is read, where what is to be written cannot be."""
    chosen_kinds(workspace, period)
    if workspace.settings.contents == "页码":
        from flows.printing import require_office  # PDF and Word, which few unions need here

        require_office()


def save_draft(workspace: Workspace, period: Period, files: Mapping[str, bytes]) -> Path:
    """Replace the draft as a whole, then the review page beside it; return the draft's folder.

    Raises Momentary where a document of the old one is open in Word (Windows).
    """
    folder = replace_draft(workspace.out(period), files)
    renew_page(workspace, period)
    Readings(workspace.root / READINGS, workspace.keyring).store.drop_old()
    chart_store(workspace.root, workspace.keyring).drop_old()
    return folder
