"""The releases of a year against which a run compares what is known now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import polars as pl

from flows.disk import sha256
from flows.drafts import read_public_figures
from flows.gate.binding import bind, bound_content, hashes_in, versions_in
from flows.gate.keeping import FOLDER, SEAL, read_kept
from flows.gate.sealing import find_faults
from flows.manifest import MANIFEST, read_manifest
from flows.workspace import Workspace
from schemas.faults import BulletinError, WorkspaceError
from schemas.figure import FIGURE_SCHEMA
from schemas.period import Period
from schemas.revision import Published


def released_folders(
    workspace: Workspace, period: Period, *, unreleased: bool = False
) -> list[tuple[Period, Path]]:
    """Return every release of a period's year, in order: nothing that is out can be taken back.

    `unreleased` leaves out the period's own last one, and those of later periods since then.
    """
    found = [
        (month, workspace.out(month) / f"v{number}")
        for month in workspace.periods_out
        if month.year == period.year
        for number in versions_in(workspace.out(month))
    ]
    own = [folder for month, folder in found if month == period]
    if not (unreleased and own):
        return found
    released = _released_at(own[-1])
    return [
        (month, folder)
        for month, folder in found
        if folder != own[-1] and (month <= period or _released_at(folder) < released)
    ]


def _released_at(folder: Path) -> str:
    """Return when a release was made; nothing where it does not say so."""
    try:
        return str(read_manifest(folder).get("released_at", ""))
    except WorkspaceError:
        return ""


def is_released(workspace: Workspace, period: Period, draft: Mapping[str, str]) -> bool:
    """Return whether a draft, as the hashes of its files tell, is what was released last.

    A run would make it again, and print the revisions that the release prints.
    """
    out = workspace.out(period)
    if not (numbers := versions_in(out)):
        return False
    try:
        released = read_manifest(out / f"v{numbers[-1]}")
    except WorkspaceError:
        return False
    return bool(released.get("bound") == bound_content(out, draft))


def read_published(workspace: Workspace, period: Period) -> tuple[Published, ...]:
    """Return the releases of a period's year, as far as they are whole.

    One that is not as it was released says nothing: nothing is compared with figures that
    were changed.
    """
    return tuple(_published(month, folder) for month, folder in released_folders(workspace, period))


def _published(period: Period, folder: Path) -> Published:
    number = int(folder.name.removeprefix("v"))
    if not _is_whole(folder):
        nothing = pl.DataFrame(schema=FIGURE_SCHEMA)
        return Published(period, number, "", nothing, is_whole=False)
    manifest = read_manifest(folder)
    known = {
        "period": period,
        "number": number,
        "at": manifest["released_at"],
        "figures": read_public_figures(folder),
        "definitions": manifest.get("definitions", {}),
    }
    kept = read_kept(folder.parent, number, manifest.get(SEAL, ""))
    if kept is None:
        return Published(**known)
    return Published(
        **known,
        exact=kept.figures,
        sources=kept.sources,
        workbooks=kept.workbooks,
        announced=kept.revisions,
    )


def _is_whole(folder: Path) -> bool:
    """Return whether a release is as it was released; what is no release is not."""
    try:
        return not find_faults(folder)
    except (BulletinError, KeyError, TypeError, AttributeError):
        return False


def fingerprints(releases: Iterable[tuple[Period, Path]]) -> Iterable[tuple[str, str]]:
    """Yield name and hash of some releases, and of the office's copies of them."""
    for month, folder in releases:
        path = folder / MANIFEST
        content = sha256(path.read_bytes()) if path.is_file() else ""
        yield f"{month}/{folder.name}", content
        kept = folder.parent / FOLDER / folder.name
        yield f"{month}/{FOLDER}/{folder.name}", bind(hashes_in(kept))
