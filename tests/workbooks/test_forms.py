"""Blank forms: what the contract asks stands on them, and filled in they read without a finding."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from stdnum.cn import ric

from schemas.columns import Column, Kind, Need
from schemas.contract import RETURNS
from schemas.period import Period
from schemas.settings import Settings, Union
from schemas.sheets import Return, Sheet
from schemas.stamps import form_stamp
from schemas.submission import Submission
from tests.workbooks.by_hand import is_balanced, read_book
from transforms.examination import Examined, examine
from workbooks.forms import write_form

NOVEMBER = Period(2024, 11)
SETTINGS = Settings(
    union=Union(name="示例县总工会", county="示例县", townships=("甲镇", "乙镇", "丙乡")),
    chart_of_accounts={"50101": "职工教育费", "50205": "送温暖费"},
)
SHEETS = [(form, sheet) for form in RETURNS.values() for sheet in form.sheets]
EVERY_SHEET = pytest.mark.parametrize(
    ("form", "sheet"), SHEETS, ids=[f"{f.code} {s.title}" for f, s in SHEETS]
)
EVERY_RETURN = pytest.mark.parametrize("form", RETURNS.values(), ids=RETURNS.keys())
COMPUTED = {
    "四送与慰问": {"金额(元)"},
    "劳模服务": {"金额(元)"},
    "女职工慰问": {"金额(元)"},
    "单位参保": {"参保金额(元)"},
    "赠送参保": {"金额(元)"},
}
"""Where heads times standard are the amount (rule E-R01 of DOMAIN.md §6.1)."""

BETWEEN_SHEETS = ["E-X02", "E-X03", "W-D01", "W-D06", "N-UND", "N-OUT"]
"""Rules about what must agree with other sheets or the settings, or cannot without them.

N-OUT tells which choices of a good form no indicator counts.
"""

TEXTS = {Kind.TEXT, Kind.IDENTIFIER, Kind.LIST, Kind.CHOICE, Kind.PLACE, Kind.SUBJECT, Kind.PERSON}


@cache
def blank_form(form: Return) -> bytes:
    return write_form(form, NOVEMBER, SETTINGS)


def opened(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


@pytest.fixture(scope="module")
def books() -> dict[str, openpyxl.Workbook]:
    """Every form as openpyxl sees it; not to be changed."""
    return {code: opened(blank_form(form)) for code, form in RETURNS.items()}


def head_of(page: Worksheet, sheet: Sheet) -> int:
    """Return the row of the headings, which must be the contract's and in its order."""
    titles = [column.title for column in sheet.columns.values()]
    rows = enumerate(page.iter_rows(max_row=20, max_col=len(titles), values_only=True), 1)
    return next(number for number, cells in rows if list(cells) == titles)


def cells_of(page: Worksheet, sheet: Sheet) -> dict[str, Any]:
    """Return the first cell below each heading, by code."""
    row = head_of(page, sheet) + 1
    return {code: page.cell(row, index) for index, code in enumerate(sheet.columns, 1)}


def checks_of(page: Worksheet, sheet: Sheet) -> dict[str, Any]:
    """Return the validation of the first cell below each heading, by code."""
    return {
        code: check
        for code, cell in cells_of(page, sheet).items()
        for check in page.data_validations.dataValidation
        if cell.coordinate in check.cells
    }


def texts(page: Worksheet) -> list[str]:
    return [str(cell.value) for row in page.iter_rows() for cell in row if cell.value is not None]


# Rows made from the contract: of each kind the plainest value that breaks no rule.


def valid_rows(sheet: Sheet) -> list[list[Any]]:
    """Return two rows where the key has a number of its own, else one."""
    numbered = any(
        sheet.columns[c].kind is Kind.IDENTIFIER for c in sheet.key if c != "reported_in"
    )
    return [list(_valid_row(sheet, number)) for number in range(1, 3 if numbered else 2)]


def _valid_row(sheet: Sheet, number: int) -> Iterator[Any]:
    products = {rule.column for rule in sheet.rules if rule.id == "E-R01"}
    per_head = {c for c in sheet.columns if c.startswith("unit_") and c.endswith("_cny")}
    for place, (code, column) in enumerate(sheet.columns.items()):
        if code in per_head and products:
            yield 500
        else:
            yield _valid_value(column, number, place)


