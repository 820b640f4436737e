"""What stands beside the marks: values as given, units, names, and the sample's stamp."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import matplotlib as mpl

from documents.charts.sheet import PAPER, Anchor, Words

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal

    from documents.charts.panel import Panel
    from documents.charts.sheet import Sheet

MISSING = "缺"
SAMPLE = "示例数据"
PALE = "#595959"
ALARM = "#C00000"
OPENING, CLOSING = "（《“", "）》”、，"
HEADING_PT = 4
SMALLEST_PT = 6.0
STAMP_PT = 8
STAMP_PADDING = 0.3
"""Between the stamp and its frame, in ems."""


def printed(value: Decimal) -> str:
    """Return a value as it was given, without trailing zeros."""
    return f"{value.normalize():f}"


def reach(values: Iterable[Decimal | None]) -> tuple[float, float]:
    """Return the lowest and the highest value, zero among them, never the same."""
    known = [0.0, *(float(value) for value in values if value is not None)]
    lowest, highest = min(known), max(known)
    return lowest, highest if highest > lowest else 1.0


def ems(text: str) -> float:
    """Return about how wide a text is, in multiples of its type size."""
    return sum(0.56 if character.isascii() else 1 for character in text)


def ink() -> str:
    """Return the colour of values and names."""
    return str(mpl.rcParams["text.color"])


def usual_size() -> float:
    """Return the type size of the style, in points."""
    return float(mpl.rcParams["font.size"])


def fitting_size(texts: list[str], room_pt: float) -> float:
    """Return the type size at which every text fits its room, never above the usual one."""
    usual = usual_size()
    widest = max((ems(text) for text in texts), default=0) + 0.4
    return max(SMALLEST_PT, min(usual, room_pt / widest))


def wrapped(text: str, room_ems: float) -> str:
    """Return a name broken into lines of about one length that fit the room.

    No line ends with an opening bracket or begins with a closing one.
    """
    rows = max(1, math.ceil(ems(text) / room_ems))
    even = min(room_ems, ems(text) / rows + 0.5)
    lines = [""]
    for character in text:
        if lines[-1] and ems(lines[-1] + character) > even and character not in CLOSING:
            kept = lines[-1].rstrip(OPENING)
            lines[-1:] = [kept, lines[-1].removeprefix(kept)]
        lines[-1] += character
    return "\n".join(lines)


def value_words(value: Decimal | None, size_pt: float) -> Words:
    """Return a value as it is written, or 缺 where there is none."""
    if value is None:
        return Words(MISSING, size_pt, PALE)
    return Words(printed(value), size_pt, ink())


def write_heading(panel: Panel, text: str) -> None:
    """Write what a plot shows, and its unit, above its upper left corner."""
    sheet, (left, _, _, top) = panel.sheet, panel.area
    place = (left, top + sheet.pt(HEADING_PT))
    sheet.write(Words(text, usual_size(), PALE), place, Anchor("left", "bottom"))


def stamp_sample(sheet: Sheet) -> None:
    """Mark a chart made from sample rows in its upper right corner."""
    words, anchor = Words(SAMPLE, STAMP_PT, ALARM), Anchor("right", "top")
    place = (sheet.area.right - sheet.pt(12), sheet.area.top - sheet.pt(6))
    frame = sheet.room(words, place, anchor).grown(STAMP_PADDING * sheet.pt(STAMP_PT))
    sheet.fill(frame, PAPER, edge=ALARM)
    sheet.write(words, place, anchor)
