"""The sheet that charts are drawn on: areas, lines, dots and words on one figure of matplotlib.

There are no axes: their ticks and legends take half of a chart's time to be made, looked up,
changed and laid out again, while the places of a chart's few bars and words are known beforehand.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Literal, NamedTuple

import matplotlib as mpl
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.text import Text
from matplotlib.transforms import Bbox, IdentityTransform

from documents.charts.style import typeface

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.artist import Artist

CM_PER_INCH = 2.54
POINTS_PER_INCH = 72
EDGE_CM = 0.3
PAPER = "white"
DESCENT = 0.12
"""How far a line reaches below its base, in ems, by the font's own tables."""

Point = tuple[float, float]
Across = Literal["left", "center", "right"]
Up = Literal["top", "center", "center_baseline", "bottom"]

_PACKING = 3
"""Even areas take less room so than by zlib's usual 6, and a third less time."""

_AS_GIVEN = IdentityTransform()


class Area(NamedTuple):
    """A rectangle on a sheet, in pixels from its lower left corner."""

    left: float
    bottom: float
    right: float
    top: float

    def grown(self, by: float) -> Area:
        """Return the area with an edge around it."""
        return Area(self.left - by, self.bottom - by, self.right + by, self.top + by)


class Words(NamedTuple):
    """A text of one or more lines, its type size in points, and its colour."""

    text: str
    size_pt: float
    colour: str


class Anchor(NamedTuple):
    """Which point of a text stands at its place, in matplotlib's words."""

    across: Across
    up: Up


class Sheet:
    """White paper as wide as the type area; every place is in pixels from its lower left corner.

    What is drawn later lies above what was drawn before. To be used within `chart_style`.
    """

    def __init__(self, height_cm: float) -> None:
        width = mpl.rcParams["figure.figsize"][0]
        self._figure = Figure(figsize=(width, height_cm / CM_PER_INCH), facecolor=PAPER)
        self._canvas = FigureCanvasAgg(self._figure)
        self.area = Area(0, 0, width * self._figure.dpi, self.cm(height_cm))

    def cm(self, length: float) -> float:
        """Return a length in pixels."""
        return length / CM_PER_INCH * self._figure.dpi

    def pt(self, length: float) -> float:
        """Return a length in pixels."""
        return length / POINTS_PER_INCH * self._figure.dpi

    def in_points(self, length: float) -> float:
        """Return a length that is in pixels in points."""
        return length / self._figure.dpi * POINTS_PER_INCH

    def plot_area(self, left_cm: float, bottom_cm: float, height_cm: float) -> Area:
        """Return the area of a plot that reaches to the right edge."""
        right = self.area.right - self.cm(EDGE_CM)
        return Area(self.cm(left_cm), self.cm(bottom_cm), right, self.cm(bottom_cm + height_cm))

    def fill(
        self, area: Area, colour: str, *, edge: str | None = None, hatch: str | None = None
    ) -> None:
        """Fill an area; with an `edge` it has a thin line in that colour around it."""
        left, bottom, right, top = area
        patch = Rectangle((left, bottom), right - left, top - bottom, facecolor=colour, hatch=hatch)
        if edge:
            patch.set_edgecolor(edge)
        else:
            patch.set_linewidth(0)
        self._add(patch)

    def line(
        self,
        points: Sequence[Point],
        colour: str,
        width_pt: float,
        *,
        within: Area | None = None,
        broken: bool = False,
    ) -> None:
        """Draw a line through points, with a gap where one is not a number."""
        line = Line2D(*zip(*points, strict=True), color=colour, linewidth=width_pt)
        line.set_linestyle("dashed" if broken else "solid")
        self._add(line, within)

    def dots(self, points: Sequence[Point], colour: str, *, within: Area) -> None:
        """Draw a dot at each point that is a number."""
        dots = Line2D(*zip(*points, strict=True), color=colour, linestyle="none", marker="o")
        self._add(dots, within)

    def room(self, words: Words, at: Point, anchor: Anchor) -> Area:
        """Return the area that a text takes."""
        text = _text(words, at, anchor)
        text.set_figure(self._figure)
        return Area(*text.get_window_extent(self._canvas.get_renderer()).extents)

    def write(self, words: Words, at: Point, anchor: Anchor) -> None:
        """Write a text; its lines stand at the side by which it is anchored.

        A character for which the font has no glyph is told as a warning when the sheet is drawn.
        """
        self._add(_text(words, at, anchor))

    def png(self) -> bytes:
        """Return the sheet as a PNG that names no program, version or date.

        Raises:
            UserWarning: The font has no glyph for a character.
        """
        drawn, packing = io.BytesIO(), {"compress_level": _PACKING}
        self._canvas.print_png(drawn, metadata={"Software": None}, pil_kwargs=packing)
        return drawn.getvalue()

    def _add(self, artist: Artist, within: Area | None = None) -> None:
        artist.set_transform(_AS_GIVEN)
        artist.set_zorder(1)  # all alike: then what came later lies above
        if within:
            artist.set_clip_box(Bbox.from_extents(*within))
        self._figure.add_artist(artist)


def _text(words: Words, at: Point, anchor: Anchor) -> Text:
    return Text(
        *at,
        words.text,
        color=words.colour,
        fontproperties=typeface(words.size_pt),
        horizontalalignment=anchor.across,
        verticalalignment=anchor.up,
        parse_math=False,
    )
