"""Whose data the sample holds, and whether any of it is somewhere where it must not be."""

from __future__ import annotations

import base64
import json
import re
import zipfile
from functools import cache
from pathlib import Path

import openpyxl

from tests.flows.copies import DATA

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
    """Return the names and bytes of every file of a folder, zip files and base64 unpacked."""
    parts = []
    for path in folder.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            parts += [path.name.encode(), content, _out_of_base64(content)]
            if zipfile.is_zipfile(path):
                with zipfile.ZipFile(path) as archive:
                    parts += [archive.read(name) for name in archive.namelist()]
    return b"\n".join(parts)


def _out_of_base64(content: bytes) -> bytes:
    """Return what a file holds that is base64 as a whole, as Prefect keeps an exception."""
    try:
        return base64.b64decode(b"".join(content.split()), validate=True)
    except ValueError:
        return b""


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
