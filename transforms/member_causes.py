"""Why a city's published figure is another one now: its unions' releases that came or changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from schemas.revision import CORRECTED, LATE, REDEFINED, Published
from schemas.settings import Statement
from transforms.causes import Cause, Key, as_stated
from transforms.released import redefined

_MOST_REASONS = 3


@dataclass(frozen=True)
class MemberInquiry:
    """What is known about the change of a sum that a city released.

    `sources` are the lines of the unions' releases behind the figures as known now (Source),
    `statements` what persons said.
    """

    published: Published
    sources: pl.DataFrame
    statements: Sequence[Statement]

    def explain(self, key: Key) -> Cause:
        """Return the cause of one figure's revision; a person's statement goes first."""
        return as_stated(self._worked_out(key), key, (self.statements, self.published.period, ()))

    def _worked_out(self, key: Key) -> Cause:
        if not self.published.is_exact:
            return Cause(CORRECTED, "发布时的留底缺失，只能按公开的数对照，无法查明是哪家工会变动")
        told = [*self._told(key)]
        reasons = [reason for _, reason in told]
        if len(reasons) > _MOST_REASONS:
            reasons = [*reasons[:_MOST_REASONS], f"等{len(told)}家"]
        category = LATE if told and all(kind == LATE for kind, _ in told) else CORRECTED
        if key[0] in redefined(self.published):
            category, reasons = REDEFINED, ["指标口径有变动", *reasons]
        if not reasons:
            category, reasons = REDEFINED, ["设置或程序有变动"]
        places = sorted(set(self._present[key].values()) - set(self._then[key].values()))
        return Cause(category, "；".join(reasons), "、".join(places))

    def _told(self, key: Key) -> Iterator[tuple[str, str]]:
        """Yield category and reason of each union whose release is another one."""
        then, now = self._then[key], self._present[key]
        for union in dict.fromkeys((*now, *then)):
            if union not in now:
                yield CORRECTED, f"{union}的数没有再计入"
            elif union not in then:
                yield LATE, f"{union}的数此次计入"
            elif then[union] != now[union]:
                yield CORRECTED, f"{union}重新发布（第{_version(now[union])}版）"

    @cached_property
    def _present(self) -> Mapping[Key, dict[str, str]]:
        return _releases_by_figure(self.sources)

    @cached_property
    def _then(self) -> Mapping[Key, dict[str, str]]:
        return _releases_by_figure(self.published.sources)


def _releases_by_figure(sources: pl.DataFrame) -> Mapping[Key, dict[str, str]]:
    """Return the release of each union behind each figure: 甲县总工会 2024-10 v2."""
    found: dict[Key, dict[str, str]] = defaultdict(dict)
    columns = ("code", "basis", "dimension", "workbook")
    for code, basis, dimension, place in (
        sources.select(columns).unique(maintain_order=True).iter_rows()
    ):
        release = place.partition("/")[0]
        found[code, basis, dimension][release.rsplit(" ", 2)[0]] = release
    return found


def _version(release: str) -> str:
    return release.rpartition(" v")[2]
