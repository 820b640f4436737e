"""The overview of a workspace's periods, as a table in the terminal."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from unicodedata import east_asian_width

from documents.filling import fill_template
from schemas.overview import PeriodOverview
from schemas.release import RELEASED

HEADINGS = ("报告期", "报表", "报送部门", "初稿", "由谁运行", "错误", "提醒", "状态")
NOT_MADE = "没有初稿"
STALE = "报表有变动，请重新运行"
RENEWED = "有新的发布件，请重新汇总"


def list_periods(
    union: str,
    periods: Sequence[PeriodOverview],
    command: Callable[..., str],
    *,
    sample: bool,
) -> str:
    """Return a line a period, in columns, and what the next step is.

    `command` makes of some words a command that can be typed as it stands.
    """
    lines = align([HEADINGS, *map(_cells, periods)])
    reported = [
        item for item in periods if (item.workbooks or item.packages) and item.period.is_month
    ]
    latest = reported[-1] if reported else None
    return fill_template(
        "status.txt.j2",
        union=union,
        sample=sample,
        lines=lines,
        periods=periods,
        latest=latest,
        command=command,
    ).rstrip("\n")


def _cells(item: PeriodOverview) -> tuple[str, ...]:
    workbooks = f"{item.packages} 个工会" if item.packages else f"{item.workbooks} 份"
    if not item.has_draft:
        return (str(item.period), workbooks, "—", NOT_MADE, "—", "—", "—", item.state or "—")
    return (
        str(item.period),
        workbooks,
        "—" if item.packages else f"{item.reported}/{item.expected}",
        item.made_at,
        item.made_by,
        str(item.errors),
        str(item.warnings),
        _standing(item),
    )


def _standing(item: PeriodOverview) -> str:
    out = f"第{item.releases}版" if item.releases else ""
    state = item.state + (f"（{out}已发布）" if out and item.state != RELEASED else out)
    stale = STALE if item.is_stale else ""
    renewed = f"{'、'.join(item.renewed)}{RENEWED}" if item.renewed else ""
    return "；".join(filter(None, [state, stale, renewed])) or "—"


def align(rows: Sequence[tuple[str, ...]]) -> list[str]:
    """Return a line a row, its cells one below the other in a terminal."""
    widths = [max(map(columns_of, column)) for column in zip(*rows, strict=True)]
    return ["　".join(map(_padded, row, widths)).rstrip() for row in rows]


def columns_of(text: str) -> int:
    """Return how many columns of a terminal a text takes; a Chinese character takes two."""
    return sum(2 if east_asian_width(character) in "WFA" else 1 for character in text)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - columns_of(text))
