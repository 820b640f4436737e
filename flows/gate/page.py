"""The review page with where a period stands now, beside the draft; made anew by every act."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from documents.review import show_standing
from flows.disk import replace_file
from flows.drafts import DRAFT
from flows.gate.standing import changes_since_release, stand_period
from flows.kinds import kinds_of
from flows.workspace import Workspace
from schemas.faults import BulletinError, WorkspaceError
from schemas.period import Period

PAGE = "review.html"


def write_page(workspace: Workspace, period: Period) -> Path:
    """Write a period's review page as it stands now; return its path.

    Raises WorkspaceError where there is no draft, PersonNeeded where the log was changed.
    """
    out = workspace.out(period)
    made = out / DRAFT / PAGE
    if not made.is_file():
        raise WorkspaceError(f"{period.label}还没有初稿：请先运行 bulletin run {period}。")
    standing = dataclasses.replace(
        stand_period(workspace, period), changes=changes_since_release(workspace, period)
    )
    page = made.read_text("utf-8")
    known = kinds_of(workspace)
    page = show_standing(page, standing, period, workspace.settings, known)
    replace_file(out / PAGE, page.encode())
    return out / PAGE


def renew_page(workspace: Workspace, period: Period) -> None:
    """Write the page anew; where that fails there is none rather than one that is out of date.

    An act that was done is not undone for its page.
    """
    try:
        write_page(workspace, period)
    except (BulletinError, OSError, ValueError):
        (workspace.out(period) / PAGE).unlink(missing_ok=True)
