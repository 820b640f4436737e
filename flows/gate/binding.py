"""What an approval binds: one hash over figures, text and documents of the draft that stands."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from flows.disk import sha256
from flows.drafts import DRAFT
from flows.manifest import MANIFEST
from flows.workspace import Workspace
from schemas.faults import WorkspaceError
from schemas.period import Period

ADOPTED = "adopted"
"""The folder of the documents that a person edited and that were taken over."""

PDF = ".pdf"

_VERSION = re.compile(r"v([1-9]\d*)")


def draft_of(workspace: Workspace, period: Period) -> Path:
    """Return the folder of a period's draft; WorkspaceError where there is none."""
    folder = workspace.out(period) / DRAFT
    if not folder.is_dir():
        raise WorkspaceError(f"{period.label}还没有初稿：请先运行 bulletin run {period}。")
    return folder


def hashes_in(folder: Path) -> dict[str, str]:
    """Return the hash of every file of a folder but its manifest, by name, in order."""
    return {
        path.relative_to(folder).as_posix(): sha256(path.read_bytes())
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path != folder / MANIFEST
    }


def bind(hashes: Mapping[str, str]) -> str:
    """Return the one hash of many files: SHA-256 over their sorted names and hashes."""
    lines = "".join(f"{digest}  {name}\n" for name, digest in sorted(hashes.items()))
    return sha256(lines.encode())


def bound_content(out: Path, draft: Mapping[str, str]) -> str:
    """Return the hash of what stands: the draft's files, and the documents that were adopted."""
    adopted = hashes_in(out / ADOPTED)
    return bind({**draft} | {f"{ADOPTED}/{name}": digest for name, digest in adopted.items()})


def versions_in(out: Path) -> list[int]:
    """Return the numbers of the releases in a period's folder, in order."""
    if not out.is_dir():
        return []
    found = [_VERSION.fullmatch(path.name) for path in out.iterdir() if path.is_dir()]
    return sorted(int(match[1]) for match in found if match)
