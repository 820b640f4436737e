"""The colophon at the foot of the last page (版记): copies, printing office and date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from documents.word.breaks import lines_needed
from documents.word.looks import TWIPS_PER_POINT, looks, twips
from documents.word.markup import Node, node
from documents.word.styles import eighths
from documents.word.text import characters, paragraph, run

if TYPE_CHECKING:
    from schemas.bulletin import Colophon, Document

_STYLE = "Colophon"
_THICK_PT, _THIN_PT = 1.0, 0.75
"""The first and last rule, and the one between (GB/T 9704-2012, 7.4.1: 0.35 and 0.25 mm)."""

_COPIES = "抄送："
_SPACE_PT = 2
"""Between a rule and its line."""


def colophon_parts(document: Document) -> list[Node]:
    """Return the lines of the colophon, each in a frame at the foot of the type area.

    The frames hang on the paragraph behind them, the date, and so stand on its page. There are
    two, since LibreOffice joins none of several paragraphs: so their heights are counted here.
    """
    colophon = document.colophon
    if colophon is None:
        return []
    tab, size = node("r", node("tab")), _size()
    foot, height = twips(looks().page.text_height_mm), _height(1)
    printed = [tab, run(colophon.issued_by), node("r", node("tab")), run(colophon.printed)]
    if not colophon.copies:
        rules = _rule("top", _THICK_PT), _rule("bottom", _THICK_PT)
        return [_framed(printed, foot - height, height, rules)]
    hanging = 1 + characters(_COPIES)
    above = _height(_lines_of_copies(colophon))
    copied = [node("r", node("tab")), run(colophon.copies)]
    inset = node("ind", left=round(hanging * size), right=size, hanging=round(hanging * size))
    return [
        _framed(copied, foot - height - above, above, (_rule("top", _THICK_PT),), inset),
        _framed(
            printed, foot - height, height, (_rule("top", _THIN_PT), _rule("bottom", _THICK_PT))
        ),
    ]


def colophon_height_pt(document: Document) -> float:
    """Return the height of the colophon in points; 0 where a document has none."""
    if document.colophon is None:
        return 0.0
    copies = _height(_lines_of_copies(document.colophon)) if document.colophon.copies else 0
    return (_height(1) + copies) / TWIPS_PER_POINT


def _lines_of_copies(colophon: Colophon) -> int:
    room = twips(looks().page.text_width_mm) / _size() - characters(_COPIES) - 2
    return lines_needed(colophon.copies.removeprefix(_COPIES), int(room))


def _size() -> int:
    return round(looks().styles[_STYLE].size_pt * TWIPS_PER_POINT)


def _height(lines: int) -> int:
    """Return the height of some lines with the space for the rules at their edges, in twips."""
    return round((lines * looks().styles[_STYLE].line_pt + 2 * _SPACE_PT) * TWIPS_PER_POINT)


def _framed(
    content: list[Node], top: int, height: int, rules: tuple[Node, ...], *inset: Node
) -> Node:
    width = twips(looks().page.text_width_mm)
    at = {"vAnchor": "margin", "hAnchor": "margin", "xAlign": "left", "y": str(top)}
    frame = node("framePr", w=width, h=height, hRule="atLeast", wrap="around", **at)
    tabs = [node("tab", val="left", pos=_size()), node("tab", val="right", pos=width - _size())]
    layout = [frame, node("pBdr", *rules), node("tabs", *tabs), *inset]
    return paragraph(_STYLE, *content, layout=layout)


def _rule(side: str, points: float) -> Node:
    return node(side, val="single", sz=eighths(points), space=1, color="000000")
