"""The list of contents: a heading a line, each a link to it; a field that Word can renew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from documents.word.fields import bookmarked, field, field_begin, field_end
from documents.word.looks import TWIPS_PER_POINT, looks
from documents.word.markup import Node, node
from documents.word.text import paragraph, run

if TYPE_CHECKING:
    from collections.abc import Sequence

    from schemas.bulletin import Document, Heading

_FIRST_IDENTITY = 10_000
"""Bookmarks of headings are numbered from here; those of captions stay far below."""


def contents_parts(document: Document, pages: Sequence[int]) -> list[Node]:
    """Return the list of a document's headings, as the page shows it; nothing if it has none.

    `pages` are the numbers of the pages on which the listed headings stand; they are printed
    where the document asks for them.
    """
    if not document.listed:
        return []
    numbered = document.contents == "页码"
    shown = map(str, pages) if numbered else [""] * len(document.listed)
    entries = [
        _entry(heading, place, page)
        for place, (heading, page) in enumerate(zip(document.listed, shown, strict=True))
    ]
    instruction = 'TOC \\o "1-1" \\h \\z' if numbered else 'TOC \\o "1-1" \\n \\h \\z'
    entries[0][1:1] = field_begin(instruction)
    entries[-1].append(field_end())
    entries[-1][0].append(node("spacing", after=round(_line() * TWIPS_PER_POINT)))
    return [paragraph("ContentsTitle", run(looks().contents_title)), *entries]


def listed_heading(heading: Heading, place: int) -> list[Node]:
    """Return the content of a heading that is listed: its words, within its bookmark."""
    return bookmarked(_name(place), _FIRST_IDENTITY + place, run(_words(heading)))


def _entry(heading: Heading, place: int, page: str) -> Node:
    link = node("hyperlink", run(_words(heading)), anchor=_name(place), history=1)
    if page:
        link.append(node("r", node("tab")))
        link.extend(field(f"PAGEREF {_name(place)} \\h", page))
    return paragraph("TOC1", link)


def _words(heading: Heading) -> str:
    return heading.number + heading.text


def _name(place: int) -> str:
    """Return the name of a heading's bookmark, in Word's own form."""
    return f"_Toc{place + 1:08d}"


def _line() -> float:
    return looks().styles["TOC1"].line_pt
