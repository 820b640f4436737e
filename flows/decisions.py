"""The commands `waive` and `fix`: a person's decisions, checked and put on record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from zoneinfo import ZoneInfo

from documents.findings import place_of
from documents.summary import summarise_waivers
from flows import steps
from flows.progress import Direct
from flows.records import add_correction, add_waivers, signature
from flows.workspace import Workspace
from schemas.catalogue import CATALOGUE, severity_of
from schemas.decision import Correction, Waiver
from schemas.faults import WorkspaceError
from schemas.period import Period
from workbooks.privacy import name_to_tell
from workbooks.targets import find_target, may_be_kept

_MOST_TOLD = 10

Issue = dict[str, str]


@dataclass(frozen=True)
class Wanted:
    """Which warnings a person means: rules, and if given workbook, sheet and cell."""

    rules: tuple[str, ...]
    workbook: str = ""
    sheet: str = ""
    cell: str = ""

    @classmethod
    def parse(cls, targets: Sequence[str], sheet: str) -> Wanted:
        """Return what the words of the command mean: rules first, then workbook and cell.

        Raises WorkspaceError where a rule is missing, unknown, or nothing to accept.
        """
        words = list(targets)
        rules = []
        while words and words[0].upper() in CATALOGUE:
            rules.append(words.pop(0).upper())
        if not rules or len(words) > 2:
            raise WorkspaceError(
                "请写明规则，如 bulletin waive 2024-10 W-P02；可再写工作簿和单元格。"
            )
        for rule in rules:
            _require_warning(rule)
        workbook, cell = (*words, "", "")[:2]
        named, _, address = cell.rpartition("!")
        return cls(tuple(rules), workbook, named.strip("'") or sheet, address)

    def meets(self, issue: Issue) -> bool:
        """Return whether a finding is meant."""
        return (
            issue["rule"] in self.rules
            and self.workbook in ("", *_names_of(issue["workbook"]))
            and self.sheet in ("", issue["sheet"])
            and self.cell.upper() in ("", issue["cell"])
        )


def _names_of(workbook: str) -> tuple[str, str, str]:
    """Return the ways to name a workbook: its path below `raw/`, its file, without suffix."""
    path = PurePosixPath(workbook)
    return workbook, path.name, path.stem


def _require_warning(rule: str) -> None:
    severity = severity_of(rule)
    if severity == "E":
        raise WorkspaceError(
            f"{rule} 是错误，须由部门更正，不能接受；确知应为何数的，用 bulletin fix 更正。"
        )
    if severity == "I":
        raise WorkspaceError(f"{rule} 是说明，无须接受。")


def waive_findings(
    period: str, targets: Sequence[str], folder: str, sheet: str, signed: tuple[str, str]
) -> str:
    """Accept a period's open warnings that are meant; return what the analyst is told.

    `signed` is name and reason. Raises WorkspaceError where nothing can be accepted.
    """
    by, reason = signature(*signed)
    wanted = Wanted.parse(targets, sheet)
    workspace, month = Workspace.at(folder), Period.parse(period)
    step = Direct()
    submissions = step("读取报表", steps.read_up_to, workspace, month)
    examined = step("检查报表", steps.check_returns, workspace, month, submissions)
    still_open: list[Issue] = examined.warnings.to_dicts()
    meant = [issue for issue in still_open if wanted.meets(issue)]
    if not meant:
        raise WorkspaceError(_nothing_meant(wanted, still_open))
    marks = {issue["fingerprint"] for issue in meant}
    accepted = [issue for issue in still_open if issue["fingerprint"] in marks]
    today = _today(workspace)
    path = add_waivers(
        workspace.root,
        [
            Waiver(
                period=month.label,
                rule=issue["rule"],
                place=place_of(issue),
                message=issue["message"],
                by=by,
                reason=reason,
                decided_on=today,
                fingerprint=issue["fingerprint"],
            )
            for issue in _one_each(accepted)
        ],
    )
    left = len(still_open) - len(accepted)
    return summarise_waivers(accepted, (by, reason), left, path.as_posix())


def _one_each(issues: Iterable[Issue]) -> list[Issue]:
    return list({issue["fingerprint"]: issue for issue in issues}.values())


def _nothing_meant(wanted: Wanted, still_open: Iterable[Issue]) -> str:
    rules = "、".join(wanted.rules)
    told = [
        place_of(issue) or issue["message"] for issue in still_open if issue["rule"] in wanted.rules
    ]
    if not told:
        return f"{rules} 没有待核对的提醒，无须接受。"
    more = f"等{len(told)}处" if len(told) > _MOST_TOLD else ""
    return f"所指之处没有 {rules}；待核对的在：{'；'.join(told[:_MOST_TOLD])}{more}。"


def _today(workspace: Workspace) -> str:
    zone = ZoneInfo(workspace.settings.calendar.time_zone)
    return dt.datetime.now(zone).date().isoformat()


@dataclass(frozen=True)
class Change:
    """What a person wants a cell to be: where, the new value, and what it holds now, if said."""

    workbook: str
    sheet: str
    cell: str
    new: str
    old: str | None = None


def fix_cell(period: str, change: Change, folder: str, signed: tuple[str, str]) -> str:
    """Record a correction of one cell; return what the analyst is told.

    `signed` is name and reason. Raises WorkspaceError where the cell cannot be corrected.
    """
    by, reason = signature(*signed)
    workspace, month = Workspace.at(folder), Period.parse(period)
    path = _workbook(workspace, month, change.workbook)
    name, new = workspace.name_of(path), change.new.strip()
    named, _, address = change.cell.rpartition("!")
    place = (named.strip("'") or change.sheet, address)
    target = find_target(path, name, steps.desk_of(workspace, month), place)
    where = f"{name} › {target.sheet} › {target.cell}"
    if change.old is not None and change.old.strip() != target.old:
        raise WorkspaceError(f"{where} 现在的内容与 --old 所写不同，没有更正：请核对单元格。")
    if new in ("", target.old):
        raise WorkspaceError(f"{where} 的新值为空或与原值相同，没有更正：请用 --new 写明新值。")
    if not may_be_kept(new, target.column):
        raise WorkspaceError(f"{where} 的新值中有疑似证件、电话或卡号，没有更正。")
    correction = Correction(
        name, target.sheet, target.cell, target.old, new, by, reason, _today(workspace)
    )
    written = add_correction(workspace.root, correction)
    return (
        f"已记录更正：{where}（{target.column.title}）：{target.old or '空'} → {new}"
        f"（{by}，理由：{reason}）。\n"
        f"原件未改动；记在 {written.as_posix()}，下次检查和运行按新值读取。"
    )


def _workbook(workspace: Workspace, month: Period, wanted: str) -> Path:
    """Return a month's workbook by its file name or its path below `raw/`."""
    told = {path: _names_of(workspace.name_of(path)) for path in workspace.require(month)}
    found = [path for path, names in told.items() if wanted in (path.name, *names)]
    if len(found) == 1:
        return found[0]
    names = "、".join(name for _, name, _ in told.values())
    raise WorkspaceError(f"{month.label}没有工作簿“{name_to_tell(wanted, '……')}”：可选 {names}。")
