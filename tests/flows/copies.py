"""Copies of the sample workspace, and drafts made in them."""

from __future__ import annotations

import hashlib
import io
import shutil
from pathlib import Path

from flows.order import Draft, make_draft
from flows.progress import Direct
from flows.unchanged import forget_files
from flows.workspace import Workspace
from schemas.period import Period

DATA = Path(__file__).resolve().parents[2] / "data"


def copy_sample(folder: Path) -> Path:
    """Return a copy of the sample workspace without what runs have left in it."""
    leftovers = shutil.ignore_patterns("out", "sample", "*.py", ".cache", ".secret")
    return Path(shutil.copytree(DATA, folder / "data", ignore=leftovers))


def draft_of(workspace: Path, period: str = "2024-10") -> Draft:
    """Make a draft directly and quietly, every file of it anew."""
    union, month = Workspace.at(workspace), Period.parse(period)
    forget_files(union, month)
    steps = Direct(io.StringIO())
    return make_draft(union, month, "分析员", steps)


def hashes(folder: Path) -> dict[str, str]:
    """Return the hash of every file of a draft but the manifest, which names its hour."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "manifest.json"
    }
