"""What was read of each workbook, kept by content: a cache that may be deleted at any time.

An entry holds what the reader hands on (schemas.submission) as Parquet, in which persons
are keyed already, and nothing else. It is sealed with the workspace's secret all the same,
since a clerk may have typed a name where a number belongs. It is found only by the same
file under the same name, read by the same program with the same headings and corrections.
"""

from __future__ import annotations

import base64
import contextlib
import io
import json
import os
import tempfile
import time
from dataclasses import astuple, dataclass
from functools import cached_property
from pathlib import Path

import polars as pl
from cryptography.fernet import Fernet, InvalidToken
from pydantic import TypeAdapter

from flows.disk import sha256
from flows.program import READING, hash_program
from schemas.issue import ISSUE_SCHEMA
from schemas.submission import Balance, Cover, Submission
from workbooks.privacy import Keyring
from workbooks.reader import Desk, read_workbook

FOLDER = Path(".cache") / "readings"

_TOLD = "submission"
_SEALED = ".sealed"
_PURPOSE = "seal of the readings"
_KEPT_SECONDS = 400 * 24 * 3600
"""A reading that nobody asked for in more than a year is dropped."""

_UNFINISHED_SECONDS = 24 * 3600
"""What is still unfinished after a day was cut off."""

_COVER = TypeAdapter(Cover)
_BALANCE = TypeAdapter(Balance)


@dataclass(frozen=True)
class Readings:
    """The readings that are kept in one folder, under the seal of one secret."""

    folder: Path
    keyring: Keyring

    @cached_property
    def seal(self) -> Fernet:
        """Return what seals and opens the entries."""
        return Fernet(base64.urlsafe_b64encode(self.keyring.key(_PURPOSE).encode()))

    def read(self, path: Path, name: str, desk: Desk) -> Submission:
        """Return what a workbook holds: as it is kept, else read and then kept."""
        content = _content_of(path)
        key = self._key(content, path, name, desk)
        kept = self._find(key) if content else None
        if kept is not None:
            return kept
        submission = read_workbook(path, name, desk)
        if submission.readable and submission.sha256 == content:  # none other came meanwhile
            self._keep(key, submission)
        return submission

    def drop_old(self) -> None:
        """Drop what nobody has asked for in a long time, and what a kill left unfinished."""
        now = time.time()
        for path in self.folder.glob("*"):
            patience = _KEPT_SECONDS if path.suffix == _SEALED else _UNFINISHED_SECONDS
            with contextlib.suppress(OSError):
                if path.stat().st_mtime < now - patience:
                    path.unlink()

    def _key(self, content: str, path: Path, name: str, desk: Desk) -> str:
        """Return the name of the entry of a workbook with this content."""
        told = (
            hash_program(READING),
            content,
            name,
            path.suffix,
            str(desk.folder),
            sorted((*where, title) for where, title in desk.aliases.items()),
            [astuple(item) for item in desk.corrections_of(name)],
        )
        return self.keyring.key(sha256(json.dumps(told).encode()))

    def _find(self, key: str) -> Submission | None:
        """Return a reading that is kept whole; a damaged one is as good as none."""
        path = self.folder / f"{key}{_SEALED}"
        try:
            content = self.seal.decrypt(path.read_bytes())
            os.utime(path)
        except (OSError, InvalidToken):
            return None
        return _remembered(content)

    def _keep(self, key: str, submission: Submission) -> None:
        """Keep a reading, for its owner alone; without room or right to, go on without."""
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            content = io.BytesIO()
            submission.cells.write_parquet(content, metadata={_TOLD: _told(submission)})
            self._write(f"{key}{_SEALED}", self.seal.encrypt(content.getvalue()))
        except OSError:
            return

    def _write(self, name: str, content: bytes) -> None:
        handle, aside = tempfile.mkstemp(dir=self.folder)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            Path(aside).replace(self.folder / name)
        except OSError:
            Path(aside).unlink(missing_ok=True)


def _content_of(path: Path) -> str:
    """Return the hash of a file; nothing where there is none or it cannot be opened."""
    try:
        return sha256(path.read_bytes()) if path.is_file() else ""
    except OSError:
        return ""


def _told(submission: Submission) -> str:
    return json.dumps(
        {
            "workbook": submission.workbook,
            "sha256": submission.sha256,
            "cover": _COVER.dump_python(submission.cover, mode="json"),
            "tables": submission.tables,
            "blocked": submission.blocked,
            "missing": submission.missing,
            "unnumbered": submission.unnumbered,
            "issues": submission.issues.rows(),
            "balance": _BALANCE.dump_python(submission.balance, mode="json"),
        },
        ensure_ascii=False,
    )


def _remembered(content: bytes) -> Submission:
    told = json.loads(pl.read_parquet_metadata(io.BytesIO(content))[_TOLD])
    return Submission(
        workbook=told["workbook"],
        sha256=told["sha256"],
        cover=_COVER.validate_python(told["cover"]),
        cells=pl.read_parquet(io.BytesIO(content)),
        tables=tuple(told["tables"]),
        blocked=tuple(told["blocked"]),
        issues=pl.DataFrame(told["issues"], schema=ISSUE_SCHEMA, orient="row"),
        balance=_BALANCE.validate_python(told["balance"]),
        missing=tuple(told["missing"]),
        unnumbered=tuple(told["unnumbered"]),
    )