def _valid_value(column: Column, number: int, place: int) -> Any:
    """Three heads at 500 yuan are 1500 yuan; what stands later in a row is a later day."""
    return {
        Kind.TEXT: f"示例{column.title}〔2024〕{number}号",
        Kind.IDENTIFIER: f"0{number}-{place}",
        Kind.COUNT: 3,
        Kind.MONEY: 1500,
        Kind.PERCENT: 100,
        Kind.YEAR: 2020 + place,
        Kind.DATE: dt.date(2024, 11, number + place),
        Kind.MONTH: "2024-11",
        Kind.CHOICE: column.choices[0] if column.choices else "",
        Kind.FLAG: "否",
        Kind.LIST: "律师、医师",
        Kind.PLACE: ("乙镇", "丙乡")[number - 1],
        Kind.SUBJECT: "50205",
        Kind.PERSON: resident_id(number),
    }[column.kind]


def resident_id(number: int) -> str:
    """Return an ID of a region that is not assigned."""
    digits = f"99999919000101{number:03d}"
    return digits + ric.calc_check_digit(digits + "0")


def fill(form: Return, path: Path, **changes: Any) -> tuple[Path, dict[tuple[str, str], str]]:
    """Fill a form with valid rows, `changes` (sheet__heading) put into the first row.

    Return the file and the address of the first cell below each heading.
    """
    book = opened(blank_form(form))
    places = {}
    for sheet in form.sheets:
        page = book[sheet.title]
        head = head_of(page, sheet)
        for row, values in enumerate(valid_rows(sheet), head + 1):
            for column, value in enumerate(values, 1):
                page.cell(row, column, value)
        for index, column in enumerate(sheet.columns.values(), 1):
            places[sheet.title, column.title] = f"{get_column_letter(index)}{head + 1}"
    for place, value in changes.items():
        title, heading = place.split("__")
        book[title][places[title, heading]] = value
    book.save(path)
    return path, places


def examined(submission: Submission) -> tuple[Examined, list[tuple[str, str, str]]]:
    """Examine one workbook alone; return also rule, sheet and cell of its own findings.

    Its rows are made sheet by sheet: what sheets must agree on is asked elsewhere.
    """
    outcome = examine([submission], SETTINGS, NOVEMBER)
    own = outcome.issues.filter(
        pl.col("workbook") == submission.workbook, ~pl.col("rule").is_in(BETWEEN_SHEETS)
    )
    return outcome, own.select("rule", "sheet", "cell").rows()


def write(folder: Path, content: bytes, name: str = "空白表.xlsx") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


@EVERY_RETURN
def test_a_blank_form_reads_as_a_report_of_nothing(form, tmp_path):
    path = write(tmp_path, blank_form(form))

    submission = read_book(path, "2024-11")

    assert submission.issues.is_empty()
    assert is_balanced(submission)
    assert submission.tables == tuple(sheet.name for sheet in form.sheets)
    assert submission.cover.controls == ()


def test_nine_blank_forms_are_nine_returns_without_a_row_or_an_error(tmp_path):
    paths = [write(tmp_path, blank_form(form), f"{code}.xlsx") for code, form in RETURNS.items()]

    outcome = examine([read_book(path, "2024-11") for path in paths], SETTINGS, NOVEMBER)

    assert set(outcome.issues["rule"]) <= {"W-S02"}  # what the account speaks of has no number yet
    assert set(outcome.coverage["status"]) == {"已报送"}
    assert all(rows.is_empty() for rows in outcome.rows.values())


@EVERY_RETURN
def test_a_filled_form_reads_without_a_finding_and_every_row_counts(form, tmp_path):
    path, _ = fill(form, tmp_path / "填好.xlsx")

    submission = read_book(path, "2024-11")

    assert submission.issues.is_empty()
    assert is_balanced(submission)
    outcome, findings = examined(submission)
    assert findings == []
    accepted = {sheet.name: outcome.rows[sheet.name].height for sheet in form.sheets}
    assert accepted == {sheet.name: len(valid_rows(sheet)) for sheet in form.sheets}


@EVERY_RETURN
def test_a_form_without_its_cover_is_still_known_by_its_headings(form, tmp_path):
    path, _ = fill(form, tmp_path / "无封面.xlsx")
    book = openpyxl.load_workbook(path)
    del book["封面"]
    book.save(path)

    submission = read_book(path, "2024-11")

    assert submission.cover.table_code == form.code
    assert set(submission.tables) == {sheet.name for sheet in form.sheets}
    assert submission.issues["rule"].to_list() == ["W-F02"]


