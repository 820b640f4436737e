"""Verifying releases, offline and years later: every hash computed again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from flows.disk import sha256
from flows.gate.binding import versions_in
from flows.gate.log import read_log
from flows.gate.releasing import scan_of
from flows.gate.sealing import find_faults
from flows.manifest import MANIFEST, read_manifest
from flows.workspace import Workspace
from schemas.faults import BulletinError, PersonNeeded, WorkspaceError
from schemas.period import Period
from schemas.release import LogEntry


@dataclass(frozen=True)
class Verified:
    """What verifying one release found: nothing, or what is not as it was released."""

    folder: Path
    files: int
    faults: tuple[str, ...]


def verify_period(workspace: Workspace, period: Period) -> list[Verified]:
    """Return what verifying each release of a period found, the log's own record included.

    Raises WorkspaceError where nothing was released, PersonNeeded where the log was changed.
    """
    out = workspace.out(period)
    numbers = versions_in(out)
    log = read_log(out)
    recorded = {e.subject.partition(" ")[0]: e for e in log if e.act == "发布"}
    if not numbers and not recorded:
        raise WorkspaceError(f"{period.label}还没有发布过，没有可以校验的。")
    gone = [name for name in recorded if name not in {f"v{number}" for number in numbers}]
    lost = [Verified(out / name, 0, ("整个文件夹缺失，请从备份恢复",)) for name in gone]
    return [_verify(out / f"v{number}", recorded) for number in numbers] + lost


def _verify(folder: Path, recorded: dict[str, LogEntry]) -> Verified:
    seen = verify_folder(folder)
    entry = recorded.get(folder.name)
    if entry is None:
        return Verified(folder, seen.files, (*seen.faults, "审签记录中没有这一版"))
    if not (folder / MANIFEST).is_file():
        return seen
    manifest = sha256((folder / MANIFEST).read_bytes())
    if entry.subject != f"{folder.name} {manifest}":
        return Verified(folder, seen.files, (*seen.faults, f"{MANIFEST} 与审签记录不符"))
    return Verified(folder, seen.files, (*seen.faults, *_faults_of_scan(folder)))


def _faults_of_scan(folder: Path) -> tuple[str, ...]:
    """Return whether the signed 送审单 that was filed beside a version is missing or another."""
    filed = read_manifest(folder).get("scan")
    name = scan_of(int(folder.name.removeprefix("v")))
    scans = [path.read_bytes() for path in folder.parent.glob(f"{name}.*")]
    if not filed or filed in [sha256(scan) for scan in scans]:
        return ()
    return ("签字的送审单扫描件缺失或被改动",)


def verify_folder(folder: Path) -> Verified:
    """Return what verifying one release found by its own manifest alone."""
    try:
        manifest = read_manifest(folder)
        faults: Sequence[str] = find_faults(folder)
        return Verified(folder, len(manifest["files"]), tuple(faults))
    except BulletinError as fault:
        return Verified(folder, 0, (str(fault),))
    except (KeyError, TypeError, AttributeError):
        return Verified(folder, 0, (f"{MANIFEST} 不是发布件的清单",))


def released_by(workspace: Workspace, period: Period, date: str) -> tuple[Path, str]:
    """Return the release of a period that was the latest on a day, and when it was released.

    `date` is an ISO date in the workspace's time zone. Raises PersonNeeded where none was.
    """
    try:
        day = dt.date.fromisoformat(date)
    except ValueError:
        raise WorkspaceError(f"日期“{date}”无法识别：请写作 2024-11-08 的样子。") from None
    zone = ZoneInfo(workspace.settings.calendar.time_zone)
    found: tuple[Path, str] | None = None
    for number in versions_in(workspace.out(period)):
        folder = workspace.out(period) / f"v{number}"
        released = dt.datetime.fromisoformat(read_manifest(folder)["released_at"]).astimezone(zone)
        if released.date() <= day:
            found = folder, released.strftime("%Y-%m-%d %H:%M")
    if found is None:
        raise PersonNeeded(f"到{date}为止，{period.label}还没有发布过。")
    if verify_folder(found[0]).faults:
        raise PersonNeeded(f"{found[0]} 与发布时不同：请先运行 bulletin verify {period} 查明。")
    return found
