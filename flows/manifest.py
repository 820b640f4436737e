"""The manifest of a draft: what it was made from, by which program, and what was found."""

from __future__ import annotations

import datetime as dt
import getpass
import hashlib
import json
from collections.abc import Mapping, Sequence
from importlib import metadata

import polars as pl

from schemas.edition import Edition
from schemas.submission import Submission

_PACKAGES = ("polars", "pandera", "python-docx", "matplotlib", "python-calamine", "XlsxWriter")
FONTS = ("方正小标宋简体", "仿宋_GB2312", "楷体_GB2312", "黑体", "宋体", "Times New Roman")


def write_manifest(
    edition: Edition, submissions: Sequence[Submission], files: Mapping[str, bytes], by: str
) -> bytes:
    """Return the manifest as JSON; the one file of a draft that names the hour it was made."""
    told = {
        "period": str(edition.period),
        "union": edition.settings.union.name,
        "sample": edition.settings.sample,
        "made_at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "made_by": by or getpass.getuser(),
        "program": {"union-bulletin": metadata.version("union-bulletin")}
        | {name: metadata.version(name) for name in _PACKAGES},
        "fonts": {"documents": FONTS, "charts": "Noto Sans CJK SC"},
        "findings": _findings(edition.issues),
        "coverage": edition.coverage.to_dicts(),
        "inputs": [_input(item) for item in submissions],
        "outputs": {name: _sha256(files[name]) for name in sorted(files)},
    }
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def _findings(issues: pl.DataFrame) -> dict[str, int]:
    return {severity: int((issues["severity"] == severity).sum()) for severity in ("E", "W", "I")}


def _input(item: Submission) -> dict[str, object]:
    """Return one workbook's hash and balance: cells seen, used, set aside with reasons."""
    return {
        "workbook": item.workbook,
        "sha256": item.sha256,
        "readable": item.readable,
        "cells_seen": item.balance.seen,
        "cells_used": item.balance.used,
        "cells_set_aside": dict(item.balance.set_aside),
    }


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
