"""A chart drawn as a PNG: `draw_chart` is the door, `height_mm` its room on paper."""

from matplotlib import artist

# For its manual matplotlib looks through the properties of a hundred classes as it is loaded:
# a quarter of that time. Nobody reads the manual here.
_told, artist.kwdoc = artist.kwdoc, lambda artist: ""  # noqa: ARG005 (its name is that of the manual)
from documents.charts.drawing import draw_chart, height_mm  # noqa: E402

artist.kwdoc = _told

__all__ = ["draw_chart", "height_mm"]
