"""Pictures: the chart over the whole type area, its caption and its source below."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from docx.shared import Mm
from lxml import etree

from documents.word.fields import numbered
from documents.word.looks import looks
from documents.word.markup import Node, node
from documents.word.text import paragraph, run

if TYPE_CHECKING:
    from docx.document import Document as WordFile

    from schemas.bulletin import Chart


def picture_parts(word: WordFile, chart: Chart, png: bytes) -> list[Node]:
    """Return a chart with everything that belongs to it, in the order of the page."""
    parts = [
        paragraph("Picture", node("r", _drawing(word, chart, png))),
        paragraph(
            "Caption",
            *numbered("图", chart.number, chart.key),
            run(f"　{chart.caption}"),
            keep_next=bool(chart.source),
        ),
    ]
    if chart.source:
        parts.append(paragraph("PictureSource", run(chart.source)))
    return parts


def _drawing(word: WordFile, chart: Chart, png: bytes) -> Node:
    """Return the picture; its description is what a screen reader says."""
    inline = word.part.new_pic_inline(io.BytesIO(png), width=Mm(looks().page.text_width_mm))
    for side in ("distT", "distB", "distL", "distR"):
        inline.set(side, "0")  # left out, it would be 3.2 mm beside the picture
    told = {"id": str(chart.number), "name": f"图{chart.number}", "descr": chart.alt}
    for name, value in told.items():
        inline.docPr.set(name, value)
    return node("drawing", Node(etree.tostring(inline, encoding="unicode")))
