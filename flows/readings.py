"""What was read of each workbook, kept by content: a cache that may be deleted at any time.

An entry holds what the reader hands on (schemas.submission), in which persons are keyed
already, and nothing else: a line of JSON, and the cells as a stream of Arrow, which for some
hundred cells takes a tenth of the time of Parquet. It is sealed with the workspace's secret
all the same, since a clerk may have typed a name where a number belongs. It is found only by
the same file under the same name, read by the same program with the same headings and
corrections.
"""

from __future__ import annotations

import io
import json
from dataclasses import astuple, dataclass
from functools import cached_property
from pathlib import Path

import polars as pl
from pydantic import TypeAdapter

from flows.disk import sha256
from flows.program import READING, hash_program
from flows.store import Store
from schemas.issue import ISSUE_SCHEMA
from schemas.submission import Balance, Cover, Submission
from workbooks.privacy import Keyring
from workbooks.reader import Desk, read_workbook

_PURPOSE = "seal of the readings"
_LINE_END = b"\n"
_COVER = TypeAdapter(Cover)
_BALANCE = TypeAdapter(Balance)


@dataclass(frozen=True)
class Readings:
    """The readings that are kept in one folder, under the seal of one secret."""

    folder: Path
    keyring: Keyring

    @cached_property
    def store(self) -> Store:
        """Return where the entries lie."""
        return Store(self.folder, self.keyring, _PURPOSE)

    def read(self, path: Path, name: str, desk: Desk) -> Submission:
        """Return what a workbook holds: as it is kept, else read and then kept."""
        content = _content_of(path)
        key = self._key(content, path, name, desk)
        kept = self.store.find(key) if content else None
        if kept is not None:
            return _remembered(kept)
        submission = read_workbook(path, name, desk)
        if submission.readable and submission.sha256 == content:  # none other came meanwhile
            self.store.keep(key, _kept(submission))
        return submission

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


def _kept(submission: Submission) -> bytes:
    content = io.BytesIO()
    content.write(_told(submission).encode() + _LINE_END)
    submission.cells.write_ipc_stream(content, compression="zstd")
    return content.getvalue()


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
    line, _, cells = content.partition(_LINE_END)  # JSON writes none into its own line
    told = json.loads(line)
    return Submission(
        workbook=told["workbook"],
        sha256=told["sha256"],
        cover=_COVER.validate_python(told["cover"]),
        cells=pl.read_ipc_stream(io.BytesIO(cells)),
        tables=tuple(told["tables"]),
        blocked=tuple(told["blocked"]),
        issues=pl.DataFrame(told["issues"], schema=ISSUE_SCHEMA, orient="row"),
        balance=_BALANCE.validate_python(told["balance"]),
        missing=tuple(told["missing"]),
        unnumbered=tuple(told["unnumbered"]),
    )
