"""One period of a workspace at a glance."""

from __future__ import annotations

from dataclasses import dataclass

from schemas.period import Period


@dataclass(frozen=True)
class PeriodOverview:
    """What there is of a period: workbooks received, the draft, its findings, its standing.

    `reported` of `expected` departments are those of the draft; `made_at` is local
    (`2024-11-06 08:00`), empty where there is no draft. `is_stale`: workbooks of the year so
    far came, went or changed since. A city's draft adds up `packages`, found by the pattern
    `packages_in`, and `renewed` are the unions that have released since. `state` is the gate's,
    `releases` how many there are.
    """

    period: Period
    workbooks: int
    reported: int = 0
    expected: int = 0
    made_at: str = ""
    made_by: str = ""
    errors: int = 0
    warnings: int = 0
    is_stale: bool = False
    state: str = ""
    releases: int = 0
    packages: int = 0
    packages_in: str = ""
    renewed: tuple[str, ...] = ()

    @property
    def has_draft(self) -> bool:
        """Return whether a draft stands."""
        return bool(self.made_at)
