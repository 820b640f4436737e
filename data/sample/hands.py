"""The nine departments' hands, as they are when nothing special happens."""

from __future__ import annotations

from sample.hand import Hand, Typed

HANDS = {
    "W01": Hand("组织宣教部", "组织宣教部", "甲", 1),
    "W02": Hand(
        "经济/产改部",
        "经济产改部",
        "乙",
        2,
        blank_lines=2,
        numbered=False,
        nothing="零报告",
        total_word="合  计",
    ),
    "W03": Hand(
        "基层组织部",
        "基层组织部",
        "丙",
        1,
        explanation="说明：乡镇名称按全县23个乡镇的全称填写。",
        date_format="yyyy/m/d",
        merged=frozenset({("工会驿站", "乡镇")}),
        nothing="",
    ),
    "W04": Hand(
        "权益保障部",
        "权益保障部",
        "丁",
        3,
        footer_apart=True,
        footnotes={"劳动争议调解": "注：涉案金额为申请书载明的标的额。"},
        nothing="无",
    ),
    "W05": Hand(
        "职工服务(帮扶)中心",
        "职工服务(帮扶)中心",
        "戊",
        4,
        controls=True,
        filing_day_as_text=True,
        total_merged=True,
    ),
    "W06": Hand("女职工委员会", "女职工委员会", "己", 2, gap_lines=1, own_unit_line=True),
    "W07": Hand(
        "互助保障办",
        "互助保障办",
        "庚",
        3,
        cumulative=True,
        controls=True,
        date_format="yyyy/m/d",
        total_word="总计",
    ),
    "W08": Hand(
        "工人文化宫",
        "工人文化宫",
        "辛",
        1,
        first_column=1,
        own_unit_line=True,
        filing_day_as_text=True,
        date_manner="2024-07-09",
        nothing="零报告",
    ),
    "W09": Hand(
        "财务部",
        "财务部",
        "壬",
        4,
        controls=True,
        typed=(
            Typed("支出明细账", "科目编码", "as a number"),
            Typed("预算执行", "科目编码", "as a number"),
        ),
    ),
}
