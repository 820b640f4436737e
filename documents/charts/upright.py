"""Upright charts: months with their running total below, and groups side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

import matplotlib as mpl

from documents.charts.labels import (
    fitting_size,
    ink,
    printed,
    reach,
    usual_size,
    value_words,
    wrapped,
    write_heading,
)
from documents.charts.legend import write_legend
from documents.charts.looks import looks
from documents.charts.panel import Panel, Span
from documents.charts.sheet import EDGE_CM, Anchor, Area, Words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from documents.charts.sheet import Sheet
    from schemas.bulletin import Chart, Series

PANEL_CM = 2.2
ALONE_CM = 2.8
HEADING_CM = 0.8
LINE_CM = 0.42
LINE_EMS = 46  # what stands side by side under a chart of the type area's width
GROUP_WIDTH = 0.78
BAR_WIDTH = 0.9  # of a bar's share of its group
HEADROOM = 0.18
NAME_PT, VALUE_PT, RISING_PT = 3.5, 3, 6
"""How far names stand below the plot, values beyond their marks; and how far those of a rising
line reach to the right of theirs."""


def months_height_cm(chart: Chart) -> float:
    """Return how high the chart is: a plot for each series, and one line of names."""
    return _foot(_names(chart)) + len(chart.series) * (_panel_cm(chart) + HEADING_CM)


def draw_months(chart: Chart, sheet: Sheet) -> None:
    """Draw the months as bars and, in a panel of its own below, what they add up to."""
    names, height = _names(chart), _panel_cm(chart)
    for row, series in enumerate(reversed(chart.series)):
        bottom = _foot(names) + row * (height + HEADING_CM)
        panel = _panel(sheet, sheet.plot_area(EDGE_CM, bottom, height), [series])
        if series is chart.series[0]:
            _draw_bars(panel, [series])
        else:
            _draw_line(panel, series)
        if row == 0:
            _name_positions(panel, names)
        write_heading(panel, f"{series.name}（{chart.unit}）")


def grouped_height_cm(chart: Chart) -> float:
    """Return how high the chart is."""
    return _foot(_names(chart)) + ALONE_CM + HEADING_CM


def draw_grouped(chart: Chart, sheet: Sheet) -> None:
    """Draw a group of bars for each label, one bar a series; a legend where there are several."""
    names = _names(chart)
    panel = _panel(sheet, sheet.plot_area(EDGE_CM, _foot(names), ALONE_CM), chart.series)
    _draw_bars(panel, chart.series)
    _name_positions(panel, names)
    write_heading(panel, f"单位：{chart.unit}")
    if len(chart.series) > 1:
        write_legend(panel, [one.name for one in chart.series])


def _panel(sheet: Sheet, area: Area, series: Sequence[Series]) -> Panel:
    """Return the plot: from zero, with room for the values written beyond their marks."""
    lowest, highest = reach(value for one in series for value in one.values)
    room = HEADROOM * (highest - lowest)
    up = Span(lowest - room if lowest < 0 else 0, highest + room)
    return Panel(sheet, area, Span(-0.5, len(series[0].values) - 0.5), up)


def _draw_bars(panel: Panel, series: Sequence[Series]) -> None:
    width = GROUP_WIDTH / len(series)
    half = BAR_WIDTH * width / 2
    shifts = [(index - (len(series) - 1) / 2) * width for index in range(len(series))]
    for shift, one, look in zip(shifts, series, looks(len(series)), strict=True):
        for place, value in enumerate(one.values):
            x = place + shift
            panel.bar((x - half, 0), (x + half, float(value or 0)), *look)
    _draw_base(panel)
    size = _value_size(panel, [value for one in series for value in one.values])
    for shift, one in zip(shifts, series, strict=True):
        for place, value in enumerate(one.values):
            _write_value(panel, place + shift, value, size)


def _draw_line(panel: Panel, series: Series) -> None:
    (colour, _) = looks(1)[0]
    heights = [float("nan") if value is None else float(value) for value in series.values]
    points = [panel.at(*point) for point in enumerate(heights)]
    panel.sheet.line(points, colour, mpl.rcParams["lines.linewidth"], within=panel.area)
    panel.sheet.dots(points, colour, within=panel.area)
    _draw_base(panel)
    size = _value_size(panel, series.values)
    for place, value in enumerate(series.values):
        _write_value(panel, place, value, size, rising=True)


def _draw_base(panel: Panel) -> None:
    panel.edge((panel.across.first, 0), (panel.across.last, 0))


def _write_value(
    panel: Panel, x: float, value: Decimal | None, size_pt: float, *, rising: bool = False
) -> None:
    """Write a value beyond its mark, or 缺 on the base line where there is none.

    On a `rising` line it stands to the left, where the line has not come up yet.
    """
    height = float(value or 0)
    left, base = panel.at(x, height)
    place = (
        left + panel.sheet.pt(RISING_PT if rising else 0),
        base + panel.sheet.pt(-VALUE_PT if height < 0 else VALUE_PT),
    )
    anchor = Anchor("right" if rising else "center", "top" if height < 0 else "bottom")
    panel.sheet.write(value_words(value, size_pt), place, anchor)


def _value_size(panel: Panel, values: Sequence[Decimal | None]) -> float:
    """Return the type size at which all values stand beside one another."""
    room = panel.sheet.in_points(panel.area.right - panel.area.left)
    texts = [printed(value) for value in values if value is not None]
    return fitting_size(texts, room / max(len(values), 1))


def _name_positions(panel: Panel, names: Sequence[str]) -> None:
    for place, name in enumerate(names):
        x, y = panel.at(place, panel.up.first)
        words = Words(name, usual_size(), ink())
        panel.sheet.write(words, (x, y - panel.sheet.pt(NAME_PT)), Anchor("center", "top"))


def _names(chart: Chart) -> list[str]:
    return [wrapped(label, LINE_EMS / len(chart.labels) - 0.6) for label in chart.labels]


def _panel_cm(chart: Chart) -> float:
    return PANEL_CM if len(chart.series) > 1 else ALONE_CM


def _foot(names: Sequence[str]) -> float:
    """Return how many centimetres the names take below the base line."""
    return 0.35 + LINE_CM * max(name.count("\n") + 1 for name in names)
