"""One sheet of a form, ready to be filled in: headings, prepared rows, what cells let in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsxwriter.utility import xl_range

from schemas.columns import Kind
from schemas.sheets import Sheet
from workbooks.forms.blank import Blank
from workbooks.forms.carried import NOTICE, carried_rows, write_carried_rows
from workbooks.forms.checks import Ranges, check_of
from workbooks.forms.looks import (
    HEIGHT,
    Looks,
    cell_look,
    column_look,
    column_width,
    heading_look,
    stays_text,
    width_of,
)
from workbooks.forms.options import options_of
from workbooks.forms.wording import comment_on, need_on_form
from workbooks.statistical_tables import SAMPLE

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

PREPARED = 60
"""Rows with a grid, ready to be filled in; more may be filled in below them."""

CHECKED = 3000
"""Rows whose cells Excel checks."""

_COMMENT_WIDTH, _COMMENT_LINE = 260, 17  # pixels
_CHARACTERS = 38  # half-width characters on a line of a comment


def write_entry_sheet(
    page: Worksheet, sheet: Sheet, blank: Blank, looks: Looks, ranges: Ranges
) -> None:
    """Write one sheet: title, unit, headings, last month's rows, prepared rows."""
    page.set_default_row(HEIGHT)
    carried = carried_rows(sheet, blank)
    head = _write_titles(page, sheet, blank, looks, NOTICE if carried else "")
    _write_headings(page, head, sheet, looks)
    page.freeze_panes(head + 1, 1)
    page.repeat_rows(head)
    for index, (code, column) in enumerate(sheet.columns.items()):
        texts = (column.title, *options_of(column, blank.settings))
        width = column_width(column.kind, texts)
        page.set_column(index, index, width, looks[column_look(column.kind)])
        check = check_of(sheet, code, blank, ranges)
        if check:
            page.data_validation(head + 1, index, head + CHECKED + len(carried), index, check)
    _write_rows(page, head + 1, sheet, looks, len(carried))
    write_carried_rows(page, head + 1, sheet, carried, looks)


def _write_titles(page: Worksheet, sheet: Sheet, blank: Blank, looks: Looks, notice: str) -> int:
    """Write what stands above the headings; return the row of the headings.

    Nothing is merged: a merged title would be cut by the frozen column.
    """
    title = f"{blank.union}{sheet.title}（{blank.period.label}）"
    lines = [(title, "title"), *([(SAMPLE, "sample")] if blank.settings.sample else [])]
    if notice:
        lines.append((notice, "section"))
    for row, (text, look) in enumerate([*lines, (f"填报单位：{blank.department}", "line")]):
        page.write_string(row, 0, text, looks[look])
    if any(column.kind is Kind.MONEY for column in sheet.columns.values()):
        page.write_string(len(lines), len(sheet.columns) - 1, "单位：元", looks["unit"])
    return len(lines) + 1


def _write_headings(page: Worksheet, row: int, sheet: Sheet, looks: Looks) -> None:
    page.set_row(row, 2 * HEIGHT)
    for index, (code, column) in enumerate(sheet.columns.items()):
        page.write_string(row, index, column.title, looks[heading_look(need_on_form(sheet, code))])
        told = comment_on(sheet, code)
        size = {"width": _COMMENT_WIDTH, "height": _COMMENT_LINE * _lines(told)}
        page.write_comment(row, index, told, {**size, "font_name": "宋体", "font_size": 9})


def _lines(text: str) -> int:
    return 1 + sum(1 + width_of(line) // _CHARACTERS for line in text.split("\n"))


def _write_rows(page: Worksheet, first: int, sheet: Sheet, looks: Looks, carried: int) -> None:
    kinds = [column.kind for column in sheet.columns.values()]
    for row in range(first, first + carried + PREPARED):
        for index, kind in enumerate(kinds):
            page.write_blank(row, index, None, looks[cell_look(kind)])
    texts = [index for index, kind in enumerate(kinds) if stays_text(kind)]
    areas = (xl_range(first, index, first + carried + CHECKED - 1, index) for index in texts)
    page.ignore_errors({"number_stored_as_text": " ".join(areas)})
