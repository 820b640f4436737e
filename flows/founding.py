"""A fresh workspace: the folder of one union, ready for its first month."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from documents.filling import TEMPLATES, fill_template
from flows.disk import in_words
from flows.helping import typed
from flows.workspace import SETTINGS, Workspace
from schemas.faults import WorkspaceError
from schemas.period import Period

UNNAMED = "某某县总工会"
"""The name of a union that has not been named yet; `doctor` asks for it."""

FOLDERS = ("raw", "notes", "out")

_UNQUOTABLE = re.compile(r'["\\\x00-\x1f\x7f]')  # what a name in bulletin.toml cannot hold as it is


def found_workspace(folder: str, names: Mapping[str, str], today: str) -> str:
    """Make a workspace in a folder; return what was made and what to do next.

    `names` may give `name`, `full_name` and `county` of the union, whose name a folder may
    bear; `today` is an ISO date.
    Files that are there are left as they are. Raises WorkspaceError where the folder is a
    workspace already, or cannot be one.
    """
    root = Path(folder)
    if (root / SETTINGS).exists():
        raise WorkspaceError(f"{root} 已经是工作区，没有改动；改设置请打开 {root / SETTINGS}。")
    if any(map(_UNQUOTABLE.search, names.values())):
        raise WorkspaceError("工会名称中有引号、反斜杠或换行，请去掉后重新输入。")
    borne = root.resolve().name
    _write(root, {"name": borne if borne.endswith("工会") else "", **_given(names)})
    return _told(root, folder, Period.parse(today[:7]).previous)


def _given(names: Mapping[str, str]) -> dict[str, str]:
    return {key: name.strip() for key, name in names.items() if name.strip()}


def _write(root: Path, names: dict[str, str]) -> None:
    name = names["name"] or UNNAMED
    county = names.get("county", name.removesuffix("总工会"))
    full_name = names.get("full_name", name)
    try:
        for inside in FOLDERS:
            (root / inside).mkdir(parents=True, exist_ok=True)
        ignored = root / ".gitignore"
        if not ignored.exists():
            ignored.write_bytes((TEMPLATES / "workspace/gitignore").read_bytes())
        settings = fill_template(
            "workspace/bulletin.toml", name=name, full_name=full_name, county=county
        )
        (root / SETTINGS).write_text(settings, encoding="utf-8")
    except OSError as fault:
        raise WorkspaceError(
            f"{root} 不能作为工作区：{in_words(fault)}，请换一个文件夹或检查权限。"
        ) from None


def _told(root: Path, folder: str, month: Period) -> str:
    unnamed = Workspace.at(root).settings.union.name == UNNAMED
    text = fill_template(
        "workspace/founded.txt.j2",
        folder=root.as_posix(),
        settings=(root / SETTINGS).as_posix(),
        raw=(root / "raw" / str(month)).as_posix(),
        month=month,
        unnamed=unnamed,
        doctor=typed(folder, "doctor"),
        forms=typed(folder, "forms", str(month)),
        run=typed(folder, "run", str(month)),
    )
    return text.rstrip("\n")
