"""The command `fix`: a reviewed correction of one cell, checked and put on record."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from flows.locking import records_held
from flows.pointing import names_of, sheet_and_cell
from flows.records import add_correction, signature
from flows.steps import desk_of
from flows.workspace import Workspace
from schemas.decision import Correction
from schemas.faults import WorkspaceError
from schemas.period import Period
from transforms.examination import examine
from workbooks.naming import name_to_tell
from workbooks.reader import read_workbook
from workbooks.targets import find_target, may_be_kept

_OF_ONE_CELL = "E-C"
"""How the rules about a single cell begin (DOMAIN.md §6.1)."""


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
    workspace, month = Workspace.at(folder), Period.parse_month(period)
    path = _workbook(workspace, month, change.workbook)
    name, new = workspace.name_of(path), change.new.strip()
    place = sheet_and_cell(change.cell, change.sheet)
    target = find_target(path, name, desk_of(workspace, month), place)
    where = f"{name} › {target.sheet} › {target.cell}"
    if change.old is not None and change.old.strip() != target.old:
        raise WorkspaceError(f"{where} 现在的内容与 --old 所写不同，没有更正：请核对单元格。")
    if new in ("", target.old):
        raise WorkspaceError(f"{where} 的新值为空或与原值相同，没有更正：请用 --new 写明新值。")
    if not may_be_kept(new, target.column):
        raise WorkspaceError(f"{where} 的新值中有疑似证件、电话或卡号，没有更正。")
    correction = Correction(
        name, target.sheet, target.cell, target.old, new, by, reason, workspace.today
    )
    _require_legal(workspace, month, path, correction)
    with records_held(workspace):
        written = add_correction(workspace.root, correction)
    return (
        f"已记录更正：{where}（{target.column.title}）：{target.old or '空'} → {new}"
        f"（{by}，理由：{reason}）。\n"
        f"原件未改动；记在 {written.as_posix()}，下次检查和运行按新值读取。"
    )


def _require_legal(workspace: Workspace, month: Period, path: Path, correction: Correction) -> None:
    """Raise WorkspaceError where the new value would itself be an error of that cell."""
    desk = desk_of(workspace, month)
    corrected = replace(desk, corrections=(*desk.corrections, correction))
    read = read_workbook(path, correction.workbook, corrected)
    found = examine([read], workspace.settings, month).issues
    place = {"sheet": correction.sheet, "cell": correction.cell, "severity": "E"}
    for rule, message in found.filter(**place).select("rule", "message").iter_rows():
        if rule.startswith(_OF_ONE_CELL):
            raise WorkspaceError(f"{correction.cell} 不能改成这个值，没有更正：{message}。")


def _workbook(workspace: Workspace, month: Period, wanted: str) -> Path:
    """Return a month's workbook by its file name or its path below `raw/`."""
    told = {path: names_of(workspace.name_of(path)) for path in workspace.require(month)}
    found = [path for path, names in told.items() if wanted in (path.name, *names)]
    if len(found) == 1:
        return found[0]
    names = "、".join(name for _, name, _ in told.values())
    raise WorkspaceError(f"{month.label}没有工作簿“{name_to_tell(wanted, '……')}”：可选 {names}。")