@pytest.mark.parametrize(
    ("code", "place", "value", "rule"),
    [
        ("W05", "四送与慰问__人数", "若干", "E-C02"),
        ("W05", "四送与慰问__人数", 2.5, "E-C10"),
        ("W05", "招聘会__参会企业数", -3, "E-C08"),
        ("W05", "困难职工档案__家庭人口", 16, "E-C11"),
        ("W05", "四送与慰问__发放日期", "2024-02-30", "E-C06"),
        ("W05", "四送与慰问__发放日期", dt.date(2023, 10, 31), "E-C06"),
        ("W05", "四送与慰问__形式", "红包", "E-C07"),
        ("W05", "四送与慰问__资金来源", None, "E-C01"),
        ("W05", "四送与慰问__金额(元)", 1502, "E-R01"),
        ("W05", "困难职工档案__户主身份证号", 362430197001011234, "E-C03"),
        ("W05", "困难职工档案__户主身份证号", "999999190001010016", "E-C09"),
        ("W05", "二次医疗救助__救助金额(元)", -1, "E-C08"),
        ("W05", "二次医疗救助__救助金额(元)", "一千", "E-C02"),
        ("W03", "工会驿站__是否智能", "也许", "E-C07"),
        ("W03", "建设规划__起始年", 1999, "E-C11"),
        ("W04", "心理干预服务__服务月份", "十三月", "E-C06"),
        ("W09", "预算执行__科目编码", "99999", "E-C07"),
        ("W09", "预算执行__执行率(%)", "过半", "E-C02"),
    ],
)
def test_one_wrong_cell_gives_one_error_at_that_cell(code, place, value, rule, tmp_path):
    path, places = fill(RETURNS[code], tmp_path / "填错.xlsx", **{place: value})

    _, findings = examined(read_book(path, "2024-11"))

    title, heading = place.split("__")
    errors = [found for found in findings if found[0].startswith("E")]
    assert errors == [(rule, title, places[title, heading])]


@pytest.mark.parametrize(
    ("code", "place"),
    [
        ("W02", "劳模服务__金额(元)"),
        ("W05", "四送与慰问__金额(元)"),
        ("W06", "女职工慰问__金额(元)"),
        ("W07", "单位参保__参保金额(元)"),
        ("W07", "赠送参保__金额(元)"),
    ],
)
def test_an_amount_left_blank_as_the_form_allows_is_computed_and_only_noted(code, place, tmp_path):
    path, places = fill(RETURNS[code], tmp_path / "留空.xlsx", **{place: None})

    outcome, findings = examined(read_book(path, "2024-11"))

    title, heading = place.split("__")
    assert findings == [("N-CALC", title, places[title, heading])]
    (note,) = outcome.issues.filter(rule="N-CALC")["expected"]
    assert note == "1500"  # 3 heads at 500 yuan


def illegal_values(sheet: Sheet, code: str) -> Iterator[tuple[Any, str]]:
    """Yield what may not stand in a column, each with its rule (DOMAIN.md §6.1).

    A number that can be read is left out where another column's rule reckons with it.
    """
    column = sheet.columns[code]
    unread: dict[Kind, tuple[Any, str]] = {
        Kind.COUNT: ("若干", "E-C02"),
        Kind.MONEY: ("一千", "E-C02"),
        Kind.PERCENT: ("过半", "E-C02"),
        Kind.YEAR: ("龙年", "E-C02"),
        Kind.DATE: ("2024-02-30", "E-C06"),
        Kind.MONTH: ("十三月", "E-C06"),
        Kind.CHOICE: ("不在其列", "E-C07"),
        Kind.FLAG: ("也许", "E-C07"),
        Kind.SUBJECT: ("99999", "E-C07"),
        Kind.PERSON: ("999999190001010016", "E-C09"),
    }
    if column.kind in unread:
        yield unread[column.kind]
    if column.kind is Kind.COUNT:
        yield 2.5, "E-C10"
    if column.need is Need.REQUIRED and column.default is None and code not in sheet.computable:
        yield None, "E-C01"
    reckoned = {name for rule in sheet.rules for name in rule.holds.meta.root_names()}
    if code not in reckoned:
        yield from _out_of_range(column, decides=code == sheet.dated)


def _out_of_range(column: Column, *, decides: bool) -> Iterator[tuple[Any, str]]:
    if column.kind is Kind.COUNT or re.search("非负金额|大于零的金额", column.says):
        yield -1, "E-C08"
    if "不小于1" in column.says or "大于零" in column.says:
        yield 0, "E-C11"
    if column.kind is Kind.YEAR:
        yield 1999, "E-C11"
    if column.kind is Kind.DATE and decides:
        yield dt.date(2023, 10, 31), "E-C06"
        yield dt.date(2024, 12, 1), "E-C06"


