"""Makes what reading is measured on at scale: one ledger of many rows, and many unions' books."""

from __future__ import annotations

import shutil
from pathlib import Path

import xlsxwriter

SAMPLE = Path(__file__).resolve().parents[1] / "data"
MONTH = "2024-10"
KINDS = ("文体赛事", "主题活动", "送文艺下基层", "其他")

COVER = (
    ("表号", "W01"),
    ("填报单位", "组织宣教部"),
    ("报送期", MONTH),
    ("报送方式", "增量"),
    ("金额单位", "元"),
)
HEADINGS = (
    *("活动编号", "活动类别", "活动名称", "活动日期", "活动地点", "场次", "参加人次"),
    *("项目编码", "经费(元)", "凭证号", "是否公开", "备注"),
)


def make_ledger(workspace: Path, rows: int) -> None:
    """Make a workspace whose one workbook is a ledger of so many rows without a fault."""
    folder = workspace / "raw" / MONTH
    folder.mkdir(parents=True)
    shutil.copy(SAMPLE / "bulletin.toml", workspace)
    with xlsxwriter.Workbook(folder / "W01.xlsx", {"constant_memory": True}) as book:
        cover = book.add_worksheet("封面")
        for row, said in enumerate(COVER):
            cover.write_row(row, 0, said)
        sheet = book.add_worksheet("宣教活动")
        sheet.write_row(0, 0, HEADINGS)
        for row in range(1, rows + 1):
            sheet.write_row(row, 0, _activity(row))


def _activity(number: int) -> tuple[str | int | float, ...]:
    return (
        f"HD-{number:06d}",
        KINDS[number % 4],
        f"第{number}场活动",
        f"{MONTH}-{number % 28 + 1:02d}",
        "文化广场",
        1 + number % 3,
        20 + number % 500,
        "P-WT01",
        100.25 + number % 4000,
        f"记{number:06d}",
        "是",
        "按计划开展",
    )


def make_unions(folder: Path, count: int) -> list[Path]:
    """Return the workspaces of so many unions, each with the sample's months."""
    unions = [folder / f"union-{number:02d}" for number in range(1, count + 1)]
    for union in unions:
        shutil.copytree(SAMPLE / "raw", union / "raw")
        shutil.copy(SAMPLE / "bulletin.toml", union)
    return unions
