"""Whether a period's draft is what a run would make now: told by content, never by dates."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from pathlib import Path

from flows.disk import sha256
from flows.drafts import DRAFT
from flows.gate.binding import hashes_in
from flows.manifest import read_manifest
from flows.notes import notes_file
from flows.office import find_office
from flows.program import hash_program
from flows.published import fingerprints, is_released, released_folders
from flows.workspace import SETTINGS, Workspace
from schemas.faults import WorkspaceError
from schemas.period import Period


def fingerprint(workspace: Workspace, period: Period, *, unreleased: bool = False) -> str:
    """Return the hash of all that decides a draft.

    That is: program, settings, decisions, workbooks, the releases that it is compared with, and
    whether LibreOffice is there where a PDF is wanted.
    `unreleased` is as it was before the period's own last release.
    """
    told = hashlib.sha256(f"{hash_program()} {period}\n".encode())
    releases = released_folders(workspace, period, unreleased=unreleased)
    for name, content in (*_inputs(workspace, period), *fingerprints(releases)):
        told.update(os.fsencode(f"{content}  {name}\n"))
    if workspace.settings.pdf:
        told.update(f"PDF {find_office() is not None}\n".encode())
    return told.hexdigest()


def _inputs(workspace: Workspace, period: Period) -> Iterable[tuple[str, str]]:
    own = {**workspace.own_files, **notes_file(workspace.root, period)}
    for name, content in {**own, SETTINGS: _settings(workspace)}.items():
        yield name, sha256(content)
    for month in workspace.months:
        if month <= period:
            for path in workspace.workbooks(month):
                yield f"{month}/{path.name}", _content_of(path)


def _content_of(path: Path) -> str:
    """Return the hash of a workbook; a word for one that cannot be read, which is told later."""
    try:
        return sha256(path.read_bytes()) if path.is_file() else "no file"
    except OSError:
        return "unreadable"


def _settings(workspace: Workspace) -> bytes:
    """Return the settings but for who approves and who is told, which no draft shows."""
    said = workspace.settings.model_dump(mode="json", exclude={"approvers", "notices"})
    return json.dumps(said, ensure_ascii=False).encode()


def is_current(workspace: Workspace, period: Period) -> bool:
    """Return whether the draft that stands is whole, and what a run would make now."""
    folder = workspace.out(period) / DRAFT
    if not folder.is_dir():
        return False
    try:
        manifest = read_manifest(folder)
    except WorkspaceError:
        return False
    hashes = hashes_in(folder)
    unreleased = is_released(workspace, period, hashes)
    made_of = fingerprint(workspace, period, unreleased=unreleased)
    return manifest.get("fingerprint") == made_of and manifest.get("outputs") == hashes
