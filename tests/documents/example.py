"""A small document by hand: what the renderers' tests draw."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import cache

from documents.charts import draw_chart
from schemas.bulletin import (
    Block,
    Cell,
    Chart,
    Document,
    Heading,
    Name,
    Number,
    Paragraph,
    Reference,
    Remark,
    Series,
    Table,
)

PREMIUM = Reference("mutual_premium_amount", "ytd")
HARDSHIP = Reference("hardship_households", "as_of")
MONTHS = tuple(f"{month}月" for month in range(1, 11))
PAID = ["32", "10.5", "3.8", "1.7", "1.6", "2", "5.22", "14.9", "1.6", "1.6"]
PAID_SO_FAR = ["32", "42.5", "46.3", "48", "49.6", "51.6", "56.82", "71.72", "73.32", "74.92"]


def series(name: str, *values: str | None) -> Series:
    numbers = tuple(None if value is None else Decimal(value) for value in values)
    references = tuple(Reference("warmth_amount", "month") for _ in values)
    return Series(name, numbers, references)


def number_cell(text: str, value: str | None = None, reference: Reference = HARDSHIP) -> Cell:
    exact = None if value is None else Decimal(value)
    return Cell((Number(text, reference),), "right", exact)


MONTHLY = Chart(
    key="warmth_by_month",
    number=1,
    kind="months",
    caption="1—10月送温暖等资金支出",
    unit="万元",
    labels=MONTHS,
    series=(series("当月支出", *PAID), series("年初以来累计", *PAID_SO_FAR)),
    source="资料来源：财务部",
    alt="逐月支出：1月32万元最多，10月1.6万元；累计74.92万元",
)
RANKED = Chart(
    key="warmth_by_project",
    number=2,
    kind="ranked",
    caption="各项慰问资金",
    unit="万元",
    labels=("冬送温暖（特殊职工群体）", "常态化送温暖", "金秋助学"),
    series=(series("金额", "24", "17", "12"),),
    source="",
    alt="冬送温暖24万元，常态化送温暖17万元，金秋助学12万元",
)
GROUPED = Chart(
    key="gifts_by_group",
    number=3,
    kind="grouped",
    caption="向新就业形态劳动者赠送互助保障",
    unit="份",
    labels=("快递员", "外卖配送员"),
    series=(series("2024年", "228", "160"), series("2023年", "120", None)),
    source="资料来源：互助保障办",
    alt="快递员228份，外卖配送员160份",
)

PROJECTS = Table(
    key="projects",
    number=1,
    caption="送温暖等项目资金发放情况",
    unit="万元",
    header=("项目", "人次", "金额"),
    rows=(
        (Cell(("冬送温暖",)), number_cell("240", "240"), number_cell("24.00", "24")),
        (Cell(("=1+1",)), number_cell("…"), number_cell("30余", "31.26")),
        (Cell(("合计",)), number_cell("240", "240"), number_cell("24.00", "24", PREMIUM)),
    ),
    widths=(1 / 3, 1 / 3, 1 / 3),
    alt="送温暖等项目的人次与金额",
    notes=("注：“…”表示不单独公布。", "人次为服务次数累计。"),
    emphasised=frozenset({2}),
)
TOWNSHIPS = Table(
    key="townships",
    number=2,
    caption="各乡镇基层工会",
    unit="",
    header=("乡镇", "基层工会"),
    rows=tuple((Cell((f"乡镇{at}",)), number_cell(str(at), str(at))) for at in range(40)),
    widths=(0.6, 0.4),
    alt="四十个乡镇的基层工会数",
)

BLOCKS: tuple[Block, ...] = (
    Paragraph(("本公报数据为初步统计数。",), "lead"),
    Heading(1, "一、", "互助保障"),
    Paragraph(
        (
            "会同",
            Name("“559”协作组", "bulletin.toml"),
            "组织参保，参保金额",
            Number("约204万元", PREMIUM),
            "（去年同期不足",
            Number("204万元", PREMIUM),
            "）——在档",
            Number("27户", HARDSHIP),
            "……",
        )
    ),
    Heading(2, "（一）", "资金发放"),
    PROJECTS,
    MONTHLY,
    RANKED,
    TOWNSHIPS,
    GROUPED,
    Paragraph(("注：金额单位见各表。",), "note"),
)
SAMPLE = Document(
    key="bulletin",
    name="统计公报",
    title="永新县总工会2024年1—10月统计公报",
    subtitle="（初稿）",
    issuer="永新县总工会",
    dated="2024年11月8日",
    period="2024-10",
    sample=True,
    blocks=BLOCKS,
    keywords=("工会", "统计公报"),
)
REAL = replace(SAMPLE, sample=False)
REMARKS = (
    Remark(PREMIUM, "W", "W-P02", "平均每人次不足1元，请核对金额单位。", ("参保.xlsx 参保 F7",)),
    Remark(PREMIUM, "W", "W-P03", "赔付与参保金额之比超出范围。"),
    Remark(Reference("never_printed", "ytd"), "E", "E-R01", "不会出现。"),
)


@cache
def pictures(*, sample: bool = True) -> dict[str, bytes]:
    return {chart.key: draw_chart(chart, sample) for chart in SAMPLE.charts}
