"""The boxes in which comments are shown, in the old drawing language that Excel keeps for them."""

from __future__ import annotations

import math
import re
from typing import Any, ClassVar

from lxml import etree

from workbooks.grid import Place
from workbooks.marking.package import Package
from workbooks.marking.widths import lines_of

_VML = "urn:schemas-microsoft-com:vml"
_EXCEL = "urn:schemas-microsoft-com:office:excel"
_NAMES = f'xmlns:v="{_VML}" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="{_EXCEL}"'
_KIND = (
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" '
    'path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
    '<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_BOX = (
    '<v:shape id="_x0000_s{number}" type="#_x0000_t202" fillcolor="#ffffe1" o:insetmode="auto" '
    'style="position:absolute;margin-left:59.25pt;margin-top:1.5pt;z-index:1;visibility:hidden">'
    '<v:fill color2="#ffffe1"/><v:shadow color="black" obscured="t"/>'
    '<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"/>'
    '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
    "<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column>"
    "</x:ClientData></v:shape>"
)
_WIDTH, _LINE, _MARGIN = 320, 18, 16  # pixels
_CHARACTERS = 40  # half-width ones on a line of a box
_SIZE = re.compile(r"(?:^|;)\s*(?:width|height):[^;]*")


class Shapes:
    """The boxes of one sheet."""

    NONE: ClassVar[bytes] = f"<xml {_NAMES}>{_KIND}</xml>".encode()
    TYPE: ClassVar[str] = "application/vnd.openxmlformats-officedocument.vmlDrawing"

    def __init__(self, package: Package, part: str) -> None:
        """Take the boxes that a part holds."""
        self._root = package.tree(part)
        self._boxes = dict(self._found())
        numbers = re.findall(r'id="_x0000_s(\d+)"', etree.tostring(self._root, encoding="unicode"))
        self._last = max([1025, *map(int, numbers)])
        if not self._root.xpath("*[@id='_x0000_t202']"):
            self._root.append(_element(_KIND))

    def show(self, place: Place, text: str) -> None:
        """Give the comment of a cell a box that holds all of its text."""
        box = self._boxes.get(place)
        if box is None:
            self._last += 1
            box = _element(_BOX.format(number=self._last, row=place[0], column=place[1]))
            self._root.append(box)
            self._boxes[place] = box
        for anchor in box.findall(f"*/{{{_EXCEL}}}Anchor"):
            anchor.getparent().remove(anchor)  # it would set the size in cells
        height = _MARGIN + _LINE * sum(lines_of(line, _CHARACTERS) for line in text.split("\n"))
        place_only = _SIZE.sub("", box.get("style") or "")
        box.set("style", f"{place_only};width:{_WIDTH}px;height:{math.ceil(height)}px".lstrip(";"))

    def hide(self, place: Place) -> None:
        """Take the box of a cell's comment away."""
        box = self._boxes.pop(place, None)
        if box is not None:
            box.getparent().remove(box)

    def _found(self) -> list[tuple[Place, Any]]:
        notes = self._root.iterfind(f".//{{{_EXCEL}}}ClientData[@ObjectType='Note']")
        return [
            ((int(data.findtext("{*}Row")), int(data.findtext("{*}Column"))), data.getparent())
            for data in notes
            if data.find("{*}Row") is not None and data.find("{*}Column") is not None
        ]


def _element(text: str) -> Any:
    return etree.fromstring(f"<a {_NAMES}>{text}</a>")[0]
