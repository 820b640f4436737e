"""The style sheet: every style names its fonts itself, so none falls back to a theme."""

from __future__ import annotations

from typing import TYPE_CHECKING

from documents.word.looks import TWIPS_PER_POINT, looks, twips
from documents.word.markup import Node, node

if TYPE_CHECKING:
    from collections.abc import Iterator

    from documents.word.looks import Looks, Style, TableLook

TABLE_STYLE = "BulletinTable"
TIGHT = ("overflowPunct", "autoSpaceDE", "autoSpaceDN", "snapToGrid")
BUILT_IN = frozenset({"Normal", "Title", "Subtitle", "Heading1", "Heading2", "BodyText"})


def style_sheet(looks: Looks) -> Node:
    """Return `<w:styles>`: the defaults, one style per entry, and the table style."""
    normal = looks.styles["Normal"]
    defaults = node(
        "docDefaults",
        node("rPrDefault", node("rPr", *_letters(normal), _languages())),
        node("pPrDefault", node("pPr")),
    )
    styles = (_style(key, style) for key, style in looks.styles.items())
    return node("styles", defaults, *styles, _table_style(looks.table, normal))


def font_table(looks: Looks) -> Node:
    """Return `<w:fonts>`: each font used, and the one to take where it is not installed."""
    return node("fonts", *(_font(name, instead) for name, instead in looks.fonts.items()))


def half_points(points: float) -> int:
    """Return a type size in Word's unit."""
    return round(points * 2)


def eighths(points: float) -> int:
    """Return a rule's thickness in Word's unit."""
    return round(points * 8)


def _font(name: str, instead: str) -> Node:
    if not instead:
        return node("font", node("charset", val="00"), node("family", val="roman"), name=name)
    return node(
        "font",
        node("altName", val=instead),
        node("charset", val="86"),
        node("family", val="auto"),
        name=name,
    )


def _style(key: str, style: Style) -> Node:
    attributes = {"type": style.kind, "styleId": key}
    if key == "Normal":
        attributes["default"] = "1"
    elif style.name.startswith("公报"):
        attributes["customStyle"] = "1"
    told = [node("name", val=style.name)]
    if style.based_on and style.kind == "paragraph":
        told.append(node("basedOn", val=style.based_on))
    if style.next:
        told.append(node("next", val=style.next))
    if key in BUILT_IN:
        told.append(node("qFormat"))
    if style.kind == "paragraph":
        told.append(node("pPr", *_paragraph_properties(style)))
    return node("style", *told, node("rPr", *_letters(style)), **attributes)


def _paragraph_properties(style: Style) -> Iterator[Node]:
    if style.keep_next:
        yield node("keepNext")
    if style.keep_lines or style.keep_next:
        yield node("keepLines")
    if style.border_pt:
        yield _frame(style)
    if style.leader:
        edge = twips(looks().page.text_width_mm)
        yield node("tabs", node("tab", val="right", leader=style.leader, pos=edge))
    yield from (node(name, val=0) for name in TIGHT)
    yield _spacing(style)
    yield _indents(style)
    yield node("jc", val=style.align)
    if style.outline:
        yield node("outlineLvl", val=style.outline - 1)


def _frame(style: Style) -> Node:
    sides = ("top", "left", "bottom", "right")
    size, colour = eighths(style.border_pt), style.colour
    return node(
        "pBdr",
        *(node(side, val="single", sz=size, space=3, color=colour) for side in sides),
    )


def _spacing(style: Style) -> Node:
    before, after = (round(TWIPS_PER_POINT * pt) for pt in (style.before_pt, style.after_pt))
    if not style.line_pt:
        return node("spacing", before=before, after=after, line=240, lineRule="auto")
    line = round(TWIPS_PER_POINT * style.line_pt)
    return node("spacing", before=before, after=after, line=line, lineRule="exact")


def _indents(style: Style) -> Node:
    """Return the indents twice, in hundredths of a character and in twips, as Word writes them."""
    stated = {
        "left": style.left_chars,
        "right": style.right_chars,
        "firstLine": style.first_line_chars,
    }
    attributes: dict[str, int] = {}
    for name, characters in stated.items():
        attributes[f"{name}Chars"] = round(characters * 100)
        attributes[name] = round(characters * style.size_pt * TWIPS_PER_POINT)
    return node("ind", **attributes)


def _letters(style: Style) -> list[Node]:
    fonts = dict.fromkeys(("ascii", "hAnsi", "cs"), style.latin)
    made = [node("rFonts", **fonts, eastAsia=style.east_asia)]
    if style.colour:
        made.append(node("color", val=style.colour))
    if style.letter_pt:
        made.append(node("spacing", val=round(style.letter_pt * TWIPS_PER_POINT)))
    size = half_points(style.size_pt)
    return [*made, node("sz", val=size), node("szCs", val=size)]


def _languages() -> Node:
    return node("lang", val="en-US", eastAsia="zh-CN", bidi="ar-SA")


def _table_style(look: TableLook, normal: Style) -> Node:
    """Return the table style: thick rules above and below, a thin grid, open sides."""
    rule, grid = eighths(look.rule_pt), eighths(look.grid_pt)
    sides = {"top": rule, "bottom": rule, "insideH": grid, "insideV": grid}
    borders = (node(side, val="single", sz=sz, color="000000") for side, sz in sides.items())
    padding = twips(look.padding_mm)
    margins = (node(side, w=padding, type="dxa") for side in ("left", "right"))
    properties = node("tblPr", node("tblBorders", *borders), node("tblCellMar", *margins))
    return node(
        "style",
        node("name", val="公报表"),
        node("rPr", *_letters(normal)),
        properties,
        type="table",
        styleId=TABLE_STYLE,
        customStyle="1",
    )
