"""The review page on the analyst's screen."""

from __future__ import annotations

import shlex
import shutil
import sys
import webbrowser
from pathlib import Path

from flows.drafts import DRAFT
from flows.workspace import DEFAULT_WORKSPACE, Workspace
from schemas.faults import WorkspaceError
from schemas.period import Period


def typed(folder: str, *words: str) -> str:
    """Return a command as it can be typed here: with the program's path where it has to be."""
    program = Path(sys.argv[0])
    name = "bulletin" if shutil.which("bulletin") or program.stem != "bulletin" else str(program)
    place = [] if folder == DEFAULT_WORKSPACE else ["--workspace", folder]
    return shlex.join([name, *words, *place])


def open_review_page(period: str, folder: str) -> str:
    """Open a period's review page where there is a browser; return the sentence that says where.

    Raises WorkspaceError where the period has no draft yet.
    """
    month = Period.parse(period)
    page = Workspace.at(folder).out(month) / DRAFT / "review.html"
    if not page.is_file():
        raise WorkspaceError(f"{month.label}还没有初稿：请先运行 bulletin run {month}。")
    webbrowser.open(page.resolve().as_uri())
    return f"审阅页：{page.as_posix()}"
