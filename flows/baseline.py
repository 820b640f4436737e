"""The files of a workspace's `baseline/`: figures of earlier periods, kept as csv."""

from __future__ import annotations

from pathlib import Path

from flows.disk import in_words
from schemas.baseline import FOLDER
from schemas.faults import WorkspaceError
from workbooks.naming import file_to_tell

_WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".et", ".ods")


def baseline_files(root: Path) -> dict[str, bytes]:
    """Return the contents of the csv files, by the names by which they may be told.

    A person's name in a file's name is told as 某某; files that are then called alike are
    told by their place. Raises WorkspaceError where a workbook lies there that nobody would
    read, or a link, or a file cannot be opened.
    """
    folder = root / FOLDER
    found = sorted(folder.iterdir()) if folder.is_dir() else []
    there = [path for path in found if path.is_file() and not path.name.startswith(("~$", "."))]
    for path in there:
        if path.is_symlink():
            name = file_to_tell(path.name)
            raise WorkspaceError(f"{FOLDER}/{name} 是链接：请放入文件本身后重新运行。")
        if path.suffix.lower() in _WORKBOOKS:
            name = file_to_tell(path.name)
            raise WorkspaceError(f"{FOLDER}/{name} 不是 CSV：请另存为 CSV（UTF-8）后重新运行。")
    tables = [path for path in there if path.suffix.lower() == ".csv"]
    names = [file_to_tell(path.name) for path in tables]
    return {
        name if names.count(name) == 1 else f"{name}（第{place}份）": _read(path, name)
        for place, (name, path) in enumerate(zip(names, tables, strict=True), 1)
    }


def _read(path: Path, name: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as fault:
        raise WorkspaceError(f"{FOLDER}/{name} 无法打开：{in_words(fault)}。") from None
