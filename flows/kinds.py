"""Which kinds of documents a workspace knows, makes, and has in a draft."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from documents.filling import TEMPLATES
from documents.narrative import choose_kinds, names_in_titles, read_kinds, require_sound
from flows.workspace import OWN_TEMPLATES as OWN
from flows.workspace import Workspace
from schemas.faults import WorkspaceError
from schemas.kind import Kind
from schemas.period import Period

_WORD = ".docx"
_REVIEW = f"-review{_WORD}"


def folders_of(workspace: Workspace) -> tuple[Path, ...]:
    """Return the folders with a workspace's templates, the program's own first."""
    own = workspace.root / OWN
    return (TEMPLATES, own) if own.is_dir() else (TEMPLATES,)


def kinds_of(workspace: Workspace) -> dict[str, Kind]:
    """Return every kind that a workspace knows, by key; BulletinError names what is at fault."""
    return read_kinds(folders_of(workspace))


def chosen_kinds(workspace: Workspace, period: Period) -> tuple[str, ...]:
    """Return the keys of the kinds that are made for a period.

    Raises BulletinError, naming template and line, where the union's own are at fault.
    """
    _, *own_folders = folders_of(workspace)
    for folder in own_folders:
        require_sound(folder, names_in_titles(workspace.settings, period))
    kinds = kinds_of(workspace)
    own = kinds.keys() - read_kinds().keys()
    return choose_kinds(kinds, own, workspace.settings, period)


def drafted_kinds(workspace: Workspace, draft: Path) -> dict[str, Kind]:
    """Return the kinds of the documents in a draft, by key.

    Raises WorkspaceError for a document of a kind that is not known any more.
    """
    kinds = kinds_of(workspace)
    there = [p.stem for p in draft.glob(f"*{_WORD}") if not p.name.endswith(_REVIEW)]
    for key in there:
        if key not in kinds:
            raise WorkspaceError(
                f"{draft / key}{_WORD} 的模板不在了，不知是哪一种文稿：请恢复模板，或重新运行。"
            )
    return {key: kind for key, kind in kinds.items() if key in there}


def kind_names(workspace: Workspace, keys: Iterable[str]) -> dict[str, str]:
    """Return what kinds are called, by key; the key itself where its templates are gone."""
    known = kinds_of(workspace)
    return {key: known[key].name if key in known else key for key in keys}
