"""Where a period stands: its state from the log, and the checklist from the draft."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl

from flows.drafts import read_public_figures
from flows.gate.adopted import (
    adopted_conditions,
    adopted_documents,
    moved_since,
    read_adoptions,
)
from flows.gate.binding import bound_content, draft_of, hashes_in, versions_in
from flows.gate.log import read_log
from flows.kinds import kind_names
from flows.manifest import changed_workbooks, read_manifest
from flows.workspace import Workspace
from schemas.faults import PersonNeeded
from schemas.figure import CHANGE_SCHEMA
from schemas.period import Period
from schemas.release import DRAFTED, REACHES, Condition, LogEntry, Standing, State
from schemas.revision import AUTOMATIC, REVISIONS
from transforms.changes import Before, compare_drafts

_NAMED = 3  # how many changed files a sentence names


def stand_period(workspace: Workspace, period: Period) -> Standing:
    """Return where a period with a draft stands.

    Raises WorkspaceError where there is no draft, PersonNeeded where the log was changed.
    """
    draft = draft_of(workspace, period)
    manifest = read_manifest(draft)
    hashes = hashes_in(draft)
    out = workspace.out(period)
    bound = bound_content(out, hashes)
    log = read_log(out)
    adoptions = read_adoptions(out)
    moved = moved_since(out, adoptions)
    found = _findings(draft)
    state, told = state_of(log, bound)
    return Standing(
        state=state,
        told=told,
        bound=bound,
        maker=manifest["made_by"],
        conditions=(
            _whole(manifest, hashes, period),
            _current(workspace, period, manifest),
            _without_errors(found["E"], is_sum=bool(manifest.get("packages_in"))),
            _answered(found["W"], period),
            *_categorised(draft),
            *adopted_conditions(out, adoptions, moved, kind_names(workspace, adoptions)),
        ),
        log=log,
        releases=tuple(versions_in(out)),
        adopted=tuple(adopted_documents(adoptions)),
        moved=moved,
    )


def changes_since_release(workspace: Workspace, period: Period) -> tuple[dict[str, str], ...]:
    """Return the public figures that differ from the last release (rows of FigureChange)."""
    out = workspace.out(period)
    versions = versions_in(out)
    if not versions:
        return ()
    released = _released_figures(out / f"v{versions[-1]}", period)
    now = read_public_figures(draft_of(workspace, period))
    changes = compare_drafts(now, Before(released, pl.DataFrame(schema=CHANGE_SCHEMA)))
    return tuple(changes.to_dicts())


def _released_figures(release: Path, period: Period) -> pl.DataFrame:
    """Return a release's figures; PersonNeeded where they were changed."""
    try:
        return read_public_figures(release)
    except (OSError, pl.exceptions.PolarsError):
        raise PersonNeeded(
            f"{release} 的内容被改动，无法比较：请用 bulletin verify {period} 核对，从备份恢复。"
        ) from None


def state_of(log: Sequence[LogEntry], bound: str) -> tuple[State, str]:
    """Return the state of the content with this hash, and why it fell back, if it did."""
    acts = [entry for entry in log if entry.act in REACHES]
    if not acts:
        return DRAFTED, ""
    reached = REACHES[acts[-1].act]
    if acts[-1].bound == bound:
        return reached, ""
    return DRAFTED, f"{reached.removeprefix('已')}后内容已变，须重新送审"


def _whole(manifest: dict[str, Any], hashes: dict[str, str], period: Period) -> Condition:
    recorded = manifest["outputs"]
    changed = sorted(
        name for name in {*recorded, *hashes} if recorded.get(name) != hashes.get(name)
    )
    named = "、".join(changed[:_NAMED]) + ("等" if len(changed) > _NAMED else "")
    command = "rollup" if manifest.get("packages") else "run"
    again = f"请重新运行 bulletin {command} {period}"
    told = f"初稿的文件被改动、增减：{named}；{again}" if changed else ""
    return Condition("初稿完整，与生成时相同", not changed, told)


def _current(workspace: Workspace, period: Period, manifest: dict[str, Any]) -> Condition:
    if manifest.get("packages_in"):
        return _added_up_anew(workspace, period, manifest)
    changed = changed_workbooks(workspace, manifest, period.year_to_date)
    told = f"生成初稿后报表有变动，请重新运行 bulletin run {period}" if changed else ""
    return Condition("报表在生成初稿后没有变动", not changed, told)


def _added_up_anew(workspace: Workspace, period: Period, manifest: dict[str, Any]) -> Condition:
    """Return whether no union of a city has released since its draft was made."""
    from flows.packages import renewed_packages  # which stands on releases, and they on this

    renewed = renewed_packages(workspace, period, manifest)
    if renewed is None:
        return Condition("发布件不在原来的文件夹，没有核对是否有更新", is_met=True, told="")
    named = "、".join(renewed[:_NAMED]) + ("等" if len(renewed) > _NAMED else "")
    told = f"汇总后{named}有新的发布件，请重新运行 bulletin rollup {period}" if renewed else ""
    return Condition("汇总后所属工会没有新的发布件", not renewed, told)


def _findings(draft: Path) -> Counter[str]:
    """Return how many findings of each severity the draft has; the approval binds their file."""
    path = draft / "issues.csv"
    if not path.is_file():  # then the draft is not whole, which is a condition of its own
        return Counter()
    with path.open(encoding="utf-8", newline="") as file:
        return Counter(row["severity"] for row in csv.DictReader(file))


def _without_errors(count: int, *, is_sum: bool) -> Condition:
    todo = (
        "请所缺的工会发布后重新汇总，或用 --without 具名不含它"
        if is_sum
        else "请有关部门更正报表后重新运行"
    )
    told = f"还有错误{count}条，{todo}" if count else ""
    return Condition("没有错误", not count, told)


def _categorised(draft: Path) -> tuple[Condition, ...]:
    """Return whether each revision of what was released has a category and a reason.

    What the program works out counts, and is told apart (自动). Nothing where nothing changed.
    """
    path = draft / REVISIONS
    if not path.is_file():  # then the draft is not whole, or of an earlier program
        return ()
    with path.open(encoding="utf-8", newline="") as file:
        listed = list(csv.DictReader(file))
    if not listed:
        return ()
    bare = [row["name"] for row in listed if not (row["category"] and row["reason"])]
    by_itself = sum(row["decided"] == AUTOMATIC for row in listed)
    told = f"{'、'.join(bare[:_NAMED])}等修订没有类别或理由" if bare else ""
    noted = f"修订{len(listed)}项均有类别和理由（{AUTOMATIC}{by_itself}项）"
    return (Condition(noted if not bare else "修订均有类别和理由", not bare, told),)


def _answered(count: int, period: Period) -> Condition:
    told = (
        f"还有提醒{count}条没有答复：更正报表，或用 bulletin waive {period} 具名接受，然后重新运行"
        if count
        else ""
    )
    return Condition("提醒均已更正或具名接受", not count, told)
