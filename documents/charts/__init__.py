"""A chart drawn as a PNG: `draw_chart` is the door."""

from documents.charts.drawing import draw_chart

__all__ = ["draw_chart"]
