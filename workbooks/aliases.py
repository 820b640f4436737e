"""aliases.csv: a union's own words for headings, a line each: 表页,表头,规定表头."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping

from schemas.columns import Kind
from schemas.contract import ROSTER, sheets
from schemas.faults import WorkspaceError
from schemas.sheets import Sheet
from workbooks.headings import Headings, heading_key, is_personal

FILE = "aliases.csv"
HEAD = ("表页", "表头", "规定表头")

Aliases = Mapping[tuple[str, str], str]
"""(sheet, heading) to official heading."""

_SHEETS = {sheet.title: sheet for sheet in (*sheets(), ROSTER)}


def alias_line(sheet: Sheet, heading: str, code: str) -> str:
    """Return the line that makes a heading an alias of a column, as the file takes it."""
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow((sheet.title, heading, sheet.columns[code].title))
    return line.getvalue()


def read_aliases(content: bytes) -> Aliases:
    """Return what the file says; UTF-8 or GB18030, a line of headings allowed.

    Raises WorkspaceError, which names the line, where one cannot be followed.
    """
    aliases: dict[tuple[str, str], str] = {}
    for number, fields in _lines(content):
        place = f"{FILE} 第{number}行"
        if len(fields) != len(HEAD):
            raise WorkspaceError(
                f"{place}有{len(fields)}项，应为3项，以半角逗号分隔：{','.join(HEAD)}。"
            )
        title, heading, official = fields
        _require_sound(place, title, heading, official)
        before = aliases.setdefault((title, heading), official)
        if before != official:
            raise WorkspaceError(f"{place}与前面矛盾：“{heading}”已对应“{before}”，请只留一行。")
    return aliases


def _lines(content: bytes) -> Iterator[tuple[int, tuple[str, ...]]]:
    reader = csv.reader(io.StringIO(_decode(content), newline=""))
    try:
        for row in reader:
            fields = tuple(field.strip() for field in row)
            if any(fields) and fields != HEAD:
                yield reader.line_num, fields
    except csv.Error:
        raise WorkspaceError(f"{FILE} 第{reader.line_num}行无法读取，请检查引号。") from None


def _decode(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise WorkspaceError(f"{FILE} 无法读取：请另存为 CSV（UTF-8）。")


def _require_sound(place: str, title: str, heading: str, official: str) -> None:
    """Raise WorkspaceError where sheet or column is unknown, or the words mean another."""
    sheet = _SHEETS.get(title)
    if sheet is None:
        raise WorkspaceError(f"{place}的表页“{title}”不是规定的表页，请改为规定的名称。")
    known = Headings(sheet, {})
    target, meant = known.match(official), known.match(heading)
    if target is None:
        raise WorkspaceError(f"{place}的“{official}”不是“{title}”的规定表头，请按空白表填写。")
    if not heading_key(heading):
        raise WorkspaceError(f"{place}没有写表头，请补上本单位的叫法。")
    if meant and meant.code != target.code:
        owner = sheet.columns[meant.code].title
        raise WorkspaceError(f"{place}不能采用：“{heading}”在“{title}”中已指“{owner}”。")
    if _is_personal(heading, sheet) and not _is_kept_private(sheet, target.code):
        raise WorkspaceError(f"{place}不能采用：“{heading}”是个人信息，不得读入“{official}”。")


def _is_personal(heading: str, sheet: Sheet) -> bool:
    words = map(heading_key, (*sheet.personal, *sheet.forbidden))
    return is_personal(heading) or heading_key(heading) in words


def _is_kept_private(sheet: Sheet, code: str) -> bool:
    column = sheet.columns[code]
    return column.kind is Kind.PERSON or not column.printable
