"""Documents as an office program prints them, and what the Open XML SDK says of them."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.browser import required

FONTS = Path(__file__).with_name("fonts.conf")
FAMILIES = {
    "AR PL UMing CN": "UMingCN",
    "AR PL UKai CN": "UKaiCN",
    "Noto Sans CJK SC": "NotoSansCJK",
    "Noto Serif CJK SC": "NotoSerifCJK",
    "Liberation Serif": "LiberationSerif",
}
"""The free families of fonts.conf, and how the names of their fonts begin in a PDF."""

VALIDATOR = Path(__file__).parents[2] / ".proof/node_modules/.bin/ooxml-validator"


@dataclass(frozen=True)
class Page:
    """One page: its lines of text, and how many pictures it shows."""

    number: int
    lines: tuple[str, ...]
    pictures: int


@dataclass(frozen=True)
class Printed:
    """A document as LibreOffice prints it."""

    path: Path

    @property
    def text(self) -> str:
        """All of its text, a form feed after each page."""
        return _said("pdftotext", "-layout", "-enc", "UTF-8", str(self.path), "-")

    @property
    def pages(self) -> list[Page]:
        """Its pages."""
        listed = [line.split() for line in _table("pdfimages", "-list", str(self.path))]
        pictures = Counter(int(line[0]) for line in listed if line[2] == "image")
        return [
            Page(number, tuple(filter(None, map(str.strip, page.splitlines()))), pictures[number])
            for number, page in enumerate(self.text.removesuffix("\f").split("\f"), start=1)
        ]

    @property
    def fonts(self) -> dict[str, bool]:
        """The names of its fonts, and whether each is embedded."""
        listed = [line.split() for line in _table("pdffonts", str(self.path))]
        return {line[0].rpartition("+")[2]: line[-5] == "yes" for line in listed}


def print_all(documents: Sequence[Path], folder: Path) -> dict[str, Printed]:
    """Return Word documents as LibreOffice prints them, by the names of their files."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    subprocess.run(
        [
            *(required("soffice"), profile, "--headless", "--convert-to", "pdf"),
            *("--outdir", str(folder), *map(str, documents)),
        ],
        check=True,
        capture_output=True,
        timeout=180,
        env=os.environ | {"FONTCONFIG_FILE": str(FONTS)},
    )
    printed = {path.name: Printed(folder / f"{path.stem}.pdf") for path in documents}
    missing = [name for name, one in printed.items() if not one.path.is_file()]
    assert not missing, f"LibreOffice has printed no {missing}"
    return printed


@cache
def drawable() -> frozenset[int]:
    """Return the characters for which one of the free families has a glyph."""
    told = "\n".join(_said("fc-list", "--format", "%{charset}\n", name) for name in FAMILIES)
    ranges = re.findall(r"([0-9a-f]+)(?:-([0-9a-f]+))?", told)
    return frozenset(
        code for low, high in ranges for code in range(int(low, 16), int(high or low, 16) + 1)
    )


def without_a_glyph(text: str) -> set[str]:
    """Return the characters of a text that would be drawn as a box, and U+FFFD.

    A PDF names the character behind a box, so its text alone does not tell.
    """
    return {c for c in text if not c.isspace() and (ord(c) not in drawable() or c == "\ufffd")}


def foreign_fonts(names: Iterable[str]) -> list[str]:
    """Return the fonts that are none of the free families: they stand in for a missing glyph."""
    return [name for name in names if not name.startswith(tuple(FAMILIES.values()))]


def faults_of(path: Path) -> list[dict[str, Any]]:
    """Return what the Open XML SDK finds wrong in a file."""
    if not VALIDATOR.exists():
        pytest.fail(f"{VALIDATOR} is missing: .ci/run installs what proofs need")
    done = subprocess.run([str(VALIDATOR), str(path)], capture_output=True, timeout=60, check=False)
    assert done.returncode in {0, 1}, done.stderr.decode()
    told = json.loads(done.stdout)
    assert told["ok"] == (done.returncode == 0)
    return list(told["errors"])


def _said(program: str, *arguments: str) -> str:
    done = subprocess.run(
        [required(program), *arguments], check=True, capture_output=True, timeout=60
    )
    return done.stdout.decode()


def _table(program: str, *arguments: str) -> list[str]:
    """Return the lines of a table that a program prints, without its two of head."""
    return _said(program, *arguments).splitlines()[2:]