@EVERY_RETURN
def test_each_illegal_cell_of_every_column_gives_one_error_at_that_cell(form, tmp_path):
    book = opened(blank_form(form))
    expected = []
    for sheet in form.sheets:
        page, row = book[sheet.title], head_of(book[sheet.title], sheet)
        for index, code in enumerate(sheet.columns, 1):
            for value, rule in illegal_values(sheet, code):
                row += 1
                for place, valid in enumerate(_valid_row(sheet, 1), 1):
                    page.cell(row, place, valid)
                page.cell(row, index).value = value
                expected.append((rule, sheet.title, f"{get_column_letter(index)}{row}"))
    book.save(tmp_path / "填错.xlsx")

    _, findings = examined(read_book(tmp_path / "填错.xlsx", "2024-11"))

    assert len(expected) > len(form.sheets)
    assert sorted(found for found in findings if found[0].startswith("E")) == sorted(expected)


@EVERY_RETURN
def test_the_cover_says_what_is_known_and_leaves_people_blank(form, tmp_path):
    path = write(tmp_path, blank_form(form))
    rows = openpyxl.load_workbook(path)["封面"].iter_rows(max_col=2, values_only=True)
    said = {key: value for key, value in rows if key}

    cover = read_book(path, "2024-11").cover

    assert (cover.table_code, cover.reported_in, cover.version) == (form.code, "2024-11", 1)
    assert cover.submit_mode == ("累计台账" if form.code == "W07" else "增量")
    assert (cover.amount_unit, cover.cutoff) == ("元", dt.date(2024, 11, 30))
    assert said["表式版本"] == form_stamp(form)
    assert [said[key] for key in ("填报人", "审核人", "负责人", "填报日期")] == [None] * 4


def test_the_cover_offers_what_may_be_declared(books):
    page = books["W05"]["封面"]
    keys = {page.cell(row, 1).value: f"B{row}" for row in range(1, page.max_row + 1)}
    offered = {
        key: check.formula1
        for key, cell in keys.items()
        for check in page.data_validations.dataValidation
        if cell in check.cells and check.type == "list"
    }

    assert offered == {"报送方式": '"增量,累计台账"', "金额单位": '"元"'}


def test_a_control_line_that_is_filled_in_is_read(tmp_path):
    path, _ = fill(RETURNS["W05"], tmp_path / "控制数.xlsx")
    book = openpyxl.load_workbook(path)
    page = book["封面"]
    (row,) = (cell.row for (cell,) in page.iter_rows(max_col=1) if cell.value == "四送与慰问")
    page.cell(row, 2, 2)
    page.cell(row, 3, 3001)
    book.save(path)

    _, findings = examined(read_book(path, "2024-11"))

    assert findings == [("E-F06", "封面", f"C{row}")]


@EVERY_SHEET
def test_every_column_of_a_list_a_date_or_a_number_is_checked_with_its_own_sentence(
    form, sheet, books
):
    kinds = {
        Kind.CHOICE: "list",
        Kind.FLAG: "list",
        Kind.PLACE: "list",
        Kind.SUBJECT: "list",
        Kind.DATE: "date",
        Kind.COUNT: "whole",
        Kind.YEAR: "whole",
        Kind.MONEY: "decimal",
        Kind.PERCENT: "decimal",
        Kind.PERSON: "textLength",
    }
    checks = checks_of(books[form.code][sheet.title], sheet)

    for code, column in sheet.columns.items():
        if column.kind in kinds:
            assert checks[code].type == kinds[column.kind]
            assert checks[code].promptTitle == column.title
            assert checks[code].prompt.startswith(column.says[:255])
            assert checks[code].error == checks[code].prompt


@EVERY_SHEET
def test_a_drop_down_offers_the_whole_code_list(form, sheet, books):
    checks = checks_of(books[form.code][sheet.title], sheet)

    for code, column in sheet.columns.items():
        if column.kind is Kind.CHOICE:
            assert checks[code].formula1 == f'"{",".join(column.choices)}"'


