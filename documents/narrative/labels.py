"""Names of things that are no figures: periods, parts of a breakdown, standing words."""

from __future__ import annotations

from schemas.bulletin import Name
from schemas.codes import DEPARTMENTS, PROJECTS
from schemas.period import Period
from schemas.settings import Settings

_PERIOD = "报告期"
_CODE_LISTS = {"project": PROJECTS, "department": DEPARTMENTS}


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
    known = {**_CODE_LISTS, "subject": settings.chart_of_accounts}.get(kind, {})
    return in_prose(known.get(label, label), f"{kind}={label}")


def part_order(kind: str, label: str) -> tuple[int, str]:
    """Return the place of a part in its code list, so that every month lists alike."""
    codes = list(_CODE_LISTS.get(kind, ()))
    return (codes.index(label) if label in codes else len(codes), label)


def in_prose(text: str, origin: str) -> Name:
    """Return a name as Chinese prose writes it, with full-width brackets."""
    return Name(text.replace("(", "（").replace(")", "）"), origin)
