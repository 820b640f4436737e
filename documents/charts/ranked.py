"""Ranked charts: one bar a row, its name at the left and its value at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from documents.charts.labels import (
    ALARM,
    ems,
    ink,
    printed,
    reach,
    usual_size,
    value_words,
    wrapped,
    write_heading,
)
from documents.charts.looks import looks
from documents.charts.panel import Panel, Span
from documents.charts.sheet import PAPER, Anchor, Words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from documents.charts.sheet import Sheet
    from schemas.bulletin import Chart

NAME_EMS = 14
EM_CM = 0.318  # the style's type size
ROW_CM = 0.44
LINE_CM = 0.38
FOOT_CM = 0.15
HEADING_CM = 0.8
BAR_HALF = 0.34  # of a row
NAME_PT, VALUE_PT = 3.5, 4
"""How far names and values stand from the bars."""
VALUE_PADDING = 0.05
"""Around a value, in ems: a broken line does not run through it."""
MARK_PT = 1


def ranked_height_cm(chart: Chart) -> float:
    """Return how high the chart is."""
    return HEADING_CM + _rows_cm(_names(chart)) + FOOT_CM


def draw_ranked(chart: Chart, sheet: Sheet) -> None:
    """Draw the first series as horizontal bars in the order given, the first at the top.

    Where the chart has a mark, a broken line over all bars shows it, and the heading says what
    it is.
    """
    names, values = _names(chart), chart.series[0].values
    panel = _panel(chart, sheet)
    (colour, _) = looks(1)[0]
    for place, value in enumerate(values):
        panel.bar((0, place + BAR_HALF), (float(value or 0), place - BAR_HALF), colour)
    for place, name in enumerate(names):
        _write_name(panel, place, name)
    _draw_mark(panel, chart)
    panel.edge((0, panel.up.first), (0, panel.up.last))
    for place, value in enumerate(values):
        _write_value(panel, place, value)
    write_heading(panel, f"单位：{chart.unit}{_mark_told(chart)}")


def _names(chart: Chart) -> list[str]:
    return [wrapped(label, NAME_EMS) for label in chart.labels]


def _rows_cm(names: Sequence[str]) -> float:
    return (ROW_CM + LINE_CM * max(name.count("\n") for name in names)) * len(names)


def _panel(chart: Chart, sheet: Sheet) -> Panel:
    """Return the plot, at whose left the names and at whose right the longest value has room."""
    names = _names(chart)
    left = 0.5 + EM_CM * max(ems(line) for name in names for line in name.split("\n"))
    area = sheet.plot_area(left, FOOT_CM, _rows_cm(names))
    values = (*chart.series[0].values, *(chart.mark.values if chart.mark else ()))
    lowest, highest = reach(values)
    room = _value_room(sheet.in_points(area.right - area.left), values) * (highest - lowest)
    across = Span(lowest - room if lowest < 0 else 0, highest + room)
    return Panel(sheet, area, across, Span(len(names) - 0.5, -0.5))


def _value_room(width_pt: float, values: Sequence[Decimal | None]) -> float:
    """Return the room that the longest printed value needs, as a share of the bars' width."""
    widest = max((ems(printed(value)) for value in values if value is not None), default=1)
    room = (widest + 1) * usual_size()
    return room / (width_pt - room)


def _mark_told(chart: Chart) -> str:
    """Return what the broken line is, and its value."""
    if chart.mark is None or chart.mark.values[0] is None:
        return ""
    return f"　　虚线：{chart.mark.name}{printed(chart.mark.values[0])}{chart.unit}"


def _draw_mark(panel: Panel, chart: Chart) -> None:
    for mark in chart.mark.values if chart.mark else ():
        ends = [panel.at(float(mark or 0), end) for end in panel.up]
        panel.sheet.line(ends, ALARM, MARK_PT, within=panel.area, broken=True)


def _write_name(panel: Panel, place: int, name: str) -> None:
    x, y = panel.at(panel.across.first, place)
    words = Words(name, usual_size(), ink())
    panel.sheet.write(words, (x - panel.sheet.pt(NAME_PT), y), Anchor("right", "center_baseline"))


def _write_value(panel: Panel, place: int, value: Decimal | None) -> None:
    sheet, length = panel.sheet, float(value or 0)
    x, y = panel.at(length, place)
    beyond = length < 0
    at = (x + sheet.pt(-VALUE_PT if beyond else VALUE_PT), y)
    anchor = Anchor("right" if beyond else "left", "center")
    words = value_words(value, usual_size())
    ground = sheet.room(words, at, anchor).grown(VALUE_PADDING * sheet.pt(words.size_pt))
    sheet.fill(ground, PAPER)
    sheet.write(words, at, anchor)
