"""An indicator's definition in words: what is counted, of which rows, when, and how broken down."""

from __future__ import annotations

from collections.abc import Iterator

from schemas.codes import PROJECTS
from schemas.contract import sheet_named
from schemas.indicator import Indicator

_NATURES = {
    "flow": "流量：按发生的时间计入，各期可以相加",
    "stock": "存量：期末的状态，各期不可相加",
    "plan": "目标：规划所定的数",
    "status": "状态：期末的情况，各期不可相加",
}
_MEASURES = {
    "total": "各行“{}”之和",
    "rows": "行数，一行计一{unit}",
    "distinct": "“{}”不同的个数，相同的只计一次",
    "only": "各行相同的“{}”；各行不一致时不公布",
    "earliest": "最早的“{}”",
    "years": "规划的年限：有起止年的按起止年，没有的按“{}”所载",
    "listed": "尚未入账各行“{}”之和",
}
_DATE = "date"


def define(indicator: Indicator) -> Iterator[tuple[str, str]]:
    """Yield the lines of the definition: their names and words."""
    columns = sheet_named(indicator.sheet).columns
    titles = {code: column.title for code, column in columns.items()}
    yield "单位", indicator.unit.removesuffix(_DATE) or "日期"
    yield "性质", _NATURES[indicator.nature]
    for code, values in indicator.where.items():
        yield "条件", f"{titles[code]} = {' 或 '.join(map(_named, values))}"
    if not indicator.where:
        yield "条件", "无，表页中的行都计入"
    how = _MEASURES.get(indicator.measure.how, "见下面的解释")
    title = titles.get(indicator.measure.column, "")
    yield "计量", how.format(title, unit=indicator.unit)
    if indicator.on:
        until = f"，到“{titles[indicator.until]}”为止" if indicator.until else ""
        yield "时间", f"按“{titles[indicator.on]}”计入{until}"
    else:
        yield "时间", "按报送期计入"
    for kind, code in indicator.by.items():
        yield "分项", f"{titles.get(code, code)}（{kind}）"
    yield "解释", indicator.explains


def _named(value: str | bool) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return f"{value}（{PROJECTS[value]}）" if value in PROJECTS else value