def test_numbers_and_dates_are_bounded_as_the_contract_bounds_them(books):
    reliefs, _, files, _ = RETURNS["W05"].sheets
    paid = checks_of(books["W05"][reliefs.title], reliefs)
    kept = checks_of(books["W05"][files.title], files)
    days = [(day - dt.date(1899, 12, 30)).days for day in (dt.date(2023, 11, 1), NOVEMBER.last_day)]

    assert (paid["unit_amount_cny"].operator, paid["unit_amount_cny"].formula1) == (
        "greaterThan",
        "0",
    )
    assert (kept["family_size"].formula1, kept["family_size"].formula2) == ("1", "15")
    assert [int(paid["pay_date"].formula1), int(paid["pay_date"].formula2)] == days
    assert "2023-11-01至2024-11-30" in paid["pay_date"].prompt


def test_the_month_that_decides_is_chosen_and_another_is_as_long_as_a_month(books):
    psych = RETURNS["W04"].sheets[1]
    items = RETURNS["W09"].sheets[1]
    service = checks_of(books["W04"][psych.title], psych)["service_month"]
    expected = checks_of(books["W09"][items.title], items)["expected_month"]

    months = service.formula1.strip('"').split(",")
    assert (months[0], months[-1], len(months)) == ("2024-11", "2023-11", 13)
    assert (expected.type, expected.operator, expected.formula1) == ("textLength", "equal", "7")


def test_townships_are_offered_and_another_place_only_questioned(books):
    fairs = RETURNS["W05"].sheets[1]
    stations = RETURNS["W03"].sheets[0]
    area = checks_of(books["W05"][fairs.title], fairs)["area"]
    township = checks_of(books["W03"][stations.title], stations)["township"]

    assert township.formula1 == '"甲镇,乙镇,丙乡"'
    assert area.formula1 == '"县城,甲镇,乙镇,丙乡"'
    assert township.errorStyle == "warning"


def column_format(page: Worksheet, column: int) -> str:
    """Return the format of the cells below the prepared rows; openpyxl groups like columns."""
    spans = page.column_dimensions.values()
    return next(span.number_format for span in spans if span.min <= column <= span.max)


@EVERY_SHEET
def test_codes_and_numbers_of_documents_stay_text_and_dates_are_dates(form, sheet, books):
    page = books[form.code][sheet.title]
    for code, cell in cells_of(page, sheet).items():
        kind = sheet.columns[code].kind
        if kind in TEXTS | {Kind.MONTH}:
            assert cell.number_format == "@"
        if kind is Kind.DATE:
            assert cell.number_format == "yyyy-mm-dd"
        assert column_format(page, cell.column) == cell.number_format


def _need_on_form(sheet: Sheet, column: Column) -> Need:
    computed = column.title in COMPUTED.get(sheet.title, ()) and column.need is Need.REQUIRED
    return Need.CONDITIONAL if computed else column.need


@EVERY_SHEET
def test_headings_are_commented_and_the_needed_ones_are_marked(form, sheet, books):
    page = books[form.code][sheet.title]
    fills: dict[Need, set[str]] = {}
    for index, column in enumerate(sheet.columns.values(), 1):
        cell = page.cell(head_of(page, sheet), index)
        need = _need_on_form(sheet, column)
        fills.setdefault(need, set()).add(cell.fill.fgColor.rgb)
        assert column.says in cell.comment.text
        assert cell.font.bold is (need is Need.REQUIRED)

    assert all(len(colours) == 1 for colours in fills.values())
    assert len({*map(tuple, fills.values())}) == len(fills)


def test_a_comment_tells_when_a_cell_is_needed_and_what_the_program_computes(books):
    reliefs = RETURNS["W05"].sheets[0]
    page = books["W05"][reliefs.title]
    head = head_of(page, reliefs)
    told = {cell.value: cell.comment.text for cell in page[head]}

    assert told["批次号"].startswith("必填。")
    assert told["金额(元)"].startswith("按情形填写。")
    assert "金额应等于人数×标准" in told["金额(元)"]
    assert "有支付金额而无凭证号" in told["凭证号"]


@EVERY_SHEET
def test_what_the_program_computes_may_be_left_blank_and_nothing_else(form, sheet, books):
    page = books[form.code][sheet.title]
    blank = {cell.value for cell in page[head_of(page, sheet)] if "可以留空" in cell.comment.text}

    assert blank == COMPUTED.get(sheet.title, set())


@EVERY_SHEET
def test_headings_stay_in_sight_and_are_printed_on_every_page(form, sheet, books):
    page = books[form.code][sheet.title]
    head = head_of(page, sheet)

    assert page.freeze_panes == f"B{head + 1}"
    assert page.print_title_rows == f"${head}:${head}"
    assert "审核人" in page.oddFooter.left.text


