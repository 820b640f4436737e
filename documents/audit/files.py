"""Whether a finished file shows what it should, read back from its bytes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import zip_longest

from documents.audit.claims import Shown, body, grid, properties, spoken
from documents.audit.origins import Origins, origins_of
from documents.numerals import numerals
from documents.word.comments import tell
from documents.word.showing import show_word
from schemas.bulletin import Document, Remark, Table
from schemas.edition import Edition

_CONTENTS = 3
"""Columns of a workbook's contents: number, caption, unit."""

_NUMBERED = re.compile(r"表\d+")

Sheet = Sequence[Sequence[str]]
"""The texts of a worksheet as a reader sees them, row by row."""


def unlike_in_word(
    content: bytes, document: Document, remarks: Sequence[Remark] = ()
) -> Iterator[Shown]:
    """Yield every numeral of a Word file, read from its bytes, that the document does not have.

    Compared are text, tables, captions, alternative texts, page edges, properties and the
    comments of a review copy, which may only repeat what was found.
    """
    shown = show_word(content)
    yield from unlike_texts(body(document), shown.body)
    yield from unlike_texts(spoken(document), shown.spoken)
    yield from unlike_texts(properties(document), shown.properties)
    for line in shown.edges:
        for numeral in numerals(line):
            yield Shown("页眉页脚", numeral)
    told = {_plain(line) for remark in remarks for line in tell(remark).split("\n")}
    for line in shown.comments:
        if line not in told:
            yield Shown("批注", line)


def unlike_in_tables(
    sheets: Mapping[str, Sheet], stated: Sequence[str], document: Document, edition: Edition
) -> Iterator[Shown]:
    """Yield every numeral of the workbook of tables that the document's tables do not have.

    `sheets` are its worksheets as shown, by name; `stated` are its properties. A table must
    stand whole on the sheet of its number; words around it may hold dates and names alone.
    """
    origins = origins_of(edition)
    for name, rows in sheets.items():
        table = next((table for table in document.tables if _name(table) == name), None)
        yield from _unlike_on_sheet(name, table, rows, origins)
    contents = [(_name(table), table.caption, table.unit) for table in document.tables]
    listed = [tuple(row[:3]) for rows in sheets.values() for row in rows if _is_listed(row)]
    for number, (wanted, found) in enumerate(zip_longest(contents, listed), start=1):
        if wanted != found:
            yield Shown(f"目录第{number}行", "　".join(found or wanted or ()))
    for table in document.tables:
        if _name(table) not in sheets:
            yield Shown(_name(table), "缺")
    for text in stated:
        for numeral in origins.left_in_words(text):
            yield Shown("文件属性", numeral)


def _name(table: Table) -> str:
    return f"表{table.number}"


def _is_listed(row: Sequence[str]) -> bool:
    """Return whether a row is one of the contents: 表1, its caption, its unit."""
    return len(row) >= _CONTENTS and _NUMBERED.fullmatch(row[0]) is not None


def _unlike_on_sheet(
    name: str, table: Table | None, rows: Sheet, origins: Origins
) -> Iterator[Shown]:
    """Yield what a sheet shows in the place of its table's cells, and numerals around them."""
    wanted: list[Shown] = []
    start = len(rows)
    if table is not None:
        wanted = list(grid(table))
        heads = (at for at, row in enumerate(rows) if tuple(row) == table.header)
        start = next(heads, start)
    end = start + (1 + len(table.rows) if table is not None else 0)
    found = [text for row in rows[start:end] for text in row]
    for claim, text in zip_longest(wanted, found):
        if claim is None or text is None or claim.text != text:
            yield Shown(claim.place if claim else name, text or "缺")
    for row in (*rows[:start], *rows[end:]):
        for text in row:
            own = text.removeprefix(f"{name}　") if table is not None else text
            if not _is_listed(row):
                yield from (Shown(name, numeral) for numeral in origins.left_in_words(own))


def unlike_texts(wanted: Iterable[Shown], found: Sequence[str]) -> Iterator[Shown]:
    """Yield the texts that were found in the place of others, each by its first own numeral."""
    claims = [claim for claim in wanted if claim.text.strip()]
    texts = [_plain(claim.text) for claim in claims]
    plainly = [_plain(text) for text in found if text]
    if texts == plainly:
        return
    matcher = SequenceMatcher(None, texts, plainly, autojunk=False)
    for kind, i, j, k, m in matcher.get_opcodes():
        if kind == "equal":
            continue
        for claim, text in zip_longest(claims[i:j], plainly[k:m]):
            before = _plain(claim.text) if claim else ""
            yield Shown(claim.place if claim else "正文", _differing(before, text or ""))


def _differing(wanted: str, found: str) -> str:
    """Return the first numeral of a text that another does not have there, else the text."""
    pairs = zip_longest(numerals(wanted), numerals(found))
    return next((new or old or "" for old, new in pairs if new != old), found or wanted)


def _plain(text: str) -> str:
    """Return a text as files are read back: without the widths of its spaces."""
    return " ".join(text.replace("\n", "").split())
