"""A whole year of twelve months: added up, held against the year before, written and explained."""

from __future__ import annotations

import csv
import datetime as dt
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import docx
import pytest

from benchmarks.unions import make_unions
from flows import steps
from flows.explaining import Asked, explain
from flows.workspace import Workspace
from schemas.period import Period
from tests.flows.small_union import make_union, send, type_in
from tests.transforms.oracle import calculate
from tests.transforms.oracle_budget import calculate_budget
from tests.workbooks.by_hand import relief

RECONCILING = "reconciling_amount"
NOW, BEFORE = 15, 10
"""Heads of January; each month has as many times that as its number, 168 yuan each."""

MONTHS = sum(range(1, 13))


def pay(root: Path, year: int, heads: int) -> None:
    """Send twelve workbooks of a year; batches are numbered anew in each."""
    for month in range(1, 13):
        many = heads * month
        row = {"人数": many, "标准(元/人)": 168, "金额(元)": 168 * many, "批次号": f"BF-{month}"}
        name = f"{year}-{month:02d}/帮扶.xlsx"
        send(root, name, relief(**row, 发放日期=dt.date(year, month, 9)))


def keep(root: Path) -> None:
    """Write the baseline of 2023, month by month."""
    lines = ["code,basis,period,dimension,value"]
    for month in range(1, 13):
        lines.append(f"aid_persons,month,2023-{month:02d},,{BEFORE * month}")
        lines.append(f"aid_amount,month,2023-{month:02d},,{168 * BEFORE * month}")
    (root / "baseline").mkdir()
    (root / "baseline/2023.csv").write_text("\n".join(lines), "utf-8")


@pytest.fixture(scope="module", params=["workbooks", "baseline"])
def year(request, tmp_path_factory) -> Path:
    """A union whose 2024 is complete and whose 2023 is there in one of two ways."""
    root = make_union(tmp_path_factory.mktemp(request.param))
    pay(root, 2024, NOW)
    if request.param == "workbooks":
        pay(root, 2023, BEFORE)
    else:
        keep(root)
    assert type_in(root, "run", "2024", "--direct") == 0
    return root


def figures_of(root: Path) -> dict[tuple[str, str, str], dict[str, str]]:
    with (root / "out/2024/draft/figures.csv").open(encoding="utf-8", newline="") as stream:
        rows = [*csv.DictReader(stream)]
    return {(row["code"], row["basis"], row["dimension"]): row for row in rows}


@pytest.mark.parametrize("basis", ["year", "ytd"])
@pytest.mark.parametrize(("code", "each"), [("aid_persons", 1), ("aid_amount", 168)])
def test_a_year_adds_its_twelve_months_up_and_stands_beside_the_year_before(
    year, basis, code, each
):
    figure = figures_of(year)[code, basis, ""]

    assert figure["value"] == str(each * NOW * MONTHS)  # 1170 persons
    assert figure["previous_year_value"] == str(each * BEFORE * MONTHS)  # 780
    assert figure["year_change"] == str(each * (NOW - BEFORE) * MONTHS)
    assert Decimal(figure["year_change_pct"]) == 50
    assert (figure["status"], figure["coverage"]) == ("正常", "1")


def test_the_documents_of_a_year_say_it_and_its_growth(year):
    folder = year / "out/2024/draft"
    bulletin = docx.Document(str(folder / "bulletin.docx"))
    text = "\n".join(paragraph.text for paragraph in bulletin.paragraphs)

    assert "示例县总工会2024年" in text
    assert "19.656万元" in text  # 168 × 1170 = 196 560
    assert "50%" in text
    assert "本月" not in text
    assert "上年同期" not in text  # a year stands beside 上年


def test_the_figures_of_a_year_lead_back_to_all_its_months(year):
    text = explain("2024", str(year), Asked("aid_persons"))
    rows = [line.split() for line in text.splitlines() if "帮扶.xlsx" in line and "›" not in line]

    assert [row[0][:7] for row in rows[:12]] == [f"2024-{month:02d}" for month in range(1, 13)]
    assert [row[-1] for row in rows[:12]] == [str(NOW * month) for month in range(1, 13)]
    assert "上年：780人次，增减 +390人次（+50%）" in text


@pytest.fixture(scope="module")
def complete(tmp_path_factory) -> Path:
    """A union with all nine departments' workbooks of twelve months (benchmarks/unions.py)."""
    (root,) = make_unions(tmp_path_factory.mktemp("complete"), 1)
    assert type_in(root, "run", "2024", "--direct") == 0
    return root


def test_every_figure_of_a_complete_year_is_what_a_second_calculation_makes_of_its_rows(complete):
    workspace, period = Workspace.at(complete), Period.parse("2024")
    examined = steps.check_returns(workspace, period, steps.read_up_to(workspace, period))
    rows = {name: frame.to_dicts() for name, frame in examined.rows.items()}
    theirs = {key: value for key, value in calculate(rows, "2024").items() if key[1] != "month"}
    budget = calculate_budget(rows["budget_lines"], rows["ledger_lines"], "2024")
    ours = {key: row["value"] for key, row in figures_of(complete).items() if row["value"]}

    assert {key: value for key, value in ours.items() if key in theirs} == {
        key: value for key, value in theirs.items() if value is not None
    }
    assert all(
        abs(Fraction(ours[key]) - value) <= Fraction(1, 10**6)
        for key, value in budget.items()
        if value is not None
    )
    assert len(theirs) > 150
    assert {key[0] for key in ours} - {key[0] for key in (*theirs, *budget)} <= {RECONCILING}
