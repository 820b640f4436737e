"""Pixels become a PNG."""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

METRES_PER_INCH = 0.0254

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_EIGHT_BITS, _COLOURS, _IN_METRES = 8, 2, 1
_DEPTH = 3  # red, green, blue
_LEVEL = 3
"""Half the time of zlib's usual 6, for a tenth more room."""


def pack_png(pixels: memoryview, dpi: float) -> bytes:
    """Return opaque pixels (rows, columns, red to alpha) as a PNG that names no program or date.

    Rows stand as they are: the filters that PNG knows help photographs, while looking for the
    best of them takes longer than packing even areas does.
    """
    colours = np.asarray(pixels)[..., :_DEPTH]
    height, width, depth = colours.shape
    rows = np.zeros((height, 1 + width * depth), np.uint8)  # a row begins with its filter: none
    for place in range(depth):  # colour by colour: three times as fast as pixel by pixel
        rows[:, 1 + place :: depth] = colours[..., place]
    size = struct.pack(">2I5B", width, height, _EIGHT_BITS, _COLOURS, 0, 0, 0)
    a_metre = round(dpi / METRES_PER_INCH)
    density = struct.pack(">2IB", a_metre, a_metre, _IN_METRES)
    content = zlib.compress(rows.data, _LEVEL)
    parts = ((b"IHDR", size), (b"pHYs", density), (b"IDAT", content), (b"IEND", b""))
    return b"".join((_SIGNATURE, *_chunks(parts)))


def _chunks(parts: Iterable[tuple[bytes, bytes]]) -> Iterable[bytes]:
    for name, content in parts:
        yield struct.pack(">I", len(content))
        yield name + content
        yield struct.pack(">I", zlib.crc32(name + content))
