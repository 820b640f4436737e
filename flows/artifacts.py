"""What a run leaves in Prefect beside its steps: progress, tables, and links to its documents.

Their keys are the same for each run of a union's period, so that Prefect shows the history.
Where the server does not take one, the run goes on.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from prefect.artifacts import (
    create_markdown_artifact,
    create_progress_artifact,
    create_table_artifact,
    update_progress_artifact,
)

from documents.dashboard import (
    Row,
    link_documents,
    tabulate_changes,
    tabulate_coverage,
    tabulate_findings,
    tabulate_outcomes,
)
from flows.kinds import kinds_of
from flows.order import Draft
from flows.progress import say
from flows.workspace import Workspace
from schemas.period import Period
from schemas.unions import Outcome

_UNION_DIGITS = 8


def key_of(kind: str, workspace: Workspace, period: Period) -> str:
    """Return an artifact's key: `findings-2024-10-` and what stands for the union's name.

    Keys are small letters, digits and dashes; a server may serve several unions.
    """
    union = hashlib.sha256(workspace.settings.union.name.encode()).hexdigest()
    return f"{kind}-{str(period).lower()}-{union[:_UNION_DIGITS]}"


class Progress:
    """How far a run is, in steps of which there will be about so many."""

    def __init__(self, workspace: Workspace, period: Period, steps: int) -> None:
        """Begin at nothing."""
        self._steps, self._done = steps, 0
        self._id: UUID | None = _kept(
            lambda: create_progress_artifact(
                progress=0.0,
                key=key_of("progress", workspace, period),
                description=f"{_named(workspace, period)}：进度",
            )
        )

    def advance(self) -> None:
        """Count one step; only `finish` makes it all of them."""
        self._done += 1
        self._show(min(99.0, 100 * self._done / self._steps))

    def finish(self) -> None:
        """Say that the run is done."""
        self._show(100.0)

    def _show(self, percent: float) -> None:
        if (artifact := self._id) is not None:
            _kept(lambda: update_progress_artifact(artifact, progress=round(percent, 1)))


def show_draft(workspace: Workspace, period: Period, draft: Draft) -> None:
    """Leave what was found, who reported, what changed, and where the documents lie."""
    edition = draft.edition
    show_table(workspace, period, "findings", "检查发现的问题", tabulate_findings(edition.issues))
    show_coverage(workspace, period, tabulate_coverage(edition.coverage, period))
    changes = tabulate_changes(edition.changes)
    show_table(workspace, period, "changes", "与上一稿相比变化的数（数值见审阅页）", changes)
    show_documents(workspace, period, draft.folder)


def show_coverage(workspace: Workspace, period: Period, rows: list[Row]) -> None:
    """Leave which department has reported."""
    show_table(workspace, period, "coverage", "各部门报送情况", rows)


def show_table(
    workspace: Workspace, period: Period, kind: str, title: str, rows: list[Row]
) -> None:
    """Leave a table; one without rows says so."""
    _kept(
        lambda: create_table_artifact(
            table=rows or [{"": "无"}],
            key=key_of(kind, workspace, period),
            description=f"{_named(workspace, period)}：{title}",
        )
    )


def show_outcomes(outcomes: Sequence[Outcome], periods: Sequence[str]) -> None:
    """Leave the table of many unions: how each period of each ended."""
    _kept(
        lambda: create_table_artifact(
            table=tabulate_outcomes(outcomes),
            key=f"unions-{periods[0]}".lower(),
            description=f"多个工会：{periods[0]}—{periods[-1]}",
        )
    )


def show_documents(workspace: Workspace, period: Period, folder: Path) -> None:
    """Leave links to a draft's documents."""
    _kept(
        lambda: create_markdown_artifact(
            markdown=link_documents(folder.resolve(), kinds_of(workspace)),
            key=key_of("documents", workspace, period),
            description=f"{_named(workspace, period)}：文稿",
        )
    )


def _named(workspace: Workspace, period: Period) -> str:
    sample = "（示例数据）" if workspace.settings.sample else ""
    return f"{workspace.settings.union.name}{period.label}{sample}"


def _kept(leave: Callable[[], Any]) -> Any:
    try:
        return leave()
    except Exception as fault:  # noqa: BLE001 (what a page shows is not worth a run)
        say(f"Prefect 页面上少了一项内容（{type(fault).__name__}），不影响文稿。")
        return None
