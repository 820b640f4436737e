"""W04 维权服务台账: legal and psychological service, mediated disputes (FACTS F402–F406)."""

from __future__ import annotations

import datetime as dt

from sample import persons
from sample.days import day, month_text
from sample.table import Book, Row, Table, rows_of, yuan

LEGAL, MIND = "新就业形态法律宣传", "心理咨询活动"
PALACE = "工人文化宫"
DOCTORS = "心理咨询师、医师"

# fmt: off
EVENTS = (
    (3, ("QY-2024-001", LEGAL, day(3, 15), "快递分拨中心", "律师", 1, 60, None, None)),
    (5, ("QY-2024-002", MIND, day(5, 15), PALACE, DOCTORS, 1, 35, None, None)),
    (6, ("QY-2024-003", LEGAL, day(6, 14), "外卖骑手驿站", "律师", 1, 48, None, None)),
    (7, ("QY-2024-004", LEGAL, day(7, 16), PALACE, "律师、医师", 1, 72, None, None)),
    (9, ("QY-2024-005", MIND, day(9, 13), PALACE, DOCTORS, 1, 41, None, None)),
    (10, ("QY-2024-006", LEGAL, day(10, 16), "货车停车场", "律师", 1, 55, None, None)),
)
INTERVENTIONS = (
    (1, "现场", 4),
    (2, "现场", 2), (2, "热线", 3),
    (3, "现场", 6),
    (4, "现场", 2), (4, "热线", 2), (4, "预约", 1),
    (5, "现场", 6),
    (6, "热线", 5),
    (7, "现场", 3), (7, "预约", 3),
    (8, "现场", 5),
    (9, "现场", 4), (9, "热线", 2),
    (10, "现场", 5),
)

MONEY, INJURY, ENDED, BOND, SOCIAL = (
    "劳动报酬", "工伤待遇", "解除终止合同", "确认劳动关系", "社会保险",
)
WON, LOST, PENDING = "调解成功", "调解不成", "调解中"

# case, accepted, type, persons, new form of employment, amount; then what each return said of it
CASES = {
    1: (day(1, 9), MONEY, 1, "否", 15000),
    2: (day(1, 22), MONEY, 3, "否", 28500),
    3: (day(3, 5), INJURY, 1, "否", 36500),
    4: (day(4, 10), SOCIAL, 1, "否", 18000),
    5: (day(4, 18), INJURY, 1, "是", 48600),
    6: (day(6, 3), ENDED, 2, "否", 33000),
    7: (day(7, 2), MONEY, 12, "否", 52000),
    8: (day(7, 11), BOND, 1, "是", 20000),
    9: (day(8, 19), INJURY, 1, "否", 41000),
    10: (day(9, 3), ENDED, 4, "否", 38000),
    11: (day(10, 15), MONEY, 2, "是", 24000),
}
PROGRESS = (
    (1, 1, day(1, 29), WON), (1, 2, None, PENDING),
    (2, 2, day(2, 27), WON),
    (3, 3, day(3, 26), WON),
    (4, 4, day(4, 28), LOST), (4, 5, None, PENDING),
    (5, 5, day(5, 20), WON),
    (6, 6, day(6, 25), WON),
    (7, 7, None, PENDING), (7, 8, day(7, 30), WON),
    (8, 7, day(8, 8), WON), (8, 9, None, PENDING),
    (9, 9, day(9, 12), WON), (9, 10, day(9, 24), WON),
    (10, 11, None, PENDING),
)
# fmt: on

EVENT_HEADINGS = (
    "活动编号",
    "类别",
    "日期",
    "地点",
    "参与三师",
    "场次",
    "服务人次",
    "经费(元)",
    "凭证号",
)
CASE_HEADINGS = (
    "案号",
    "申请人",
    "被申请单位",
    "受理日期",
    "结案日期",
    "争议类型",
    "涉及人数",
    "是否集体争议",
    "涉案金额(元)",
    "调解结果",
    "新就业形态",
    "调解员",
)


def book(month: int) -> Book:
    """Return the month's three sheets; a case is sent when accepted and again when closed."""
    services = tuple((m, (month_text(m), channel, times)) for m, channel, times in INTERVENTIONS)
    cases = tuple(_case(*said[1:]) for said in PROGRESS if said[0] == month)
    title, summed = "法律心理服务活动登记表", ("场次", "服务人次")
    events = Table("法律心理活动", title, EVENT_HEADINGS, rows_of(month, EVENTS), summed)
    headings, rows = ("服务月份", "渠道", "服务次数"), rows_of(month, services)
    service = Table("心理干预服务", "心理干预服务统计表", headings, rows, ("服务次数",))
    title, money = "劳动争议调解登记表", "涉案金额(元)"
    disputes = Table("劳动争议调解", title, CASE_HEADINGS, cases, ("涉及人数", money), money)
    return Book("W04", month, (events, service, disputes))


def _case(number: int, closed: dt.date | None, outcome: str) -> Row:
    accepted, kind, heads, newform, amount = CASES[number]
    applicant = persons.name(300 + number) + (f"等{heads}人" if heads > 1 else "")
    return (
        f"永工调2024-{number:03d}",
        applicant,
        f"示例用人单位{number:02d}",
        accepted,
        closed,
        kind,
        heads,
        "是" if heads >= 10 else "否",
        yuan(amount),
        outcome,
        newform,
        "示例调解员",
    )
