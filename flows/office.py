"""What this machine has for printing: LibreOffice, and the fonts of official documents."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from flows.manifest import FONTS

_PLACES = (
    "C:/Program Files/LibreOffice/program/soffice.com",
    "C:/Program Files (x86)/LibreOffice/program/soffice.com",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
)


def find_office() -> str | None:
    """Return the program of LibreOffice on this machine, if it is installed."""
    named = shutil.which("soffice") or shutil.which("libreoffice")
    return named or next((place for place in _PLACES if Path(place).is_file()), None)


def fonts_lacking() -> list[str] | None:
    """Return the fonts of our documents that are not installed; None where that is not known."""
    lister = shutil.which("fc-list")
    if lister is None:
        return None
    listed = subprocess.run([lister, ":", "family"], capture_output=True, check=False)
    known = listed.stdout.decode("utf-8", "replace")
    return [name for name in FONTS if name not in known]
