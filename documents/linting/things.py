"""Tables and pictures: captions, numbering, references, alternative text, widths."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from docx.oxml.ns import qn

from documents.linting.package import Element, Package, shown, text_of
from schemas.linting import LayoutFault

_CAPTION = re.compile(r"^(表|图)\s*(\d+)(?=[\s　])")
_REFERENCE = re.compile(r"[见如](表|图)(\d+)")
_RULES = {"表": "L-27", "图": "L-28"}
_NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?%?")
_EMU_PER_TWIP = 635
_SLACK = 20
_NEAR = 3
"""Paragraphs that may stand between a table and its caption: the unit, say."""


def look_at_captions(package: Package) -> Iterator[LayoutFault]:
    """Yield what is wrong with captions, their numbers and references to them."""
    counted = {"表": 0, "图": 0}
    for paragraph in package.paragraphs:
        caption = _CAPTION.match(text_of(paragraph))
        if caption and package.style_of(paragraph) not in ("Body Text", "公报引言"):
            kind = caption[1]
            counted[kind] += 1
            if int(caption[2]) != counted[kind]:
                yield LayoutFault(_RULES[kind], shown(paragraph), f"应为{kind}{counted[kind]}")
            if "SEQ" not in "".join(n.text or "" for n in paragraph.iter(qn("w:instrText"))):
                yield LayoutFault("L-29", shown(paragraph), "编号是打上去的字")
    for paragraph in package.paragraphs:
        for kind, number in _REFERENCE.findall(text_of(paragraph)):
            if int(number) > counted[kind]:
                yield LayoutFault("L-32", shown(paragraph), f"没有{kind}{number}")
    yield from _placed(package)


def look_at_tables(package: Package) -> Iterator[LayoutFault]:
    """Yield what is wrong with the tables themselves."""
    for number, table in enumerate(package.tables, start=1):
        place = f"第{number}个表"
        properties = table.find(qn("w:tblPr"))
        stated = {child.tag for child in properties} if properties is not None else set()
        if not {qn("w:tblCaption"), qn("w:tblDescription")} <= stated:
            yield LayoutFault("L-33", place, "没有替代文字")
        rows = table.findall(qn("w:tr"))
        if not rows or rows[0].find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is None:
            yield LayoutFault("L-35", place, "第一行没有设为重复标题行")
        split = [r for r in rows if r.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is None]
        if split:
            yield LayoutFault("L-36", place, f"{len(split)}行可以跨页断开")
        yield from _widths(package, table, place)
        yield from _numbers(package, rows[1:], place)


def look_at_pictures(package: Package) -> Iterator[LayoutFault]:
    """Yield what is wrong with the pictures themselves."""
    identities: set[str | None] = set()
    for number, drawing in enumerate(package.body.iter(qn("w:drawing")), start=1):
        place = f"第{number}幅图"
        told = next(drawing.iter(qn("wp:docPr")), None)
        if told is None or not (told.get("descr") or "").strip():
            yield LayoutFault("L-34", place, "没有替代文字")
        identity = told.get("id") if told is not None else None
        if identity in identities:
            yield LayoutFault("L-41", place, f"编号{identity}重复")
        identities.add(identity)
        extent = next(drawing.iter(qn("wp:extent")), None)
        width = int(extent.get("cx") or 0) // _EMU_PER_TWIP if extent is not None else 0
        if width > package.text_width + _SLACK:
            yield LayoutFault("L-40", place, "比版心宽")


def _placed(package: Package) -> Iterator[LayoutFault]:
    """Yield tables without a caption above, and pictures without one below."""
    blocks = package.blocks
    tables = 0
    for place, block in enumerate(blocks):
        if block.tag == qn("w:tbl"):
            tables += 1
            if not _captioned(blocks[max(place - _NEAR, 0) : place], "表"):
                yield LayoutFault("L-30", f"第{tables}个表", "上方没有表题")
    for block, following in pairwise((*blocks, package.body)):
        if block.tag == qn("w:p") and next(block.iter(qn("w:drawing")), None) is not None:
            below = following.tag == qn("w:p") and _captioned((following,), "图")
            if not below:
                yield LayoutFault("L-31", "图", "下方没有图题")


def _captioned(blocks: tuple[Element, ...], kind: str) -> bool:
    captions = (_CAPTION.match(text_of(b)) for b in blocks if b.tag == qn("w:p"))
    return any(caption is not None and caption[1] == kind for caption in captions)


def _widths(package: Package, table: Element, place: str) -> Iterator[LayoutFault]:
    columns = [int(c.get(qn("w:w")) or 0) for c in table.iterfind(f"{qn('w:tblGrid')}/*")]
    layout = table.find(f"{qn('w:tblPr')}/{qn('w:tblLayout')}")
    fixed = layout is not None and layout.get(qn("w:type")) == "fixed"
    if not fixed or sum(columns) > package.text_width + _SLACK:
        yield LayoutFault("L-38", place, "宽度没有固定" if not fixed else "比版心宽")
    for row in table.findall(qn("w:tr")):
        if _spanned(row) != len(columns) or 0 in columns:
            yield LayoutFault("L-37", place, f"{len(columns)}列，有一行{_spanned(row)}格")
            return


def _spanned(row: Element) -> int:
    spans = (c.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}") for c in row.findall(qn("w:tc")))
    return sum(int(span.get(qn("w:val")) or 1) if span is not None else 1 for span in spans)


def _numbers(package: Package, rows: list[Element], place: str) -> Iterator[LayoutFault]:
    """Yield a table in which a number that is counted stands to the left or in the middle."""
    for row in rows:
        for cell in row.findall(qn("w:tc"))[1:]:
            paragraph = cell.find(qn("w:p"))
            if paragraph is None or not _NUMBER.fullmatch(text_of(cell).strip()):
                continue
            if package.stated(paragraph, qn("w:jc"), qn("w:val")) not in ("right", "end"):
                yield LayoutFault("L-39", place, f"{shown(cell)}没有右对齐")
                return
