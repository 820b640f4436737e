"""Making one month's draft or several, and what a person is told of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from documents.filling import fill_template
from flows.helping import sentence_of, typed
from flows.progress import say
from flows.running import Order, run_directly, run_with_prefect
from flows.workspace import Workspace
from schemas.faults import WorkspaceError
from schemas.period import Period

if TYPE_CHECKING:
    from flows.order import Draft

_LINK = ".."


def make_one(period: str, folder: str, by: str, *, direct: bool, again: bool) -> str:
    """Make a period's draft unless nothing has changed; return what was made."""
    draft = _make(Order(period, folder, by, again), direct=direct)
    review = typed(folder, "review", period)
    if draft is None:
        return _unchanged(Period.parse(period), folder, review)
    from documents.summary import summarise_run
    from flows.kinds import drafted_kinds
    from flows.reviewing import standing_after_run

    standing = standing_after_run(period, folder)
    written = drafted_kinds(Workspace.at(folder), draft.folder)
    named = {key: kind.name for key, kind in written.items()}
    return summarise_run(draft.edition, draft.folder.as_posix(), named, review, standing)


def make_several(
    periods: str, folder: str, by: str, *, direct: bool, again: bool
) -> tuple[str, bool]:
    """Make the drafts of several months in their order, a failed one aside.

    `periods` is `2024-01..2024-10`. Returns a line a month, and whether all succeeded.
    """
    lines, failed = [], 0
    months = months_between(periods)
    for month in months:
        order = Order(str(month), folder, by, again)
        try:
            lines.append((str(month), _told(_make(order, direct=direct))))
        except Exception as fault:  # noqa: BLE001 (the other months do not depend on it)
            failed += 1
            lines.append((str(month), f"没有做成：{sentence_of(fault)}"))
            say(sentence_of(fault))
    told = fill_template("backfilled.txt.j2", lines=lines, failed=failed)
    return told.rstrip("\n"), not failed


def months_between(periods: str) -> list[Period]:
    """Return the months from one to another, both included.

    Raises WorkspaceError for anything but two months in their order, `2024-01..2024-10`.
    """
    first, link, last = periods.partition(_LINK)
    if not link:
        raise WorkspaceError(f"“{periods}”无法识别：请写作起止两个月份，如 2024-01..2024-10。")
    start, end = Period.parse_month(first), Period.parse_month(last)
    if end < start:
        raise WorkspaceError(f"“{periods}”前后颠倒：起始月份应早于终止月份。")
    months = [start]
    while months[-1] < end:
        months.append(months[-1].following)
    return months


def _make(order: Order, *, direct: bool) -> Draft | None:
    return run_directly(order) if direct else run_with_prefect(order)


def _told(draft: Draft | None) -> str:
    if draft is None:
        return "没有变化，初稿未动"
    severities = draft.edition.issues["severity"].to_list()
    return f"已写出：错误 {severities.count('E')} 条，提醒 {severities.count('W')} 条"


def _unchanged(period: Period, folder: str, review: str) -> str:
    draft = Workspace.at(folder).out(period) / "draft"
    return (
        f"{period.label}没有变化：报表、设置和程序都与现有初稿相同，初稿未动。\n"
        f"  位置  {draft.as_posix()}\n"
        f"  审阅  {review}\n"
        "要照样重新生成，加 --again。"
    )
