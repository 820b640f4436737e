"""The order of one run, told once: the same steps under Prefect and without it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import ParamSpec, Protocol, TypeVar

from flows import steps
from flows.freshness import fingerprint
from flows.manifest import Inputs, write_manifest
from flows.notes import notes_file
from flows.unchanged import note_files, take_files
from flows.workspace import Workspace
from schemas.edition import Edition
from schemas.period import Period

P = ParamSpec("P")
T = TypeVar("T")


class Step(Protocol):
    """Runs one step under a name that a person reads."""

    def __call__(self, name: str, act: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Return what the step returns."""


@dataclass(frozen=True)
class Draft:
    """A draft that was written: its edition and its folder."""

    edition: Edition
    folder: Path


def make_draft(workspace: Workspace, period: Period, by: str, step: Step) -> Draft:
    """Make a period's draft from its workbooks: read, check, add up, write, switch in."""
    workspace.require(period)
    made_of = fingerprint(workspace, period)  # before anything is read: a file may change meanwhile
    steps.require_documents(workspace, period)
    steps.require_baseline(workspace)
    earlier = step("读取以前月份", steps.read_earlier_months, workspace, period)
    now = [
        step(f"读取 {Path(workspace.name_of(w)).stem}", steps.read_return, workspace, month, w)
        for month in period.months
        for w in workspace.workbooks(month)
    ]
    steps.require_readable(period, now)
    submissions = [*earlier, *now]
    examined = step("检查报表", steps.check_returns, workspace, period, submissions)
    edition = step("汇总指标", steps.add_up_figures, workspace, period, examined)
    files = write_edition(workspace, edition, step)
    own = {**workspace.own_files, **notes_file(workspace.root, period)}
    told = examined.accounts, own, made_of, examined.workbooks
    inputs = Inputs(submissions, *told)
    files["manifest.json"] = write_manifest(edition, inputs, files, by)
    folder = step("换上新稿", steps.save_draft, workspace, period, files)
    return Draft(edition, folder)


def write_edition(workspace: Workspace, edition: Edition, step: Step) -> dict[str, bytes]:
    """Return every file of a draft but its manifest, written and audited.

    Where all would be those of the draft that stands, they are taken from there.
    """
    edition = edition.written
    if files := step("与原稿比对", take_files, workspace, edition):
        return files
    from flows import writing  # and what it imports, where something is to be written

    texts = step("撰写文稿", writing.write_texts, workspace, edition)
    step("核对文稿", writing.audit_texts, edition, texts)
    charts = step("绘制图表", writing.draw_charts, workspace, texts)
    files = step("生成文档", writing.write_documents, edition, texts, charts)
    step("核对成品", writing.audit_files, edition, texts, files)
    files |= step("写出数据", writing.write_data, edition, texts)
    step("核对公开数据", writing.guard_small_cells, edition, texts, files)
    if edition.settings.pdf:
        files |= step("转成 PDF", writing.print_documents, texts, files)
    files |= step("生成审阅页", writing.write_review_page, edition, texts, charts)
    note_files(workspace, edition, files)
    return files
