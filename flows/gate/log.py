"""The log of a period on disk: one act a line, each line bound to the one before by its hash."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

from flows.disk import in_words, settle_names, sha256
from schemas.faults import PersonNeeded, WorkspaceError
from schemas.release import Act, LogEntry

LOG = "log.jsonl"

_END = re.compile(rb'"hash":"[0-9a-f]{64}"}')


def read_log(out: Path) -> tuple[LogEntry, ...]:
    """Return the acts of a period, in order.

    A last line that was cut off while it was written is an act that did not happen. Raises
    PersonNeeded, naming the line, where a line was changed, dropped or put in.
    """
    path = out / LOG
    if not path.exists():
        return ()
    *lines, rest = path.read_bytes().split(b"\n")
    entries: list[LogEntry] = []
    for number, line in enumerate(lines, start=1):
        entries.append(_entry(line, number, entries, path))
    if _END.search(rest):  # a line that was cut off has no end: its line end was changed
        raise _broken(path, len(lines) + 1)
    return tuple(entries)


def _entry(line: bytes, number: int, before: Sequence[LogEntry], path: Path) -> LogEntry:
    try:
        entry = LogEntry(**json.loads(line))
    except (ValueError, TypeError):
        raise _broken(path, number) from None
    last = before[-1].hash if before else ""
    chained = (entry.number, entry.previous, entry.hash) == (number, last, hash_of(entry))
    if not chained or line != _line(asdict(entry)):
        raise _broken(path, number)
    return entry


def _broken(path: Path, number: int) -> PersonNeeded:
    return PersonNeeded(
        f"{path} 第{number}行与前后不衔接，记录被改动过：请从备份恢复这个文件，查明是谁改动。"
    )


def hash_of(entry: LogEntry) -> str:
    """Return the hash of an entry: SHA-256 of its other fields as JSON, in their order."""
    told = {name: value for name, value in asdict(entry).items() if name != "hash"}
    return sha256(_line(told))


def _line(told: dict[str, object]) -> bytes:
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def append_act(
    out: Path, act: Act, signed: tuple[str, str], bound: str, subject: str = ""
) -> LogEntry:
    """Add an act to the log and return it; `signed` are name and reason.

    The caller holds the period (flows.locking). Raises WorkspaceError where it cannot be
    written: then the act did not happen.
    """
    before = read_log(out)
    by, reason = signed
    now = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    last = before[-1].hash if before else ""
    entry = LogEntry(len(before) + 1, now, by, act, reason, bound, subject, last, "")
    entry = replace(entry, hash=hash_of(entry))
    try:
        _append(out / LOG, _line(asdict(entry)) + b"\n")
    except OSError as fault:
        raise WorkspaceError(f"{out / LOG} 没有写成，未作记录：{in_words(fault)}。") from None
    return entry


def _append(path: Path, line: bytes) -> None:
    """Write a line behind the last whole one; where that fails, nothing of it stays."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab") as file:
        end = path.read_bytes().rfind(b"\n") + 1
        os.truncate(path, end)  # what stands behind the last line end was cut off
        try:
            file.write(line)
            file.flush()
            os.fsync(file.fileno())
        except OSError:
            os.truncate(path, end)
            raise
    settle_names(path.parent)
