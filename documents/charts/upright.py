"""Upright charts: months with their running total below, and groups side by side."""

from __future__ import annotations

from itertools import cycle, islice
from typing import TYPE_CHECKING, Any

import matplotlib as mpl

from documents.charts.canvas import add_panel, new_figure
from documents.charts.labels import (
    fitting_size,
    printed,
    reach,
    width_pt,
    wrapped,
    write_heading,
    write_value,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from decimal import Decimal

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from schemas.bulletin import Chart, Series

PANEL_CM = 2.2
ALONE_CM = 2.8
HEADING_CM = 0.8
EDGE_CM = 0.3
LINE_CM = 0.42
LINE_EMS = 46  # what stands side by side under a chart of the type area's width
GROUP_WIDTH = 0.78
HATCHES = (None, None, "///", "...")  # a third and a fourth series also differ without colour
HEADROOM = 0.18


def draw_months(chart: Chart) -> Figure:
    """Draw the months as bars and, in a panel of its own below, what they add up to."""
    names = _names(chart.labels)
    height = PANEL_CM if len(chart.series) > 1 else ALONE_CM
    figure = new_figure(_foot(names) + len(chart.series) * (height + HEADING_CM))
    for row, series in enumerate(reversed(chart.series)):
        bottom = _foot(names) + row * (height + HEADING_CM)
        panel = add_panel(figure, EDGE_CM, bottom, height)
        draw = _draw_bars if series is chart.series[0] else _draw_line
        draw(panel, [series])
        _name_positions(panel, names if row == 0 else [""] * len(names))
        write_heading(panel, f"{series.name}（{chart.unit}）")
    return figure


def draw_grouped(chart: Chart) -> Figure:
    """Draw a group of bars for each label, one bar a series; a legend where there are several."""
    names = _names(chart.labels)
    figure = new_figure(_foot(names) + ALONE_CM + HEADING_CM)
    panel = add_panel(figure, EDGE_CM, _foot(names), ALONE_CM)
    _draw_bars(panel, chart.series)
    _name_positions(panel, names)
    write_heading(panel, f"单位：{chart.unit}")
    if len(chart.series) > 1:
        panel.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=len(chart.series))
    return figure


def bar_looks(count: int) -> list[dict[str, Any]]:
    """Return colour and hatch of each series; colours are those of the style's cycle."""
    looks = zip(cycle(mpl.rcParams["axes.prop_cycle"]), cycle(HATCHES), strict=False)
    return [{**colour, "hatch": hatch} for colour, hatch in islice(looks, count)]


def _draw_bars(axes: Axes, series: Sequence[Series]) -> None:
    width = GROUP_WIDTH / len(series)
    values = [value for one in series for value in one.values]
    size = _value_size(axes, values)
    for index, (one, look) in enumerate(zip(series, bar_looks(len(series)), strict=True)):
        shift = (index - (len(series) - 1) / 2) * width
        places = [position + shift for position in range(len(one.values))]
        heights = [float(value or 0) for value in one.values]
        axes.bar(places, heights, 0.9 * width, label=one.name, **look)
        for place, value in zip(places, one.values, strict=True):
            write_value(axes, place, value, size)
    _leave_headroom(axes, values)


def _draw_line(axes: Axes, series: Sequence[Series]) -> None:
    (one,) = series
    heights = [float("nan") if value is None else float(value) for value in one.values]
    axes.plot(range(len(heights)), heights, marker="o", color=bar_looks(1)[0]["color"])
    size = _value_size(axes, one.values)
    for place, value in enumerate(one.values):
        write_value(axes, place, value, size, rising=True)
    _leave_headroom(axes, one.values)


def _value_size(axes: Axes, values: Sequence[Decimal | None]) -> float:
    """Return the type size at which all values stand beside one another."""
    return fitting_size(
        [printed(value) for value in values if value is not None],
        width_pt(axes) / max(len(values), 1),
    )


def _leave_headroom(axes: Axes, values: Iterable[Decimal | None]) -> None:
    """Start at zero and leave room for the values written beyond their marks."""
    lowest, highest = reach(values)
    room = HEADROOM * (highest - lowest)
    axes.set_ylim(lowest - room if lowest < 0 else 0, highest + room)
    axes.set_yticks([])
    if lowest < 0:
        axes.axhline(0, color=mpl.rcParams["axes.edgecolor"], linewidth=0.8)
        axes.spines["bottom"].set_visible(False)


def _names(labels: Sequence[str]) -> list[str]:
    return [wrapped(label, LINE_EMS / len(labels) - 0.6) for label in labels]


def _foot(names: Sequence[str]) -> float:
    """Return how many centimetres the names take below the base line."""
    return 0.35 + LINE_CM * max(name.count("\n") + 1 for name in names)


def _name_positions(axes: Axes, names: Sequence[str]) -> None:
    axes.set_xlim(-0.5, len(names) - 0.5)
    axes.set_xticks(range(len(names)), names)
