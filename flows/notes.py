"""The file of paragraphs that a person writes for a period: `notes/<period>.md`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from documents.narrative import read_notes
from flows.disk import in_words, read_regular, require_inside
from schemas.faults import WorkspaceError
from schemas.kind import Kind
from schemas.notes import Notes
from schemas.period import Period

FOLDER = "notes"


def notes_file(root: Path, period: Period) -> dict[str, bytes]:
    """Return a period's file by its name below the workspace; nothing where there is none.

    Raises WorkspaceError for a link that leads out of the folder, or what cannot be read.
    """
    name = f"{FOLDER}/{period}.md"
    path = require_inside(root / name, root / FOLDER)
    if not path.exists():
        return {}
    try:
        return {name: read_regular(path)}
    except OSError as fault:
        raise WorkspaceError(f"{name} 无法读取：{in_words(fault)}，请检查。") from None


def period_notes(root: Path, period: Period, kinds: Mapping[str, Kind]) -> Notes:
    """Return the paragraphs of a period; WorkspaceError names file and line."""
    for name, content in notes_file(root, period).items():
        try:
            return read_notes(name, content.decode("utf-8-sig"), kinds)
        except UnicodeDecodeError:
            raise WorkspaceError(f"{name} 不是 UTF-8 编码的文本：请另存为 UTF-8。") from None
    return Notes()
