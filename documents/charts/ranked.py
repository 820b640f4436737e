"""Ranked charts: one bar a row, its name at the left and its value at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import matplotlib as mpl

from documents.charts.canvas import add_panel, new_figure
from documents.charts.labels import (
    ALARM,
    INK,
    MISSING,
    PALE,
    ems,
    printed,
    reach,
    width_pt,
    wrapped,
    write_heading,
)
from documents.charts.upright import bar_looks

if TYPE_CHECKING:
    from decimal import Decimal

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from schemas.bulletin import Chart

NAME_EMS = 14
EM_CM = 0.318  # the style's type size
ROW_CM = 0.44
LINE_CM = 0.38
FOOT_CM = 0.15
HEADING_CM = 0.8


def draw_ranked(chart: Chart) -> Figure:
    """Draw the first series as horizontal bars in the order given, the first at the top.

    Where the chart has a mark, a broken line over all bars shows it, and the heading says what
    it is.
    """
    names = [wrapped(label, NAME_EMS) for label in chart.labels]
    lines = [line for name in names for line in name.split("\n")]
    row = ROW_CM + LINE_CM * max(name.count("\n") for name in names)
    figure = new_figure(HEADING_CM + row * len(names) + FOOT_CM)
    left = 0.5 + EM_CM * max(map(ems, lines))
    panel = add_panel(figure, left, FOOT_CM, row * len(names))
    values = chart.series[0].values
    panel.barh(range(len(names)), [float(value or 0) for value in values], 0.68, **bar_looks(1)[0])
    for place, value in enumerate(values):
        _write_value(panel, place, value)
    marks = chart.mark.values if chart.mark else ()
    _set_axes(panel, names, (*values, *marks))
    for mark in marks:
        panel.axvline(float(mark or 0), color=ALARM, linestyle="--", linewidth=1)
    write_heading(panel, f"单位：{chart.unit}{_mark_told(chart)}")
    return figure


def _mark_told(chart: Chart) -> str:
    """Return what the broken line is, and its value."""
    if chart.mark is None or chart.mark.values[0] is None:
        return ""
    return f"　　虚线：{chart.mark.name}{printed(chart.mark.values[0])}{chart.unit}"


def _write_value(axes: Axes, place: int, value: Decimal | None) -> None:
    length = float(value or 0)
    beyond = length < 0
    axes.annotate(
        MISSING if value is None else printed(value),
        (length, place),
        xytext=(-4 if beyond else 4, 0),
        textcoords="offset points",
        ha="right" if beyond else "left",
        va="center",
        color=PALE if value is None else INK,
        bbox={"boxstyle": "square,pad=0.05", "facecolor": "white", "linewidth": 0},
    )


def _set_axes(axes: Axes, names: list[str], values: tuple[Decimal | None, ...]) -> None:
    lowest, highest = reach(values)
    room = _value_room(axes, values) * (highest - lowest)
    axes.set_xlim(lowest - room if lowest < 0 else 0, highest + room)
    axes.set_ylim(len(names) - 0.5, -0.5)
    axes.set_yticks(range(len(names)), names)
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)
    axes.spines["left"].set_visible(lowest >= 0)
    if lowest < 0:
        axes.axvline(0, color=mpl.rcParams["axes.edgecolor"], linewidth=0.8)


def _value_room(axes: Axes, values: tuple[Decimal | None, ...]) -> float:
    """Return the room that the longest printed value needs, as a share of the bars' width."""
    widest = max((ems(printed(value)) for value in values if value is not None), default=1)
    room = (widest + 1) * float(mpl.rcParams["font.size"])
    return room / (width_pt(axes) - room)
