"""Editions for the tests of documents: the published account as figures, or a few by hand."""

from __future__ import annotations

import csv
import tomllib
from pathlib import Path

import polars as pl

from schemas.codes import DEPARTMENTS
from schemas.comparison import VIEW_SCHEMA, View
from schemas.contract import RETURNS
from schemas.edition import Edition
from schemas.figure import CHANGE_SCHEMA, FIGURE_SCHEMA, SOURCE_SCHEMA, STATED, Figure
from schemas.indicator import Nature
from schemas.indicators import INDICATORS
from schemas.issue import no_issues
from schemas.period import Period
from schemas.settings import Settings
from transforms.printing import print_value

ROOT = Path(__file__).resolve().parents[1]

with Path(__file__).with_name("published_figures.csv").open(encoding="utf-8") as file:
    FACTS = tuple(row for row in csv.DictReader(file) if row["origin"] != "text")

PRINTED = {row["code"]: row["printed"] for row in FACTS if row["printed"]}
"""The published account: each figure's one printed form."""

# What the month adds to the account, and the parts of its totals; invented, but they fit.
MONTH = {
    "culture_to_grassroots_events": "1",
    "county_sport_events": "1",
    "skill_contests_joined": "1",
    "norm_sites_township": "1",
    "norm_sites_enterprise": "1",
    "legal_outreach_events": "1",
    "psych_interventions": "5",
    "disputes_accepted": "1",
    "warm_regular_persons": "16",
    "warm_regular_amount": "16000",
    "aid_persons": "16",
    "aid_amount": "16000",
    "mutual_claims": "15",
    "mutual_claims_amount": "114986.36",
    "palace_activity_types": "2",
    "palace_sessions": "4",
    "culture_sessions": "2",
    "ledger_expenditure": "16000",
}
SO_FAR = {
    "theme_campaign_name": "1",
    "culture_sessions": "18",
    "palace_sessions": "28",
    "aid_persons": "868",
    "aid_amount": "729200",
    "disputes_accepted": "11",
    "mutual_gift_amount": "135240",
    "ledger_expenditure": "884440",
}
SPENT = (343000, 105000, 67440, 17000, 52800, 20000, 72900, 149000, 41300, 16000)
PARTS: dict[str, dict[str, str]] = {
    "culture_sessions": {
        "category=主题活动": "1",
        "category=劳模宣讲": "5",
        "category=参加上级赛事": "1",
        "category=文体赛事": "4",
        "category=送文艺下基层": "7",
    },
    "palace_sessions": {
        "category=公益培训(你点菜我买单)": "24",
        "category=交友联谊": "2",
        "category=文体比赛": "2",
    },
    "aid_persons": {
        "project=P-QL01": "150",
        "project=P-QL02": "120",
        "project=P-WN01": "240",
        "project=P-WN02": "173",
        "project=P-WN03": "100",
        "project=P-WN04": "50",
        "project=P-ZX01": "35",
    },
    "aid_amount": {
        "project=P-QL01": "25200",
        "project=P-QL02": "24000",
        "project=P-WN01": "240000",
        "project=P-WN02": "170000",
        "project=P-WN03": "100000",
        "project=P-WN04": "50000",
        "project=P-ZX01": "120000",
    },
    "mutual_insured": {
        "plan=人身意外伤害住院综合": "12870",
        "plan=住院补充": "4196",
        "plan=综合套餐": "3520",
    },
    "mutual_gift_persons": {
        "group=外卖配送员": "160",
        "group=快递员": "228",
        "group=网约车司机": "90",
        "group=货车司机": "110",
    },
    "ledger_expenditure": {
        **{f"month=2024-{month:02d}": str(amount) for month, amount in enumerate(SPENT, 1)},
        "project=P-HB01": "135240",
        "project=P-NG01": "20000",
        "project=P-QL01": "25200",
        "project=P-QL02": "24000",
        "project=P-WN01": "240000",
        "project=P-WN02": "170000",
        "project=P-WN03": "100000",
        "project=P-WN04": "50000",
        "project=P-ZX01": "120000",
        "subject=50202": "49200",
        "subject=50204": "140000",
        "subject=50205": "560000",
        "subject=50206": "135240",
    },
}
BEFORE = {"aid_amount": "16000", "ledger_expenditure": "41300"}
NAMES = {
    "theme_campaign_name": ["“中国梦·劳动美——凝心聚魂跟党走团结奋斗新征程”"],
    "culture_to_grassroots_events": [
        "三湾公园慰问一线职工文艺晚会",
        "仰山社区庆“五一”文艺汇演",
        "工人文化宫慰问园区企业产业工人文艺演出",
        "传统文化进景区",
        "技能大师进景区",
        "书画文化进景区",
        "民俗文化进景区",
    ],
    "county_sport_events": [f"全县职工{game}赛" for game in ("乒乓球", "围棋", "桌球", "篮球")],
    "upper_games_joined": ["吉安市第四届职工运动会"],
    "reform_campaigns": ["产改“回头看”", "劳模工匠助企行", "国企带民企"],
    "skill_contests_hosted": [
        "新能源行业及皮革行业职业技能竞赛",
        "2024年江西省“振兴杯”数字经济领域直播销售员职业技能竞赛",
    ],
    "skill_contests_joined": [
        "吉安市“天工杯”驾驶员技能竞赛",
        "家政职业技能大赛",
        "电子信息行业技能竞赛",
    ],
    "model_worker_retreat_batches": ["宜春", "井冈山"],
    "palace_activity_types": ["公益培训(你点菜我买单)", "交友联谊", "文体比赛"],
    "cool_builder_persons": ["养老中心项目", "智能物流项目"],
}
LAST_NAMES = {
    "culture_to_grassroots_events": ["民俗文化进景区"],
    "county_sport_events": ["全县职工篮球赛"],
    "palace_activity_types": ["文体比赛", "公益培训(你点菜我买单)"],
}


