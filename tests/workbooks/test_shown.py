"""A finished workbook is read back as the person sees it who opens it."""

from __future__ import annotations

import io

import pytest
from xlsxwriter import Workbook

from workbooks.shown import show_workbook


def show(write) -> tuple[tuple[str, ...], ...]:
    """Return the rows of a sheet that XlsxWriter wrote."""
    content = io.BytesIO()
    with Workbook(content, {"in_memory": True}) as book:
        write(book, book.add_worksheet("表1"))
    return show_workbook(content.getvalue()).sheets["表1"]


@pytest.mark.parametrize(
    ("value", "number_format", "shown"),
    [
        (71.32, "0.00", "71.32"),
        (1234567, "#,##0", "1,234,567"),
        (1234.5, "#,##0.00", "1,234.50"),
        (12, "0", "12"),
        (150, '"约"0"名"', "约150名"),
        (-3.5, "0.0", "-3.5"),
        (71.32, "0.0", "71.32"),  # more exact than it is printed: told in full
        (71.32, "General", "71.32"),
        (100, "General", "100"),
    ],
)
def test_a_number_is_shown_as_its_format_prints_it(value, number_format, shown):
    def write(book, sheet):
        sheet.write_number(0, 0, value, book.add_format({"num_format": number_format}))

    assert show(write) == ((shown,),)


def test_merged_cells_count_once_and_empty_rows_not_at_all():
    def write(_, sheet):
        sheet.merge_range(0, 0, 0, 2, "表1　慰问")
        sheet.write_row(2, 0, ["部门", "户数"])
        sheet.write_row(3, 2, ["缺"])

    assert show(write) == (("表1　慰问",), ("部门", "户数", ""), ("", "", "缺"))


def test_words_that_repeat_stand_at_each_of_their_places():
    def write(book, sheet):
        sheet.write_row(0, 0, ["27", "组织部", "27"])
        sheet.write_rich_string(1, 0, "共", book.add_format({"bold": True}), "27", "户")

    assert show(write) == (("27", "组织部", "27"), ("共27户", "", ""))


def test_a_formula_is_told_as_such():
    assert show(lambda _, sheet: sheet.write_formula(0, 0, "=1+1", None, 2)) == (("=1+1",),)


def test_properties_and_page_edges_are_told():
    content = io.BytesIO()
    with Workbook(content, {"in_memory": True}) as book:
        book.set_properties({"title": "统计表", "author": "某县总工会", "comments": "内部"})
        book.add_worksheet("目录").set_footer("&C第 &P 页")

    shown = show_workbook(content.getvalue())

    assert shown.properties == ("统计表", "某县总工会", "内部", "&C第 &P 页")
    assert shown.sheets == {"目录": ()}
