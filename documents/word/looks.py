"""The looks of the Word file, as `templates/word.toml` states them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

TEMPLATE = Path(__file__).resolve().parents[2] / "templates" / "word.toml"
TWIPS_PER_POINT = 20
TWIPS_PER_MM = 1440 / 25.4
POINTS_PER_MM = 72 / 25.4


def twips(millimetres: float) -> int:
    """Return a length in Word's unit, a twentieth of a point."""
    return round(millimetres * TWIPS_PER_MM)


@dataclass(frozen=True)
class Page:
    """The sheet, its margins, and how many lines and characters the type area holds."""

    width_mm: float
    height_mm: float
    top_mm: float
    bottom_mm: float
    left_mm: float
    right_mm: float
    header_mm: float
    footer_mm: float
    lines: int
    characters: int

    @property
    def text_width_mm(self) -> float:
        """Return the width of the type area (156 mm by GB/T 9704-2012)."""
        return self.width_mm - self.left_mm - self.right_mm

    @property
    def text_height_mm(self) -> float:
        """Return the height of the type area (225 mm by GB/T 9704-2012)."""
        return self.height_mm - self.top_mm - self.bottom_mm


@dataclass(frozen=True)
class Style:
    """One style; sizes in points, indents in characters; `line_pt` 0 follows the content."""

    name: str
    latin: str
    east_asia: str
    size_pt: float
    line_pt: float
    align: str
    kind: Literal["paragraph", "character"] = "paragraph"
    based_on: str = "Normal"
    next: str = ""
    before_pt: float = 0
    after_pt: float = 0
    first_line_chars: float = 0
    left_chars: float = 0
    right_chars: float = 0
    keep_next: bool = False
    keep_lines: bool = False
    outline: int = 0
    colour: str = ""
    border_pt: float = 0
    letter_pt: float = 0
    leader: str = ""
    """What leads from the text to a number at the right edge: dot; empty: nothing does."""


@dataclass(frozen=True)
class TableLook:
    """The rules and spaces of every table; up to `whole_rows` rows stay on one page."""

    rule_pt: float
    grid_pt: float
    padding_mm: float
    row_mm: float
    compact_mm: float
    whole_rows: int


@dataclass(frozen=True)
class Looks:
    """Everything that `templates/word.toml` says."""

    page: Page
    table: TableLook
    styles: Mapping[str, Style]
    fonts: Mapping[str, str]
    sample_mark: str
    contents_title: str
    comment_author: str
    comment_initials: str


@cache
def looks(*, one_page: bool = False) -> Looks:
    """Return the looks; a style that leaves out a property has the one of `[default]`.

    A document of one page has some of its styles tighter.
    """
    stated = tomllib.loads(TEMPLATE.read_text("utf-8"))
    default = stated["default"]
    inherited = {key: value for key, value in default.items() if key != "name"}
    tighter = stated["one_page"] if one_page else {}
    styles = {
        key: Style(**(inherited | given | tighter.get(key, {})))
        for key, given in stated["styles"].items()
    }
    return Looks(
        page=Page(**stated["page"]),
        table=TableLook(**stated["table"]),
        styles=MappingProxyType({"Normal": Style(**default, based_on="")} | styles),
        fonts=MappingProxyType(stated["fonts"]),
        sample_mark=stated["mark"]["text"],
        contents_title=stated["contents"]["title"],
        comment_author=stated["comment"]["author"],
        comment_initials=stated["comment"]["initials"],
    )
