"""W08 工人文化宫台账: the new workers' palace and what goes on in it (FACTS F301, F302)."""

from __future__ import annotations

from sample.days import day
from sample.table import Book, Table, rows_of

TRAINING, SOCIAL, CONTEST = "公益培训(你点菜我买单)", "交友联谊", "文体比赛"
SERVICE_DAY = "三师服务日"

EVENTS_OF_VENUE = (
    (4, ("竣工", day(4, 30), "新工人文化宫竣工")),
    (4, ("启用", day(4, 30), "新工人文化宫正式启用")),
    (6, ("点亮工程", day(6, 18), "外立面点亮工程，正在实施")),
)

# fmt: off
ACTIVITIES = (
    (5, ("WG-2024-001", TRAINING, "书法公益培训班", day(5, 18), 4, 96, None, None)),
    (6, ("WG-2024-002", TRAINING, "瑜伽公益培训班", day(6, 15), 4, 112, None, None)),
    (6, ("WG-2024-003", SOCIAL, "单身职工交友联谊会", day(6, 22), 1, 60, None, None)),
    (7, ("WG-2024-004", TRAINING, "职工子女暑期托管课堂", day(7, 13), 6, 180, None, None)),
    (7, ("WG-2024-005", CONTEST, "职工羽毛球比赛", day(7, 27), 1, 72, None, None)),
    (8, ("WG-2024-006", SOCIAL, "七夕青年职工联谊会", day(8, 10), 1, 64, None, None)),
    (8, ("WG-2024-007", TRAINING, "短视频公益培训班", day(8, 17), 3, 75, None, None)),
    (9, ("WG-2024-008", TRAINING, "声乐公益培训班", day(9, 7), 4, 88, None, None)),
    # The rights department's activity, held here: it carries that department's number.
    (9, ("QY-2024-005", SERVICE_DAY, "“三师”现场服务日", day(9, 13), 1, 41, None, None)),
    (10, ("WG-2024-009", CONTEST, "职工象棋比赛", day(10, 12), 1, 50, None, None)),
    (10, ("WG-2024-010", TRAINING, "插花公益培训班", day(10, 19), 3, 66, None, None)),
)
# fmt: on

ACTIVITY_HEADINGS = (
    "活动编号",
    "类别",
    "名称",
    "日期",
    "场次",
    "参加人次",
    "经费(元)",
    "凭证号",
)


def book(month: int) -> Book:
    """Return the month's two sheets; before the opening on 30 April they are zero reports."""
    return Book(
        "W08",
        month,
        (
            Table(
                "场馆事项",
                "工人文化宫场馆事项表",
                ("事项", "日期", "说明"),
                rows_of(month, EVENTS_OF_VENUE),
            ),
            Table(
                "文化宫活动",
                "工人文化宫活动登记表",
                ACTIVITY_HEADINGS,
                rows_of(month, ACTIVITIES),
                ("场次", "参加人次"),
            ),
        ),
    )
