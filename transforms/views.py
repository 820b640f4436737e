"""Every view of a figure beside its value: changes, shares, pull, progress (View rows)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

import polars as pl

from schemas.comparison import (
    PREVIOUS,
    PULL,
    SHARE,
    TARGET,
    TIME,
    VIEW_SCHEMA,
    YEAR,
    View,
)
from schemas.figure import STATED
from schemas.indicator import ROUGH, Indicator
from schemas.period import Period
from schemas.settings import Settings
from transforms.bases import Bases
from transforms.comparing import compare_all, guard_previous, guard_year
from transforms.comparison import Comparison, Guard
from transforms.plans import PlanProgress
from transforms.printing import print_value
from transforms.rounding import round_ratio, shortest
from transforms.soundness import require_fit
from transforms.wording import (
    Said,
    say_change,
    say_progress,
    say_pull,
    say_share,
    say_time,
)

_MONTHS = Decimal(12)
_ALL = Decimal(100)
_GATHERING = ("ytd", "as_of", "year")
"""Bases that an annual target can be held against."""

Key = tuple[str, str, str]
Row = tuple[str | None, ...]


def view_figures(
    weighed: pl.DataFrame,
    bases: Bases,
    indicators: Mapping[str, Indicator],
    place: tuple[Period, Settings],
    plans: Iterable[PlanProgress] = (),
) -> pl.DataFrame:
    """Return every view of every figure (View), in the order of their figures.

    `weighed` is as state_figures takes it.
    """
    period, settings = place
    known = weighed.sort("order", maintain_order=True)
    last_year = guard_year(period, settings)
    by_year = compare_all(known, bases.year, last_year)
    before = guard_previous(period, settings)
    by_month = compare_all(known, bases.previous, before)
    parts = _Parts(known, by_year, bases.year, last_year)
    rows = [
        *_changes(known, by_month, PREVIOUS, indicators, before),
        *_changes(known, by_year, YEAR, indicators, last_year),
        *parts.shares(),
        *parts.pulls(),
        *_progress(known, indicators, place),
        *(row for plan in plans for row in _of_plan(plan, settings.display.rounding)),
    ]
    return require_fit(pl.DataFrame(rows, schema=VIEW_SCHEMA, orient="row"), View)


def _row(key: Key, view: str, sides: tuple[Decimal | None, Decimal | None], said: Said) -> Row:
    base, value = (None if side is None else shortest(side) for side in sides)
    return (*key, view, base, value, said.printed, said.wording, "", "")


def _refused(key: Key, view: str, sides: tuple[Decimal | None, Decimal | None], why: str) -> Row:
    return (*_row(key, view, sides, Said())[:-2], why, "")


def _changes(
    known: pl.DataFrame,
    made: Sequence[Comparison],
    view: str,
    indicators: Mapping[str, Indicator],
    guard: Guard,
) -> Iterator[Row]:
    rows = known.select("code", "basis", "dimension", "value").iter_rows()
    for (code, basis, dimension, value), one in zip(rows, made, strict=True):
        if one.base is None and not one.reason:
            continue
        said = say_change(one, indicators[code], guard)
        sides = (one.base, None if value is None else Decimal(value))
        base = "" if one.base is None else shortest(one.base)
        printed = print_value(indicators[code], base, guard.rounding) if base else ""
        yield (*_row((code, basis, dimension), view, sides, said)[:-2], one.reason, printed)


class _Parts:
    """The parts of every breakdown beside their totals, now and a year ago."""

    def __init__(
        self,
        known: pl.DataFrame,
        by_year: Sequence[Comparison],
        last_year: pl.DataFrame,
        guard: Guard,
    ) -> None:
        keys = [tuple(key) for key in known.select("code", "basis", "dimension").iter_rows()]
        self._now = _stated(known)
        self._before = _stated(last_year)
        self._kept = {tuple(key) for key in last_year.select("code", "basis", "dimension").rows()}
        self._compared = dict(zip(keys, by_year, strict=True))
        self._rounding, self._base_name = guard.rounding, guard.base_name
        self._keys = [key for key in keys if key[2]]

    def shares(self) -> Iterator[Row]:
        """Yield each part's share of its total, in percent, and the whole of the total."""
        whole = {(*key[:2], "") for key in self._keys}
        for key in sorted(whole & self._now.keys()):
            if self._now[key] > 0:
                yield _row(key, SHARE, (self._now[key],) * 2, say_share(_ALL, None, ""))
        for key in self._keys:
            total, part = self._now.get((*key[:2], "")), self._now.get(key)
            if total is None or part is None:
                yield _refused(key, SHARE, (total, part), "合计或分项没有可以比较的数")
            elif total <= 0 or part < 0:
                yield _refused(key, SHARE, (total, part), "合计不为正，或分项为负")
            else:
                yield _row(key, SHARE, (total, part), self._share(key, total, part))

    def _share(self, key: Key, total: Decimal, part: Decimal) -> Said:
        share = round_ratio(part * 100, total, 1, self._rounding)
        whole, before = self._before.get((*key[:2], "")), self._before.get(key)
        if self._compared[*key[:2], ""].change_pct is None or not whole or before is None:
            return say_share(share, None, self._base_name)
        moved = (part * whole - before * total) * 100
        points = round_ratio(moved, total * whole, 1, self._rounding)
        return say_share(share, points, self._base_name)

    def pulls(self) -> Iterator[Row]:
        """Yield by how many points each part, and all, moved the growth of the total in a year."""
        kinds = {(*key[:2], key[2].partition("=")[0]) for key in self._before if key[2]}
        for key in self._keys:
            kind = key[2].partition("=")[0]
            total = self._compared[*key[:2], ""]
            if kind == "month" or total.change is None:
                continue  # a month is no part of another year; the total says why not
            part = self._now.get(key)
            if total.change_pct is None or part is None:
                why = total.reason or "分项没有可以比较的数"
                yield _refused(key, PULL, (total.base, None), why)
            elif key in self._kept - self._before.keys():
                yield _refused(
                    key, PULL, (total.base, None), f"{self._base_name}分项没有可以比较的数"
                )
            elif (*key[:2], kind) not in kinds:
                yield _refused(key, PULL, (total.base, None), f"{self._base_name}无分项数据")
            else:
                yield self._pull(key, total, part - self._before.get(key, Decimal(0)))
        for key in sorted({(code, basis, "") for code, basis, kind in kinds if kind != "month"}):
            whole = self._compared.get(key)
            if whole is not None and whole.change_pct is not None:
                assert whole.change is not None
                yield self._pull(key, whole, whole.change)

    def _pull(self, key: Key, total: Comparison, change: Decimal) -> Row:
        assert total.base is not None
        assert total.change is not None
        points = round_ratio(change * 100, total.base, 1, self._rounding)
        grew = total.change > 0
        rate = round_ratio(change * 100, total.change, 1, self._rounding) if grew else None
        return _row(key, PULL, (total.base, change), say_pull(points, rate))


