"""Submitting, approving and returning a draft: each act checked, then written into the log."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from itertools import takewhile

from flows.gate.holding import held
from flows.gate.log import append_act
from flows.gate.passphrases import is_passphrase
from flows.gate.standing import stand_period
from flows.records import signature
from flows.workspace import Workspace
from schemas.faults import PersonNeeded
from schemas.period import Period
from schemas.release import APPROVED, RELEASED, SUBMITTED, LogEntry, Standing
from schemas.settings import Approver

_PATIENT_TRIES = 3
_PAUSE_SECONDS = 1.0
"""Before each further try of a passphrase that was wrong three times in a row."""


def submit(workspace: Workspace, period: Period, by: str) -> Standing:
    """Submit the draft that stands for approval; return where the period stands then.

    Raises PersonNeeded where the checklist is not met or it was submitted already.
    """
    name, _ = signature(by, "送审")
    with held(workspace, period):
        standing = stand_period(workspace, period)
        if standing.state in (SUBMITTED, APPROVED, RELEASED):
            raise PersonNeeded(f"{period.label}{standing.state}，内容没有变化，无须再送审。")
        require_met(standing, "不能送审")
        append_act(workspace.out(period), "送审", (name, ""), standing.bound, standing.maker)
        return stand_period(workspace, period)


def approve(workspace: Workspace, period: Period, by: str, ask: Callable[[], str]) -> Standing:
    """Approve what was submitted; `ask` gives the approver's passphrase.

    Raises PersonNeeded with the reason where it is refused; nothing but a wrong passphrase
    is then written into the log.
    """
    name, _ = signature(by, "批准")
    with held(workspace, period):
        asked = _approvable(workspace, period, name)
    _pause_if_wrong_often(asked, name)
    typed = ask()  # nobody waits for the period while somebody types
    with held(workspace, period):
        standing = _approvable(workspace, period, name)
        if standing.bound != asked.bound:
            raise PersonNeeded(
                f"输入口令时内容已变，没有批准：请重新运行 bulletin review {period}。"
            )
        _require_passphrase(workspace, period, standing, (_approver(workspace, name), typed))
        append_act(workspace.out(period), "批准", (name, ""), standing.bound)
        return stand_period(workspace, period)


def send_back(workspace: Workspace, period: Period, by: str, reason: str) -> Standing:
    """Send back what was submitted or approved; a name and a reason are required."""
    signed = signature(by, reason)
    with held(workspace, period):
        standing = stand_period(workspace, period)
        if standing.state not in (SUBMITTED, APPROVED):
            raise PersonNeeded(f"{period.label}现为{standing.state}，没有送审的内容可以退回。")
        append_act(workspace.out(period), "退回", signed, standing.bound)
        return stand_period(workspace, period)


def require_met(standing: Standing, refused: str) -> None:
    """Raise PersonNeeded, naming every condition that stands against it."""
    if standing.unmet:
        told = "；".join(item.told for item in standing.unmet)
        raise PersonNeeded(f"{refused}：{told}。")


def _approvable(workspace: Workspace, period: Period, name: str) -> Standing:
    """Return where a period stands that this person may approve; else raise PersonNeeded."""
    standing = stand_period(workspace, period)
    approver = _approver(workspace, name)
    _require_submitted(standing, period)
    _require_another(standing, name)
    require_met(standing, "不能批准")
    if not approver.passphrase:
        raise PersonNeeded(f"{name}还没有口令：请本人运行 bulletin passphrase --by {name} 设置。")
    return standing


def _approver(workspace: Workspace, name: str) -> Approver:
    approvers = workspace.settings.approvers
    if not approvers:
        raise PersonNeeded(
            "bulletin.toml 中还没有审批人：请审批人运行 bulletin passphrase --by 姓名 设置口令。"
        )
    for approver in approvers:
        if approver.name == name:
            return approver
    names = "、".join(approver.name for approver in approvers)
    raise PersonNeeded(f"{name}不是审批人：bulletin.toml 中的审批人是{names}。")


def _require_submitted(standing: Standing, period: Period) -> None:
    if standing.state in (APPROVED, RELEASED):
        raise PersonNeeded(f"{period.label}{standing.state}，内容没有变化，无须再批准。")
    if standing.state != SUBMITTED:
        why = standing.told or f"现为{standing.state}"
        raise PersonNeeded(
            f"{period.label}{why}，不能批准：请先运行 bulletin review {period} --by 姓名 送审。"
        )


def _require_another(standing: Standing, name: str) -> None:
    """Raise PersonNeeded where the approver made the draft that was submitted."""
    submitted = next(entry for entry in reversed(standing.log) if entry.act == "送审")
    if name in (standing.maker, submitted.subject):
        raise PersonNeeded(f"初稿由{name}生成，生成和批准不能是同一个人，请另一位审批人批准。")


def _pause_if_wrong_often(standing: Standing, name: str) -> None:
    if _wrong_tries(standing.log, name) >= _PATIENT_TRIES:
        time.sleep(_PAUSE_SECONDS)


def _require_passphrase(
    workspace: Workspace, period: Period, standing: Standing, given: tuple[Approver, str]
) -> None:
    approver, typed = given
    if not is_passphrase(typed, approver.passphrase):
        append_act(workspace.out(period), "口令错误", (approver.name, ""), standing.bound)
        raise PersonNeeded("口令不对，没有批准；已记入审签记录。")


def _wrong_tries(log: Sequence[LogEntry], name: str) -> int:
    """Return how many of the last acts are wrong passphrases of this name."""
    last = takewhile(lambda entry: (entry.act, entry.by) == ("口令错误", name), reversed(log))
    return len(list(last))
