"""Forms that bring last month's rows along: read back unchanged, they change nothing."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from schemas.contract import RETURNS
from schemas.indicators import INDICATORS
from schemas.period import Period
from schemas.settings import Settings, Union
from tests.transforms.by_hand import rows_of
from tests.workbooks.by_hand import read_book
from transforms.examination import examine
from transforms.measures import measure_all
from workbooks.forms import write_form

OCTOBER, NOVEMBER = Period(2024, 10), Period(2024, 11)
SETTINGS = Settings(union=Union(name="示例县总工会"))
NOTICE = "已带出上月登记内容"


def written(folder: Path, code: str, **standing: pl.DataFrame) -> Path:
    """Write the form of November that brings these rows along."""
    path = folder / f"{code}.xlsx"
    path.write_bytes(write_form(RETURNS[code], NOVEMBER, SETTINGS, standing))
    return path


def rows_below(path: Path, sheet: str, first: str) -> list[tuple]:
    """Return the rows below the heading that begins with this word."""
    rows = list(openpyxl.load_workbook(path)[sheet].iter_rows(values_only=True))
    head = next(number for number, row in enumerate(rows) if row[0] == first)
    return [row for row in rows[head + 1 :] if any(value is not None for value in row)]


def texts(path: Path, sheet: str) -> str:
    cells = openpyxl.load_workbook(path)[sheet].iter_rows(values_only=True)
    return "".join(str(value) for row in cells for value in row if value is not None)


def test_last_months_rows_stand_below_the_headings_and_the_sheet_says_so(tmp_path):
    station = {
        "station_id": "001",
        "station_name": "=1+1",
        "invest_cny": "40000.50",
        "voucher_no": "记-7-3",
        "service_count": 320,
    }
    path = written(tmp_path, "W03", stations=rows_of("stations", station))

    ((*row,),) = rows_below(path, "工会驿站", "驿站编号")
    day = dt.datetime(2024, 7, 5)  # noqa: DTZ001 - as openpyxl reads a day
    assert row == [
        *("001", "=1+1", "湿地公园", "禾川镇", "新建", "是", None, day),
        *(40000.5, "记-7-3", None, "运行"),  # 本月服务人次 is of the month alone
    ]
    assert NOTICE in texts(path, "工会驿站")
    assert NOTICE not in texts(path, "规范化建设点")


@pytest.mark.parametrize(
    "personal",
    [
        {"station_id": "王示范"},
        {"station_id": "13800000027"},
        {"station_id": "999999190001010015"},
        {"township": "欧阳示例"},
    ],
)
def test_a_row_known_by_a_person_is_not_handed_round(tmp_path, personal):
    rows = rows_of("stations", {"station_id": "001"}, {"station_id": "002", **personal})

    path = written(tmp_path, "W03", stations=rows)

    assert [row[0] for row in rows_below(path, "工会驿站", "驿站编号")] == ["001"]


def test_a_form_without_last_month_is_blank_and_says_nothing_of_it(tmp_path):
    assert NOTICE not in texts(written(tmp_path, "W03"), "工会驿站")


@pytest.mark.parametrize(
    ("code", "name", "sheet", "first"),
    [
        ("W05", "hardship_files", "困难职工档案", "户主身份证号"),
        ("W02", "studios", "创新工作室", "工作室名称"),
        ("W02", "honours", "荣誉选树", "荣誉名称"),
        ("W05", "reliefs", "四送与慰问", "批次号"),
        ("W04", "disputes", "劳动争议调解", "案号"),
    ],
)
def test_what_names_persons_and_what_happened_once_is_not_brought_along(
    tmp_path, code, name, sheet, first
):
    path = written(tmp_path, code, **{name: rows_of(name, {})})

    assert rows_below(path, sheet, first) == []
    assert NOTICE not in texts(path, sheet)


def test_a_ledger_brings_all_its_rows_along_but_those_too_old_to_be_sent(tmp_path):
    claims = rows_of(
        "claims",
        {"claim_id": "1", "accept_date": "2023-10-01", "pay_date": "2023-10-31"},
        {"claim_id": "2", "accept_date": "2023-10-01", "pay_date": "2023-11-01"},
        {"claim_id": "3", "status": "审核中", "pay_date": None, "amount_cny": None},
    )
    path = written(tmp_path, "W07", claims=claims)

    assert [row[0] for row in rows_below(path, "理赔", "理赔编号")] == ["2", "3"]


def test_more_rows_than_are_prepared_are_all_brought_along_and_checked(tmp_path):
    rows = rows_of("demo_sites", *({"site_id": f"SD-{number}"} for number in range(100)))
    path = written(tmp_path, "W02", demo_sites=rows)

    assert len(rows_below(path, "产改示范点", "编号")) == 100
    assert len(read_book(path, "2024-11").cells.filter(code="site_id", part="body")) == 100


@pytest.fixture(scope="module")
def october(sample_books, sample_settings):
    books = [book for name, book in sample_books.items() if name[:7] <= "2024-10"]
    return books, examine(books, sample_settings, OCTOBER)


@pytest.mark.parametrize("code", ["W02", "W03", "W07"])
def test_a_form_sent_back_unchanged_gives_no_new_finding_and_counts_nothing_twice(
    tmp_path, october, sample_settings, code
):
    books, before = october
    path = tmp_path / f"{code}.xlsx"
    path.write_bytes(write_form(RETURNS[code], NOVEMBER, sample_settings, before.rows))
    book = read_book(path, "2024-11")

    after = examine([*books, book], sample_settings, NOVEMBER)

    own = after.issues.filter(pl.col("workbook") == book.workbook, pl.col("severity") != "I")
    assert book.issues.is_empty()
    assert set(own["rule"]) <= set(before.issues["rule"])
    assert "E" not in own["severity"]
    assert as_of(after.rows, NOVEMBER, code) == as_of(before.rows, OCTOBER, code)


def as_of(rows, period, code):
    """Return the year to date and the stocks of a return, by indicator."""
    sheets = {sheet.name for sheet in RETURNS[code].sheets}
    known = {key: i for key, i in INDICATORS.items() if i.sheet in sheets}
    values = measure_all(known, rows, period).values.filter(pl.col("basis") != "month")
    assert values.height
    return values.rows()
