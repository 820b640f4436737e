"""统计表: a document's tables as a workbook that people read, print and calculate with."""

from __future__ import annotations

import datetime as dt
import io
import re
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from xlsxwriter import Workbook

from schemas.bulletin import plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from schemas.bulletin import Cell, Document, Table

CONTENTS = "目录"
SAMPLE = "示例数据　不代表真实统计"
MADE = dt.datetime(2000, 1, 1)  # noqa: DTZ001 - stands for no date; Excel's times have no zone
A4 = 9
NARROWEST, WIDEST = 10, 44  # columns, in characters
LINE_PT = 15
EXACT_DIGITS = 15  # what Excel keeps of a number

_NUMBER = re.compile(r"-?\d[\d,]*(?:\.(\d+))?")
_FONT = {"font_name": "宋体", "font_size": 11, "valign": "vcenter"}
_GRID = {**_FONT, "border": 1, "text_wrap": True}
LOOKS = {
    "title": {**_FONT, "font_name": "黑体", "font_size": 14, "align": "center", "text_wrap": True},
    "sample": {**_FONT, "font_color": "#C00000", "bold": True, "align": "center"},
    "line": {**_FONT, "align": "center"},
    "unit": {**_FONT, "align": "right"},
    "header": {**_GRID, "font_name": "黑体", "align": "center", "bg_color": "#F2F2F2"},
    "cell": _GRID,
    "link": {**_GRID, "font_color": "#0563C1", "underline": 1},
    "note": {**_FONT, "font_size": 9, "text_wrap": True, "valign": "top"},
}


def write_tables(document: Document) -> bytes:
    """Return the document's tables as an Excel workbook: contents first, then a sheet a table.

    A cell is a number where its value prints as the document does, else the document's
    words; text never becomes a formula. The same document always gives the same bytes.
    """
    written = io.BytesIO()
    with Workbook(written, {"in_memory": True, "strings_to_formulas": False}) as book:
        owner = {"title": document.title, "author": document.issuer, "created": MADE}
        book.set_properties(owner)
        formats = _Formats(book)
        _write_contents(_add_sheet(book, CONTENTS), document, formats)
        for table in document.tables:
            page = _Page(_add_sheet(book, _sheet_name(table)), formats, len(table.header))
            _write_table(page, table, sample=document.sample)
    return written.getvalue()


def number_format(text: str, value: Decimal) -> str | None:
    """Return the format in which Excel prints `value` as `text`, words around it included.

    None where no format does: two numbers, another rounding, 30余 for 31.26, “…” for a
    number withheld. Such a cell stays text, or it would tell more than the document.
    """
    numbers = list(_NUMBER.finditer(text))
    if len(numbers) != 1 or '"' in text or len(value.as_tuple().digits) > EXACT_DIGITS:
        return None
    (number,) = numbers
    decimals = len(number[1] or "")
    shown = value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    before, after = text[: number.start()], text[number.end() :]
    if shown != Decimal(number[0].replace(",", "")) or (before and value < 0):
        return None
    whole = "#,##0" if "," in number[0] else "0"
    return _quoted(before) + whole + ("." + "0" * decimals if decimals else "") + _quoted(after)


