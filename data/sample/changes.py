"""How the departments' hands change over the months: the oddities of the sample, as data."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sample.hand import Comment, Group, Hand, Typed
from sample.hands import HANDS

# code, first month, last month, what the department did differently then
CHANGES: tuple[tuple[str, int, int, dict[str, Any]], ...] = (
    ("W01", 4, 4, {"as_csv": True, "date_manner": "2024/7/9"}),
    ("W01", 6, 6, {"date_manner": "7月9日"}),
    ("W01", 8, 8, {"date_manner": "20240709"}),
    ("W01", 10, 10, {"highlighted": "宣教活动"}),
    ("W03", 6, 6, {"typed": (Typed("规范化建设点", "完成日期", "serial"),), "spare_rows": 4}),
    ("W04", 5, 5, {"unit": "千元"}),
    ("W04", 6, 6, {"typed": (Typed("心理干预服务", "服务月份", "2024年6月"),)}),
    ("W04", 9, 9, {"typed": (Typed("心理干预服务", "服务月份", "first day of the month"),)}),
    (
        "W05",
        1,
        1,
        {
            "merged": frozenset({("四送与慰问", "项目名称"), ("困难职工档案", "乡镇/单位")}),
            "total_by_formula": True,
        },
    ),
    ("W05", 2, 2, {"typed": (Typed("四送与慰问", "金额(元)", "with thousands separators"),)}),
    ("W05", 5, 5, {"nothing": "无"}),
    (
        "W05",
        7,
        7,
        {
            "date_manner": "2024.7.9",
            "typed": (Typed("四送与慰问", "人数", "with 名", 0),),
            "highlighted": "四送与慰问",
        },
    ),
    (
        "W05",
        8,
        8,
        {
            "date_manner": "2024年7月9日",
            "groups": {"四送与慰问": Group("发放", ("人数", "标准(元/人)", "金额(元)"))},
            "merged": frozenset({("四送与慰问", "项目名称")}),
        },
    ),
    ("W06", 3, 3, {"controls": True}),
    (
        "W06",
        9,
        9,
        {
            "typed": (
                Typed("健康体检", "体检人数", "in full-width digits"),
                Typed("健康体检", "其中：两癌筛查女职工", "in full-width digits"),
            ),
        },
    ),
    ("W08", 8, 10, {"typed": (Typed("文化宫活动", "类别", "in full-width brackets"),)}),
    ("W09", 7, 7, {"unit": "万元"}),
    ("W09", 8, 10, {"typed": ()}),
    (
        "W09",
        10,
        10,
        {"comment": Comment("支出明细账", "金额(元)", "已与职工服务(帮扶)中心台账核对。")},
    ),
)

# code, first month, last month, sheet, the contract's heading, what the department writes
RENAMED = (
    ("W01", 5, 5, "宣教活动", "参加人次", "参加\n人次"),
    ("W01", 5, 5, "宣教活动", "经费(元)", "经费\n(元)"),
    ("W01", 7, 10, "宣教活动", "活动编号", "编号"),
    ("W01", 7, 10, "宣教活动", "活动类别", "类型"),
    ("W01", 7, 10, "宣教活动", "活动名称", "名称"),
    ("W01", 7, 10, "宣教活动", "活动日期", "举办时间"),
    ("W01", 7, 10, "宣教活动", "活动地点", "地点"),
    ("W01", 7, 10, "宣教活动", "场次", "场数"),
    ("W01", 7, 10, "宣教活动", "参加人次", "参与人数"),
    ("W01", 7, 10, "宣教活动", "经费(元)", "支出(元)"),
    ("W02", 4, 10, "荣誉选树", "荣誉名称", "称号"),
    ("W02", 4, 10, "荣誉选树", "级别", "层级"),
    ("W02", 4, 10, "荣誉选树", "授予对象类型", "对象类别"),
    ("W02", 4, 10, "荣誉选树", "对象名称", "获得者"),
    ("W02", 4, 10, "技能竞赛", "竞赛名称", "赛事名称"),
    ("W02", 4, 10, "技能竞赛", "举办日期", "时间"),
    ("W02", 4, 10, "技能竞赛", "参赛人数", "选手人数"),
    ("W03", 8, 10, "工会驿站", "驿站名称", "名称"),
    ("W03", 8, 10, "工会驿站", "位置", "地址"),
    ("W03", 8, 10, "规范化建设点", "单位名称", "建设单位"),
    ("W03", 8, 10, "规范化建设点", "完成日期", "验收时间"),
    ("W04", 7, 10, "心理干预服务", "服务月份", "月份"),
    ("W04", 7, 10, "心理干预服务", "服务次数", "干预次数"),
    ("W04", 7, 10, "劳动争议调解", "案号", "案件编号"),
    ("W04", 7, 10, "劳动争议调解", "争议类型", "案由"),
    ("W04", 7, 10, "劳动争议调解", "涉案金额(元)", "标的额(元)"),
    ("W04", 7, 10, "劳动争议调解", "调解员", "承办人"),
    ("W05", 1, 1, "四送与慰问", "项目名称", "慰问项目"),
    ("W05", 1, 1, "四送与慰问", "金额(元)", "合计金额(元)"),
    ("W05", 3, 4, "四送与慰问", "人数", "人 数"),
    ("W05", 3, 4, "四送与慰问", "金额(元)", "金额\n(元)"),
    ("W05", 5, 5, "四送与慰问", "金额(元)", "金  额"),
    ("W05", 9, 10, "四送与慰问", "发放日期", "慰问时间"),
    ("W05", 9, 10, "四送与慰问", "人数", "慰问人数"),
    ("W05", 9, 10, "四送与慰问", "标准(元/人)", "慰问标准(元/人)"),
    ("W05", 9, 10, "四送与慰问", "金额(元)", "慰问金额(元)"),
    ("W05", 7, 10, "招聘会", "参会企业数", "企业家数"),
    ("W05", 7, 10, "招聘会", "招工人数", "录用人数"),
    ("W05", 6, 10, "困难职工档案", "户主身份证号", "身份证号"),
    ("W05", 6, 10, "困难职工档案", "建档日期", "建档时间"),
    ("W05", 6, 10, "困难职工档案", "申报帮扶资金(元)", "申报金额(元)"),
    ("W06", 3, 3, "女职工慰问", "金额(元)", "帮扶资金(元)"),
    ("W06", 4, 4, "健康体检", "其中：两癌筛查女职工", "其中：两癌\n筛查女职工"),
    ("W06", 9, 9, "健康体检", "其中：两癌筛查女职工", "两癌筛查人数"),
    ("W07", 6, 10, "单位参保", "保障计划", "险种"),
    ("W07", 6, 10, "单位参保", "参保人次", "投保人数"),
    ("W07", 6, 10, "单位参保", "参保金额(元)", "保费(元)"),
    ("W07", 6, 10, "理赔", "受理日期", "申请时间"),
    ("W07", 6, 10, "理赔", "赔付日期", "到账时间"),
    ("W07", 6, 10, "理赔", "理赔金额(元)", "赔付金额(元)"),
    ("W08", 8, 10, "文化宫活动", "类别", "活动类别"),
    ("W08", 8, 10, "文化宫活动", "名称", "活动名称"),
    ("W09", 8, 10, "支出明细账", "记账日期", "日期"),
    ("W09", 8, 10, "支出明细账", "金额(元)", "借方金额(元)"),
    ("W09", 8, 10, "预算执行", "本月支出(元)", "本月数(元)"),
    ("W09", 8, 10, "预算执行", "累计支出(元)", "本年累计数(元)"),
)


def hand_of(code: str, month: int) -> Hand:
    """Return the hand that made one book; the latest change of a habit holds."""
    hand = replace(HANDS[code], renamed=_renamed(code, month))
    for changed, first, last, habits in CHANGES:
        if changed == code and first <= month <= last:
            hand = replace(hand, **habits)
    return hand


def _renamed(code: str, month: int) -> dict[str, dict[str, str]]:
    """Return the headings a department writes its own way in one month, by sheet."""
    renamed: dict[str, dict[str, str]] = {}
    for changed, first, last, sheet, heading, written in RENAMED:
        if changed == code and first <= month <= last:
            renamed.setdefault(sheet, {})[heading] = written
    return renamed