@EVERY_RETURN
def test_sheets_print_on_a4_across_one_page_wide(form, books):
    for page in books[form.code]:
        assert page.page_setup.paperSize == 9
        assert page.page_setup.orientation == "landscape"
        assert page.sheet_properties.pageSetUpPr.fitToPage
        assert int(page.page_setup.fitToHeight) == 0


@EVERY_RETURN
def test_nothing_is_hidden_and_no_cell_holds_a_formula(form, books):
    package = zipfile.ZipFile(io.BytesIO(blank_form(form)))
    sheets = [name for name in package.namelist() if name.startswith("xl/worksheets/sheet")]

    assert not any(re.search(rb"<f[ >]", package.read(name)) for name in sheets)
    assert [page.sheet_state for page in books[form.code]] == ["visible"] * len(sheets)
    assert books[form.code].sheetnames == [
        "封面",
        "填表说明",
        *(sheet.title for sheet in form.sheets),
    ]


@EVERY_RETURN
def test_the_instructions_name_every_column_and_every_code(form, books):
    page = books[form.code]["填表说明"]
    told = texts(page)
    named = {row[0]: row[1] for row in page.iter_rows(max_col=2, values_only=True)}

    for sheet in form.sheets:
        assert f"表页“{sheet.title}”" in told
        for column in sheet.columns.values():
            assert column.title in told
    if form.code == "W05":
        assert named["P-QL01"] == "夏送清凉（环卫空调服）"
    if form.code == "W09":
        assert (named["BF"], named["50205"]) == ("职工服务（帮扶）中心", "送温暖费")


def test_a_list_too_long_for_a_cell_is_taken_from_the_instructions(tmp_path):
    chart = {f"5{number:05d}": f"科目{number}" for number in range(100)}
    settings = SETTINGS.model_copy(update={"chart_of_accounts": chart})
    budget = RETURNS["W09"].sheets[2]
    content = write_form(RETURNS["W09"], NOVEMBER, settings)
    book = opened(content)

    check = checks_of(book[budget.title], budget)["subject_code"]

    name, area = check.formula1.split("!")
    listed = [cell.value for (cell,) in book[name.strip("'")][area.replace("$", "")]]
    assert name == "'填表说明'"
    assert listed == list(chart)
    assert read_book(write(tmp_path, content), "2024-11").issues.is_empty()


def test_a_workspace_without_townships_and_chart_gets_forms_all_the_same(tmp_path):
    bare = Settings(union=Union(name="示例县总工会"))
    for code, form in RETURNS.items():
        path = write(tmp_path, write_form(form, NOVEMBER, bare), f"{code}.xlsx")
        assert read_book(path, "2024-11").issues.is_empty()


def test_text_that_begins_like_a_formula_stays_text():
    union = Union(name="=1+1", townships=("=A1", '"甲"镇'))
    settings = SETTINGS.model_copy(update={"union": union})

    book = opened(write_form(RETURNS["W03"], NOVEMBER, settings))

    assert book["工会驿站"]["A1"].value == "=1+1工会驿站（2024年11月）"
    assert book["工会驿站"]["A1"].data_type == "s"
    assert "=A1" in texts(book["填表说明"])


@pytest.mark.parametrize("sample", [True, False])
def test_every_sheet_of_a_sample_says_so_and_no_other_does(sample):
    settings = SETTINGS.model_copy(update={"sample": sample})
    for page in opened(write_form(RETURNS["W08"], NOVEMBER, settings)):
        assert any("示例数据" in text for text in texts(page)) is sample


@EVERY_RETURN
def test_the_same_arguments_give_the_same_bytes(form):
    assert write_form(form, NOVEMBER, SETTINGS) == blank_form(form)


def test_a_stamp_changes_with_what_the_form_asks_and_with_nothing_else():
    form = RETURNS["W08"]
    renamed = replace(form, sheets=(replace(form.sheets[0], title="事项"), *form.sheets[1:]))
    ruled = replace(form, sheets=(replace(form.sheets[0], rules=()), *form.sheets[1:]))

    assert re.fullmatch("W08-[0-9a-f]{8}", form_stamp(form))
    assert form_stamp(renamed) != form_stamp(form)
    assert form_stamp(ruled) == form_stamp(form)
    assert len({form_stamp(other) for other in RETURNS.values()}) == len(RETURNS)
