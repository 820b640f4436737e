"""The command `waive`: warnings that a person accepts, checked and put on record."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import polars as pl

from documents.findings import place_of
from documents.summary import summarise_waivers
from flows import steps
from flows.drafts import DRAFT
from flows.locking import records_held
from flows.manifest import adds_up_releases
from flows.pointing import names_of, sheet_and_cell
from flows.progress import Direct
from flows.records import add_waivers, signature
from flows.workspace import Workspace
from schemas.catalogue import CATALOGUE, severity_of
from schemas.decision import Waiver
from schemas.faults import WorkspaceError
from schemas.issue import ISSUE_SCHEMA
from schemas.period import Period
from transforms.rolling import answer_unadded

_LIKE_A_RULE = re.compile(r"[A-Za-z]{1,2}-?[A-Za-z]*\d*")
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
        if not rules and words and _LIKE_A_RULE.fullmatch(words[0]):
            raise WorkspaceError(f"没有规则 {words[0]}：规则见 issues.csv 的 rule 一栏，如 W-P10。")
        if not rules or len(words) > 2:
            raise WorkspaceError(
                "请写明规则，如 bulletin waive 2024-10 W-P02；可再写工作簿和单元格。"
            )
        for rule in rules:
            _require_warning(rule)
        workbook, cell = (*words, "", "")[:2]
        return cls(tuple(rules), workbook, *sheet_and_cell(cell, sheet))

    def meets(self, issue: Issue) -> bool:
        """Return whether a finding is meant."""
        return (
            issue["rule"] in self.rules
            and self.workbook in ("", *names_of(issue["workbook"]))
            and self.sheet in ("", issue["sheet"])
            and self.cell in ("", issue["cell"])
        )


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
    still_open = _open_warnings(workspace, month)
    meant = {issue["fingerprint"]: issue for issue in still_open if wanted.meets(issue)}
    if not meant:
        raise WorkspaceError(_nothing_meant(wanted, still_open))
    accepted = [issue for issue in still_open if issue["fingerprint"] in meant]
    waivers = [_waiver(issue, month, (by, reason), workspace.today) for issue in meant.values()]
    with records_held(workspace):
        path = add_waivers(workspace.root, waivers)
    left = len(still_open) - len(accepted)
    return summarise_waivers(accepted, (by, reason), left, path.as_posix())


def _open_warnings(workspace: Workspace, month: Period) -> list[Issue]:
    draft = workspace.out(month) / DRAFT
    if adds_up_releases(draft):
        found = pl.read_csv(draft / "issues.csv", schema=ISSUE_SCHEMA).fill_null("")
        place = (month, workspace.settings)
        return answer_unadded(found, workspace.decisions.waivers, place).open.to_dicts()
    step = Direct()
    workspace.require(month)
    submissions = step("读取报表", steps.read_up_to, workspace, month)
    steps.require_readable(month, submissions)
    examined = step("检查报表", steps.check_returns, workspace, month, submissions)
    return examined.warnings.to_dicts()


def _waiver(issue: Issue, month: Period, signed: tuple[str, str], today: str) -> Waiver:
    return Waiver(
        month.label,
        issue["rule"],
        place_of(issue),
        issue["message"],
        *signed,
        today,
        issue["fingerprint"],
    )


def _nothing_meant(wanted: Wanted, still_open: Iterable[Issue]) -> str:
    rules = "、".join(wanted.rules)
    told = [
        place_of(issue) or issue["message"] for issue in still_open if issue["rule"] in wanted.rules
    ]
    if not told:
        return f"{rules} 没有待核对的提醒，无须接受。"
    more = f"等{len(told)}处" if len(told) > _MOST_TOLD else ""
    return f"所指之处没有 {rules}；待核对的在：{'；'.join(told[:_MOST_TOLD])}{more}。"
