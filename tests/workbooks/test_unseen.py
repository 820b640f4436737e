"""Cells without value and hidden parts: each is named where it is, and none reads as zero."""

from __future__ import annotations

import zipfile

import polars as pl
import pytest
from openpyxl import Workbook

from tests.workbooks.by_hand import HEADING, found, read_book, relief
from tests.workbooks.old_formats import write_xls
from workbooks.cells import Unvalued, column_letter
from workbooks.opening import read_file

AMOUNT = column_letter(HEADING.index("金额(元)"))
LAST = column_letter(len(HEADING) - 1)
BEYOND = column_letter(len(HEADING) + 2)


def book_of(path, *rows, change=lambda sheet: None):
    book = Workbook()
    sheet = book.active
    sheet.title = "四送与慰问"
    for row in (HEADING, *rows):
        sheet.append(row)
    change(sheet)
    book.save(path)
    return path


@pytest.mark.parametrize(
    ("typed", "rule", "told"),
    [("#DIV/0!", "E-C05", "#DIV/0!"), ("#N/A", "E-C05", "#N/A"), ("=G2*H2", "E-C04", "公式")],
)
def test_a_cell_of_data_without_a_value_is_an_error_at_its_address(tmp_path, typed, rule, told):
    def spoil(sheet):
        sheet[f"{AMOUNT}2"] = typed

    book = read_book(book_of(tmp_path / "a.xlsx", relief(), relief(批次号="BF-2"), change=spoil))

    assert (rule, f"{AMOUNT}2") in found(book)
    assert book.issues.filter(pl.col("rule") == rule)["found"].to_list() == [told]
    amounts = book.cells.filter(pl.col("cell") == f"{AMOUNT}2").select("kind", "text").rows()
    assert amounts == [("faulty", "")]
    assert book.balance.seen == book.balance.used + sum(book.balance.set_aside.values())


CALCULATED = {
    "=A1*B1": "44000000c044000001c005",
    "=(A1*B1)": "44000000c044000001c00515",
    "=-A1": "44000000c013",
    "=SUM(A1:B1)": "250000000000c001c019100000",
    "=SUM(A1,B1)": "44000000c044000001c042020400",
}
"""Formulas of numbers, as the tokens that Excel writes for them."""

ANY_TEXT = {
    '=IF(A1="","",A1*B1)': "44000000c01700000b190207001700001908120044000000c044000001c005"
    "1908030022030100",
    "=A1&B1": "44000000c044000001c008",
    "=A1": "44000000c0",
}
"""Formulas whose result may be an empty text by right."""


@pytest.mark.parametrize("formula", [*CALCULATED, *ANY_TEXT])
def test_an_old_workbook_tells_which_formula_was_never_calculated(tmp_path, formula):
    tokens = bytes.fromhex({**CALCULATED, **ANY_TEXT}[formula])
    pages = {"前": [["甲", 1.0]], "后": [["甲", "乙"], [1.0, 2.0], [None, tokens]]}

    front, back = read_file(write_xls(tmp_path / "a.xls", pages)).grids

    places = ((2, 1),) if formula in CALCULATED else ()
    assert (front.unvalued, back.unvalued) == ((), places)
    assert [back.at(*place) for place in places] == [Unvalued("formula-without-value")] * len(
        places
    )


def test_an_empty_text_that_was_calculated_is_no_missing_value(tmp_path):
    whole = book_of(tmp_path / "a.xlsx", relief())
    changed = tmp_path / "b.xlsx"
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name.endswith("sheet1.xml"):
                empty = b'<c r="P2" t="str"><f>""</f><v></v></c></row></sheetData>'
                content = content.replace(b"</row></sheetData>", empty)
            new.writestr(name, content)

    assert read_file(changed).grids[0].unvalued == ()


