"""Every batch of money of the ten months, each with its voucher: W05, W06, W07 and W09 agree."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from decimal import Decimal
from typing import NamedTuple

from sample.days import MONTHS, YEAR, day, next_working_day
from sample.table import yuan


class Project(NamedTuple):
    """A programme: its name, department, subject of the 2010 chart, and way of paying."""

    name: str
    department: str
    subject: str
    group: str
    form: str
    fund: str
    method: str


# fmt: off
PROJECTS = {
    "P-WN01": Project("冬送温暖（特殊职工群体）", "BF", "50205", "特殊群体",
                      "慰问金", "市总", "银行转账"),
    "P-WN02": Project("常态化送温暖", "BF", "50205", "困难职工",
                      "慰问金", "县总本级", "银行转账"),
    "P-WN03": Project("年初慰问新就业形态", "BF", "50205", "新就业形态",
                      "慰问金", "省总", "银行转账"),
    "P-WN04": Project("慰问困难企业职工", "BF", "50205", "困难企业职工",
                      "慰问金", "县总本级", "现金"),
    "P-QL01": Project("夏送清凉（环卫空调服）", "BF", "50202", "环卫工人",
                      "实物", "县总本级", "实物"),
    "P-QL02": Project("夏送清凉（建筑工人防暑）", "BF", "50202", "建筑工人",
                      "实物", "县总本级", "实物"),
    "P-ZX01": Project("金秋助学", "BF", "50204", "困难职工子女",
                      "慰问金", "中央财政专项", "银行转账"),
    "P-NG01": Project("三八慰问", "NG", "50204", "患病困难女职工",
                      "慰问金", "县总本级", "银行转账"),
    "P-HB01": Project("新就业形态互保赠送", "HB", "50206", "新就业形态",
                      "互助保障", "县总本级", "银行转账"),
}

# month, day, project, heads, yuan a head, where (for gifts: to whom)
PAID = (
    (1, 16, "P-WN01", 80, 1000, "禾川镇、埠前镇"),
    (1, 19, "P-WN01", 70, 1000, "澧田镇、文竹镇"),
    (1, 24, "P-WN03", 100, 1000, "县城快递、外卖站点"),
    (1, 25, "P-HB01", 100, 230, "快递员"),
    (1, 26, "P-WN04", 50, 1000, "工业园区"),
    (1, 29, "P-WN02", 20, 1000, "禾川镇"),
    (2, 5, "P-WN01", 90, 1000, "龙源口镇、高桥楼镇"),
    (2, 26, "P-WN02", 15, 1000, "石桥镇"),
    (3, 7, "P-NG01", 20, 1000, ""),
    (3, 20, "P-HB01", 128, 230, "快递员"),
    (3, 26, "P-WN02", 18, 1000, "怀忠镇"),
    (4, 25, "P-WN02", 17, 1000, "沙市镇"),
    (5, 16, "P-HB01", 160, 230, "外卖配送员"),
    (5, 23, "P-WN02", 16, 1000, "龙门镇"),
    (6, 13, "P-WN02", 6, 500, "象形乡"),
    (6, 25, "P-WN02", 17, 1000, "台岭乡"),
    (7, 9, "P-QL01", 150, 168, "县环卫所"),
    (7, 16, "P-QL02", 55, 200, "养老中心项目"),
    (7, 18, "P-HB01", 90, 230, "网约车司机"),
    (7, 25, "P-WN02", 16, 1000, "烟阁乡"),
    (8, 6, "P-QL02", 65, 200, "智能物流项目"),
    (8, 15, "P-ZX01", 15, 4000, "县总工会（大学本科）"),
    (8, 16, "P-ZX01", 20, 3000, "县总工会（普通高中）"),
    (8, 27, "P-WN02", 16, 1000, "才丰乡"),
    (9, 11, "P-HB01", 110, 230, "货车司机"),
    (9, 24, "P-WN02", 16, 1000, "芦溪乡"),
    (10, 24, "P-WN02", 16, 1000, "高溪乡"),
)
# fmt: on


class Batch(NamedTuple):
    """One payment: heads × standard, posted on one voucher."""

    paid_on: dt.date
    posted_on: dt.date
    batch_id: str
    voucher: str
    project: str
    heads: int
    standard: Decimal
    place: str

    @property
    def amount(self) -> Decimal:
        """Return the amount in yuan."""
        return self.heads * self.standard

    @property
    def plan(self) -> Project:
        """Return the programme that it was paid for."""
        return PROJECTS[self.project]


def _number_batches() -> tuple[Batch, ...]:
    """Give every payment its batch number, and the voucher that finance posted it on."""
    of_department: Counter[str] = Counter()
    of_month: Counter[int] = Counter()
    batches = []
    for month, number, project, heads, standard, place in PAID:
        series = f"{PROJECTS[project].department}-{YEAR}{month:02d}"
        of_department[series] += 1
        of_month[month] += 1
        batch_id = f"{series}-{of_department[series]:02d}"
        # Finance has other vouchers in between: it numbers these 003, 006, 009 …
        voucher = f"记-{YEAR}-{month:02d}-{3 * of_month[month]:03d}"
        paid = day(month, number)
        dates = (paid, next_working_day(paid))
        batches.append(Batch(*dates, batch_id, voucher, project, heads, yuan(standard), place))
    return tuple(batches)


BATCHES = _number_batches()


def batches_of(department: str, months: range = MONTHS) -> list[Batch]:
    """List what one department paid in some months."""
    return [
        batch
        for batch in BATCHES
        if batch.plan.department == department and batch.paid_on.month in months
    ]


def one_month(month: int) -> range:
    """Return the range that holds one month alone."""
    return range(month, month + 1)
