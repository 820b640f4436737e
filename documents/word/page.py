"""The page around the text: paper, margins, character grid, page number, sample mark."""

from __future__ import annotations

from typing import TYPE_CHECKING

from documents.word.fields import field
from documents.word.looks import TWIPS_PER_MM, TWIPS_PER_POINT, looks, twips
from documents.word.markup import Node, node, parsed
from documents.word.text import paragraph, run

if TYPE_CHECKING:
    from docx.document import Document as WordFile

    from documents.word.looks import Page

GRID_UNITS_PER_POINT = 4096


def sheet(page: Page, body_pt: float) -> Node:
    """Return the section: A4, its margins, and the grid of 22 lines and 28 characters.

    `charSpace` is what one character of the body size gives up for 28 to stand in a line.
    """
    width = page.text_width_mm * TWIPS_PER_MM / TWIPS_PER_POINT
    grid = {
        "linePitch": int(page.text_height_mm * TWIPS_PER_MM / page.lines),
        "charSpace": round((width / page.characters - body_pt) * GRID_UNITS_PER_POINT),
    }
    return node(
        "sectPr",
        node("pgSz", w=twips(page.width_mm), h=twips(page.height_mm)),
        node("pgMar", **_margins(page)),
        node("cols", space=twips(10)),
        node("docGrid", type="linesAndChars", **grid),
    )


def write_edges(word: WordFile, *, sample: bool) -> None:
    """Number odd pages right and even pages left; mark every page of a sample."""
    section = word.sections[0]
    section.footer.part.element[:] = parsed(_page_number("right"))
    section.even_page_footer.part.element[:] = parsed(_page_number("left"))
    for header in (section.header, section.even_page_header):
        header.part.element[:] = parsed(_sample_mark() if sample else paragraph("Header"))


def _margins(page: Page) -> dict[str, int]:
    millimetres = {
        "top": page.top_mm,
        "right": page.right_mm,
        "bottom": page.bottom_mm,
        "left": page.left_mm,
        "header": page.header_mm,
        "footer": page.footer_mm,
        "gutter": 0,
    }
    return {side: twips(length) for side, length in millimetres.items()}


def _page_number(side: str) -> Node:
    """Return “— 1 —”, one character in from the outer edge (GB/T 9704-2012, 7.5)."""
    size = round(looks().styles["Footer"].size_pt * TWIPS_PER_POINT)
    inset = node("ind", **{f"{side}Chars": 100, side: size})
    content = [run("— "), *field("PAGE", "1"), run(" —")]
    return paragraph("Footer", *content, layout=[inset, node("jc", val=side)])


def _sample_mark() -> Node:
    return paragraph("SampleMark", run(looks().sample_mark))