class _Formats:
    """The formats of one workbook, each added to it once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, object], ...], Format] = {}

    def get(self, look: str, **more: object) -> Format:
        """Return the format of a look, with what a single cell adds to it."""
        properties = {**LOOKS[look], **more}
        key = tuple(sorted(properties.items(), key=lambda item: item[0]))
        if key not in self._made:
            self._made[key] = self._book.add_format(properties)
        return self._made[key]


class _Page:
    """A sheet that is written from the top, line after line."""

    def __init__(self, sheet: Worksheet, formats: _Formats, columns: int) -> None:
        self.sheet = sheet
        self.formats = formats
        self.row = 0
        self._last = columns - 1

    def write_line(self, text: str, look: str, height: float = 18) -> None:
        """Write a text over the whole width."""
        style = self.formats.get(look)
        self.sheet.set_row(self.row, height)
        if self._last:
            self.sheet.merge_range(self.row, 0, self.row, self._last, "", style)
        self.sheet.write_string(self.row, 0, text, style)
        self.row += 1

    def write_row(self, texts: Iterable[str], look: str) -> None:
        """Write texts side by side."""
        for column, text in enumerate(texts):
            self.sheet.write_string(self.row, column, text, self.formats.get(look))
        self.row += 1

    def write_cells(self, cells: Iterable[Cell], *, bold: bool) -> None:
        """Write a row of the table: a number where it may be one, else text."""
        for column, cell in enumerate(cells):
            self._write_cell(column, cell, {"align": cell.align, "bold": bold})
        self.row += 1

    def _write_cell(self, column: int, cell: Cell, style: dict[str, object]) -> None:
        text = plain(cell.spans)
        shown = None if cell.value is None else number_format(text, cell.value)
        if cell.value is None or shown is None:
            self.sheet.write_string(self.row, column, text, self.formats.get("cell", **style))
        else:
            look = self.formats.get("cell", **style, num_format=shown)
            self.sheet.write_number(self.row, column, float(cell.value), look)


def _write_contents(sheet: Worksheet, document: Document, formats: _Formats) -> None:
    page = _Page(sheet, formats, 3)
    sheet.set_column(0, 0, 10)
    sheet.set_column(1, 1, 64)
    sheet.set_column(2, 2, 18)
    page.write_line(document.title.replace("\n", ""), "title", 36)
    if document.sample:
        page.write_line(SAMPLE, "sample")
    page.write_line(f"报告期：{document.period}　　{document.issuer}　{document.dated}", "line")
    page.write_row(("表号", "表名", "单位"), "header")
    for table in document.tables:
        name, link = _sheet_name(table), formats.get("link")
        page.write_row((name, table.caption, table.unit), "cell")
        sheet.write_url(page.row - 1, 1, f"internal:'{name}'!A1", link, table.caption)


def _write_table(page: _Page, table: Table, *, sample: bool) -> None:
    for column, width in enumerate(_column_widths(table)):
        page.sheet.set_column(column, column, width)
    page.write_line(f"{_sheet_name(table)}　{table.caption}", "title", 28)
    if sample:
        page.write_line(SAMPLE, "sample")
    if table.unit:
        page.write_line(f"单位：{table.unit}", "unit")
    page.write_row(table.header, "header")
    page.sheet.freeze_panes(page.row, 0)
    page.sheet.repeat_rows(page.row - 1)
    widths = _column_widths(table)
    for index, cells in enumerate(table.rows):
        page.sheet.set_row(page.row, LINE_PT * _lines(cells, widths))
        page.write_cells(cells, bold=index in table.emphasised)
    width = sum(widths)
    for note in table.notes:
        page.write_line(note, "note", 14 * (1 + _characters(note) // width))


def _add_sheet(book: Workbook, name: str) -> Worksheet:
    """Return a new sheet that prints on A4 across, one page wide."""
    sheet = book.add_worksheet(name)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.center_horizontally()
    sheet.set_footer("&C第 &P 页，共 &N 页")
    return sheet


def _sheet_name(table: Table) -> str:
    return f"表{table.number}"


def _column_widths(table: Table) -> list[int]:
    """Return widths in characters that hold what stands in each column, within bounds."""
    rows = ([plain(cell.spans) for cell in row] for row in table.rows)
    columns = zip(table.header, *rows, strict=True)
    longest = (max(map(_characters, column)) for column in columns)
    return [min(max(width + 3, NARROWEST), WIDEST) for width in longest]


def _lines(cells: Iterable[Cell], widths: Iterable[int]) -> int:
    """Return the lines of a row's fullest cell; LibreOffice does not heighten a row for them."""
    pairs = zip(cells, widths, strict=True)
    return max(1, *(-(-_characters(plain(cell.spans)) // (width - 2)) for cell, width in pairs))


def _characters(text: str) -> int:
    return sum(1 if character.isascii() else 2 for character in text)


def _quoted(words: str) -> str:
    return f'"{words}"' if words else ""
