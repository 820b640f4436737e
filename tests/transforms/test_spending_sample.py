"""The sample's spending against its ledgers, read once more without the program's own reader."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

OTHER_NAMES = {"日期": "记账日期", "借方金额(元)": "金额(元)"}
FIRST_HEADINGS = {"支出明细账": "凭证号", "预算执行": "科目编码"}
MONTHS = [f"2024-{month:02d}" for month in range(1, 11)]


def rows_of(path: Path, sheet: str) -> list[dict[str, object]]:
    """Return the rows below a sheet's headings by heading, totals and notes left out."""
    lines = [list(row) for row in openpyxl.load_workbook(path)[sheet].iter_rows(values_only=True)]
    head = next(n for n, line in enumerate(lines) if FIRST_HEADINGS[sheet] in map(str, line))
    titles = [OTHER_NAMES.get(str(title), str(title)) for title in lines[head]]
    named = [in_yuan(dict(zip(titles, line, strict=True))) for line in lines[head + 1 :]]
    return [row for row in named if row.get("科目编码") not in (None, "")]


def in_yuan(line: dict[str, object]) -> dict[str, object]:
    """Return a line whose amounts in 万元 (July) are in yuan."""
    return {
        title.replace("万元", "元"): Decimal(str(value)) * 10_000
        if "万元" in title and isinstance(value, int | float)
        else value
        for title, value in line.items()
    }


@pytest.fixture(scope="module")
def ledgers(sample_files) -> dict[str, Path]:
    return {name[:7]: path for name, path in sample_files.items() if "_W09_" in name}


@pytest.fixture(scope="module")
def entries(ledgers) -> list[dict[str, object]]:
    """Every paid line of the ten ledgers."""
    lines = [row for month in MONTHS for row in rows_of(ledgers[month], "支出明细账")]
    return [line for line in lines if line["支付状态"] == "已支付"]


def yuan(value: object) -> Decimal:
    return Decimal(str(value).replace(",", ""))


def month_of(line: dict[str, object]) -> str:
    day = line["记账日期"]
    assert isinstance(day, dt.datetime), day
    return f"{day:%Y-%m}"


def sums(entries, key, month=None) -> dict[str, Decimal]:
    found: dict[str, Decimal] = defaultdict(Decimal)
    for line in entries:
        if month in (None, month_of(line)):
            found[key(line)] += yuan(line["金额(元)"])
    return dict(found)


KEYS = {
    "project": lambda line: line["项目编码"],
    "subject": lambda line: str(line["科目编码"]),
    "fund": lambda line: line["资金来源"],
    "department": lambda line: line["经办部门"],
    "month": month_of,
}


@pytest.mark.parametrize("kind", KEYS)
@pytest.mark.parametrize(("basis", "month"), [("ytd", None), ("month", "2024-10")])
def test_every_view_of_the_ledger_is_what_its_lines_add_up_to(
    sample_edition, entries, kind, basis, month
):
    figures = sample_edition("2024-10").figures.filter(code="ledger_expenditure", basis=basis)
    parts = {
        dimension.removeprefix(f"{kind}="): Decimal(value)
        for dimension, value in figures.select("dimension", "value").iter_rows()
        if dimension.startswith(f"{kind}=")
    }

    expected = {} if (kind, basis) == ("month", "month") else sums(entries, KEYS[kind], month)
    assert parts == expected


def test_the_total_is_that_of_the_published_programmes_and_gifts(sample_edition, entries):
    # DOMAIN.md §7: 749 200 disclosed as paid, 588 × 230 = 135 240 of gifts
    total = sum(sums(entries, lambda line: line["项目编码"]).values())
    (row,) = (
        sample_edition("2024-10")
        .figures.filter(code="ledger_expenditure", basis="ytd", dimension="")
        .rows(named=True)
    )

    assert total == Decimal(row["value"]) == 749_200 + 588 * 230
    assert row["printed"] == "88.444万元"


@pytest.mark.parametrize("month", ["2024-01", "2024-06", "2024-10"])
def test_the_execution_rate_is_what_sheet_and_ledger_give(sample_edition, ledgers, entries, month):
    lines = rows_of(ledgers[month], "预算执行")
    spent = sums([e for e in entries if month_of(e) <= month], KEYS["subject"])
    figures = sample_edition(month).figures.filter(code="budget_rate")
    rates = dict(figures.select("dimension", "printed").iter_rows())
    budgets = {str(line["科目编码"]): yuan(line["年初预算(元)"]) for line in lines}

    for subject, budget in budgets.items():
        share = 100 * float(spent.get(subject, Decimal(0))) / float(budget)
        expected = "—" if not share else f"{share:.1f}".removesuffix(".0") + "%"
        assert rates[f"subject={subject}"] == expected
    whole = 100 * float(sum(spent.values())) / float(sum(budgets.values()))
    assert rates[""] == f"{whole:.1f}".removesuffix(".0") + "%"


def test_october_is_a_little_ahead_of_time(sample_edition):
    # 884 440 / 1 010 000 = 87.568 %; 10 of 12 months = 83.333 %; the difference is 4.235
    figures = sample_edition("2024-10").figures.filter(dimension="")
    printed = dict(figures.select("code", "printed").iter_rows())

    assert printed["budget_rate"] == "87.6%"
    assert printed["budget_time"] == "83.3%"
    assert printed["budget_lead"] == "4.2个百分点"
    assert printed["budget_balance"] == "12.556万元"  # 101 - 88.444
