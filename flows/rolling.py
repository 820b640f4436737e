"""`bulletin rollup`: a city's or province's draft from the releases of its unions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from documents.members import tell_members
from documents.summary import summarise_run
from flows import steps
from flows.disk import sha256
from flows.drafts import read_standing_draft
from flows.helping import typed
from flows.kinds import drafted_kinds, kinds_of
from flows.locking import locked
from flows.manifest import Inputs, write_manifest
from flows.notes import notes_file, period_notes
from flows.order import Step, write_edition
from flows.packages import folders_below, gather_packages, membership_of
from flows.program import hash_program
from flows.progress import Direct, say
from flows.published import read_published
from flows.records import signature
from flows.reviewing import standing_after_run
from flows.workspace import SETTINGS, Workspace
from schemas.edition import Edition
from schemas.faults import WorkspaceError
from schemas.period import Period
from schemas.rollup import Membership, Package
from transforms.revising import list_sum_revisions
from transforms.rolling import roll_up


@dataclass(frozen=True)
class Signed:
    """Who adds up, which unions are left out by name, and why."""

    by: str = ""
    without: tuple[str, ...] = ()
    reason: str = ""


def roll_up_packages(period: str, pattern: str, folder: str, signed: Signed) -> str:
    """Write the draft of a city's period; return what was made and who is missing.

    Raises WorkspaceError where there is nothing to add up.
    """
    workspace, month = _own_workspace(folder), Period.parse(period)
    if signed.without:
        signature(signed.by, signed.reason)
    steps.require_documents(workspace, month)
    folders = folders_below(workspace, pattern)
    expected = workspace.settings.union.members
    with locked(workspace, month):
        packages, absent = gather_packages(folders, month, expected)
        members = membership_of(packages, absent, signed.without, signed.reason)
        if not packages:
            told = "；".join(f"{one.union}{one.why}" for one in absent)
            raise WorkspaceError(f"{month.label}没有可以汇总的发布件：{told}。")
        say(f"{workspace.settings.union.name} {month.label}汇总：")
        gathered = _Gathered(packages, members, str(Path(pattern).expanduser().absolute()))
        edition, draft = _make(workspace, gathered, (month, signed.by), Direct())
    review = typed(folder, "review", period)
    standing = standing_after_run(period, folder)
    named = {key: kind.name for key, kind in drafted_kinds(workspace, draft).items()}
    told = summarise_run(edition, draft.as_posix(), named, review, standing)
    return f"{tell_members(members)}\n\n{told}"


def _own_workspace(folder: str) -> Workspace:
    """Return the city's own workspace; WorkspaceError says how to have one."""
    if not (Path(folder) / SETTINGS).is_file():
        raise WorkspaceError(
            f"{folder} 不是工作区：其中没有 bulletin.toml。请用 --into 写明本级的工作区；"
            f"还没有的，先运行 bulletin init {folder} --union 某市总工会。"
        )
    return Workspace.at(folder)


class _Gathered(NamedTuple):
    """The releases that are added up, who is in the sum, and the pattern of their folders."""

    packages: Sequence[Package]
    members: Membership
    pattern: str


def _make(
    workspace: Workspace, gathered: _Gathered, ordered: tuple[Period, str], step: Step
) -> tuple[Edition, Path]:
    """Add up and write, by the same steps as a union's own draft."""
    (packages, members, pattern), (period, by) = gathered, ordered
    edition = step("汇总发布件", _add_up, workspace, packages, members, period)
    files = write_edition(workspace, edition, step)
    own = {**workspace.own_files, **notes_file(workspace.root, period)}
    inputs = Inputs(
        (),
        (),
        own,
        _fingerprint(packages, members, own),
        packages={package.place: package.sha256 for package in packages},
        packages_in=pattern,
    )
    files["manifest.json"] = write_manifest(edition, inputs, files, by)
    return edition, step("换上新稿", steps.save_draft, workspace, period, files)


def _add_up(
    workspace: Workspace, packages: Sequence[Package], members: Membership, period: Period
) -> Edition:
    settings = workspace.settings
    if any(package.sample for package in packages):  # what is made from a sample is one
        settings = settings.model_copy(update={"sample": True})
    before = read_standing_draft(workspace.out(period))
    waivers = workspace.decisions.waivers
    edition = roll_up(packages, members, (period, settings), before, waivers)
    return replace(
        edition,
        notes=period_notes(workspace.root, period, kinds_of(workspace)),
        revisions=list_sum_revisions(read_published(workspace, period), edition),
    )


def _fingerprint(packages: Sequence[Package], members: Membership, own: dict[str, bytes]) -> str:
    parts = [package.sha256 for package in packages]
    parts += [f"{name} {sha256(content)}" for name, content in sorted(own.items())]
    return sha256("\n".join([hash_program(), repr(members), *parts]).encode())