def test_a_total_without_value_is_set_aside_and_named(tmp_path):
    total = ["合计"] + [None] * (HEADING.index("金额(元)") - 1) + ["=SUM(I2:I2)"]
    book = read_book(book_of(tmp_path / "a.xlsx", relief(), total))

    assert ("N-VAL", f"{AMOUNT}3") in found(book, notes=True)
    assert not [rule for rule, _ in found(book) if rule.startswith("E")]


def test_an_error_in_a_column_that_is_not_read_is_named_too(tmp_path):
    def spoil(sheet):
        sheet[f"{BEYOND}1"], sheet[f"{BEYOND}2"] = "本地栏", "#REF!"

    book = read_book(book_of(tmp_path / "a.xlsx", relief(), change=spoil))

    assert ("N-VAL", f"{BEYOND}2") in found(book, notes=True)


def hide_row(sheet):
    sheet.row_dimensions[3].hidden = True


def hide_column(sheet):
    sheet.column_dimensions["G"].hidden = True


def hide_sheet(sheet):
    sheet.parent.create_sheet("说明页")["A1"] = "x"
    sheet.sheet_state = "veryHidden"


@pytest.mark.parametrize(
    ("hide", "cell"), [(hide_row, f"A3:{LAST}3"), (hide_column, "G1:G3"), (hide_sheet, "")]
)
def test_what_is_hidden_is_read_and_named(tmp_path, hide, cell):
    book = read_book(book_of(tmp_path / "a.xlsx", relief(), relief(批次号="BF-2"), change=hide))

    assert ("W-N03", cell) in found(book)
    assert book.cells.filter(pl.col("part") == "body")["row"].n_unique() == 2


def test_a_hidden_sheet_that_is_not_read_is_not_said_to_be_read(tmp_path):
    def add_parameters(sheet):
        other = sheet.parent.create_sheet("参数")
        other.append(["甲", 1])
        other.sheet_state = "hidden"

    book = read_book(book_of(tmp_path / "a.xlsx", relief(), change=add_parameters))

    (told,) = book.issues.filter(pl.col("rule") == "W-N03")["message"]
    assert "未读取" in told


def test_a_hidden_row_without_content_is_nobodys_concern(tmp_path):
    def hide(sheet):
        sheet.row_dimensions[9].hidden = True
        sheet.column_dimensions["Z"].hidden = True

    book = read_book(book_of(tmp_path / "a.xlsx", relief(), change=hide))
    assert "W-N03" not in {rule for rule, _ in found(book)}


def test_an_error_in_text_is_one(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("人数,金额\n1,#DIV/0!\n", encoding="gb18030")

    (grid,) = read_file(path).grids
    assert grid.rows[1] == ("1", Unvalued("error", "#DIV/0!"))
    assert grid.unvalued == ((1, 1),)


@pytest.mark.parametrize("mark", [",", ";", "\t", "，"])
def test_a_text_is_divided_by_what_divides_its_rows(tmp_path, mark):
    rows = [("名称", "金额"), ("甲;乙", "1,234.50"), ("两\n行", "-")]
    path = tmp_path / "a.csv"
    path.write_text("\n".join(f'"{name}"{mark}"{sum_}"' for name, sum_ in rows), encoding="utf-8")

    assert read_file(path).grids[0].rows == tuple(rows)


def test_a_single_column_is_one_whatever_its_words(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("标题\n甲\n乙\n", encoding="utf-8")

    assert read_file(path).grids[0].rows == (("标题",), ("甲",), ("乙",))


def test_a_package_may_name_its_parts_with_backslashes_and_any_letters(tmp_path):
    def spoil(sheet):
        sheet[f"{AMOUNT}2"] = "#REF!"

    plain = book_of(tmp_path / "a.xlsx", relief(), change=spoil)
    odd = tmp_path / "b.xlsx"
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(odd, "w") as new:
        for name in old.namelist():
            new.writestr(name.replace("sheet1", "Sheet1").replace("/", "\\"), old.read(name))

    assert read_file(odd).grids == read_file(plain).grids
    assert read_file(odd).grids[0].unvalued == ((1, HEADING.index("金额(元)")),)
