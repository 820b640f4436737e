"""W01 宣教文体活动台账: eighteen activities (FACTS F101–F105)."""

from __future__ import annotations

from sample.days import day
from sample.table import Book, Row, Table

HEADINGS = (
    "活动编号",
    "活动类别",
    "活动名称",
    "活动日期",
    "活动地点",
    "主办单位",
    "联合单位",
    "场次",
    "参加人次",
    "项目编码",
    "经费(元)",
    "凭证号",
    "是否公开",
    "备注",
)

TALK, SHOW, SPORT, GAMES, THEME = (
    "劳模宣讲",
    "送文艺下基层",
    "文体赛事",
    "参加上级赛事",
    "主题活动",
)
PROJECT = {TALK: "P-XJ01", SHOW: "P-WY01", SPORT: "P-WT01"}

# fmt: off
# month, day, category, name, venue, partners, attendance
ACTIVITIES = (
    (1, 26, SHOW, "三湾公园慰问一线职工文艺晚会", "三湾公园", "县文化馆", 420),
    (3, 6, TALK, "劳模宣讲进机关", "县行政中心", "", 120),
    (3, 22, SPORT, "全县职工乒乓球赛", "县体育馆", "县教体局", 96),
    (4, 18, TALK, "劳模宣讲进校园", "县职业中专", "县教体局", 260),
    (4, 26, SHOW, "仰山社区庆“五一”文艺汇演", "仰山社区", "禾川镇、县文化馆", 350),
    (4, 28, THEME, "“中国梦·劳动美——凝心聚魂跟党走团结奋斗新征程”",
     "县行政中心", "县委宣传部", 300),
    (5, 9, TALK, "劳模宣讲进企业", "工业园区", "园区管委会", 150),
    (5, 17, SHOW, "工人文化宫慰问园区企业产业工人文艺演出", "工人文化宫", "园区管委会", 480),
    (6, 8, SHOW, "传统文化进景区", "三湾改编旧址", "县文化馆", 200),
    (6, 21, SPORT, "全县职工围棋赛", "工人文化宫", "", 48),
    (7, 12, TALK, "劳模宣讲进社区", "北门社区", "禾川镇", 90),
    (7, 26, SPORT, "全县职工桌球赛", "工人文化宫", "", 64),
    (8, 6, SHOW, "技能大师进景区", "龙源口桥", "县文化馆、县人社局", 180),
    (9, 5, TALK, "劳模宣讲进工地", "智能物流项目", "县住建局", 110),
    (9, 13, SHOW, "书画文化进景区", "三湾公园", "县文联", 160),
    (9, 24, GAMES, "吉安市第四届职工运动会", "吉安市体育馆", "", 42),
    (10, 2, SHOW, "民俗文化进景区", "三湾公园", "县文化馆", 520),
    (10, 25, SPORT, "全县职工篮球赛", "县体育馆", "县教体局", 168),
)
# fmt: on


def book(month: int) -> Book:
    """Return the month's new activities; February had none."""
    rows = tuple(
        _row(number, activity)
        for number, activity in enumerate(ACTIVITIES, 1)
        if activity[0] == month
    )
    summed = ("场次", "参加人次")
    return Book("W01", month, (Table("宣教活动", "宣教文体活动登记表", HEADINGS, rows, summed),))


def _row(number: int, activity: tuple[int, int, str, str, str, str, int]) -> Row:
    month, date, category, title, venue, partners, attendance = activity
    organizer = "吉安市总工会" if category == GAMES else "永新县总工会"
    return (
        f"XJ-2024-{number:03d}",
        category,
        title,
        day(month, date),
        venue,
        organizer,
        partners or None,
        1,
        attendance,
        PROJECT.get(category),
        None,
        None,
        "是",
        "团体项目" if category == GAMES else None,
    )
