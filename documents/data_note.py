"""What goes with the public data of a release: its columns and its indicators; if a sample."""

from __future__ import annotations

from documents.filling import fill_template
from schemas.figure import STATUSES
from schemas.period import Period
from schemas.settings import Settings

COLUMNS = {
    "code": "指标代码，各期不变",
    "name": "指标名称",
    "unit": "计量单位",
    "kind": "性质：flow 发生数，stock 期末数，plan 规划数，status 状态",
    "basis": "口径：month 本月，quarter 本季，half 本半年，year 全年，ytd 本年累计，"
    "as_of 期末，plan 规划",
    "period": "报告期",
    "dimension": "空为合计；“类别=名称”为其中一项，如 project=P-QL01",
    "value": "精确值，以元、人、件等基本单位计",
    "printed": "文稿中的印法，含单位",
    "previous_period_value": "上期数",
    "period_change": "比上期增减",
    "period_change_pct": "比上期增减的百分数",
    "previous_year_value": "上年同期数",
    "year_change": "比上年同期增减",
    "year_change_pct": "比上年同期增减的百分数",
    "target": "目标数",
    "progress": "完成目标的进度",
    "coverage": "应报数据中已采用的份额，0 至 1",
    "status": "状态：" + "、".join(STATUSES),
}
"""What each column of figures-public.csv (Figure) holds."""


def name_of_note(settings: Settings) -> str:
    """Return the name of the file: of a sample, whoever lists the folder sees that it is one."""
    return "数据说明（示例数据）.txt" if settings.sample else "数据说明.txt"


def write_data_note(settings: Settings, period: Period) -> bytes:
    """Return the note as text (UTF-8 with a byte order mark, for Windows)."""
    told = fill_template(
        "data_note.txt.j2",
        sample=settings.sample,
        union=settings.union.name,
        period=period,
        columns=COLUMNS,
        indicators=settings.indicators,
    )
    return told.encode("utf-8-sig")
