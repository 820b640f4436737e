"""A blank form as a workbook: cover, instructions, and the return's sheets in order."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import TYPE_CHECKING

import polars as pl
from xlsxwriter import Workbook

from schemas.period import Period
from schemas.settings import Settings
from schemas.sheets import Return
from workbooks.cover import TITLE as COVER
from workbooks.explaining import INSTRUCTIONS
from workbooks.forms.blank import Blank
from workbooks.forms.cover_sheet import write_cover
from workbooks.forms.entry_sheet import write_entry_sheet
from workbooks.forms.instructions import write_instructions
from workbooks.forms.looks import add_looks, print_on_a4
from workbooks.forms.wording import SIGNATURES
from workbooks.statistical_tables import MADE

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet


def write_form(
    form: Return,
    period: Period,
    settings: Settings,
    standing: Mapping[str, pl.DataFrame] | None = None,
) -> bytes:
    """Return the blank workbook of a return for one month.

    `standing` holds the rows that stand at the end of the month before, by sheet name:
    sheets that change slowly bring them along. The form holds no formula and no hidden
    sheet; the same arguments always give the same bytes.
    """
    blank = Blank(form, period, settings, standing or {})
    written = io.BytesIO()
    with Workbook(written, {"in_memory": True, "strings_to_formulas": False}) as book:
        book.set_properties({"title": form.title, "author": blank.union, "created": MADE})
        looks = add_looks(book)
        write_cover(_add_sheet(book, COVER), blank, looks)
        ranges = write_instructions(_add_sheet(book, INSTRUCTIONS), blank, looks)
        for sheet in form.sheets:
            page = _add_sheet(book, sheet.title, SIGNATURES)
            write_entry_sheet(page, sheet, blank, looks, ranges)
    return written.getvalue()


def _add_sheet(book: Workbook, name: str, footer: str = "") -> Worksheet:
    page = book.add_worksheet(name)
    print_on_a4(page, footer)
    return page
