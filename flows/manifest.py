"""The manifest of a draft: what it was made from, by which program, what was found; read again."""

from __future__ import annotations

import datetime as dt
import getpass
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from flows.disk import sha256
from flows.program import versions
from flows.workspace import Workspace
from schemas.edition import Edition
from schemas.faults import WorkspaceError
from schemas.period import Period
from schemas.revision import Sent
from schemas.submission import Submission, WorkbookAccount

MANIFEST = "manifest.json"
FONTS = ("方正小标宋简体", "仿宋_GB2312", "楷体_GB2312", "黑体", "宋体", "Times New Roman")


@dataclass(frozen=True)
class Inputs:
    """What a draft was made from: workbooks, their accounts in the same order, own files.

    `fingerprint` is the hash of all that decides the draft (flows.freshness); `workbooks`
    tells of each that could be read what a later run compares. `packages` are the hashes of
    the releases that a city adds up, by their places, `packages_in` the pattern of their
    folders on this machine.
    """

    submissions: Sequence[Submission]
    accounts: Sequence[WorkbookAccount]
    files: Mapping[str, bytes]
    fingerprint: str
    workbooks: Mapping[str, Sent] = field(default_factory=dict)
    packages: Mapping[str, str] = field(default_factory=dict)
    packages_in: str = ""


def write_manifest(edition: Edition, inputs: Inputs, files: Mapping[str, bytes], by: str) -> bytes:
    """Return the manifest as JSON; the one file of a draft that names the hour it was made."""
    told = {
        "period": str(edition.period),
        "union": edition.settings.union.name,
        "sample": edition.settings.sample,
        "made_at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "made_by": by or getpass.getuser(),
        "program": versions(),
        "fingerprint": inputs.fingerprint,
        "fonts": {"documents": FONTS, "charts": "Noto Sans CJK SC"},
        "findings": _findings(edition.issues),
        "coverage": edition.coverage.to_dicts(),
        "accepted": edition.accepted.height,
        "inputs": [
            _input(item, account)
            for item, account in zip(inputs.submissions, inputs.accounts, strict=True)
        ],
        "packages": dict(inputs.packages),
        "packages_in": inputs.packages_in,
        "made_of": {name: asdict(sent) for name, sent in inputs.workbooks.items()},
        "settings": _hashes(inputs.files),
        "outputs": _hashes(files),
    }
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def _findings(issues: pl.DataFrame) -> dict[str, int]:
    return {severity: int((issues["severity"] == severity).sum()) for severity in ("E", "W", "I")}


def _input(item: Submission, account: WorkbookAccount) -> dict[str, object]:
    """Return one workbook's hash and balance: its cells by what became of them, its rows."""
    return {
        "workbook": item.workbook,
        "sha256": item.sha256,
        "readable": item.readable,
        "cells_seen": account.cells.seen,
        "cells_used": account.cells.used,
        "cells_set_aside": dict(account.cells.set_aside),
        "rows_received": account.rows_received,
        "rows_accepted": account.rows_accepted,
        "rows_rejected": account.rows_rejected,
    }


def _hashes(files: Mapping[str, bytes]) -> dict[str, str]:
    return {name: sha256(files[name]) for name in sorted(files)}


def read_manifest(folder: Path) -> dict[str, Any]:
    """Return the manifest in a folder; WorkspaceError where it is missing or unreadable."""
    path = folder / MANIFEST
    try:
        return dict(json.loads(path.read_text("utf-8")))
    except (OSError, ValueError):
        raise WorkspaceError(
            f"{path} 缺失或无法读取：初稿请重新运行 bulletin run，发布件请从备份恢复。"
        ) from None


def adds_up_releases(folder: Path) -> bool:
    """Return whether the draft in a folder is a city's, made from releases."""
    return (folder / MANIFEST).is_file() and bool(read_manifest(folder).get("packages_in"))


def changed_workbooks(
    workspace: Workspace, manifest: Mapping[str, Any], months: Iterable[Period]
) -> tuple[str, ...]:
    """Return the workbooks of some months that came, went or changed since a draft, by name."""
    months = tuple(months)
    folders = tuple(f"{month}/" for month in months)
    used = {
        item["workbook"]: item["sha256"]
        for item in manifest["inputs"]
        if item["workbook"].startswith(folders)
    }
    there = {
        name: sha256(path.read_bytes())
        for month in months
        for name, path in workspace.named_workbooks(month).items()
        if path.is_file()
    }
    return tuple(sorted(n for n in {*used, *there} if used.get(n) != there.get(n)))
