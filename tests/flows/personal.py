"""Whose data the sample holds, and whether any of it is somewhere where it must not be."""

from __future__ import annotations

import base64
import io
import json
import os
import re
import sqlite3
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing, suppress
from functools import cache
from pathlib import Path

import openpyxl
import polars as pl

from tests.flows.copies import DATA

_IN_PAGE = re.compile(rb"base64,([A-Za-z0-9+/=]{16,})")
"""A picture within a page."""

TITLES = ("姓名", "身份证号", "电话", "卡号", "申请人", "调解员", "填报人", "审核人", "负责人")


@cache
def personal_values() -> frozenset[str]:
    """Return every ID, phone and card number, and every name, that the sample's books hold."""
    found: set[str] = set()
    for path in (DATA / "raw").glob("*/*.xlsx"):
        for sheet in openpyxl.load_workbook(path, read_only=False):
            found |= _below(sheet, TITLES)
    return frozenset(value for value in found if len(value) >= 2)


def personal_numbers() -> set[str]:
    """Return the IDs, phone and card numbers among them."""
    return {value for value in personal_values() if re.search(r"\d{9}", value)}


def invented_names() -> set[str]:
    """Return the persons' names among them; the sample calls its people 样本〇〇一 and so on."""
    return {value for value in personal_values() if value.startswith("样本")}


def everything_in(folder: Path) -> bytes:
    """Return the names and the content of every file of a folder, each kind unpacked."""
    parts = []
    for path in folder.rglob("*"):
        parts.append(os.fsencode(path.name))
        if path.is_file():
            parts += _layers(path.read_bytes())
    return b"\n".join(parts)


def _layers(content: bytes) -> Iterator[bytes]:
    """Yield a file's bytes and what lies packed in them: zip, parquet, SQLite, PNG, base64."""
    yield content
    yield _out_of_base64(content)
    yield from map(base64.b64decode, _IN_PAGE.findall(content))
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                yield name.encode()
                yield from _layers(archive.read(name))
    if content.startswith(b"PAR1"):
        yield pl.read_parquet(io.BytesIO(content)).write_csv().encode()
    if content.startswith(b"SQLite format 3"):
        yield _tables_of(content)
    if content.startswith(b"\x89PNG"):
        yield from _packed_text(content)


def _out_of_base64(content: bytes) -> bytes:
    """Return what a file holds that is base64 as a whole, as Prefect keeps an exception."""
    try:
        return base64.b64decode(b"".join(content.split()), validate=True)
    except ValueError:
        return b""


def _tables_of(content: bytes) -> bytes:
    """Return every value of every table of a SQLite database, as far as it is in the file."""
    without_log = content[:18] + b"\x01\x01" + content[20:]  # in memory there is no log beside it
    with closing(sqlite3.connect(":memory:")) as base:
        base.deserialize(without_log)
        names = base.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        rows = [row for (name,) in names for row in base.execute(f'SELECT * FROM "{name}"')]
    return "\n".join(str(value) for row in rows for value in row).encode()


def _packed_text(picture: bytes) -> Iterator[bytes]:
    """Yield the text chunks of a PNG, inflated."""
    for start in re.finditer(b"zTXt|iTXt", picture):
        length = int.from_bytes(picture[start.start() - 4 : start.start()], "big")
        packed = picture[start.end() : start.end() + length]
        with suppress(zlib.error):
            yield zlib.decompress(packed[packed.find(b"\x78") :])


def found_in(content: bytes, values: set[str]) -> list[str]:
    """Return the values that stand in the bytes, as UTF-8 or as JSON escapes them."""
    return sorted(v for v in values if v.encode() in content or _escaped(v) in content)


def _escaped(value: str) -> bytes:
    return json.dumps(value)[1:-1].encode()


def _below(sheet, titles) -> set[str]:
    found = set()
    for column in sheet.iter_cols(values_only=True):
        heads = [
            n
            for n, value in enumerate(column)
            if isinstance(value, str) and any(value.strip().endswith(title) for title in titles)
        ]
        for value in column[heads[0] + 1 :] if heads else ():
            found |= {str(value).strip()} if value is not None else set()
    return found
