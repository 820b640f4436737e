"""The door: a `Chart` becomes a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from documents.charts.canvas import chart_style, to_png
from documents.charts.labels import stamp_sample
from documents.charts.ranked import draw_ranked
from documents.charts.upright import draw_grouped, draw_months

if TYPE_CHECKING:
    from schemas.bulletin import Chart

MM_PER_INCH = 25.4
KINDS = {
    "months": draw_months,
    "ranked": draw_ranked,
    "grouped": draw_grouped,
    "progress": draw_ranked,
}


def height_mm(chart: Chart) -> float:
    """Return how high a chart is on paper, without drawing it into a picture."""
    with chart_style():
        return KINDS[chart.kind](chart).get_figheight() * MM_PER_INCH


def draw_chart(chart: Chart, sample: bool) -> bytes:
    """Return the chart as a PNG, 15.6 cm wide at 200 dpi; the same chart gives the same bytes.

    The caption stands in the document; the picture holds the unit and, for sample rows,
    a stamp. Values are printed as given; a missing one leaves a gap marked 缺.

    Raises:
        UserWarning: The chart's font has no glyph for a character.
    """
    with chart_style():
        figure = KINDS[chart.kind](chart)
        if sample:
            stamp_sample(figure)
        return to_png(figure)
