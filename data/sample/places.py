"""W03 基层阵地建设台账: stations, sites, and the five-year plan (FACTS F303–F307)."""

from __future__ import annotations

import datetime as dt

from sample.days import day
from sample.table import Book, Row, Table, rows_of

NORM, SIX = "职工活动场所规范化", "六有六规范"


def _station(number: int, name: str, location: str, build: str, opened: dt.date) -> Row:
    """Return one smart station in the county seat; nothing was published of its cost."""
    return (
        f"YZ-2024-{number:03d}",
        name,
        location,
        "禾川镇",
        build,
        "是",
        "是",
        opened,
        None,
        None,
        "运行",
    )


PARK = tuple(f"湿地公园{number}号工会驿站" for number in range(1, 7))
PARK_OPENED = (5, 20), (5, 20), (5, 20), (7, 18), (7, 18), (7, 18)
SQUARES = (
    ("人民广场", 6, 21),
    ("文化广场", 6, 21),
    ("体育广场", 8, 23),
    ("站前广场", 8, 23),
)
STATIONS = (
    *(
        (month, _station(number, name, "湿地公园", "新建", day(month, date)))
        for number, (name, (month, date)) in enumerate(zip(PARK, PARK_OPENED, strict=True), 1)
    ),
    *(
        (month, _station(number, f"{square}工会驿站", square, "升级改造", day(month, date)))
        for number, (square, month, date) in enumerate(SQUARES, 7)
    ),
)

# fmt: off
# Sent when begun and again when done: the register's latest row stands.
SITES = (
    (3, ("GF-01", "石桥镇总工会", "乡镇", "石桥镇", NORM, "已完成", day(3, 21), None, None)),
    (3, ("GF-02", "龙源口镇总工会", "乡镇", "龙源口镇", NORM, "在建", None, None, None)),
    (4, ("GF-02", "龙源口镇总工会", "乡镇", "龙源口镇", NORM, "已完成", day(4, 19), None, None)),
    (5, ("GF-03", "示例新能源有限公司", "企业", "埠前镇", SIX, "已完成", day(5, 24), None, None)),
    (6, ("GF-04", "澧田镇总工会", "乡镇", "澧田镇", NORM, "已完成", day(6, 12), None, None)),
    (6, ("GF-05", "文竹镇总工会", "乡镇", "文竹镇", NORM, "已完成", day(6, 26), None, None)),
    (8, ("GF-06", "怀忠镇总工会", "乡镇", "怀忠镇", NORM, "已完成", day(8, 15), None, None)),
    (8, ("GF-07", "示例皮革有限公司", "企业", "埠前镇", SIX, "已完成", day(8, 28), None, None)),
    (9, ("GF-08", "高桥楼镇总工会", "乡镇", "高桥楼镇", NORM, "已完成", day(9, 12), None, None)),
    (9, ("GF-09", "示例电子有限公司", "企业", "禾川镇", SIX, "在建", None, None, None)),
    (10, ("GF-09", "示例电子有限公司", "企业", "禾川镇", SIX, "已完成", day(10, 17), None, None)),
    (10, ("GF-10", "三湾乡总工会", "乡镇", "三湾乡", NORM, "已完成", day(10, 23), None, None)),
)
# fmt: on

PLAN = (
    (1, ("工会规范化建设五年规划", None, None, "乡镇", SIX, 23)),
    (1, ("工会规范化建设五年规划", None, None, "企业", SIX, None)),
)

STATION_HEADINGS = (
    "驿站编号",
    "驿站名称",
    "位置",
    "乡镇",
    "建设类型",
    "是否智能",
    "24小时开放",
    "投用日期",
    "投入(元)",
    "凭证号",
    "状态",
)
SITE_HEADINGS = (
    "编号",
    "单位名称",
    "单位类型",
    "乡镇",
    "建设标准",
    "状态",
    "完成日期",
    "补助金额(元)",
    "凭证号",
)
PLAN_HEADINGS = ("规划名称", "起始年", "终止年", "单位类型", "建设标准", "目标数")


def book(month: int) -> Book:
    """Return the month's three sheets; the plan is sent once, in January."""
    return Book(
        "W03",
        month,
        (
            Table("工会驿站", "工会驿站建设情况表", STATION_HEADINGS, rows_of(month, STATIONS)),
            Table("规范化建设点", "规范化建设点情况表", SITE_HEADINGS, rows_of(month, SITES)),
            Table("建设规划", "规范化建设规划表", PLAN_HEADINGS, rows_of(month, PLAN)),
        ),
    )
