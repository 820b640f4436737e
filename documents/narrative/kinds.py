"""The kinds of documents: read from the templates, chosen by `bulletin.toml`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from pathlib import Path

from documents.filling import TEMPLATES
from documents.narrative.definitions import fill_in, gather_definitions
from documents.narrative.labels import period_names
from schemas.faults import WorkspaceError
from schemas.kind import Kind
from schemas.period import Period
from schemas.settings import Settings

KINDS = "documents.toml"


def read_kinds(folders: Sequence[Path] = (TEMPLATES,)) -> dict[str, Kind]:
    """Return every kind by its key, in the order in which the files list them.

    Raises BulletinError, naming file and entry, for an entry of another shape.
    """
    return gather_definitions(folders, KINDS, Kind)


def choose_kinds(
    kinds: Mapping[str, Kind], own: Set[str], settings: Settings, period: Period
) -> tuple[str, ...]:
    """Return the keys of the kinds that a union makes for a period, in the order of `kinds`.

    What `[documents]` of `bulletin.toml` lists decides; the program's kinds that it leaves out
    are not made. A kind that the union added (`own`) is made for its own periods unless listed.

    Raises WorkspaceError where a kind is listed that nobody defines, or none is left.
    """
    listed = settings.documents
    for part, keys in (("documents", listed or ()), ("official", settings.official)):
        _require_known(part, keys, kinds)
    by_default = kinds if listed is None else own
    periods = {key: kinds[key].periods for key in by_default} | (listed or {})
    chosen = tuple(key for key in kinds if period.kind_word in periods.get(key, ()))
    if not chosen:
        raise WorkspaceError(
            f"bulletin.toml 的 [documents] 没有安排{period.label}的文稿："
            f"请给要写的文稿加上“{period.kind_word}”。"
        )
    return chosen


def _require_known(part: str, keys: Iterable[str], kinds: Mapping[str, Kind]) -> None:
    for key in keys:
        if key not in kinds:
            known = "、".join(f"{name}（{kind.name}）" for name, kind in kinds.items())
            raise WorkspaceError(
                f"bulletin.toml 的 [{part}] 中“{key}”没有这种文稿，可写的有：{known}。"
            )


def names_in_titles(settings: Settings, period: Period) -> dict[str, str]:
    """Return the names that a title or the name of a file may ask for."""
    return {**period_names(period), "union": settings.union.name}


def name_of_file(kind: Kind, settings: Settings, period: Period) -> str:
    """Return the name that a released document of a kind bears, without its ending."""
    return fill_in(kind.file, names_in_titles(settings, period))
