"""The legend: a patch and a name for each series, in one line above the middle of a plot."""

from __future__ import annotations

from typing import TYPE_CHECKING

import matplotlib as mpl

from documents.charts.labels import ink, usual_size
from documents.charts.looks import looks
from documents.charts.sheet import DESCENT, Anchor, Area, Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from documents.charts.panel import Panel

ABOVE, NAME_GAP = 0.5, 0.8
"""From the plot to the names, and from a patch to its name, in ems."""
PATCH_BELOW = 0.07
"""How far a patch reaches below the base of its name, in ems."""


def write_legend(panel: Panel, names: Sequence[str]) -> None:
    """Write the patch and the name of each series."""
    sheet, em = panel.sheet, panel.sheet.pt(usual_size())
    patch = mpl.rcParams["legend.handlelength"] * em
    gap = mpl.rcParams["legend.columnspacing"] * em
    middle = (panel.area.left + panel.area.right) / 2
    base = panel.area.top + (ABOVE + DESCENT) * em
    words = [Words(name, usual_size(), ink()) for name in names]
    rooms = [sheet.room(word, (0, base), Anchor("left", "bottom")).right for word in words]
    entry = patch + NAME_GAP * em
    left = middle - (sum(rooms) + len(words) * entry + (len(words) - 1) * gap) / 2
    height = (mpl.rcParams["legend.handleheight"] - PATCH_BELOW) * em
    for word, room, look in zip(words, rooms, looks(len(words)), strict=True):
        bottom = base - PATCH_BELOW * em
        sheet.fill(Area(left, bottom, left + patch, bottom + height), look.colour, hatch=look.hatch)
        at = (left + entry, base - DESCENT * em)
        sheet.write(word, at, Anchor("left", "bottom"))
        left += entry + room + gap
