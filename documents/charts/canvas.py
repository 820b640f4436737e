"""The sheet that charts are drawn on: one style, one font file, the same bytes each time."""

from __future__ import annotations

import io
import threading
import warnings
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontEntry, fontManager

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matplotlib.axes import Axes

TEMPLATE = Path(__file__).resolve().parents[2] / "templates" / "chart.mplstyle"
FONT_FAMILY = "Bulletin Chart"  # a name of our own, so that no font of the machine answers to it
FONT_FILE = "NotoSansCJKsc-Regular.otf"
CM_PER_INCH = 2.54
EDGE_CM = 0.3

_PACKING = 3
"""Even areas take less room so than by zlib's usual 6, and a third less time."""

_drawing = threading.Lock()  # matplotlib's settings and Python's warning filters are global


@contextmanager
def chart_style() -> Iterator[None]:
    """Draw in our style, whatever the machine's settings; a missing glyph raises.

    Raises:
        UserWarning: The font has no glyph for a character.
    """
    with _drawing, mpl.rc_context(_settings()), warnings.catch_warnings():
        warnings.filterwarnings("error", message="Glyph .* missing from font", category=UserWarning)
        yield


def new_figure(height_cm: float) -> Figure:
    """Return an empty figure as wide as the type area."""
    width = mpl.rcParams["figure.figsize"][0]
    figure = Figure(figsize=(width, height_cm / CM_PER_INCH))
    FigureCanvasAgg(figure)
    return figure


def add_panel(figure: Figure, left_cm: float, bottom_cm: float, height_cm: float) -> Axes:
    """Return a plot at a place given in centimetres; it reaches to the right edge."""
    width, height = (inches * CM_PER_INCH for inches in figure.get_size_inches())
    room = (width - left_cm - EDGE_CM) / width
    return figure.add_axes((left_cm / width, bottom_cm / height, room, height_cm / height))


def to_png(figure: Figure) -> bytes:
    """Return the figure as a PNG that names no program, version or date."""
    drawn = io.BytesIO()
    packing = {"compress_level": _PACKING}
    figure.savefig(drawn, format="png", metadata={"Software": None}, pil_kwargs=packing)
    return drawn.getvalue()


def font_file() -> Path:
    """Return the Noto Sans CJK SC file that `mplfonts` ships, without importing the package.

    Importing it would change matplotlib's settings.
    """
    package = find_spec("mplfonts")
    if package is None or package.origin is None:
        raise FileNotFoundError("没有找到图表字体：请重新运行 make install（缺少 mplfonts）。")
    return Path(package.origin).parent / "fonts" / FONT_FILE


@cache
def _settings() -> Any:
    """Return matplotlib's defaults with our style upon them, and make our font known."""
    font = FontEntry(fname=str(font_file()), name=FONT_FAMILY, weight=400, size="scalable")
    fontManager.ttflist.append(font)
    settings = mpl.rc_params_from_file(TEMPLATE, use_default_template=True)
    return {key: value for key, value in settings.items() if not key.startswith("backend")}
