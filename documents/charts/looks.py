"""How the bars of each series look."""

from __future__ import annotations

from itertools import cycle, islice
from typing import NamedTuple

import matplotlib as mpl

HATCHES = (None, None, "///", "...")  # a third and a fourth series also differ without colour


class Look(NamedTuple):
    """Colour and hatch of a series."""

    colour: str
    hatch: str | None


def looks(count: int) -> list[Look]:
    """Return how so many series look; colours are those of the style's cycle."""
    colours = mpl.rcParams["axes.prop_cycle"].by_key()["color"]
    return [Look(*look) for look in islice(zip(cycle(colours), cycle(HATCHES)), count)]
