"""What `bulletin status` gathers: every period of a workspace, from its folders and manifests."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from documents.overview import list_periods
from flows.drafts import DRAFT
from flows.workspace import Workspace
from schemas.overview import PeriodOverview
from schemas.period import Period

_REPORTED = "已报送"


def tell_periods(folder: str) -> str:
    """Return the overview of a workspace as a person reads it."""
    workspace = Workspace.at(folder)
    periods = sorted({*workspace.months, *workspace.periods_out})
    seen = [look_at_period(workspace, period) for period in periods]
    return list_periods(workspace.settings.union.name, seen, sample=workspace.settings.sample)


def look_at_period(workspace: Workspace, period: Period) -> PeriodOverview:
    """Return what there is of one period."""
    workbooks = workspace.workbooks(period)
    manifest = _manifest(workspace.out(period) / DRAFT / "manifest.json")
    if not manifest:
        return PeriodOverview(period, len(workbooks))
    coverage = [row for row in manifest["coverage"] if row["period"] == str(period)]
    zone = ZoneInfo(workspace.settings.calendar.time_zone)
    made = dt.datetime.fromisoformat(manifest["made_at"]).astimezone(zone)
    return PeriodOverview(
        period,
        len(workbooks),
        reported=sum(row["status"] == _REPORTED for row in coverage),
        expected=len(coverage),
        made_at=made.strftime("%Y-%m-%d %H:%M"),
        made_by=manifest["made_by"],
        errors=manifest["findings"]["E"],
        warnings=manifest["findings"]["W"],
        is_stale=_inputs_of(manifest, period) != _hashes(workspace, workbooks),
    )


def _manifest(path: Path) -> dict[str, Any]:
    """Return a draft's manifest; nothing where there is none, or none that can be read."""
    try:
        return dict(json.loads(path.read_text("utf-8")))
    except (OSError, ValueError):
        return {}


def _inputs_of(manifest: Mapping[str, Any], period: Period) -> set[tuple[str, str]]:
    """Return name and hash of the period's workbooks that a draft was made from."""
    inputs = [(item["workbook"], item["sha256"]) for item in manifest["inputs"]]
    return {(name, digest) for name, digest in inputs if name.startswith(f"{period}/")}


def _hashes(workspace: Workspace, workbooks: list[Path]) -> set[tuple[str, str]]:
    return {
        (workspace.name_of(path), hashlib.sha256(path.read_bytes()).hexdigest())
        for path in workbooks
        if path.is_file()
    }
