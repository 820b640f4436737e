"""OLE2 files and workbooks of old or other kinds, written byte by byte."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

SECTOR = 512
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
SMALLEST = 4096
"""A smaller stream would have to live in the mini stream: ours are padded instead."""

Rows = Sequence[Sequence[str | float | bytes | None]]


def compound_file(streams: Mapping[str, bytes]) -> bytes:
    """Return an OLE2 file that holds these streams."""
    padded = {name: _padded(content, SMALLEST) for name, content in streams.items()}
    listing = -(-(len(padded) + 1) * 128 // SECTOR)
    held = listing + sum(len(content) // SECTOR for content in padded.values())
    tables = -(-held // (SECTOR // 4 - 1))
    fat = [FAT] * tables + _chain(tables, listing)
    directory, body = bytearray(_entry("Root Entry", 5, child=1)), b""
    for number, (name, content) in enumerate(padded.items(), start=1):
        beside = number + 1 if number < len(padded) else FREE
        directory += _entry(name, 2, right=beside, start=len(fat), size=len(content))
        fat += _chain(len(fat), len(content) // SECTOR)
        body += content
    table = struct.pack(f"<{len(fat)}I", *fat).ljust(tables * SECTOR, b"\xff")
    return compound_header(tables) + table + _padded(bytes(directory), SECTOR) + body


def compound_header(tables: int = 1) -> bytes:
    """Return the first sector: so many sectors of table follow, then the directory."""
    head = struct.pack("<8s16xHHHHH6x", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 62, 3, 0xFFFE, 9, 6)
    counts = struct.pack("<9I", 0, tables, tables, 0, SMALLEST, END, 0, END, 0)
    return head + counts + struct.pack("<109I", *range(tables), *[FREE] * (109 - tables))


def _chain(first: int, length: int) -> list[int]:
    return [*range(first + 1, first + length), END]


def _padded(content: bytes, unit: int) -> bytes:
    return content.ljust(-(-len(content) // unit) * unit, b"\0")


def _entry(
    name: str, kind: int, *, right: int = FREE, child: int = FREE, start: int = END, size: int = 0
) -> bytes:
    words = name.encode("utf-16-le")
    head = struct.pack("<64sHBBIII", words, len(words) + 2, kind, 1, FREE, right, child)
    return head + struct.pack("<36xIQ", start, size)


class Shared(bytes):
    """Tokens that a cell and those below it share, as distances from the cell."""


_EMPTY = b"\x03\0\0\0\0\0\xff\xff"


def write_xls(path: Path, sheets: Mapping[str, Rows]) -> Path:
    """Write a BIFF8 workbook of texts and numbers, as Excel 97 would.

    Bytes are the tokens of a formula whose result is an empty text. Of Shared ones the cell
    itself and the one below it keep where they stand, as Excel has it.
    """
    path.write_bytes(compound_file({"Workbook": _biff(sheets)}))
    return path


def _biff(sheets: Mapping[str, Rows]) -> bytes:
    pages = [_record(0x0809, _begin(0x0010)) + _cells(rows) for rows in sheets.values()]
    names = [name.encode("utf-16-le") for name in sheets]
    begin = _record(0x0809, _begin(0x0005)) + _record(0x0042, struct.pack("<H", 1200))
    place = len(begin) + sum(12 + len(name) for name in names) + 4
    told = b""
    for name, page in zip(names, pages, strict=True):
        told += _record(0x0085, struct.pack("<IHBB", place, 0, len(name) // 2, 1) + name)
        place += len(page)
    return begin + told + _record(0x000A) + b"".join(pages)


def _begin(kind: int) -> bytes:
    return struct.pack("<HHHHII", 0x0600, kind, 0, 1997, 0, 0)


def _record(number: int, content: bytes = b"") -> bytes:
    return struct.pack("<HH", number, len(content)) + content


def _cells(rows: Rows) -> bytes:
    records = b""
    for row, values in enumerate(rows):
        for column, value in enumerate(values):
            if isinstance(value, Shared):
                first = b"\x01" + struct.pack("<HH", row, column)
                area = struct.pack("<HHBBBBH", row, row + 1, column, column, 0, 2, len(value))
                records += _formula(row, column, first) + _record(0x04BC, area + value)
                records += _formula(row + 1, column, first)
                continue
            if isinstance(value, str):
                text = struct.pack("<HHHHB", row, column, 0, len(value), 1)
                records += _record(0x0204, text + value.encode("utf-16-le"))
            elif isinstance(value, bytes):
                records += _formula(row, column, value)
            elif value is not None:
                records += _record(0x0203, struct.pack("<HHHd", row, column, 0, value))
    return records + _record(0x000A)


def _formula(row: int, column: int, tokens: bytes) -> bytes:
    result = struct.pack("<HHH8sHIH", row, column, 0, _EMPTY, 0, 0, len(tokens))
    return _record(0x0006, result + tokens)


_ODS = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2">'
    "<office:body><office:spreadsheet>{}</office:spreadsheet></office:body>"
    "</office:document-content>"
)
_ODS_KIND = "application/vnd.oasis.opendocument.spreadsheet"
_ODS_LIST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_ODS_KIND}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    "</manifest:manifest>"
)


def write_ods(path: Path, sheets: Mapping[str, Rows]) -> Path:
    """Write an OpenDocument spreadsheet of texts and numbers."""
    tables = "".join(
        f'<table:table table:name="{escape(name)}">{"".join(map(_ods_row, rows))}</table:table>'
        for name, rows in sheets.items()
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", _ODS_KIND)
        archive.writestr("META-INF/manifest.xml", _ODS_LIST)
        archive.writestr("content.xml", _ODS.format(tables))
    return path


def with_content(path: Path, content: str) -> Path:
    """Put another content into an OpenDocument spreadsheet."""
    with zipfile.ZipFile(path) as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, part in (held | {"content.xml": content.encode()}).items():
            archive.writestr(name, part)
    return path


def _ods_row(values: Sequence[str | float | bytes | None]) -> str:
    return f"<table:table-row>{''.join(map(_ods_cell, values))}</table:table-row>"


def _ods_cell(value: str | float | bytes | None) -> str:
    if value is None:
        return "<table:table-cell/>"
    if isinstance(value, str):
        words = f"<text:p>{escape(value)}</text:p>"
        return f'<table:table-cell office:value-type="string">{words}</table:table-cell>'
    return f'<table:table-cell office:value-type="float" office:value="{value!r}"/>'
