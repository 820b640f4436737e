"""The approved words for comparisons (DOMAIN.md §2.4), their numbers in them.

增加 and 减少 state a difference with its unit, 增长 and 下降 a percentage; 倍 is for increases
alone; shares differ by 个百分点; what rounds to nothing is 持平.
"""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from schemas.comparison import MISSING
from schemas.indicator import Indicator
from transforms.comparison import TO_NEGATIVE, TO_POSITIVE, Comparison, Guard
from transforms.printing import print_amount
from transforms.rounding import round_ratio, shortest


class Said(NamedTuple):
    """The number of a view and the phrase in which it is said; both empty if it is not."""

    printed: str = ""
    wording: str = ""


def say_change(made: Comparison, indicator: Indicator, guard: Guard) -> Said:
    """Return how a value differs from its base: 比上月减少2.53万元，下降61.3%.

    Without a base the words say so; of what may not be compared nothing is said.
    """
    name = guard.base_name
    if made.change is None:
        missing = MISSING.format(base=name)
        return Said(wording=missing if made.reason.startswith(missing) else "")
    if made.change == 0 or made.change_pct == 0:
        return Said("持平" if made.change_pct == 0 else "", f"与{name}持平")
    difference = print_amount(abs(made.change), indicator, guard.rounding)
    verb = "增加" if made.change > 0 else "减少"
    turned = f"{made.reason}，" if made.reason in (TO_POSITIVE, TO_NEGATIVE) else ""
    stated = f"{turned}比{name}{verb}{difference}"
    if made.change_pct is None:
        return Said(wording=stated)
    printed, grown = _relative(made, guard)
    return Said(printed, f"{stated}，{grown}")


def _relative(made: Comparison, guard: Guard) -> tuple[str, str]:
    """Return the relative change and its words: in 倍 for large increases, else in percent."""
    assert made.change is not None
    assert made.change_pct is not None
    assert made.base is not None
    if made.change_pct >= guard.limits.times_from * 100:
        times = shortest(round_ratio(made.change, made.base, 1, guard.rounding))
        return f"{times}倍", f"增长{times}倍"
    percent = shortest(made.change_pct)
    verb = "增长" if made.change_pct > 0 else "下降"
    return f"{percent}%", f"{verb}{percent.lstrip('-')}%"


def say_share(share: Decimal, moved: Decimal | None, base_name: str) -> Said:
    """Return a share in percent, and by how many points it differs from last year's, if known."""
    printed = f"{shortest(share)}%"
    if moved is None:
        return Said(printed, f"占{printed}")
    words = (f"比{base_name}提高", f"比{base_name}下降", f"与{base_name}持平")
    return Said(printed, f"占{printed}，{_points(moved, *words)}")


def _points(difference: Decimal, up: str, down: str, level: str) -> str:
    if difference == 0:
        return level
    return f"{up if difference > 0 else down}{shortest(abs(difference))}个百分点"


def say_pull(points: Decimal, rate: Decimal | None) -> Said:
    """Return by how many points a part moved the growth of its total, and its share in it."""
    printed = f"{shortest(points)}个百分点"
    words = _points(points, "拉动增长", "下拉", "对增长没有影响")
    share = f"，贡献率{shortest(rate)}%" if rate is not None and points > 0 else ""
    return Said(printed, f"{words}{share}")


def say_progress(done: Decimal, passed: Decimal, ahead: Decimal, goal: str) -> Said:
    """Return how much of a goal (年度目标) is done, beside how much of its time has passed."""
    printed = f"{shortest(done)}%"
    beside = _points(ahead, "快于时间进度", "慢于时间进度", "与时间进度一致")
    return Said(printed, f"完成{goal}的{printed}，时间进度{shortest(passed)}%，{beside}")


def say_time(passed: Decimal) -> Said:
    """Return how much of a goal's time has passed."""
    printed = f"{shortest(passed)}%"
    return Said(printed, f"时间进度{printed}")
