"""Which program this is: a hash of its own source, and the versions of what it stands on."""

from __future__ import annotations

import hashlib
import os
import re
import sys
from collections.abc import Iterable
from functools import cache
from importlib import metadata
from pathlib import Path

PACKAGES = ("polars", "pandera", "python-docx", "matplotlib", "python-calamine", "XlsxWriter")
"""The packages whose versions a manifest names."""

_DECIDING = (*PACKAGES, "jinja2", "lxml", "mplfonts", "openpyxl", "pydantic", "tzdata", "xlrd")
"""The packages whose versions may change a byte of what is written."""

_VERSION = re.compile("^Version: *(\\S+)", re.MULTILINE)

_ROOT = Path(__file__).resolve().parents[1]
READING = ("schemas", "workbooks", "flows/readings.py", "flows/store.py")
DRAWING = ("documents/charts", "templates/chart.mplstyle", "flows/pictures.py", "flows/store.py")
WHOLE = ("documents", "flows", "schemas", "templates", "transforms", "workbooks")


def versions() -> dict[str, str]:
    """Return the versions that a manifest names, by package."""
    return {name: _version(name) for name in ("union-bulletin", *PACKAGES)}


@cache
def _version(package: str) -> str:
    """Return the version of a package, by the first line of its description that tells one.

    To parse the whole of it, which holds the licence too, takes four times as long.
    """
    described = metadata.distribution(package).read_text("METADATA") or ""
    found = _VERSION.search(described)
    return found[1] if found else metadata.version(package)


@cache
def hash_program(rooms: tuple[str, ...] = WHOLE) -> str:
    """Return the hash of the source of some rooms (or modules) and of the versions below them."""
    told = hashlib.sha256(sys.version.encode())
    for name in _DECIDING:
        told.update(f"{name} {_version(name)}\n".encode())
    for name in _sources(rooms):
        told.update(name.encode() + b"\0" + _hash(name))
    return told.hexdigest()


@cache
def _hash(name: str) -> bytes:
    return hashlib.sha256((_ROOT / name).read_bytes()).digest()


def _sources(rooms: tuple[str, ...]) -> Iterable[str]:
    """Yield the sources of some rooms, by their places in the program, always in one order."""
    for room in rooms:
        place = _ROOT / room
        if place.is_file():
            yield room
        for folder, inside, files in os.walk(place):
            inside[:] = sorted({*inside} - {"__pycache__"})
            within = Path(folder).relative_to(_ROOT).as_posix()
            for name in (f"{within}/{file}" for file in sorted(files)):
                if not name.endswith(".pyc") and (_ROOT / name).is_file():
                    yield name
