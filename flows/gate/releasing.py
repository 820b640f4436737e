"""Releasing what was approved: a version's folder is built aside, switched in, never changed."""

from __future__ import annotations

import datetime as dt
import getpass
import re
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from documents.data_note import name_of_note, write_data_note
from documents.narrative import name_of_file
from flows.disk import fill_folder, in_words, read_regular, replace_file, settle_names, sha256
from flows.gate.acts import require_met
from flows.gate.binding import ADOPTED, PDF, draft_of, versions_in
from flows.gate.holding import held
from flows.gate.keeping import SEAL, copy_to_keep, keep, seal_of
from flows.gate.log import append_act
from flows.gate.sealing import sealed
from flows.gate.standing import stand_period
from flows.kinds import drafted_kinds
from flows.manifest import MANIFEST, read_manifest
from flows.records import signature
from flows.workspace import Workspace
from schemas.faults import PersonNeeded, WorkspaceError
from schemas.indicators import hash_definitions
from schemas.kind import Kind
from schemas.period import Period
from schemas.release import APPROVED, RELEASED, Standing
from schemas.settings import Settings

_UNSAFE = re.compile(r'[<>:"/\\|?*\x00-\x1f]')  # in the name of a file on Windows
_SCANS = frozenset({".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff"})
_FIRST_REASON = "首次发布"


@dataclass(frozen=True)
class Release:
    """A version that is out: its number and its folder."""

    number: int
    folder: Path


def official_names(settings: Settings, period: Period, kinds: Mapping[str, Kind]) -> dict[str, str]:
    """Return, by its name in the draft, the official name of each file that is released.

    `kinds` are those of the draft's documents, by key.
    """
    named = {
        key: _UNSAFE.sub("_", name_of_file(kind, settings, period)) for key, kind in kinds.items()
    }
    return {
        **{f"{key}{kind}": f"{named[key]}{kind}" for key in named for kind in (".docx", PDF)},
        "tables.xlsx": _UNSAFE.sub("_", f"{settings.union.name}{period.label}统计表.xlsx"),
        "figures-public.csv": "figures-public.csv",
    }


def release_period(
    workspace: Workspace, period: Period, signed_as: tuple[str, str], scan: Path | None = None
) -> Release:
    """Write what was approved as the period's next version, once; return it.

    `signed_as` is name (empty: whoever is logged in) and reason; `scan` the signed 送审单,
    which is kept beside the release and not in it, for it tells of findings.

    Raises PersonNeeded where it is not approved, the checklist is not met, nothing changed
    since the last version, or a further version has no reason.
    """
    by, reason = signed_as
    scanned = _read_scan(scan) if scan else None
    with held(workspace, period):
        standing = stand_period(workspace, period)
        _require_approved(standing, period)
        require_met(standing, "不能发布")
        release = _unrecorded(workspace, period, standing)
        if release is None:
            why = reason or ("" if standing.releases else _FIRST_REASON)
            scanned_as = "" if scanned is None else sha256(scanned)
            signed = (*signature(by or getpass.getuser(), why), scanned_as)
            release = _write(workspace, period, standing, signed)
        if scan and scanned is not None:
            replace_file(_place_of_scan(release, scan), scanned)
        _record(workspace.out(period), release)
        return release


def _read_scan(scan: Path) -> bytes:
    """Return a scan's content; WorkspaceError, before anything is released, if there is none."""
    if scan.suffix.lower() not in _SCANS:
        raise WorkspaceError(f"扫描件应为 {'、'.join(sorted(_SCANS))} 文件，没有发布。")
    try:
        return read_regular(scan)
    except OSError as fault:
        raise WorkspaceError(f"{scan} 无法读取：{in_words(fault)}，没有发布。") from None


def _place_of_scan(release: Release, scan: Path) -> Path:
    return release.folder.parent / f"{scan_of(release.number)}{scan.suffix.lower()}"


def scan_of(number: int) -> str:
    """Return the name, but for its ending, of the signed 送审单 beside a version."""
    return f"送审单-第{number}版（签字）"


def _record(out: Path, release: Release) -> None:
    """Write a version into the log as its manifest has it, signed by whoever wrote it."""
    manifest = read_manifest(release.folder)
    subject = f"v{release.number} {sha256((release.folder / MANIFEST).read_bytes())}"
    signed = manifest["released_by"], manifest["reason"]
    append_act(out, "发布", signed, manifest["bound"], subject)


