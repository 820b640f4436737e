"""The text: styles of title, headings and body, empty paragraphs, numbering of headings."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docx.oxml.ns import qn

from documents.linting.package import Element, Package, shown, text_of
from documents.narrative.parsing import in_characters
from schemas.linting import LayoutFault

_TITLE, _FIRST, _SECOND = "Title", "heading 1", "heading 2"
_TAB = f"{qn('w:tabs')}/{qn('w:tab')}"
_TABBED = f".//{qn('w:r')}/{qn('w:tab')}"
"""A place that a tab leads to, which a paragraph or its style states."""

_BODY = ("Body Text", "公报引言")
_EAST = qn("w:rFonts")
_CHINESE_MARKS = re.compile("[“”‘’—…]")
_FIRST_NUMBER = re.compile(r"^([一二三四五六七八九十]+)、")
_SECOND_NUMBER = re.compile(r"^（([一二三四五六七八九十]+)）")
_ALIGNED = re.compile(r" {2,}|　{3,}")
_DATE = re.compile(r"^\d{4}年0?\d{1,2}月0?\d{1,2}日$")
_LOOKS = {
    # style: rule, font, half points
    _FIRST: ("L-14", ("黑体",), 32),
    _SECOND: ("L-15", ("楷体_GB2312", "楷体"), 32),
    "Body Text": ("L-16", ("仿宋_GB2312", "仿宋"), 32),
}
_LINE = 560
_TWO_CHARACTERS = 200


def look_at_text(package: Package) -> Iterator[LayoutFault]:
    """Yield what is wrong with the paragraphs of the text."""
    for paragraph in package.paragraphs:
        style = package.style_of(paragraph)
        yield from _look(package, paragraph, style)
        tabbed = package.stated(paragraph, _TAB, qn("w:pos")) is not None
        yield from _blank(paragraph, tabbed=tabbed)
        if style in _BODY:
            yield from _body(package, paragraph)
        if _DATE.match(text_of(paragraph)) and re.search("[年月]0", text_of(paragraph)):
            yield LayoutFault("L-47", shown(paragraph), "月或日前有0")
    for run in package.body.iter(qn("w:r")):
        yield from _marks(run)


def look_at_headings(package: Package) -> Iterator[LayoutFault]:
    """Yield what is wrong with the order of headings."""
    first = second = 0
    for paragraph in package.paragraphs:
        style, text = package.style_of(paragraph), text_of(paragraph)
        if style not in (_FIRST, _SECOND):
            continue
        if not package.is_set(paragraph, qn("w:keepNext")):
            yield LayoutFault("L-26", shown(paragraph), "没有设“与下段同页”")
        if style == _FIRST:
            first, second = first + 1, 0
            yield from _numbered("L-23", _FIRST_NUMBER.match(text), first, paragraph)
        else:
            second += 1
            if not first:
                yield LayoutFault("L-25", shown(paragraph), "前面没有一级标题")
            yield from _numbered("L-24", _SECOND_NUMBER.match(text), second, paragraph)


def _look(package: Package, paragraph: Element, style: str) -> Iterator[LayoutFault]:
    font = package.stated(paragraph, _EAST, qn("w:eastAsia"))
    size = package.stated(paragraph, qn("w:sz"), qn("w:val"))
    if style == _TITLE:
        centred = package.stated(paragraph, qn("w:jc"), qn("w:val")) == "center"
        bold = package.is_set(paragraph, qn("w:b"))
        if "小标宋" not in (font or "") or size != "44" or not centred or bold:
            yield LayoutFault("L-13", shown(paragraph), _told(font, size))
    elif style in _LOOKS:
        rule, fonts, wanted = _LOOKS[style]
        if font not in fonts or size != str(wanted):
            yield LayoutFault(rule, shown(paragraph), _told(font, size))


def _told(font: str | None, size: str | None) -> str:
    points = f"{int(size) / 2:g}磅" if size else "字号未写"
    return f"{font or '字体未写'}，{points}"


def _body(package: Package, paragraph: Element) -> Iterator[LayoutFault]:
    line = package.stated(paragraph, qn("w:spacing"), qn("w:line"))
    kind = package.stated(paragraph, qn("w:spacing"), qn("w:lineRule"))
    if line != str(_LINE) or kind != "exact":
        yield LayoutFault("L-17", shown(paragraph), f"行距{line or '未写'}（{kind or '未写'}）")
    indent = package.stated(paragraph, qn("w:ind"), qn("w:firstLineChars"))
    if indent != str(_TWO_CHARACTERS):
        yield LayoutFault("L-18", shown(paragraph), f"首行缩进{indent or '0'}（百分之一字）")
    for run in paragraph.iter(qn("w:rPr")):
        fonts = run.find(qn("w:rFonts"))
        own = fonts is not None and fonts.get(qn("w:eastAsia")) is not None
        if own or run.find(qn("w:sz")) is not None:
            yield LayoutFault("L-19", shown(paragraph), "有文字另设了字体或字号")
            return


def _blank(paragraph: Element, *, tabbed: bool) -> Iterator[LayoutFault]:
    text = text_of(paragraph)
    if not text.strip() and next(paragraph.iter(qn("w:drawing"), qn("w:sectPr")), None) is None:
        yield LayoutFault("L-21", "正文", "有空段落")
    elif _ALIGNED.search(text) or (
        not tabbed and next(paragraph.iterfind(_TABBED), None) is not None
    ):
        yield LayoutFault("L-22", shown(paragraph), "用空格或制表符对齐")


def _marks(run: Element) -> Iterator[LayoutFault]:
    """Yield a run whose quotation marks would take the Latin font."""
    if _CHINESE_MARKS.search(text_of(run)):
        fonts = run.find(f"{qn('w:rPr')}/{qn('w:rFonts')}")
        if fonts is None or fonts.get(qn("w:hint")) != "eastAsia":
            yield LayoutFault("L-20", shown(run), "标点会用西文字体")


def _numbered(
    rule: str, found: re.Match[str] | None, wanted: int, paragraph: Element
) -> Iterator[LayoutFault]:
    number = in_characters(wanted)
    if found is None or found[1] != number:
        yield LayoutFault(rule, shown(paragraph), f"应为{number}")
