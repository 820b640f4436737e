"""The sheet that charts are drawn on: areas, lines, dots and words, straight on matplotlib's Agg.

Its figures, axes and ticks would take half of a chart's time: they are made to be looked up,
changed and laid out again. Where the few bars and words of a chart stand is known beforehand.
"""

from __future__ import annotations

import io
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

import matplotlib as mpl
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.colors import to_rgba
from matplotlib.path import Path
from matplotlib.transforms import Affine2D, Bbox, IdentityTransform
from PIL import Image

from documents.charts.style import typeface

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.backend_bases import GraphicsContextBase

CM_PER_INCH = 2.54
POINTS_PER_INCH = 72
EDGE_CM = 0.3
PAPER = "white"
ASCENT, DESCENT = 0.88, 0.12
"""How far a line reaches above and below its base, in ems, by the font's own tables."""

Point = tuple[float, float]
Across = Literal["left", "center", "right"]
Up = Literal["top", "center", "middle", "bottom"]

_PACKING = 3
"""Even areas take less room so than by zlib's usual 6, and a third less time."""

_AS_GIVEN = IdentityTransform()
_DOT = Path.unit_circle()
_SHARE = {"left": 0.0, "center": 0.5, "right": 1.0}


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
    """Which point of a text stands at its place; `middle` is half-way up to the last base line."""

    across: Across
    up: Up


class Sheet:
    """White paper as wide as the type area; every place is in pixels from its lower left corner.

    What is drawn later lies above what was drawn before. To be used within `chart_style`.
    """

    def __init__(self, height_cm: float) -> None:
        self._dpi = float(mpl.rcParams["figure.dpi"])
        width = mpl.rcParams["figure.figsize"][0] * self._dpi
        self.area = Area(0, 0, width, self.cm(height_cm))
        self._agg = RendererAgg(int(width), int(self.area.top), self._dpi)
        self.fill(self.area, PAPER)

    def cm(self, length: float) -> float:
        """Return a length in pixels."""
        return length / CM_PER_INCH * self._dpi

    def pt(self, length: float) -> float:
        """Return a length in pixels."""
        return length / POINTS_PER_INCH * self._dpi

    def in_points(self, length: float) -> float:
        """Return a length that is in pixels in points."""
        return length / self._dpi * POINTS_PER_INCH

    def plot_area(self, left_cm: float, bottom_cm: float, height_cm: float) -> Area:
        """Return the area of a plot that reaches to the right edge."""
        right = self.area.right - self.cm(EDGE_CM)
        return Area(self.cm(left_cm), self.cm(bottom_cm), right, self.cm(bottom_cm + height_cm))

    def fill(
        self, area: Area, colour: str, *, edge: str | None = None, hatch: str | None = None
    ) -> None:
        """Fill an area; with an `edge` it has a thin line in that colour around it."""
        left, bottom, right, top = area
        pen = self._pen(mpl.rcParams["patch.linewidth"] if edge else 0, edge or colour)
        pen.set_joinstyle("miter")
        if hatch:
            pen.set_hatch(hatch)
            pen.set_hatch_color(to_rgba(mpl.rcParams["patch.edgecolor"]))
        corners = [(left, bottom), (right, bottom), (right, top), (left, top), (left, bottom)]
        self._agg.draw_path(pen, Path(corners, closed=True), _AS_GIVEN, to_rgba(colour))

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
        pen = self._pen(width_pt, colour, within)
        pen.set_capstyle("butt" if broken else "projecting")
        if broken:
            pattern = mpl.rcParams["lines.dashed_pattern"]
            pen.set_dashes(0, [length * width_pt for length in pattern])
        self._agg.draw_path(pen, Path(points), _AS_GIVEN)

    def dots(self, points: Sequence[Point], colour: str, *, within: Area) -> None:
        """Draw a dot at each point that is a number."""
        pen = self._pen(1, colour, within)
        pen.set_snap(False)
        size = Affine2D().scale(self.pt(mpl.rcParams["lines.markersize"]) / 2)
        self._agg.draw_markers(pen, _DOT, size, Path(points), _AS_GIVEN, to_rgba(colour))

    def room(self, words: Words, at: Point, anchor: Anchor) -> Area:
        """Return the area that a text takes."""
        lines = self._lines(words)
        width = max(line.width for line in lines)
        height = sum(line.ascent + line.descent for line in lines)
        last = height - lines[-1].descent
        above = {"top": 0, "center": height / 2, "middle": last / 2, "bottom": height}
        left, top = at[0] - _SHARE[anchor.across] * width, at[1] + above[anchor.up]
        return Area(left, top - height, left + width, top)

    def write(self, words: Words, at: Point, anchor: Anchor) -> None:
        """Write a text; its lines stand at the side by which it is anchored.

        Raises:
            UserWarning: The font has no glyph for a character.
        """
        room = self.room(words, at, anchor)
        pen, font = self._pen(1, words.colour), typeface(words.size_pt)
        base = room.top
        for line in self._lines(words):
            base -= line.ascent
            left = room.left + _SHARE[anchor.across] * (room.right - room.left - line.width)
            self._agg.draw_text(pen, left, self._agg.height - base, line.text, font, 0)
            base -= line.descent

    def png(self) -> bytes:
        """Return the sheet as a PNG without alpha that names no program, version or date."""
        drawn, pixels = io.BytesIO(), self._agg.buffer_rgba()
        size = int(self._agg.width), int(self._agg.height)
        opaque = Image.frombuffer("RGBA", size, pixels).convert("RGB")
        opaque.save(drawn, format="png", dpi=(self._dpi, self._dpi), compress_level=_PACKING)
        return drawn.getvalue()

    def _pen(self, width_pt: float, colour: str, within: Area | None = None) -> GraphicsContextBase:
        pen = self._agg.new_gc()
        pen.set_linewidth(width_pt)
        pen.set_foreground(colour)
        if within:
            pen.set_clip_rectangle(Bbox.from_extents(*within))
        return pen

    def _lines(self, words: Words) -> list[_Line]:
        em = self.pt(words.size_pt)
        return [
            _Line(text, width, max(height - descent, ASCENT * em), max(descent, DESCENT * em))
            for text in words.text.split("\n")
            for width, height, descent in [_measure(text, words.size_pt, self._dpi)]
        ]


class _Line(NamedTuple):
    """A line of text, how wide it is, and how far it reaches above and below its base."""

    text: str
    width: float
    ascent: float
    descent: float


@lru_cache(maxsize=1024)
def _measure(text: str, size_pt: float, dpi: float) -> tuple[float, float, float]:
    """Return a line's width, height and descent in pixels; kept, since names come again."""
    ruler, font = RendererAgg(1, 1, dpi), typeface(size_pt)
    width, height, descent = ruler.get_text_width_height_descent(text, font, ismath=False)
    return width, height, descent