def settings(**changes: object) -> Settings:
    """Return the sample workspace's settings, some of them changed."""
    with (ROOT / "data" / "bulletin.toml").open("rb") as file:
        return Settings.model_validate({**tomllib.load(file), **changes})


def figure(code: str, value: str | None, basis: str = "", **other: str | None) -> dict[str, object]:
    """Return one figure as a row; its printed form is the pipeline's unless one is given."""
    indicator = INDICATORS[code]
    zero = value is None or value == "0"
    row: dict[str, object] = dict.fromkeys(FIGURE_SCHEMA)
    row |= {
        "code": code,
        "name": indicator.name,
        "unit": indicator.unit,
        "kind": str(indicator.nature),
        "basis": basis or indicator.basis_so_far,
        "period": "2024-10",
        "dimension": "",
        "value": value,
        "printed": "—" if zero else print_value(indicator, str(value)),
        "coverage": "1",
        "status": "无数据" if value is None else STATED,
    }
    return row | other


def figures(*rows: dict[str, object]) -> pl.DataFrame:
    """Return rows of figures as the frame that an edition holds."""
    return Figure.validate(pl.DataFrame(list(rows), schema=FIGURE_SCHEMA))


def published_figures() -> list[dict[str, object]]:
    """Return the published account as figures, with the month and the parts added."""
    so_far = {row["code"]: (row["value"], row["printed"]) for row in FACTS if row["value"]}
    so_far |= {code: (value, "") for code, value in SO_FAR.items()}
    rows = []
    for code, indicator in INDICATORS.items():
        if indicator.nature is Nature.FLOW:
            rows.append(figure(code, MONTH.get(code, "0"), "month", **_change(code)))
        value, printed = so_far.get(code, ("0", ""))
        row = figure(code, value)
        rows.append(row | {"printed": printed} if printed else row)
        parts = PARTS.get(code, {})
        rows += [figure(code, part, dimension=kind) for kind, part in parts.items()]
    return rows


def views(*rows: tuple[str | None, ...]) -> pl.DataFrame:
    """Return rows of comparisons as the frame that an edition holds; bases print exactly."""
    told = [(*row, print_value(INDICATORS[row[0] or ""], row[4]) if row[4] else "") for row in rows]
    return View.validate(pl.DataFrame(told, schema=VIEW_SCHEMA, orient="row"))


def published_views() -> pl.DataFrame:
    """Return the comparisons of the published account with its month before."""
    said = {
        "aid_amount": "与上月持平",
        # 16 000 after 41 300: 25 300 less, 61.26 %
        "ledger_expenditure": "比上月减少2.53万元，下降61.3%",
    }
    rows = [
        (code, "month", "", "环比", BEFORE[code], MONTH[code], "", wording, "")
        for code, wording in said.items()
    ]
    return views(*rows)


def _change(code: str) -> dict[str, str | None]:
    if code not in BEFORE:
        return {}
    before, now = int(BEFORE[code]), int(MONTH[code])
    return {
        "previous_period_value": str(before),
        "period_change": str(now - before),
        "period_change_pct": f"{100 * (now - before) / before:.2f}",
    }


def listings(
    names: dict[str, list[str]] = NAMES, last: dict[str, list[str]] = LAST_NAMES
) -> pl.DataFrame:
    """Return the names behind figures, so far and in the month."""
    rows = [
        (code, basis, name, f"2024-10/{code}.xlsx", "表页", f"C{place}")
        for basis, listed in (("ytd", names), ("month", last))
        for code, found in listed.items()
        for place, name in enumerate(found, 3)
    ]
    columns = ["code", "basis", "name", "workbook", "sheet", "cell"]
    return pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String()), orient="row")


def coverage(period: str = "2024-10", missing: tuple[tuple[str, str], ...] = ()) -> pl.DataFrame:
    """Return the coverage of the year so far; `missing` names months and table codes."""
    rows = [
        {
            "period": str(month),
            "table_code": code,
            "department": DEPARTMENTS[form.department],
            "status": "未报送" if (str(month), code) in missing else "已报送",
            "workbooks": 0 if (str(month), code) in missing else 1,
            "rows_received": 4,
            "rows_accepted": 4,
            "rows_rejected": 0,
            "cells_seen": 40,
            "cells_used": 36,
            "cells_set_aside": 4,
        }
        for month in Period.parse(period).year_to_date
        for code, form in RETURNS.items()
    ]
    return pl.DataFrame(rows)


def edition(period: str = "2024-10", **frames: object) -> Edition:
    """Return an edition that holds nothing but what is given; everybody reported."""
    empty = {
        "settings": settings(),
        "figures": figures(),
        "listings": listings({}, {}),
        "sources": pl.DataFrame(schema=SOURCE_SCHEMA),
        "coverage": coverage(period),
        "issues": no_issues(),
        "changes": pl.DataFrame(schema=CHANGE_SCHEMA),
    }
    return Edition(period=Period.parse(period), **{**empty, **frames})


def published_edition(**frames: object) -> Edition:
    """Return the published account as the edition of October 2024."""
    given = {
        "figures": figures(*published_figures()),
        "listings": listings(),
        "comparisons": published_views(),
    }
    return edition("2024-10", **{**given, **frames})