def _require_approved(standing: Standing, period: Period) -> None:
    if standing.state == RELEASED:
        raise PersonNeeded(
            f"{period.label}已发布为第{standing.releases[-1]}版，内容没有变化，不再发布。"
        )
    if standing.state != APPROVED:
        why = standing.told or f"现为{standing.state}"
        raise PersonNeeded(
            f"{period.label}{why}，没有批准，不能发布：请先送审（bulletin review {period} --by）、"
            f"批准（bulletin approve {period} --by）。"
        )


def _unrecorded(workspace: Workspace, period: Period, standing: Standing) -> Release | None:
    """Return the version that was switched in just before the program was ended, if any."""
    recorded = {e.subject.partition(" ")[0] for e in standing.log if e.act == "发布"}
    for number in standing.releases:
        folder = workspace.out(period) / f"v{number}"
        if f"v{number}" not in recorded:
            if read_manifest(folder)["bound"] == standing.bound:
                folder.chmod(0o555)
                return Release(number, folder)
            raise PersonNeeded(f"{folder} 没有发布记录，请查明来历并移走后再发布。")
    return None


def _write(
    workspace: Workspace, period: Period, standing: Standing, signed: tuple[str, str, str]
) -> Release:
    out = workspace.out(period)
    number = max(versions_in(out), default=0) + 1
    chosen = _chosen(workspace, period)
    kept = copy_to_keep(draft_of(workspace, period))
    told = _manifest(workspace, period, (number, standing, signed), (chosen, seal_of(kept)))
    target = out / f"v{number}"
    try:
        _clear(out)
        built = Path(tempfile.mkdtemp(prefix=".release-built-", dir=out))
        _fill(built, chosen, told)
        keep(out, number, kept)
        built.rename(target)
        settle_names(out)
    except OSError as fault:
        _clear(out)
        raise WorkspaceError(f"没有发布成，什么也没有改动：{in_words(fault)}。") from None
    target.chmod(0o555)
    return Release(number, target)


def _clear(out: Path) -> None:
    """Remove what a release that was cut off had built."""
    for leftover in out.glob(".release-built-*"):
        for folder in (leftover, *leftover.glob("*/")):
            folder.chmod(0o755)
        shutil.rmtree(leftover, ignore_errors=True)


def _chosen(workspace: Workspace, period: Period) -> dict[str, bytes]:
    """Return what is released, by its official name: nothing else of the draft goes out.

    A document that a person edited and that was adopted takes the place of the draft's, and its
    PDF that of the draft's; a PDF goes out only where there is one of this very text.
    """
    draft, adopted = draft_of(workspace, period), workspace.out(period) / ADOPTED
    kinds = drafted_kinds(workspace, draft)
    places = {
        official: (adopted if (adopted / name).with_suffix(".docx").is_file() else draft) / name
        for name, official in official_names(workspace.settings, period, kinds).items()
    }
    named = {
        official: place.read_bytes()
        for official, place in places.items()
        if place.suffix != PDF or place.is_file()
    }
    charts = {f"charts/{path.name}": path.read_bytes() for path in sorted(draft.glob("charts/*"))}
    settings = workspace.settings.model_copy(update={"sample": _is_sample(draft)})
    note = {name_of_note(settings): write_data_note(settings, period)}
    return named | note | charts


def _is_sample(draft: Path) -> bool:
    """Return whether a draft says 示例数据; what is added up from a sample does as well."""
    return bool(read_manifest(draft)["sample"])


def _manifest(
    workspace: Workspace,
    period: Period,
    act: tuple[int, Standing, tuple[str, str, str]],
    content: tuple[Mapping[str, bytes], str],
) -> bytes:
    chosen, kept = content
    number, standing, (by, reason, scan) = act
    approved = next(entry for entry in reversed(standing.log) if entry.act == "批准")
    draft = read_manifest(draft_of(workspace, period))
    told = {
        "union": workspace.settings.union.name,
        "period": str(period),
        "version": number,
        "sample": draft["sample"],
        "released_at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "released_by": by,
        "reason": reason,
        "approved_by": approved.by,
        "approved_at": approved.at,
        "scan": scan,
        "log": standing.log[-1].hash,
        "bound": standing.bound,
        "program": draft["program"],
        "definitions": hash_definitions(),
        SEAL: kept,
        "files": {name: sha256(content) for name, content in sorted(chosen.items())},
    }
    return sealed(told)


def _fill(folder: Path, chosen: Mapping[str, bytes], manifest: bytes) -> None:
    fill_folder(folder, {**chosen, MANIFEST: manifest}, 0o444)
    for inside in folder.glob("*/"):
        inside.chmod(0o555)
    folder.chmod(0o755)
