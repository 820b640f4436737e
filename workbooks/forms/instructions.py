"""填表说明: what a row is, which columns are needed, what the codes mean; and the long lists.

The drop-downs that are too long for a cell's rule take their entries from here, where the
clerk sees them with their names, so that a form needs no hidden sheet.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from xlsxwriter.utility import xl_range_abs

from schemas.columns import Need
from schemas.sheets import Sheet
from workbooks.explaining import INSTRUCTIONS
from workbooks.forms.blank import Blank
from workbooks.forms.checks import Ranges
from workbooks.forms.looks import HEIGHT, Looks, heading_look, width_of
from workbooks.forms.options import Options, lists_to_print, names_of
from workbooks.forms.wording import GENERAL, NEEDS, describe_row, explain_column, need_on_form
from workbooks.statistical_tables import SAMPLE

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_WIDTHS = (24, 14, 68)
_LOOKS = {need: heading_look(need) for need in Need}


class _Page:
    """The sheet, written from the top, line after line."""

    def __init__(self, sheet: Worksheet, looks: Looks) -> None:
        self.row = 0
        self._sheet = sheet
        self._looks = looks

    def write_line(self, text: str, look: str = "passage") -> None:
        """Write a text over the whole width, as high as it needs to be."""
        self._sheet.merge_range(self.row, 0, self.row, len(_WIDTHS) - 1, "", self._looks[look])
        self._write(((text, look),), (sum(_WIDTHS),))

    def write_cells(self, texts: Iterable[str], looks: Iterable[str]) -> None:
        """Write texts side by side, one in each of the first columns."""
        self._write(tuple(zip(texts, looks, strict=True)), _WIDTHS)

    def _write(self, cells: Sequence[tuple[str, str]], widths: Iterable[int]) -> None:
        fitted = zip(cells, widths, strict=False)
        lines = max(1 + width_of(text) // width for (text, _), width in fitted)
        self._sheet.set_row(self.row, HEIGHT * lines)
        written = ((column, *cell) for column, cell in enumerate(cells) if cell[0])
        for column, text, look in written:
            self._sheet.write_string(self.row, column, text, self._looks[look])
        self.row += 1


def write_instructions(sheet: Worksheet, blank: Blank, looks: Looks) -> Ranges:
    """Write the instructions; return where each of the lists in them stands."""
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    page = _Page(sheet, looks)
    page.write_line(f"{blank.form.title}填表说明（{blank.period.label}）", "title")
    if blank.settings.sample:
        page.write_line(SAMPLE, "sample")
    for line in GENERAL:
        page.write_line(line)
    for part in blank.form.sheets:
        _describe_sheet(page, part)
    ranges = {}
    for options, titles in lists_to_print(blank.form, blank.settings).items():
        ranges[options] = _write_list(page, options, titles, blank)
    sheet.protect()  # without a password: the drop-downs would go with the lists
    return ranges


def _describe_sheet(page: _Page, sheet: Sheet) -> None:
    page.row += 1
    page.write_line(f"表页“{sheet.title}”", "section")
    for sentence in describe_row(sheet):
        page.write_line(sentence)
    page.write_cells(("栏目", "要求", "怎样填写"), ("label",) * 3)
    for code, column in sheet.columns.items():
        told = "；".join(explain_column(sheet, code)) + "。"
        need = need_on_form(sheet, code)
        cells = (column.title, NEEDS[need], told)
        page.write_cells(cells, (_LOOKS[need], "prose", "prose"))


def _write_list(page: _Page, options: Options, titles: str, blank: Blank) -> str:
    """Write a list with the names of its codes; return the range of its entries."""
    names = names_of(blank.settings)
    page.row += 1
    page.write_line(f"“{titles}”可填的内容", "section")
    first = page.row
    for entry in options:
        page.write_cells((entry, names.get(entry, "")), ("prose", "line"))
    return f"='{INSTRUCTIONS}'!{xl_range_abs(first, 0, page.row - 1, 0)}"
