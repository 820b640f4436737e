"""Which program this is: a hash of its own source, and the versions of what it stands on."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable
from functools import cache
from importlib import metadata
from pathlib import Path

PACKAGES = ("polars", "pandera", "python-docx", "matplotlib", "python-calamine", "XlsxWriter")
"""The packages whose versions a manifest names."""

_DECIDING = (*PACKAGES, "jinja2", "lxml", "mplfonts", "openpyxl", "pydantic", "tzdata", "xlrd")
"""The packages whose versions may change a byte of what is written."""

_ROOT = Path(__file__).resolve().parents[1]
READING = ("schemas", "workbooks", "flows/readings.py", "flows/store.py")
DRAWING = ("documents/charts", "templates/chart.mplstyle", "flows/pictures.py", "flows/store.py")
WHOLE = ("documents", "flows", "schemas", "templates", "transforms", "workbooks")


def versions() -> dict[str, str]:
    """Return the versions that a manifest names, by package."""
    return {name: _version(name) for name in ("union-bulletin", *PACKAGES)}


_version = cache(metadata.version)


@cache
def hash_program(rooms: tuple[str, ...] = WHOLE) -> str:
    """Return the hash of the source of some rooms (or modules) and of the versions below them."""
    told = hashlib.sha256(sys.version.encode())
    for name in _DECIDING:
        told.update(f"{name} {_version(name)}\n".encode())
    for path in _sources(rooms):
        told.update(path.relative_to(_ROOT).as_posix().encode() + b"\0")
        told.update(hashlib.sha256(path.read_bytes()).digest())
    return told.hexdigest()


def _sources(rooms: tuple[str, ...]) -> Iterable[Path]:
    for room in rooms:
        place = _ROOT / room
        for path in [place] if place.is_file() else sorted(place.rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                yield path
