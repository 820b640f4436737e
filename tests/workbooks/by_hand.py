"""Small workbooks by hand, written and read back as a department's would be."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl

from schemas.codes import DEPARTMENTS
from schemas.contract import RETURNS
from schemas.period import Period
from schemas.submission import Submission
from workbooks.privacy import Keyring
from workbooks.reader import Desk, read_workbook

SECRET = b"the secret of the tests"

Rows = Sequence[Sequence[Any]]

RELIEF = {
    "批次号": "BF-202407-01",
    "项目编码": "P-QL01",
    "项目名称": "夏送清凉",
    "对象类别": "环卫工人",
    "发放日期": dt.date(2024, 7, 9),
    "形式": "实物",
    "人数": 150,
    "标准(元/人)": 168,
    "金额(元)": 25200,
    "资金来源": "县总本级",
    "发放方式": "实物",
    "凭证号": "记-7-3",
}
"""A row of 四送与慰问 without fault, under its official headings (FACTS F409, F410)."""

HEADING = list(RELIEF)


def relief(**changes: Any) -> list[Any]:
    """Return the row of RELIEF with some cells changed."""
    assert changes.keys() <= RELIEF.keys()
    return list({**RELIEF, **changes}.values())


HOUSEHOLD = {
    "户主身份证号": "999999190001010015",
    "档案类别": "深度困难",
    "建档日期": dt.date(2024, 7, 1),
    "状态": "在档",
    "家庭人口": 3,
    "申报帮扶资金(元)": 7080,
}
"""A row of 困难职工档案 without fault; the ID belongs to an unassigned region."""


def cover(code: str, **changes: Any) -> dict[str, Any]:
    """Return what a cover declares for July 2024; a change to None leaves the line out."""
    lines = {
        "表号": code,
        "填报单位": DEPARTMENTS[RETURNS[code].department],
        "报送期": "2024-07",
        "报送方式": "增量",
        "版本": 1,
        "金额单位": "元",
    }
    return {key: value for key, value in {**lines, **changes}.items() if value is not None}


def write_book(
    path: Path,
    sheets: Mapping[str, Rows],
    cover: Mapping[str, Any] | None = None,
    merged: Mapping[str, Sequence[str]] | None = None,
    controls: Rows = (),
) -> Path:
    """Write sheets cell by cell from A1 on; `merged` names areas such as `A1:C1`."""
    book = openpyxl.Workbook()
    del book[book.sheetnames[0]]
    if cover is not None:
        lines = [*cover.items(), *controls]
        sheets = {"封面": lines, **sheets}
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        for area in (merged or {}).get(name, ()):
            sheet.merge_cells(area)
    book.save(path)
    return path


def write_return(
    path: Path,
    code: str,
    sheets: Mapping[str, Rows],
    merged: Mapping[str, Sequence[str]] | None = None,
    controls: Rows = (),
    **on_cover: Any,
) -> Path:
    """Write a return with its cover; required sheets that are not given are left empty."""
    blank = {
        sheet.title: [[column.title for column in sheet.columns.values()]]
        for sheet in RETURNS[code].sheets
        if sheet.required
    }
    declared = cover(code, **on_cover)
    return write_book(path, {**blank, **sheets}, declared, merged, controls)


def read_book(
    path: Path,
    folder: str = "2024-07",
    aliases: Mapping[tuple[str, str], str] | None = None,
    secret: bytes = SECRET,
) -> Submission:
    """Read a workbook as one that lies in the month's folder."""
    desk = Desk(Period.parse(folder), Keyring(secret), aliases or {})
    return read_workbook(path, f"{folder}/{path.name}", desk)


def read_reliefs(
    folder: Path, rows: Rows, merged: Sequence[str] = (), **on_cover: Any
) -> Submission:
    """Write and read a W05 whose 四送与慰问 holds these rows."""
    path = folder / "帮扶.xlsx"
    return read_book(
        write_return(path, "W05", {"四送与慰问": rows}, {"四送与慰问": merged}, **on_cover)
    )


def found(submission: Submission, *, notes: bool = False) -> list[tuple[str, str]]:
    """Return rule and cell of each finding; information only where `notes` asks for it."""
    issues = submission.issues
    return [
        (rule, cell)
        for severity, rule, cell in issues.select("severity", "rule", "cell").iter_rows()
        if notes or severity != "I"
    ]


def body(submission: Submission, table: str = "reliefs") -> list[dict[str, str]]:
    """Return the body of a sheet, row by row: text by column code."""
    rows: dict[int, dict[str, str]] = {}
    for name, row, code, text, part in submission.cells.select(
        "table", "row", "code", "text", "part"
    ).iter_rows():
        if name == table and part == "body":
            rows.setdefault(row, {})[code] = text
    return [rows[row] for row in sorted(rows)]


def is_balanced(submission: Submission) -> bool:
    """Return whether every cell that was seen is used, or set aside with a reason."""
    balance = submission.balance
    return balance.seen == balance.used + sum(balance.set_aside.values())
