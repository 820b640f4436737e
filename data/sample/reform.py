"""W02 产改与劳模服务台账: reform, contests, honours, studio, retreats (FACTS F201–F211)."""

from __future__ import annotations

from sample.days import day
from sample.table import Book, Table, rows_of

HOSTS = "县人社局、园区管委会"

# fmt: off
# Each row after the month in whose return it was sent; a register row sent again has changed.
SITES = (
    (3, ("CG-SD-01", "示例新能源有限公司", "新能源", "县", "已授牌", day(3, 20), None, None)),
    (5, ("CG-SD-02", "示例皮革有限公司", "皮革", "县", "在建", None, None, None)),
    (9, ("CG-SD-02", "示例皮革有限公司", "皮革", "县", "已建成", day(9, 19), None, None)),
)
CAMPAIGNS = (
    (3, ("产改“回头看”", day(3, 11), day(3, 29), 2, 12)),
    (5, ("劳模工匠助企行", day(5, 13), None, 3, 9)),
    (8, ("国企带民企", day(8, 5), None, 1, 6)),
)
CONTESTS = (
    (5, ("CG-JS-01", "吉安市“天工杯”驾驶员技能竞赛", "参加", "市", "驾驶员", 1,
         day(5, 22), 4, None, None, None)),
    (6, ("CG-JS-02", "新能源行业及皮革行业职业技能竞赛", "联办", "县", "新能源、皮革", 2,
         day(6, 19), 86, HOSTS, None, None)),
    (7, ("CG-JS-03", "家政职业技能大赛", "参加", "市", "家政服务", 1,
         day(7, 10), 3, None, None, None)),
    (9, ("CG-JS-04", "2024年江西省“振兴杯”数字经济领域直播销售员职业技能竞赛", "联办", "省",
         "直播销售员", 1, day(9, 20), 58, HOSTS, None, None)),
    (10, ("CG-JS-05", "电子信息行业技能竞赛", "参加", "市", "电子信息", 1,
          day(10, 16), 5, None, None, None)),
)
# The 先锋号 goes to an enterprise, as published; by the rules it is a team's (W-S03).
HONOURS = (
    (4, ("五一劳动奖章", "省", "个人", "示例职工甲", day(4, 25), "示例发〔2024〕1号", "否")),
    (4, ("五一劳动奖章", "市", "个人", "示例职工乙", day(4, 28), "示例发〔2024〕2号", "否")),
    (4, ("五一劳动奖章", "市", "个人", "示例职工丙", day(4, 28), "示例发〔2024〕2号", "否")),
    (4, ("五一劳动奖章", "市", "个人", "示例职工丁", day(4, 28), "示例发〔2024〕2号", "否")),
    (4, ("五一劳动奖状", "市", "单位", "示例电子有限公司", day(4, 28), "示例发〔2024〕2号", "是")),
    (4, ("工人先锋号", "市", "单位", "示例制造有限公司", day(4, 28), "示例发〔2024〕2号", "是")),
)
STUDIOS = (
    (6, ("刘松劳模工匠工作室", "在建", "刘松", None, "否")),
    (10, ("刘松劳模工匠工作室", "在建", "刘松", None, "否")),
)
SERVICES = (
    (6, ("CG-LM-01", "疗休养", "第一批", "宜春", day(6, 24), day(6, 28), 20, None, None, None)),
    (9, ("CG-LM-02", "疗休养", "第二批", "井冈山", day(9, 23), day(9, 27), 18, None, None, None)),
)
# fmt: on

SITE_HEADINGS = (
    "编号",
    "企业名称",
    "行业",
    "级别",
    "状态",
    "建成日期",
    "补助金额(元)",
    "凭证号",
)
CAMPAIGN_HEADINGS = ("行动名称", "开始日期", "结束日期", "开展次数", "覆盖企业数")
CAMPAIGN_SUMS = ("开展次数", "覆盖企业数")
CONTEST_HEADINGS = (
    "竞赛编号",
    "竞赛名称",
    "竞赛角色",
    "级别",
    "行业/赛项",
    "赛项数",
    "举办日期",
    "参赛人数",
    "联合单位",
    "经费(元)",
    "凭证号",
)
HONOUR_HEADINGS = (
    "荣誉名称",
    "级别",
    "授予对象类型",
    "对象名称",
    "授予日期",
    "文号",
    "是否公开",
)
STUDIO_HEADINGS = ("工作室名称", "状态", "领衔人", "挂牌日期", "是否公开")
SERVICE_HEADINGS = (
    "编号",
    "服务类别",
    "批次",
    "地点",
    "开始日期",
    "结束日期",
    "人数",
    "标准(元/人)",
    "金额(元)",
    "凭证号",
)


def book(month: int) -> Book:
    """Return the month's six sheets; January and February are zero reports."""
    sheets = (
        ("产改示范点", "产改企业示范点登记表", SITE_HEADINGS, SITES, ()),
        ("专项行动", "产改专项行动登记表", CAMPAIGN_HEADINGS, CAMPAIGNS, CAMPAIGN_SUMS),
        ("技能竞赛", "职业技能竞赛登记表", CONTEST_HEADINGS, CONTESTS, ("赛项数", "参赛人数")),
        ("荣誉选树", "先进荣誉登记表", HONOUR_HEADINGS, HONOURS, ()),
        ("创新工作室", "创新工作室登记表", STUDIO_HEADINGS, STUDIOS, ()),
        ("劳模服务", "劳模服务登记表", SERVICE_HEADINGS, SERVICES, ("人数",)),
    )
    tables = (
        Table(name, title, headings, rows_of(month, dated), summed)
        for name, title, headings, dated, summed in sheets
    )
    return Book("W02", month, tuple(tables))