def _stated(frame: pl.DataFrame) -> dict[Key, Decimal]:
    """Return the values that stand and may be told, by their keys."""
    sound = frame.filter(
        pl.col("status") == STATED, pl.col("value").is_not_null(), pl.col("unit") != "date"
    )
    told = sound.select("code", "basis", "dimension", "value").iter_rows()
    return {(code, basis, part): Decimal(value) for code, basis, part, value in told}


def _progress(
    known: pl.DataFrame, indicators: Mapping[str, Indicator], place: tuple[Period, Settings]
) -> Iterator[Row]:
    """Yield the annual targets: how much is done, and how much of the year has passed."""
    period, settings = place
    totals = known.filter(pl.col("dimension") == "", pl.col("basis").is_in(_GATHERING))
    time = (_MONTHS, Decimal(len(period.year_to_date)))
    for row in totals.iter_rows(named=True):
        target = settings.targets.get(row["code"])
        if target is None:
            continue
        key = (row["code"], row["basis"], "")
        rounding = settings.display.rounding
        printed = print_value(_exactly(indicators[row["code"]]), shortest(target), rounding)
        value = None if row["value"] is None else Decimal(row["value"])
        why = _no_progress(row["status"], row["coverage"], target)
        if why or value is None:
            yield (*_refused(key, TARGET, (target, value), why)[:-1], printed)
        else:
            goal, passed = _held(key, (target, value), time, "年度目标", rounding)
            yield from ((*goal[:-1], printed), passed)


def _exactly(indicator: Indicator) -> Indicator:
    """Return the indicator without words of approximation: a target is what it is."""
    is_rough = indicator.form.style in ROUGH
    return (
        replace(indicator, form=replace(indicator.form, style="exact")) if is_rough else indicator
    )


def _no_progress(status: str, coverage: float, target: Decimal) -> str:
    if status != STATED:
        return f"本期{status}"
    if coverage < 1:
        return "本期数据不完整"
    return "" if target > 0 else "目标不为正数"


def _of_plan(plan: PlanProgress, rounding: str) -> Iterator[Row]:
    key = (plan.code, "plan", "")
    if plan.target is None or plan.done is None or plan.months is None:
        yield _refused(key, TARGET, (plan.target, plan.done), plan.reason)
    else:
        yield from _held(key, (plan.target, plan.done), plan.months, "规划目标", rounding)


def _held(
    key: Key,
    goal: tuple[Decimal, Decimal],
    time: tuple[Decimal, Decimal],
    name: str,
    rounding: str,
) -> Iterator[Row]:
    """Yield how much of a goal is done and how much of its time has passed."""
    (target, value), (months, passed) = goal, time
    done = round_ratio(value * 100, target, 1, rounding)
    share = round_ratio(passed * 100, months, 1, rounding)
    ahead = round_ratio((value * months - passed * target) * 100, target * months, 1, rounding)
    yield _row(key, TARGET, goal, say_progress(done, share, ahead, name))
    yield _row(key, TIME, time, say_time(share))
