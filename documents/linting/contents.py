"""The list of contents: its entries, and where they lead."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest

from docx.oxml.ns import qn

from documents.linting.package import Element, Package, shown
from documents.word.reading import lines_of
from schemas.linting import LayoutFault

_CONTENTS = "toc "
_PAGE = re.compile(r"PAGEREF\s+(\S+)")
_HEADING = "heading "


def look_at_contents(package: Package) -> Iterator[LayoutFault]:
    """Yield entries that are not the headings in their order, or that lead elsewhere."""
    entries = [p for p in package.paragraphs if package.style_of(p).startswith(_CONTENTS)]
    if not entries:
        return
    deepest = max(_level(package, entry, _CONTENTS) for entry in entries)
    headings = [
        paragraph
        for paragraph in package.paragraphs
        if 1 <= _level(package, paragraph, _HEADING) <= deepest
    ]
    for entry, heading in zip_longest(entries, headings):
        if entry is None:
            yield LayoutFault("L-49", "目录", f"没有列出{shown(heading)}")
        elif heading is None or _said(entry) != _said(heading):
            wanted = "多出" if heading is None else f"应为{shown(heading)}"
            yield LayoutFault("L-49", shown(entry), wanted)
        elif not _leads_to(entry, heading):
            yield LayoutFault("L-50", shown(entry), "没有指向标题")


def _level(package: Package, paragraph: Element, kind: str) -> int:
    """Return a paragraph's level among the styles of a kind (toc 1, heading 2); 0: it is none."""
    number = package.style_of(paragraph).removeprefix(kind)
    return int(number) if number.isdecimal() else 0


def _said(paragraph: Element) -> str:
    return "".join(lines_of(paragraph))


def _leads_to(entry: Element, heading: Element) -> bool:
    """Return whether an entry has a link, and all that it refers to is a mark of the heading."""
    marks = {mark.get(qn("w:name")) for mark in heading.iter(qn("w:bookmarkStart"))}
    links = {link.get(qn("w:anchor")) for link in entry.iter(qn("w:hyperlink"))}
    told = "".join(node.text or "" for node in entry.iter(qn("w:instrText")))
    return bool(links) and {*links, *_PAGE.findall(told)} <= marks
