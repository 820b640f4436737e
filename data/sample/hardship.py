"""W05 困难职工档案: the register of households, sent as new or changed rows (F425, F426)."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from sample import persons
from sample.days import day
from sample.table import Row, Table, yuan

APPLIED = yuan(7080)
"""Applied for by every household of the published account: 27 × 7080 = 191 160 元."""

DEEP, RELATIVE, ACCIDENT = "深度困难", "相对困难", "意外致困"
ILLNESS, SCHOOL, EVENT, LAYOFF, DISABLED = "疾病", "子女上学", "突发事件", "下岗失业", "残疾"


class Family(NamedTuple):
    """One household, with the month in which its file was first sent."""

    number: int
    first_sent: int
    township: str
    category: str
    opened_on: dt.date
    size: int
    cause: str


# fmt: off
FAMILIES = (
    Family(1, 1, "禾川镇", DEEP, dt.date(2021, 3, 9), 3, ILLNESS),
    Family(2, 1, "禾川镇", RELATIVE, dt.date(2021, 5, 18), 4, SCHOOL),
    Family(3, 1, "禾川镇", RELATIVE, dt.date(2022, 4, 12), 3, SCHOOL),
    Family(4, 1, "禾川镇", ACCIDENT, dt.date(2022, 9, 6), 4, EVENT),
    Family(5, 1, "禾川镇", RELATIVE, dt.date(2023, 3, 14), 5, ILLNESS),
    Family(6, 1, "禾川镇", DEEP, dt.date(2023, 6, 20), 2, DISABLED),
    Family(7, 1, "埠前镇", RELATIVE, dt.date(2021, 7, 8), 4, SCHOOL),
    Family(8, 1, "埠前镇", RELATIVE, dt.date(2022, 3, 22), 3, LAYOFF),
    Family(9, 1, "埠前镇", DEEP, dt.date(2022, 11, 3), 4, ILLNESS),
    Family(10, 1, "埠前镇", ACCIDENT, dt.date(2023, 10, 17), 3, EVENT),
    Family(11, 1, "澧田镇", RELATIVE, dt.date(2021, 4, 20), 5, SCHOOL),
    Family(12, 1, "澧田镇", DEEP, dt.date(2022, 6, 14), 3, ILLNESS),
    Family(13, 1, "澧田镇", RELATIVE, dt.date(2023, 4, 11), 4, SCHOOL),
    Family(14, 1, "文竹镇", RELATIVE, dt.date(2021, 9, 16), 4, SCHOOL),
    Family(15, 1, "文竹镇", ACCIDENT, dt.date(2022, 8, 9), 2, EVENT),
    Family(16, 1, "文竹镇", RELATIVE, dt.date(2023, 5, 23), 3, LAYOFF),
    Family(17, 1, "高桥楼镇", RELATIVE, dt.date(2021, 6, 10), 4, SCHOOL),
    Family(18, 1, "高桥楼镇", DEEP, dt.date(2022, 5, 19), 3, ILLNESS),
    Family(19, 1, "石桥镇", RELATIVE, dt.date(2022, 7, 26), 5, SCHOOL),
    Family(20, 1, "石桥镇", ACCIDENT, dt.date(2023, 8, 15), 3, EVENT),
    Family(21, 1, "龙门镇", RELATIVE, dt.date(2022, 10, 13), 4, SCHOOL),
    Family(22, 1, "沙市镇", DEEP, dt.date(2023, 2, 21), 2, DISABLED),
    Family(23, 1, "怀忠镇", RELATIVE, dt.date(2023, 9, 12), 4, SCHOOL),
    Family(24, 1, "象形乡", RELATIVE, day(1, 11), 3, ILLNESS),
    Family(25, 3, "台岭乡", "意外致困户", day(3, 12), 4, EVENT),
    Family(26, 3, "才丰乡", "低保边缘户", day(3, 19), 3, SCHOOL),
    Family(27, 6, "龙田乡", RELATIVE, day(6, 11), 4, SCHOOL),
    Family(28, 6, "禾川镇", ACCIDENT, day(6, 18), 3, EVENT),
    Family(29, 8, "芦溪乡", RELATIVE, day(8, 13), 5, SCHOOL),
)
# fmt: on

CLOSED = {8: day(5, 21), 16: day(9, 19)}
"""Households that left: sent a second time in the month they left."""

HEADINGS = (
    "乡镇/单位",
    "户主身份证号",
    "姓名",
    "电话",
    "档案类别",
    "状态",
    "建档日期",
    "退档日期",
    "家庭人口",
    "致困原因",
    "申报帮扶资金(元)",
    "审批金额(元)",
    "已发放金额(元)",
    "开户行",
    "银行卡号",
    "备注",
)


def table(month: int) -> Table:
    """Return the households that came or left in one month (in January: all that were there)."""
    rows = []
    for family in FAMILIES:
        closed_on = CLOSED.get(family.number)
        if family.first_sent == month:
            rows.append(_row(family, None))
        elif closed_on is not None and closed_on.month == month:
            rows.append(_row(family, closed_on))
    summed = ("申报帮扶资金(元)",)
    return Table("困难职工档案", "困难职工档案登记表", HEADINGS, tuple(rows), summed, *summed)


def _row(family: Family, closed_on: dt.date | None) -> Row:
    return (
        family.township,
        persons.id_number(family.number),
        persons.name(family.number),
        persons.phone(family.number),
        family.category,
        "解困脱困" if closed_on else "在档",
        family.opened_on,
        closed_on,
        family.size,
        family.cause,
        APPLIED,
        None,
        None,
        "示例银行",
        persons.card(family.number),
        "已脱困，按规定退档" if closed_on else None,
    )
