"""The list of contents: a heading a line, each a link to it; a field that Word can renew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from documents.word.fields import bookmarked, field, field_begin, field_end
from documents.word.looks import TWIPS_PER_POINT, looks
from documents.word.markup import Node, node, side_by_side
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
    links = [
        _link(heading, place, page)
        for place, (heading, page) in enumerate(zip(document.listed, shown, strict=True))
    ]
    instruction = 'TOC \\o "1-1" \\h \\z' if numbered else 'TOC \\o "1-1" \\n \\h \\z'
    links[0] = side_by_side(*field_begin(instruction), links[0])
    *before, last = links
    space = node("spacing", after=round(_line() * TWIPS_PER_POINT))
    return [
        paragraph("ContentsTitle", run(looks().contents_title)),
        *(paragraph("TOC1", link) for link in before),
        paragraph("TOC1", last, field_end(), layout=[space]),
    ]


def listed_heading(heading: Heading, place: int) -> list[Node]:
    """Return the content of a heading that is listed: its words, within its bookmark."""
    return bookmarked(_name(place), _FIRST_IDENTITY + place, run(_words(heading)))


def _link(heading: Heading, place: int, page: str) -> Node:
    shown = [run(_words(heading))]
    if page:
        shown += [node("r", node("tab")), *field(f"PAGEREF {_name(place)} \\h", page)]
    return node("hyperlink", *shown, anchor=_name(place), history=1)


def _words(heading: Heading) -> str:
    return heading.number + heading.text


def _name(place: int) -> str:
    """Return the name of a heading's bookmark, in Word's own form."""
    return f"_Toc{place + 1:08d}"


def _line() -> float:
    return looks().styles["TOC1"].line_pt
