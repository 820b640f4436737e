"""Code lists that several returns share: projects, departments, funds, units of money."""

from __future__ import annotations

from decimal import Decimal

DEPARTMENTS = {
    "XJ": "组织宣教部",
    "CG": "经济（产改）部",
    "JC": "基层组织部",
    "QY": "权益保障部",
    "BF": "职工服务（帮扶）中心",
    "NG": "女职工委员会",
    "HB": "互助保障办",
    "WG": "工人文化宫",
    "CW": "财务部",
}

PROJECTS = {
    "P-XJ01": "劳模宣讲",
    "P-WY01": "送文艺下基层",
    "P-WT01": "文体赛事",
    "P-CG01": "产改示范点",
    "P-JS01": "技能竞赛",
    "P-LM01": "劳模走访慰问",
    "P-LM02": "劳模疗休养",
    "P-YZ01": "工会驿站新建",
    "P-YZ02": "驿站智能化升级",
    "P-DX01": "对下规范化建设补助",
    "P-WG01": "文化宫活动",
    "P-FL01": "三师/法律心理服务",
    "P-JY01": "春送岗位",
    "P-QL01": "夏送清凉（环卫空调服）",
    "P-QL02": "夏送清凉（建筑工人防暑）",
    "P-ZX01": "金秋助学",
    "P-WN01": "冬送温暖（特殊职工群体）",
    "P-WN02": "常态化送温暖",
    "P-WN03": "年初慰问新就业形态",
    "P-WN04": "慰问困难企业职工",
    "P-BF01": "建档困难职工帮扶",
    "P-BF02": "二次医疗救助",
    "P-NG01": "三八慰问",
    "P-TJ01": "职工体检（含两癌）",
    "P-ET01": "六一关爱儿童",
    "P-HB01": "新就业形态互保赠送",
}

FUND_SOURCES = ("中央财政专项", "省总", "市总", "县总本级", "社会捐赠", "其他")

MONEY_UNITS = {
    "元": Decimal(1),
    "百元": Decimal(100),
    "千元": Decimal(1000),
    "万元": Decimal(10000),
}

MISSING = ("", "-", "--", "—", "——", "/", "\\", "无", "暂无", "待定", "...", "......")
"""Marks of a value that is not there (DOMAIN.md §8 no. 5): read as nothing, never as 0.

As NFKC leaves them: … is then three full stops.
"""

INCREMENT = "增量"
CUMULATIVE = "累计台账"
SUBMIT_MODES = (INCREMENT, CUMULATIVE)
