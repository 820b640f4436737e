"""The door: a `Chart` becomes a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from documents.charts.labels import stamp_sample
from documents.charts.ranked import draw_ranked, ranked_height_cm
from documents.charts.sheet import Sheet
from documents.charts.style import chart_style
from documents.charts.upright import (
    draw_grouped,
    draw_months,
    grouped_height_cm,
    months_height_cm,
)

if TYPE_CHECKING:
    from schemas.bulletin import Chart

MM_PER_CM = 10
KINDS = {
    "months": (months_height_cm, draw_months),
    "ranked": (ranked_height_cm, draw_ranked),
    "grouped": (grouped_height_cm, draw_grouped),
    "progress": (ranked_height_cm, draw_ranked),
}


def height_mm(chart: Chart) -> float:
    """Return how high a chart is on paper, without drawing it."""
    height_cm, _ = KINDS[chart.kind]
    return height_cm(chart) * MM_PER_CM


def draw_chart(chart: Chart, sample: bool) -> bytes:
    """Return the chart as a PNG, 15.6 cm wide at 200 dpi; the same chart gives the same bytes.

    The caption stands in the document; the picture holds the unit and, for sample rows,
    a stamp. Values are printed as given; a missing one leaves a gap marked 缺.

    Raises:
        UserWarning: The chart's font has no glyph for a character.
    """
    height_cm, draw = KINDS[chart.kind]
    with chart_style():
        sheet = Sheet(height_cm(chart))
        draw(chart, sheet)
        if sample:
            stamp_sample(sheet)
        return sheet.png()
