"""Names of things that are no figures: periods, parts of a breakdown, standing words."""

from __future__ import annotations

from collections.abc import Mapping

from schemas.bulletin import Name
from schemas.codes import DEPARTMENTS, FUND_SOURCES, PROJECTS
from schemas.period import Period
from schemas.rollup import MEMBER
from schemas.settings import Settings

_PERIOD = "报告期"
_CODE_LISTS = {
    "project": PROJECTS,
    "department": DEPARTMENTS,
    "fund": dict(zip(FUND_SOURCES, FUND_SOURCES, strict=True)),
}
_WITHOUT = {"project": {"未注明": "未列项目"}}
"""What a part is called whose rows need not name one: administration belongs to no project."""


def period_names(period: Period) -> dict[str, str]:
    """Return how a document names its period: the words that captions may ask for."""
    return {
        "year": f"{period.year}年",
        "period": period.label,
        "this_period": period.label_in_year,
        "the_period": period.general_label,
        "period_months": "当月" if period.is_month else _months(period),
        "period_end": f"{period.month}月底",
        "kind_of_period": period.kind_label,
        "so_far": period.year_to_date_label,
        "year_so_far": f"{period.year}年{period.year_to_date_label}".replace("年全年", "年"),
    }


def _months(period: Period) -> str:
    return f"{period.months[0].month}—{period.month}月"


def period_name(text: str) -> Name:
    """Return a name of the period, whose digits are a date."""
    return Name(text, _PERIOD)


def month_name(month: str) -> Name:
    """Return the short name of a month given as `YYYY-MM`: 3月."""
    return Name(f"{Period.parse(month).month}月", _PERIOD)


def part_name(kind: str, label: str, settings: Settings) -> Name:
    """Return what a part of a breakdown is called: a project's name, not its code."""
    if kind == "month":
        return month_name(label)
    if kind == "subject":
        return in_prose(subject_name(label, settings.chart_of_accounts), f"{kind}={label}")
    known = {**_CODE_LISTS.get(kind, {}), **_WITHOUT.get(kind, {})}
    return in_prose(known.get(label, label), f"{kind}={label}")


def is_unnamed(kind: str, label: str) -> bool:
    """Return whether a part is what the rows did not name: it is none of the parts."""
    return label in _WITHOUT.get(kind, {})


def subject_name(code: str, chart: Mapping[str, str]) -> str:
    """Return what a subject of the chart of accounts is called, so that no two are called alike.

    A name that several subjects bear (其他) is followed by that of the subject above it. Only
    a code that the chart does not hold, or cannot tell apart, is printed itself.
    """
    if code not in chart:
        return f"未列科目（{code}）"
    name = chart[code]
    if sum(other == name for other in chart.values()) == 1:
        return name
    above = [chart[code[:end]] for end in range(1, len(code)) if code[:end] in chart]
    return f"{name}（{above[-1] if above else code}）"


def part_order(kind: str, label: str, settings: Settings) -> tuple[int, str]:
    """Return the place of a part in its code list, so that every month lists alike.

    The unions that a city adds up stand as its settings list them, others after them by name.
    """
    codes = list(settings.union.members if kind == MEMBER else _CODE_LISTS.get(kind, ()))
    return (codes.index(label) if label in codes else len(codes), label)


def in_prose(text: str, origin: str) -> Name:
    """Return a name as Chinese prose writes it, with full-width brackets."""
    return Name(text.replace("(", "（").replace(")", "）"), origin)
