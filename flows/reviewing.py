"""The review page on the analyst's screen."""

from __future__ import annotations

import webbrowser

from flows.disk import replace_file
from flows.drafts import DRAFT
from flows.gate.acts import submit
from flows.gate.page import write_page
from flows.gate.standing import stand_period
from flows.gate.verifying import released_by
from flows.helping import typed
from flows.manifest import read_manifest
from flows.notices import tell
from flows.progress import say
from flows.workspace import Workspace
from schemas.faults import PersonNeeded
from schemas.notice import Notice
from schemas.period import Period
from schemas.release import Standing


def standing_after_run(period: str, folder: str) -> Standing | None:
    """Return where a period stands; none, having said why, where its log was changed."""
    try:
        return stand_period(Workspace.at(folder), Period.parse(period))
    except PersonNeeded as fault:
        say(str(fault))
        return None


def open_review_page(period: str, folder: str) -> str:
    """Open a period's review page where there is a browser; return the sentence that says where.

    Raises WorkspaceError where the period has no draft yet, PersonNeeded where its log was
    changed.
    """
    month = Period.parse(period)
    page = write_page(Workspace.at(folder), month)
    webbrowser.open(page.resolve().as_uri())
    return f"审阅页：{page.as_posix()}"


SLIP = "送审单.docx"


def submit_draft(period: str, folder: str, by: str) -> str:
    """Submit a period's draft for approval and write the 送审单; return what to do next."""
    from documents.slip import write_slip  # Word, which no other look at a draft needs

    workspace, month = Workspace.at(folder), Period.parse(period)
    standing = submit(workspace, month, by)
    out = workspace.out(month)
    manifest = read_manifest(out / DRAFT)
    slip = out / SLIP
    replace_file(slip, write_slip(standing, manifest, workspace.settings, month))
    place = (out / DRAFT / "review.html").resolve().as_uri()
    tell(workspace, Notice("送审", month, by=by, place=place))
    return (
        f"{month.label}已由{by}送审，内容标识 {standing.bound[:16]}。\n"
        f"送审单：{slip.as_posix()}（打印签字，扫描件可与发布件一并存档）\n"
        f"下一步，审批人：{typed(folder, 'approve', str(month), '--by', '姓名')}\n"
        f"　　　　或退回：{typed(folder, 'return', str(month), '--by', '姓名', '--reason', '理由')}"
    )


def tell_release(period: str, folder: str, date: str) -> str:
    """Return which release of a period was the latest on a day, and where it lies."""
    month = Period.parse(period)
    release, released_at = released_by(Workspace.at(folder), month, date)
    number = release.name.removeprefix("v")
    told = f"到{date}为止，{month.label}已发布的是第{number}版（{released_at} 发布）"
    return f"{told}：{release.as_posix()}"
