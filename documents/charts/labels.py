"""What stands beside the marks: values as given, units, names, and the sample's stamp."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import matplotlib as mpl

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MISSING = "缺"
SAMPLE = "示例数据"
INK = "#1A1A1A"
PALE = "#595959"
ALARM = "#C00000"
OPENING, CLOSING = "（《“", "）》”、，"
HEADING_PT = 4
SMALLEST_PT = 6.0
POINTS_PER_INCH = 72


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


def fitting_size(texts: list[str], room_pt: float) -> float:
    """Return the type size at which every text fits its room, never above the usual one."""
    usual = float(mpl.rcParams["font.size"])
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


def width_pt(axes: Axes) -> float:
    """Return how wide the plot is on paper."""
    corners = axes.get_window_extent()
    return float(corners.width / mpl.rcParams["figure.dpi"] * POINTS_PER_INCH)


def write_value(
    axes: Axes, x: float, value: Decimal | None, size_pt: float, *, rising: bool = False
) -> None:
    """Write a value beyond its mark, or 缺 on the base line where there is none.

    On a `rising` line it stands to the left, where the line has not come up yet.
    """
    height = float(value or 0)
    below = height < 0
    axes.annotate(
        MISSING if value is None else printed(value),
        (x, height),
        xytext=(6 if rising else 0, -3 if below else 3),
        textcoords="offset points",
        ha="right" if rising else "center",
        va="top" if below else "bottom",
        fontsize=size_pt,
        color=PALE if value is None else INK,
    )


def write_heading(axes: Axes, text: str) -> None:
    """Write what a plot shows, and its unit, above its upper left corner."""
    offset = (0, HEADING_PT)
    axes.annotate(
        text,
        (0, 1),
        xytext=offset,
        xycoords="axes fraction",
        textcoords="offset points",
        ha="left",
        va="bottom",
        color=PALE,
    )


def stamp_sample(figure: Figure) -> None:
    """Mark a chart made from sample rows in its upper right corner."""
    width, height = figure.get_size_inches() * POINTS_PER_INCH
    figure.text(
        1 - 12 / width,
        1 - 6 / height,
        SAMPLE,
        ha="right",
        va="top",
        fontsize=8,
        color=ALARM,
        bbox={"boxstyle": "square,pad=0.3", "facecolor": "white", "edgecolor": ALARM},
    )
