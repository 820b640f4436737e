"""The lists of decisions on disk: `waivers.csv` and `corrections.csv`, one decision a line.

They are made to be read by a person, opened by Excel (UTF-8 with its mark) and kept by git.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import astuple
from pathlib import Path
from typing import TypeVar

from flows.disk import replace_file
from schemas.decision import CORRECTIONS, WAIVERS, Correction, Waiver
from schemas.faults import WorkspaceError
from workbooks.privacy import holds_personal_number

_LIKE_A_FORMULA = re.compile(r"^('*[=+\-@])")
_FORMULA_AS_TEXT = re.compile(r"^'('*[=+\-@])")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")

Record = TypeVar("Record", Waiver, Correction)


def read_waivers(root: Path) -> tuple[Waiver, ...]:
    """Return a workspace's waivers; WorkspaceError names the line that is broken."""
    return tuple(_read(root / WAIVERS, Waiver))


def read_corrections(root: Path) -> tuple[Correction, ...]:
    """Return a workspace's corrections; WorkspaceError names the line that is broken."""
    return tuple(_read(root / CORRECTIONS, Correction))


def add_waivers(root: Path, waivers: Iterable[Waiver]) -> Path:
    """Add waivers to the list; return its path."""
    return _write(root / WAIVERS, [*read_waivers(root), *waivers], Waiver)


def add_correction(root: Path, correction: Correction) -> Path:
    """Add a correction to the list; return its path."""
    return _write(root / CORRECTIONS, [*read_corrections(root), correction], Correction)


def signature(by: str, reason: str) -> tuple[str, str]:
    """Return name and reason in one line each.

    Raises WorkspaceError where one is missing, or holds what looks like a person's number.
    """
    name, why = (" ".join(text.split()) for text in (by, reason))
    if not name:
        raise WorkspaceError("没有姓名：请用 --by 写明由谁决定。")
    if not why:
        raise WorkspaceError("没有理由：请用 --reason 写明理由。")
    if holds_personal_number(name) or holds_personal_number(why):
        raise WorkspaceError("姓名或理由中有疑似证件、电话或卡号，请删去后重新输入。")
    return name, why


def _read(path: Path, shape: type[Record]) -> Iterator[Record]:
    if not path.is_file():
        return
    for line, fields in _lines(path):
        if fields != shape.TITLES:
            yield _record(f"{path} 第{line}行", fields, shape)


def _lines(path: Path) -> Iterator[tuple[int, tuple[str, ...]]]:
    reader = csv.reader(io.StringIO(_decoded(path), newline=""))
    try:
        for row in reader:
            fields = tuple(_FORMULA_AS_TEXT.sub(r"\1", field.strip()) for field in row)
            if any(fields):
                yield reader.line_num, fields
    except csv.Error:
        raise WorkspaceError(f"{path} 第{reader.line_num}行无法读取，请检查引号。") from None


def _record(place: str, fields: tuple[str, ...], shape: type[Record]) -> Record:
    expected = len(shape.TITLES)
    if len(fields) != expected:
        raise WorkspaceError(
            f"{place}有{len(fields)}项，应为{expected}项：{','.join(shape.TITLES)}；"
            "请更正或删去这一行。"
        )
    record = shape(*fields)
    try:
        signature(record.by, record.reason)
    except WorkspaceError as fault:
        raise WorkspaceError(f"{place}：{fault}") from None
    if not record.is_sound:
        raise WorkspaceError(f"{place}看不出指的是什么，请照原样恢复或删去这一行。")
    return record


def _decoded(path: Path) -> str:
    """Return the text of a list: UTF-8, or GB18030 where an office program saved it so."""
    content = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise WorkspaceError(f"{path} 无法读取：请用 UTF-8 编码另存后重新运行。")


def _as_text(field: str) -> str:
    """Return a field before which an apostrophe stands where Excel would take a formula."""
    return field if _NUMBER.fullmatch(field) else _LIKE_A_FORMULA.sub(r"'\1", field)


def _write(path: Path, records: Iterable[Record], shape: type[Record]) -> Path:
    """Write the list aside, then put it in the place of the old one in one step."""
    text = io.StringIO(newline="")
    csv.writer(text).writerow(shape.TITLES)
    csv.writer(text).writerows(map(_as_text, astuple(record)) for record in records)
    replace_file(path, text.getvalue().encode("utf-8-sig"))
    return path
