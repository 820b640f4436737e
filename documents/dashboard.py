"""What Prefect's dashboard shows of a run, as tables and a page of links.

Nothing in it says more than issues.csv does: rules, addresses, counts and names of
indicators, never a cell's value or a figure's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import polars as pl

from documents.findings import place_of
from schemas.catalogue import CATALOGUE
from schemas.figure import BASIS_NAMES
from schemas.issue import SEVERITY_NAMES
from schemas.kind import Kind
from schemas.period import Period
from schemas.unions import Outcome

Row = dict[str, str | int]

_MOST_PLACES = 5


def tabulate_findings(issues: pl.DataFrame) -> list[Row]:
    """Return a row a rule, the gravest first: how often it was broken, and where."""
    rows: list[Row] = []
    for severity, name in SEVERITY_NAMES.items():
        graded = issues.filter(severity=severity)
        for rule in graded["rule"].unique().sort():
            found = graded.filter(rule=rule).to_dicts()
            entry = CATALOGUE.get(rule)
            rows.append(
                {
                    "级别": name,
                    "规则": rule,
                    "问题": entry.title if entry else "",
                    "条数": len(found),
                    "位置": _places(place_of(finding) for finding in found),
                }
            )
    return rows


def _places(places: Iterable[str]) -> str:
    known = list(dict.fromkeys(filter(None, places)))
    more = f"等 {len(known)} 处" if len(known) > _MOST_PLACES else ""
    return "；".join(known[:_MOST_PLACES]) + more


_COVERAGE = {
    "department": "部门",
    "table_code": "报表",
    "status": "报送",
    "workbooks": "份数",
    "rows_received": "收到行",
    "rows_accepted": "采用行",
    "rows_rejected": "搁置行",
}


def tabulate_coverage(coverage: pl.DataFrame, period: Period) -> list[Row]:
    """Return a row a return of the period: did it arrive, and what became of its rows.

    `coverage` follows Coverage, or has its first columns alone (before rows are counted). Of
    several months each row names its own.
    """
    named = _COVERAGE if period.is_month else {"period": "月份", **_COVERAGE}
    told = {column: title for column, title in named.items() if column in coverage.columns}
    months = [str(month) for month in period.months]
    return [
        {title: row[column] for column, title in told.items()}
        for row in coverage.iter_rows(named=True)
        if row["period"] in months
    ]


def tabulate_changes(changes: pl.DataFrame) -> list[Row]:
    """Return a row a figure that changed against the draft before; its values are on the page."""
    return [
        {
            "指标": row["name"],
            "口径": BASIS_NAMES.get(row["basis"], row["basis"]),
            "分项": row["dimension"],
            "变化": "取消" if not row["after"] else "新增" if not row["before"] else "改变",
        }
        for row in changes.iter_rows(named=True)
    ]


_AROUND = {"review.html": "审阅页", "tables.xlsx": "统计表", "issues.csv": "问题清单"}


def link_documents(folder: Path, kinds: Mapping[str, Kind]) -> str:
    """Return the documents of a draft as a list of links, with the folder to copy.

    `kinds` are the union's, by key; only what is there is linked.

    A browser opens no `file:` link of a page that came over the network, so the path is
    written out as well.
    """
    clean = {f"{key}.docx": kind.name for key, kind in kinds.items()}
    review = {f"{key}-review.docx": f"{kind.name}（带批注）" for key, kind in kinds.items()}
    printed = {f"{key}.pdf": f"{kind.name}（PDF）" for key, kind in kinds.items()}
    lines = [
        f"- [{title}]({(folder / name).as_uri()})　`{name}`"
        for name, title in (clean | printed | review | _AROUND).items()
        if (folder / name).is_file()
    ]
    told = "浏览器不允许直接打开本机文件时，请复制文件夹的位置，在资源管理器中打开："
    return "\n".join([*lines, "", told, "", f"`{folder}`"])


def tabulate_outcomes(outcomes: Sequence[Outcome]) -> list[Row]:
    """Return a row a union and period: how it ended, and why where it failed."""
    return [
        {
            "工会": item.union,
            "报告期": item.period,
            "结果": item.ending,
            "错误": "" if item.errors is None else item.errors,
            "提醒": "" if item.warnings is None else item.warnings,
            "说明": item.message,
        }
        for item in outcomes
    ]


def list_outcomes(months: Sequence[Period], failed: Iterable[Period]) -> list[Row]:
    """Return a row a month that was caught up, and what came of it."""
    unmade = set(failed)
    return [
        {"报告期": month.label, "结果": "没有写成" if month in unmade else "初稿已写好"}
        for month in months
    ]
