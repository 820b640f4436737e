"""What `bulletin status` gathers: every period of a workspace, from its folders and manifests."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from documents.overview import list_periods
from flows.drafts import DRAFT
from flows.gate.binding import versions_in
from flows.gate.standing import stand_period
from flows.helping import typed
from flows.manifest import MANIFEST, changed_workbooks, read_manifest
from flows.packages import renewed_packages
from flows.workspace import Workspace
from schemas.faults import PersonNeeded
from schemas.overview import PeriodOverview
from schemas.period import Period

_REPORTED = "已报送"
_LOG_BROKEN = "审签记录被改动"


def tell_periods(folder: str) -> str:
    """Return the overview of a workspace as a person reads it."""
    workspace = Workspace.at(folder)
    periods = sorted({*workspace.months, *workspace.periods_out})
    seen = [look_at_period(workspace, period) for period in periods]
    settings, command = workspace.settings, partial(typed, folder)
    return list_periods(settings.union.name, seen, command, sample=settings.sample)


def look_at_period(workspace: Workspace, period: Period) -> PeriodOverview:
    """Return what there is of one period."""
    workbooks = workspace.workbooks(period)
    versions = len(versions_in(workspace.out(period)))
    if not (workspace.out(period) / DRAFT / MANIFEST).is_file():
        return PeriodOverview(period, len(workbooks), releases=versions)
    manifest = read_manifest(workspace.out(period) / DRAFT)
    months = [str(month) for month in period.months]
    coverage = [row for row in manifest["coverage"] if row["period"] in months]
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
        is_stale=bool(changed_workbooks(workspace, manifest, period.year_to_date)),
        state=_state(workspace, period),
        releases=versions,
        packages=len(manifest.get("packages", ())),
        packages_in=manifest.get("packages_in", ""),
        renewed=_renewed(workspace, period, manifest),
    )


def _renewed(workspace: Workspace, period: Period, manifest: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the unions that have released since a city added up; none in a union's own draft."""
    if not manifest.get("packages_in"):
        return ()
    return tuple(renewed_packages(workspace, period, manifest) or ())


def _state(workspace: Workspace, period: Period) -> str:
    try:
        return stand_period(workspace, period).state
    except PersonNeeded:
        return _LOG_BROKEN
