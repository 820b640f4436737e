"""Whether a draft would say just what the one that stands says: then its files are taken over.

What an edition's files were made of, and their hashes, are noted in one sealed entry a period:
a cache that may be deleted at any time. The files themselves are those of the draft that
stands, and are taken only where every one of them is as it was written.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

import polars as pl

from flows.disk import sha256
from flows.drafts import DRAFT
from flows.manifest import MANIFEST
from flows.program import hash_program
from flows.store import Store
from flows.workspace import Workspace
from schemas.edition import Edition
from schemas.period import Period

FOLDER = Path(".cache") / "drafts"

_PURPOSE = "seal of the drafts"


def take_files(workspace: Workspace, edition: Edition) -> dict[str, bytes]:
    """Return the files of the draft that stands, where the edition's would be the same.

    Nothing where one of them would be another, or is not as it was written, or where nobody
    knows. The audits have passed these very bytes, against the same edition.
    """
    noted = _noted(workspace, edition.period)
    if not noted or noted["made_of"] != _makings_of(workspace, edition):
        return {}
    files = _files_in(workspace.out(edition.period) / DRAFT)
    return files if _hashes(files) == noted["files"] else {}


def note_files(workspace: Workspace, edition: Edition, files: Mapping[str, bytes]) -> None:
    """Note what an edition's files, written and audited, were made of."""
    if made_of := _makings_of(workspace, edition):
        noted = {"made_of": made_of, "files": _hashes(files)}
        _store(workspace).keep(str(edition.period), json.dumps(noted).encode())


def forget_files(workspace: Workspace, period: Period) -> None:
    """Have every file of a period made anew, whatever stands."""
    _store(workspace).drop(str(period))


def _store(workspace: Workspace) -> Store:
    return Store(workspace.root / FOLDER, workspace.keyring, _PURPOSE)


def _noted(workspace: Workspace, period: Period) -> dict[str, object]:
    content = _store(workspace).find(str(period))
    return dict(json.loads(content)) if content else {}


def _makings_of(workspace: Workspace, edition: Edition) -> str:
    """Return the hash of all that decides the files: program, templates, edition.

    Empty where LibreOffice has a hand in them, of which nobody knows what it would write.
    """
    settings = edition.settings
    if settings.pdf or settings.contents == "页码":
        return ""
    told = hashlib.sha256(hash_program().encode())
    for name, content in sorted(workspace.own_templates.items()):
        told.update(f"{name} {sha256(content)}\n".encode())
    for field in fields(edition):
        told.update(f"{field.name} {_hash_of(getattr(edition, field.name))}\n".encode())
    return told.hexdigest()


def _hash_of(value: object) -> str:
    """Return the hash of a part of an edition; of a frame, names and types of columns too."""
    if not isinstance(value, pl.DataFrame):
        return sha256(repr(value).encode())
    told = _Told()
    value.rechunk().write_ipc_stream(told, compat_level=pl.CompatLevel.oldest())
    return told.hash.hexdigest()


class _Told(io.BytesIO):
    """Takes what is written to it into a hash, and keeps nothing of it."""

    def __init__(self) -> None:
        """Begin with nothing."""
        super().__init__()
        self.hash = hashlib.sha256()

    def write(self, content: Any) -> int:
        """Take what comes."""
        self.hash.update(content)
        return len(content)


def _files_in(folder: Path) -> dict[str, bytes]:
    """Return the files of a draft but its manifest; nothing where one cannot be read."""
    try:
        return {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in sorted(folder.rglob("*"))
            if path.is_file() and path != folder / MANIFEST
        }
    except OSError:
        return {}


def _hashes(files: Mapping[str, bytes]) -> dict[str, str]:
    return {name: sha256(content) for name, content in files.items()}
