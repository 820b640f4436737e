"""How charts look: what `chart.mplstyle` says, and one font file, whatever the machine's are."""

from __future__ import annotations

import threading
import warnings
from contextlib import contextmanager
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
from matplotlib.font_manager import FontProperties

if TYPE_CHECKING:
    from collections.abc import Iterator

TEMPLATE = Path(__file__).resolve().parents[2] / "templates" / "chart.mplstyle"
FONT_FILE = "NotoSansCJKsc-Regular.otf"

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


@lru_cache(maxsize=64)
def typeface(size_pt: float) -> FontProperties:
    """Return the charts' font in a size, taken from its file: no font of the machine stands in."""
    return FontProperties(fname=font_file(), size=size_pt)


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
    """Return matplotlib's defaults with our style upon them."""
    settings = mpl.rc_params_from_file(TEMPLATE, use_default_template=True)
    return {key: value for key, value in settings.items() if not key.startswith("backend")}
