"""The bulletin in Word, filled into a template, and its tables in Excel."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
from docx.shared import Cm
from docxtpl import DocxTemplate, InlineImage

from benchmarks.analyst import figures
from benchmarks.analyst.charts import draw_bars
from benchmarks.analyst.reading import KNOWN, Frames

Table = tuple[str, list[str], list[list[str]]]
"""A title, headings, and rows of texts."""

WAN = 10000
PARTS = {
    "经费支出（按项目分）": ("经费支出", "project_code"),
    "经费支出（按资金来源分）": ("经费支出", "fund_source"),
    "经费支出（按经办部门分）": ("经费支出", "dept_code"),
}
CHARTS = {
    "各类活动场次": ("宣教文体活动场次", "category"),
    "文化宫活动场次": ("文化宫活动场次", "category"),
    "四送与慰问人次": ("四送与慰问人次", "project_code"),
    "互助保障参保人次": ("互助保障参保人次", "plan"),
    "获赠互助保障人数": ("新就业形态互保赠送", "target_group"),
    "经费支出（按项目分）": ("经费支出", "project_code"),
}


def write_bulletin(
    frames: Frames, month: pd.Period, union: str, template: Path, target: Path
) -> None:
    """Write `bulletin.docx` and `tables.xlsx` of a month into the folder `target`."""
    target.mkdir(parents=True, exist_ok=True)
    counted = figures.count(frames, month)
    tables = [*_tables(counted, frames, month), _explanations()]
    document = DocxTemplate(template)
    width = Cm(15.6)
    pictures = [
        {"title": title, "image": InlineImage(document, picture, width=width)}
        for title, picture in _charts(frames, counted, month)
    ]
    said = {
        "union": union,
        "month": f"{month.year}年{month.month}月",
        "sentences": _sentences(counted, month),
        "tables": [{"title": t, "head": h, "rows": r} for t, h, r in tables],
        "charts": pictures,
    }
    document.render(said)
    document.save(target / "bulletin.docx")
    with pd.ExcelWriter(target / "tables.xlsx", engine="openpyxl") as book:
        for number, (_, head, rows) in enumerate(tables, start=1):
            pd.DataFrame(rows, columns=head).to_excel(book, sheet_name=f"表{number}", index=False)


def _tables(counted: dict[str, Any], frames: Frames, month: pd.Period) -> list[Table]:
    head = ["指标", "计量单位", "本月", "本年累计或期末"]
    told: list[Table] = [
        (title, head, [_row(name, counted[name]) for name in names])
        for title, names in KNOWN["tables"].items()
    ]
    told.append(("四送与慰问（按项目分）", *_aid(frames, month)))
    told.append(("预算执行情况（按科目分）", *_budget(frames)))
    for title, (name, part) in PARTS.items():
        told.append((title, *_parts(figures.by_part(name, part, frames, month))))
    return told


def _row(name: str, values: dict[str, float]) -> list[str]:
    unit = figures.indicator(name)["unit"]
    shown = [values.get(figures.MONTH), values.get(figures.YEAR, values.get(figures.STATE))]
    return [name, "万元" if unit == "元" else unit, *(_text(value, unit) for value in shown)]


def _text(value: float | None, unit: str = "") -> str:
    if value is None or value == 0 or pd.isna(value):
        return "" if value is None else "—"
    if unit == "元":
        return f"{value / WAN:.4f}".rstrip("0").rstrip(".")
    return str(value) if isinstance(value, pd.Timestamp) else f"{value:.10g}"


def _aid(frames: Frames, month: pd.Period) -> tuple[list[str], list[list[str]]]:
    persons = figures.by_part("四送与慰问人次", "project_code", frames, month)
    amounts = figures.by_part("四送与慰问资金", "project_code", frames, month)
    both = persons.join(amounts, lsuffix="_persons", rsuffix="_amount").fillna(0.0)
    both.loc["合计"] = both.sum()
    order = ("month_persons", "year_persons", "month_amount", "year_amount")
    units = ("", "", "元", "元")
    rows = [
        [_named(code), *(_text(line[column], u) for column, u in zip(order, units, strict=True))]
        for code, line in both.iterrows()
    ]
    return ["项目", "本月人次", "累计人次", "本月资金（万元）", "累计资金（万元）"], rows


def _budget(frames: Frames) -> tuple[list[str], list[list[str]]]:
    lines = figures.budget(frames)
    lines.loc["合计"] = lines.sum()
    whole = lines.loc["合计", "spent"]
    rows = [
        [
            str(code),
            *(_text(line[column], "元") for column in ("year", "month", "spent")),
            _percent(line["spent"], whole),
            _percent(line["spent"], line["year"]),
        ]
        for code, line in lines.iterrows()
    ]
    return ["科目", "全年预算", "本月支出", "累计支出", "累计占比（%）", "执行率（%）"], rows


def _parts(parts: pd.DataFrame) -> tuple[list[str], list[list[str]]]:
    whole = parts[figures.YEAR].sum()
    parts.loc["合计"] = parts.sum()
    rows = [
        [
            _named(code),
            _text(line[figures.MONTH], "元"),
            _text(line[figures.YEAR], "元"),
            _percent(line[figures.YEAR], whole),
        ]
        for code, line in parts.iterrows()
    ]
    return ["分项", "本月", "本年累计", "累计占比（%）"], rows


def _percent(part: float, whole: float) -> str:
    return f"{100 * part / whole:.1f}" if whole else "—"


def _named(code: Any) -> str:
    return str(KNOWN["projects"].get(code) or KNOWN["departments"].get(code) or code)


def _explanations() -> Table:
    rows = [[told["name"], told["unit"], told["explains"]] for told in KNOWN["indicators"]]
    return "主要指标解释", ["指标", "单位", "含义和计算口径"], rows


def _charts(frames: Frames, counted: dict[str, Any], month: pd.Period) -> list[tuple[str, Any]]:
    drawn = []
    for title, (name, part) in CHARTS.items():
        values = _values_by(name, part, frames, month)
        drawn.append((title, draw_bars(values.rename(_named), sideways=True)))
    places = {name: counted[name][figures.YEAR] for name in KNOWN["tables"]["基层阵地建设"][:2]}
    drawn.append(("工会驿站", draw_bars(pd.Series(places))))
    spent = figures.by_month("经费支出", frames, month) / WAN
    spent.index = [f"{each.month}月" for each in spent.index]
    drawn.append(("各月经费支出", draw_bars(spent)))
    lines = figures.budget(frames)
    rates = 100 * lines["spent"] / lines["year"]
    drawn.append(("预算执行率", draw_bars(rates, sideways=True, share=True)))
    return drawn


def _values_by(name: str, part: str, frames: Frames, month: pd.Period) -> pd.Series:
    told = figures.indicator(name)
    if not told.get("state"):
        return figures.by_part(name, part, frames, month)[figures.YEAR]
    rows = figures.standing(told, figures.rows_of(told, frames), month)
    return rows.groupby(part)[told["column"]].sum()


def _sentences(counted: dict[str, Any], month: pd.Period) -> list[str]:
    """Return one sentence for each table of indicators."""
    said = []
    for title, names in KNOWN["tables"].items():
        parts = []
        for name in names:
            _, unit, now, so_far = _row(name, counted[name])
            parts.append(f"{name}本月{now or '—'}{unit}、累计{so_far}{unit}")
        said.append(f"{title}方面，{month.month}月，" + "；".join(parts) + "。")
    return said
