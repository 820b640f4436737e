"""The nine charts of the bulletin."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import matplotlib as mpl
import pandas as pd

mpl.use("Agg")
from matplotlib import font_manager
from matplotlib import pyplot as plt

WIDTH_IN, DPI = 6.14, 200


def draw_bars(values: pd.Series, *, sideways: bool = False, share: bool = False) -> io.BytesIO:
    """Return one picture of bars, each with its number."""
    _use_font()
    height = max(2.4, 0.36 * len(values)) if sideways else 3.0
    figure, axes = plt.subplots(figsize=(WIDTH_IN, height), dpi=DPI, layout="constrained")
    names = [str(name) for name in values.index]
    draw: Callable[..., mpl.container.BarContainer] = axes.barh if sideways else axes.bar
    bars = draw(names, values.to_numpy(dtype=float), color="#8c1d18")
    axes.bar_label(bars, fmt="{:.1f}%" if share else "{:.10g}", padding=2)
    axes.spines[["top", "right"]].set_visible(False)
    if sideways:
        axes.invert_yaxis()
    picture = io.BytesIO()
    figure.savefig(picture, format="png")
    plt.close(figure)
    picture.seek(0)
    return picture


@cache
def _use_font() -> None:
    package = find_spec("mplfonts")
    file = Path(package.origin or "").parent / "fonts" / "NotoSansCJKsc-Regular.otf"
    font_manager.fontManager.addfont(file)
    plt.rcParams["font.family"] = font_manager.FontProperties(fname=file).get_name()
