"""Plans of several years (W03 建设规划): what has been done of them, and of their time.

A result counts towards a plan only by the same standard, or one that the union has confirmed
as the same (DOMAIN.md §5.4), and only where all its months since the plan's beginning are in.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from schemas.comparison import OTHER_STANDARD
from schemas.figure import STATED
from schemas.indicator import Indicator
from schemas.period import Period
from schemas.settings import Settings
from transforms.lookback import Lookback
from transforms.measures import select_rows


@dataclass(frozen=True)
class PlanProgress:
    """How far a plan is: `code` is its target's; `done` counts since it began.

    `months` are those of the whole plan and those that have passed. Where nothing may be
    said of it, `reason` tells why.
    """

    code: str
    target: Decimal | None
    done: Decimal | None = None
    months: tuple[Decimal, Decimal] | None = None
    reason: str = ""


def follow_plans(
    rows: Mapping[str, pl.DataFrame],
    weighed: pl.DataFrame,
    lookback: Lookback,
    indicators: Mapping[str, Indicator],
    place: tuple[Period, Settings],
) -> Iterator[PlanProgress]:
    """Yield the progress of each plan that an indicator's results belong to.

    `rows` are the rows that stand by sheet name, `weighed` is as weigh_values gives it.
    """
    period, _ = place
    for result in indicators.values():
        if not result.plan:
            continue
        goal = indicators[result.plan]
        plan = select_rows(goal, "plan", rows[goal.sheet], period)
        if plan.height:
            yield _follow(goal, result, plan, (rows[result.sheet], weighed, lookback), place)


def _follow(
    goal: Indicator,
    result: Indicator,
    plan: pl.DataFrame,
    known: tuple[pl.DataFrame, pl.DataFrame, Lookback],
    place: tuple[Period, Settings],
) -> PlanProgress:
    period, settings = place
    rows, weighed, lookback = known
    target = Decimal(plan[goal.measure.column].sum() or 0)
    start, end = plan["start_year"][0], plan["end_year"][0]
    why = (
        _other_standard(plan, result, settings)
        or _without_years(plan, period)
        or _in_doubt(weighed, result.code)
        or _incomplete(lookback, start)
    )
    if why or not target:
        return PlanProgress(goal.code, target or None, reason=why or "规划没有目标数")
    years = [Period(year, 12) for year in range(start, period.year)]
    counted = [select_rows(result, "ytd", rows, one) for one in (*years, period)]
    passed = 12 * (period.year - start) + len(period.year_to_date)
    return PlanProgress(
        goal.code,
        target,
        Decimal(sum(frame.height for frame in counted)),
        (Decimal(12 * (end - start + 1)), Decimal(passed)),
    )


def _other_standard(plan: pl.DataFrame, result: Indicator, settings: Settings) -> str:
    confirmed = {frozenset(pair) for pair in settings.same_standards}
    pairs = [(wanted, held) for wanted in plan["standard"] for held in result.where["standard"]]
    if all(wanted == held or frozenset((wanted, str(held))) in confirmed for wanted, held in pairs):
        return ""
    return OTHER_STANDARD


def _without_years(plan: pl.DataFrame, period: Period) -> str:
    years = set(plan.select("start_year", "end_year").iter_rows())
    if len(years) != 1 or None in next(iter(years)):
        return "规划的起止年没有写明或不一致，不计算进度"
    start, end = next(iter(years))
    return "" if start <= period.year <= end else "报告期不在规划年限内"


def _in_doubt(weighed: pl.DataFrame, code: str) -> str:
    told = weighed.filter(code=code, basis="ytd", dimension="")
    sound = told.filter(pl.col("status") == STATED, pl.col("coverage") >= 1)
    return "" if sound.height else "建设成果的数据不完整或待核"


def _incomplete(lookback: Lookback, start: int) -> str:
    first = min(item.cover.reported_in for item in lookback.submissions)
    return "" if first <= f"{start:04d}-01" else "规划起始年以来的成果没有全部报送"
