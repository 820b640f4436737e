"""How a form looks and prints: fonts, fills, formats of cells, paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from schemas.columns import Kind, Need

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

Looks = dict[str, "Format"]

A4 = 9
HEIGHT = 20  # of a row, in points
TEXT = "@"
DAY = "yyyy-mm-dd"
_SHOWN = {
    Kind.COUNT: "0",
    Kind.YEAR: "0",
    Kind.MONEY: "#,##0.00",
    Kind.PERCENT: "0.00",
    Kind.DATE: DAY,
}
_WIDTHS = {Kind.TEXT: 24, Kind.LIST: 20, Kind.IDENTIFIER: 18, Kind.PERSON: 24, Kind.MONEY: 14}
_NARROWEST, _WIDEST = 12, 32  # columns, in characters

_FONT = {"font_name": "宋体", "font_size": 11, "valign": "vcenter"}
_GRID = {**_FONT, "border": 1}
_LEFT = {**_GRID, "align": "left"}
_HEADING = {**_GRID, "font_name": "黑体", "align": "center", "text_wrap": True}
_NEEDED = {
    Need.REQUIRED: {**_HEADING, "bg_color": "#F4B183", "bold": True},
    Need.CONDITIONAL: {**_HEADING, "bg_color": "#FFF2CC"},
    Need.OPTIONAL: _HEADING,
}


def heading_look(need: Need) -> str:
    """Return the name of the look of a heading: the darker, the more it is needed."""
    return f"heading {need}"


def cell_look(kind: Kind) -> str:
    """Return the name of the look of a cell to be filled in; all but numbers stay text."""
    return f"cell {_SHOWN.get(kind, TEXT)}"


def column_look(kind: Kind) -> str:
    """Return the name of the look below the prepared rows: the same without a grid."""
    return f"column {_SHOWN.get(kind, TEXT)}"


def entry_look(kind: Kind) -> str:
    """Return the name of the look of a value on the cover: as a cell's, to the left."""
    return f"entry {_SHOWN.get(kind, TEXT)}"


LOOKS: dict[str, dict[str, object]] = {
    "title": {**_FONT, "font_name": "黑体", "font_size": 14},
    "sample": {**_FONT, "font_color": "#C00000", "bold": True},
    "line": _FONT,
    "unit": {**_FONT, "align": "right"},
    "section": {**_FONT, "font_name": "黑体", "bold": True},
    "label": {**_GRID, "bg_color": "#F2F2F2"},
    "prose": {**_GRID, "text_wrap": True},
    "passage": {**_FONT, "text_wrap": True, "valign": "top"},
    **{heading_look(need): dict(look) for need, look in _NEEDED.items()},
    **{
        f"{place} {shown}": {**look, "num_format": shown}
        for place, look in (("cell", _GRID), ("column", _FONT), ("entry", _LEFT))
        for shown in (TEXT, *_SHOWN.values())
    },
}


def add_looks(book: Workbook) -> Looks:
    """Return the looks as formats of a workbook, by name."""
    return {name: book.add_format(look) for name, look in LOOKS.items()}


def stays_text(kind: Kind) -> bool:
    """Return whether what is typed in a column of this kind stays text: 2024-11, 50101."""
    return kind not in _SHOWN


def width_of(text: str) -> int:
    """Return how wide a text is, in half-width characters."""
    return sum(1 if character.isascii() else 2 for character in text)


def column_width(kind: Kind, texts: tuple[str, ...]) -> int:
    """Return the width of a column that holds its heading and what may be chosen in it."""
    longest = max(map(width_of, texts)) + 4
    return min(max(longest, _WIDTHS.get(kind, 0), _NARROWEST), _WIDEST)


def print_on_a4(page: Worksheet, footer: str) -> None:
    """Let a sheet print on A4 across, one page wide."""
    page.set_landscape()
    page.set_paper(A4)
    page.fit_to_pages(1, 0)
    page.set_footer(f"&L{footer}&R第 &P 页，共 &N 页")
