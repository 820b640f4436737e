"""The released packages that a city adds up: found, verified, or told why they are not in it."""

from __future__ import annotations

import glob
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import polars as pl

from flows.disk import sha256
from flows.drafts import read_public_figures
from flows.gate.binding import versions_in
from flows.gate.verifying import verify_folder, verify_period
from flows.manifest import MANIFEST, read_manifest
from flows.workspace import SETTINGS, Workspace
from schemas.faults import BulletinError, WorkspaceError
from schemas.period import Period
from schemas.rollup import Absent, Membership, Package

_FIGURES = "figures-public.csv"
_MISSING = ("E-H01", "没有发布件", "请该工会发布后放入，或用 --without 写明不含它")
_UNRELEASED = ("E-H02", "还没有发布本期", "请该工会发布后重新汇总，或用 --without 写明不含它")
_BROKEN = ("E-H03", "发布件校验不符", "请向该工会重新索取发布件")
_DOUBLE = ("E-H04", "有两份不同的发布件", "请只留一份")


def find_folders(pattern: str) -> list[Path]:
    """Return the folders that a pattern names; WorkspaceError where there is none."""
    found = sorted(Path(path).absolute() for path in glob.glob(str(Path(pattern).expanduser())))  # noqa: PTH207 - a whole path
    folders = [path for path in found if path.is_dir()]
    if not folders:
        raise WorkspaceError(
            f"“{pattern}”之下没有文件夹：请写成带引号的通配，如 --packages '某市/*'，"
            "每个是一个工会的工作区或发布文件夹。"
        )
    return folders


def folders_below(workspace: Workspace, pattern: str) -> list[Path]:
    """Return the folders that a pattern names but the workspace's own; raises as they do."""
    own = workspace.root.absolute()
    return [path for path in find_folders(pattern) if path != own]


def gather_packages(
    folders: Iterable[Path], period: Period, expected: Iterable[str]
) -> tuple[list[Package], list[Absent]]:
    """Return the verified releases of a period, by union, and who has none.

    A folder is a release, holds releases (`v1`, `v2`: the last counts), or is a workspace.
    `expected` are the unions that should be there.
    """
    packages: dict[str, Package] = {}
    absent: dict[str, Absent] = {}
    for folder in folders:
        found = _package_in(folder, period)
        if isinstance(found, Absent):
            absent[found.union] = found
        elif found.union in packages and packages[found.union].sha256 != found.sha256:
            absent[found.union] = Absent(found.union, *_DOUBLE)
        else:
            packages[found.union] = found
    for name in expected:
        if name not in packages and name not in absent:
            absent[name] = Absent(name, *_MISSING)
    kept = [package for name, package in packages.items() if name not in absent]
    return sorted(kept, key=lambda one: one.union), sorted(absent.values(), key=lambda a: a.union)


def membership_of(
    packages: Iterable[Package], absent: Iterable[Absent], without: Iterable[str], reason: str
) -> Membership:
    """Return who is in the sum and who is not; `without` are those that a person goes on without.

    Raises WorkspaceError where one of those is not missing.
    """
    absent, without = list(absent), set(without)
    unknown = sorted(without - {one.union for one in absent})
    if unknown:
        names = "、".join(one.union for one in absent) or "没有"
        raise WorkspaceError(f"--without 所写的{'、'.join(unknown)}并不缺；缺的是：{names}。")
    return Membership(
        tuple(package.union for package in packages),
        tuple(
            Absent(one.union, one.rule, one.why, one.advice, reason)
            if one.union in without
            else one
            for one in absent
        ),
    )


def renewed_packages(
    workspace: Workspace, period: Period, manifest: Mapping[str, Any]
) -> list[str] | None:
    """Return the unions whose releases came or changed since a city's draft was made.

    Nothing where the folders that it was made from are not on this machine.
    """
    try:
        folders = folders_below(workspace, manifest["packages_in"])
    except WorkspaceError:
        return None
    packages, _ = gather_packages(folders, period, workspace.settings.union.members)
    added_up = manifest["packages"]
    return [one.union for one in packages if added_up.get(one.place) != one.sha256]


def _package_in(folder: Path, period: Period) -> Package | Absent:
    if (folder / SETTINGS).is_file():
        return _of_workspace(folder, period)
    if (folder / MANIFEST).is_file():
        return _read(folder, folder.name, period)
    numbers = versions_in(folder)
    if not numbers:
        return Absent(folder.name, *_MISSING)
    return _read(folder / f"v{numbers[-1]}", folder.name, period)


def _of_workspace(folder: Path, period: Period) -> Package | Absent:
    name = folder.name
    try:
        workspace = Workspace.at(folder)
        name = workspace.settings.union.name
        numbers = versions_in(workspace.out(period))
        if not numbers:
            return Absent(name, *_UNRELEASED)
        verified = verify_period(workspace, period)
    except BulletinError:
        return Absent(name, *_BROKEN)
    if any(item.faults for item in verified):
        return Absent(name, *_BROKEN)
    return _read(workspace.out(period) / f"v{numbers[-1]}", name, period)


def _read(folder: Path, name: str, period: Period) -> Package | Absent:
    """Return a release of the period; one that is not as it was released says nothing."""
    manifest = _manifest_of(folder)
    if manifest is None or verify_folder(folder).faults:
        return Absent(str((manifest or {}).get("union", name)), *_BROKEN)
    union = str(manifest["union"])
    if manifest["period"] != str(period) or _FIGURES not in manifest["files"]:
        return Absent(union, *_UNRELEASED)
    try:
        figures = read_public_figures(folder)
    except (OSError, pl.exceptions.PolarsError):
        return Absent(union, *_BROKEN)
    return Package(
        union=union,
        place=f"{union} {manifest['period']} v{manifest['version']}/{_FIGURES}",
        figures=figures,
        definitions=manifest.get("definitions", {}),
        sample=bool(manifest["sample"]),
        sha256=sha256((folder / MANIFEST).read_bytes()),
    )


def _manifest_of(folder: Path) -> dict[str, Any] | None:
    try:
        manifest = read_manifest(folder)
    except BulletinError:
        return None
    return manifest if {"union", "period", "version", "sample", "files"} <= {*manifest} else None
