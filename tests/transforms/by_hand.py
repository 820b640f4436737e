"""Rows, cells and submissions by hand: what transforms are given in their tests."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache
from typing import Any

import polars as pl

from schemas.contract import return_of, sheet_named, sheets
from schemas.issue import no_issues
from schemas.period import Period
from schemas.settings import Settings, Union
from schemas.submission import CELL_SCHEMA, Balance, Control, Cover, Submission
from transforms.acceptance import Checked, check_rows
from transforms.doubts import Evidence
from transforms.rows import lay_out_rows
from transforms.values import read_values
from workbooks.cells import text_of

Row = Mapping[str, Any]

SETTINGS = Settings(
    union=Union(name="永新县总工会", county="永新县", townships=("禾川镇", "龙田乡"))
)

ID_KEY = "0123456789abcdef0123456789abcdef"

GOOD: dict[str, dict[str, Any]] = {
    "culture_activities": {
        "activity_id": "XJ-1",
        "category": "劳模宣讲",
        "activity_name": "劳模宣讲进机关",
        "event_date": "2024-07-05",
        "venue": "县行政中心",
        "sessions": 1,
    },
    "demo_sites": {
        "site_id": "SD-1",
        "enterprise_name": "示例企业",
        "level": "县",
        "status": "已授牌",
        "completed_date": "2024-07-05",
    },
    "special_actions": {"action_name": "国企带民企", "start_date": "2024-07-05"},
    "skill_contests": {
        "contest_id": "JS-1",
        "contest_name": "家政技能大赛",
        "role": "参加",
        "level": "市",
        "industry": "家政",
        "events": 1,
        "event_date": "2024-07-10",
    },
    "honours": {
        "honour": "五一劳动奖章",
        "level": "市",
        "grantee_type": "个人",
        "grantee_name": ID_KEY,
        "award_date": "2024-07-05",
        "publishable": False,
    },
    "studios": {"studio_name": ID_KEY, "status": "在建", "publishable": False},
    "model_worker_services": {
        "service_id": "LM-1",
        "service_type": "疗休养",
        "batch_no": "第一批",
        "destination": "宜春",
        "start_date": "2024-07-05",
        "headcount": 20,
    },
    "stations": {
        "station_id": "YZ-1",
        "station_name": "一号驿站",
        "location": "湿地公园",
        "township": "禾川镇",
        "build_type": "新建",
        "smart": True,
        "open_date": "2024-07-05",
        "status": "运行",
    },
    "norm_sites": {
        "site_id": "GF-1",
        "unit_name": "龙田乡总工会",
        "unit_type": "乡镇",
        "township": "龙田乡",
        "standard": "职工活动场所规范化",
        "status": "已完成",
        "done_date": "2024-07-05",
    },
    "plans": {
        "plan_name": "建设规划",
        "start_year": 2024,
        "end_year": 2028,
        "unit_type": "乡镇",
        "standard": "职工活动场所规范化",
        "target": 23,
    },
    "rights_activities": {
        "activity_id": "QY-1",
        "category": "心理咨询活动",
        "event_date": "2024-07-05",
        "venue": "工人文化宫",
        "roles": "律师",
        "sessions": 1,
    },
    "psych_services": {"service_month": "2024-07", "channel": "现场", "times": 6},
    "disputes": {
        "case_no": "案1",
        "accept_date": "2024-07-01",
        "close_date": "2024-07-20",
        "dispute_type": "劳动报酬",
        "persons": 1,
        "collective": False,
        "amount_cny": "15000.00",
        "result": "调解成功",
    },
    "reliefs": {
        "batch_id": "BF-1",
        "project_code": "P-QL01",
        "project_name": "夏送清凉",
        "target_group": "环卫工人",
        "pay_date": "2024-07-09",
        "form": "实物",
        "headcount": 150,
        "unit_amount_cny": "168.00",
        "amount_cny": "25200.00",
        "fund_source": "县总本级",
        "pay_method": "实物",
        "voucher_no": "记-7-3",
    },
    "job_fairs": {
        "fair_id": "ZP-1",
        "event_date": "2024-07-19",
        "venue": "人力资源市场",
        "area": "县城",
        "companies": 25,
        "jobs": 480,
        "hired": 106,
    },
    "hardship_files": {
        "family_key": ID_KEY,
        "hardship_type": "相对困难",
        "open_date": "2024-07-01",
        "status": "在档",
        "family_size": 3,
        "applied_cny": "7080.00",
    },
    "medical_aids": {
        "case_id": "YL-1",
        "pay_date": "2024-07-05",
        "self_paid_cny": "9000.00",
        "amount_cny": "3000.00",
        "voucher_no": "记-7-9",
    },
    "women_reliefs": {
        "batch_id": "NG-1",
        "project_code": "P-NG01",
        "target_group": "患病困难女职工",
        "pay_date": "2024-07-05",
        "headcount": 20,
        "unit_amount_cny": "1000.00",
        "amount_cny": "20000.00",
        "fund_source": "县总本级",
        "voucher_no": "记-7-1",
    },
    "health_checks": {
        "batch_id": "TJ-1",
        "check_date": "2024-07-05",
        "provider": "示例中心",
        "total": 120,
        "cancer_screen": 50,
    },
    "child_cares": {
        "batch_id": "ET-1",
        "event_date": "2024-07-05",
        "township": "龙田乡",
        "village": ID_KEY,
        "headcount": 37,
        "publishable": False,
    },
    "enrolments": {
        "unit_id": "DW1",
        "unit_name": "示例单位",
        "plan": "住院补充",
        "enrol_date": "2024-07-05",
        "start_date": "2024-07-06",
        "end_date": "2025-07-05",
        "insured_count": 100,
        "premium_cny": "5000.00",
    },
    "claims": {
        "claim_id": "LP-1",
        "unit_id": "DW1",
        "plan": "住院补充",
        "claim_type": "住院医疗",
        "accept_date": "2024-07-01",
        "pay_date": "2024-07-20",
        "amount_cny": "3000.00",
        "status": "已赔付",
    },
    "gifts": {
        "gift_id": "HB-1",
        "gift_date": "2024-07-18",
        "target_group": "快递员",
        "headcount": 100,
        "unit_price_cny": "230.00",
        "amount_cny": "23000.00",
        "fund_source": "县总本级",
        "counted": False,
        "voucher_no": "记-7-5",
    },
    "venue_events": {"item": "启用", "item_date": "2024-07-05"},
    "palace_activities": {
        "activity_id": "WG-1",
        "category": "文体比赛",
        "activity_name": "羽毛球比赛",
        "event_date": "2024-07-27",
        "sessions": 1,
    },
    "ledger_lines": {
        "voucher_no": "记-7-3",
        "line_no": 1,
        "post_date": "2024-07-10",
        "subject_code": "50202",
        "subject_name": "劳动保护",
        "project_code": "P-QL01",
        "dept_code": "BF",
        "summary": ID_KEY,
        "fund_source": "县总本级",
        "amount_cny": "25200.00",
        "red_entry": False,
        "pay_status": "已支付",
    },
    "reconciling_items": {"project_code": "P-QL01", "amount_cny": "0.00", "reason": "未付"},
    "budget_lines": {
        "subject_code": "50202",
        "budget_cny": "60000.00",
        "month_cny": "25200.00",
        "ytd_cny": "25200.00",
    },
    "grants": {
        "grantee": "龙田乡总工会",
        "project_code": "P-DX01",
        "doc_no": "1号",
        "amount_cny": "100.00",
        "pay_date": "2024-07-05",
        "voucher_no": "记-7-8",
    },
}
"""One row of each sheet without fault, in July 2024."""


def typed(value: Any, dtype: Any) -> Any:
    if isinstance(value, str) and dtype == pl.Date:
        return dt.date.fromisoformat(value)
    if isinstance(value, str) and isinstance(dtype, pl.Decimal):
        return Decimal(value)
    return value


@cache
def types_of(name: str) -> dict[str, Any]:
    columns = sheet_named(name).model.to_schema().columns
    return {code: spec.dtype.type for code, spec in columns.items()}


def rows_of(name: str, *given: Row) -> pl.DataFrame:
    """Return good rows of a sheet with some columns changed, typed as the model demands.

    `workbook`, `reported_in` and `source_row` may be given too.
    """
    title, schema = sheet_named(name).title, types_of(name)
    place = {"workbook": "2024-07/a.xlsx", "sheet": title, "reported_in": "2024-07"}
    rows = []
    for number, changes in enumerate(given, 2):
        row = {**place, "source_row": number, **GOOD[name], **changes}
        assert row.keys() <= schema.keys(), row.keys() - schema.keys()
        rows.append([typed(row.get(code), dtype) for code, dtype in schema.items()])
    return pl.DataFrame(rows, schema=schema, orient="row")


def all_rows(**given: Sequence[Row]) -> dict[str, pl.DataFrame]:
    """Return the rows of every sheet; a sheet that is not named has none."""
    return {sheet.name: rows_of(sheet.name, *given.get(sheet.name, ())) for sheet in sheets()}


def evidence(
    period: str = "2024-07", settings: Settings = SETTINGS, **given: Sequence[Row]
) -> Evidence:
    """Return what the plausibility rules look at; every cell has an address."""
    rows = all_rows(**given)
    addresses = pl.concat(
        frame.select(
            "workbook",
            "sheet",
            "source_row",
            column=pl.lit(code),
            cell=pl.concat_str(pl.lit(chr(65 + at % 26)), pl.col("source_row").cast(pl.String)),
        )
        for name, frame in rows.items()
        if frame.height or name == "reliefs"
        for at, code in enumerate(sheet_named(name).columns)
    )
    return Evidence(rows, addresses, frozenset(), Period.parse(period), settings)


def cells_of(
    name: str,
    *given: Row,
    workbook: str = "2024-07/a.xlsx",
    reported_in: str = "2024-07",
    unit: str = "元",
) -> pl.DataFrame:
    """Return the cells of a sheet as the reader hands them on, the heading in row 1.

    A row is what is typed by column code; `part` may be `total`. Text is text, numbers
    are numbers; `(kind, text)` is a cell of that kind.
    """
    sheet = sheet_named(name)
    letters = {code: chr(65 + at) for at, code in enumerate(sheet.columns)}
    title = sheet.title
    cells = [
        (workbook, title, name, 1, code, f"{letter}1", "text", "", "", "heading")
        for code, letter in letters.items()
    ]
    for number, row in enumerate(given, 2):
        part = row.get("part", "body")
        for code, value in row.items():
            if code != "part" and value is not None:
                cell = f"{letters[code]}{number}"
                kind, text = _typed_in(value)
                cells.append((workbook, title, name, number, code, cell, kind, text, unit, part))
    frame = pl.DataFrame(cells, schema=CELL_SCHEMA, orient="row")
    year = pl.lit(int(reported_in[:4]), pl.Int64)
    return frame.with_columns(reported_in=pl.lit(reported_in), year=year)


def _typed_in(value: Any) -> tuple[str, str]:
    if isinstance(value, tuple):
        return value
    if isinstance(value, bool):
        return "text", "是" if value else "否"
    if isinstance(value, int | float):
        return "number", text_of(value)
    return "text", str(value)


def good(name: str, **changes: Any) -> dict[str, Any]:
    """Return a good row of a sheet with some cells changed; None leaves a cell empty."""
    keyed = {code: ("keyed", ID_KEY) for code, value in GOOD[name].items() if value == ID_KEY}
    return {**GOOD[name], **keyed, **changes}


def check(name: str, *given: Row, settings: Settings = SETTINGS, **place: str) -> Checked:
    """Return what reading, laying out and checking make of rows as they were typed."""
    values = read_values(cells_of(name, *given, **place), settings)
    sheet = sheet_named(name)
    return check_rows(lay_out_rows(values, sheet), values, sheet)


def faults(checked: Checked, *, notes: bool = False) -> list[tuple[str, str]]:
    """Return rule and cell of each finding, in the order of the cells."""
    issues = checked.issues
    told = issues if notes else issues.filter(pl.col("severity") != "I")
    return sorted(told.select("rule", "cell").iter_rows(), key=lambda fault: fault[::-1])


def submission(
    name: str,
    *given: Row,
    workbook: str = "2024-07/a.xlsx",
    controls: tuple[Control, ...] = (),
    **on_cover: Any,
) -> Submission:
    """Return a workbook that holds one sheet with these rows; by default of July 2024."""
    month = on_cover.pop("reported_in", workbook[:7])
    unit = on_cover.pop("amount_unit", "元")
    blocked = on_cover.pop("blocked", ())
    form = return_of(sheet_named(name))
    cells = cells_of(name, *given, workbook=workbook, reported_in=month, unit=unit)
    others = tuple(sheet.name for sheet in form.sheets if sheet.name != name)
    return Submission(
        workbook=workbook,
        sha256="",
        cover=Cover(form.code, month, amount_unit=unit, controls=controls, **on_cover),
        cells=cells.select(*CELL_SCHEMA),
        tables=() if name in blocked else (name, *others),
        blocked=blocked,
        issues=no_issues(),
        balance=Balance(cells.height, cells.height),
    )
