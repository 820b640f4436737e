"""Styles for marked cells and for the list: added to those that a workbook has."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from lxml import etree

from workbooks.marking.fault import FILLS
from workbooks.marking.package import SPREADSHEET, insert_before, spreadsheet

_ORDER = (
    *("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles"),
    *("dxfs", "tableStyles", "colors", "extLst"),
)
_LEAST = {
    "fonts": '<font><sz val="11"/><name val="宋体"/></font>',
    "fills": '<fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill>',
    "borders": "<border><left/><right/><top/><bottom/><diagonal/></border>",
    "cellXfs": '<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>',
}
"""What a workbook holds at least of each of these."""

_FONT = '<font>{}<sz val="{}"/>{}<name val="宋体"/><charset val="134"/></font>'
_LINK = '<color rgb="FF0563C1"/>'
_THIN = "".join(f'<{side} style="thin"/>' for side in ("left", "right", "top", "bottom"))
EMPTY = f'<styleSheet xmlns="{SPREADSHEET}"/>'.encode()


class Styles:
    """The styles of one workbook; each that is asked for is added once."""

    def __init__(self, root: Any) -> None:
        """Take the root of the part that holds the styles."""
        self._root = root
        self._added: dict[tuple[str, str], int] = {}
        for section, least in _LEAST.items():
            if not len(self._section(section)):
                self._section(section).extend(_elements(least))

    def marked(self, style: int, severity: str) -> int:
        """Return a style as it is but for the colour of a severity."""
        return self._filled(style, self._fill(severity))

    def unmarked(self, style: int) -> int | None:
        """Return a style without the colour of a mark; nothing where it has none."""
        fills, formats = self._section("fills"), self._section("cellXfs")
        index = int(formats[style].get("fillId") or 0) if style < len(formats) else 0
        colours = fills[index].iterfind("*/{*}fgColor") if index < len(fills) else ()
        ours = any(colour.get("rgb") in FILLS.values() for colour in colours)
        return self._filled(style, 0) if ours else None

    def written(self, *, bold: bool = False, size: int = 11, severity: str = "") -> int:
        """Return a style of the list: framed, wrapped, in the colour of a severity if given."""
        font = _FONT.format("<b/>" * bold, size, "")
        return self._cell(font, self._fill(severity) if severity else 0, framed=True)

    def link(self) -> int:
        """Return the style of a link in the list."""
        return self._cell(_FONT.format("<u/>", 11, _LINK), 0, framed=True)

    def title(self, *, size: int = 11, bold: bool = False) -> int:
        """Return a style of the lines above the list."""
        return self._cell(_FONT.format("<b/>" * bold, size, ""), 0, framed=False)

    def _fill(self, severity: str) -> int:
        solid = f'<fgColor rgb="{FILLS[severity]}"/><bgColor indexed="64"/>'
        pattern = f'<patternFill patternType="solid">{solid}</patternFill>'
        return self._add("fills", f"<fill>{pattern}</fill>")

    def _cell(self, font: str, fill: int, *, framed: bool) -> int:
        frame = self._add("borders", f"<border>{_THIN}<diagonal/></border>") if framed else 0
        return self._add(
            "cellXfs",
            f'<xf numFmtId="0" fontId="{self._add("fonts", font)}" fillId="{fill}" '
            f'borderId="{frame}" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1">'
            f'<alignment vertical="center" wrapText="{int(framed)}"/></xf>',
        )

    def _filled(self, style: int, fill: int) -> int:
        key = (str(style), str(fill))
        if key in self._added:
            return self._added[key]
        formats = self._section("cellXfs")
        found = deepcopy(formats[style if style < len(formats) else 0])
        found.set("fillId", str(fill))
        found.set("applyFill", "1")
        return self._put("cellXfs", found, key)

    def _add(self, section: str, text: str) -> int:
        key = (section, text)
        return (
            self._added[key] if key in self._added else self._put(section, _elements(text)[0], key)
        )

    def _put(self, section: str, element: Any, key: tuple[str, str]) -> int:
        held = self._section(section)
        held.append(element)
        held.set("count", str(len(held)))
        self._added[key] = len(held) - 1
        return self._added[key]

    def _section(self, name: str) -> Any:
        found = self._root.find(spreadsheet(name))
        if found is None:
            found = etree.Element(spreadsheet(name))
            insert_before(self._root, found, frozenset(_ORDER[_ORDER.index(name) + 1 :]))
        return found


def _elements(text: str) -> list[Any]:
    return list(etree.fromstring(f'<a xmlns="{SPREADSHEET}">{text}</a>'))
