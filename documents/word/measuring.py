"""How much of a page a document takes, counted from its looks without laying it out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from documents.word.breaks import lines_needed
from documents.word.colophon import colophon_height_pt
from documents.word.edges import title_lines_of
from documents.word.looks import POINTS_PER_MM, Looks, looks
from documents.word.tables import row_mm, text_style
from schemas.bulletin import Chart, Heading, Paragraph, Table, plain

if TYPE_CHECKING:
    from schemas.bulletin import Block, Document

_BELOW_LINE = 0.25
"""What a line has below its foot, on which a picture stands, in multiples of its type size."""

_STYLES = {"body": "BodyText", "lead": "Lead", "note": "Note"}


def room_pt() -> float:
    """Return the height of the type area in points (225 mm by GB/T 9704-2012)."""
    return looks().page.text_height_mm * POINTS_PER_MM


def height_pt(document: Document) -> float:
    """Return the height of a document in points: of its text, tables and charts.

    Chinese characters are as wide as high, Latin ones and digits half that; a line breaks as
    Chinese is broken. So it is what an office program needs, to within a line.
    """
    stated = looks(one_page=document.one_page)
    lines = [
        ("DocumentNumber", 1 if document.number else 0),
        ("Title", len(title_lines_of(document))),
        ("Subtitle", 1 if document.subtitle else 0),
        ("Signature", 1),
        ("Date", 1),
    ]
    edges = sum(_lines(stated, style, count) for style, count in lines if count)
    edges += sum(_text(stated, "Attachment", line, 5) for line in document.attached)
    edges += stated.styles["Attachment"].line_pt if document.attached else 0
    edges += 0 if document.subtitle else stated.styles["Subtitle"].after_pt
    return edges + colophon_height_pt(document) + sum(_of(stated, b) for b in document.blocks)


def _of(stated: Looks, block: Block) -> float:
    match block:
        case Heading():
            return _text(stated, f"Heading{block.level}", block.number + block.text)
        case Paragraph():
            return _text(stated, _STYLES[block.style], plain(block.spans))
        case Table():
            return _table(stated, block)
        case Chart():
            return _chart(stated, block)


def _lines(stated: Looks, style: str, count: int) -> float:
    look = stated.styles[style]
    return look.before_pt + count * look.line_pt + look.after_pt


def _text(stated: Looks, style: str, text: str, inset: float = 0) -> float:
    look = stated.styles[style]
    room = stated.page.text_width_mm * POINTS_PER_MM / (look.size_pt + look.letter_pt) - inset
    indent = "　" * round(look.first_line_chars)
    return _lines(stated, style, lines_needed(indent + text, room))


def _table(stated: Looks, table: Table) -> float:
    height = _text(stated, "TableCaption", f"表{table.number}　{table.caption}")
    height += _lines(stated, "TableUnit", 1) if table.unit else 0
    height += sum(_text(stated, "TableNote", note) for note in table.notes)
    rows = [(table.header, "TableHeader")]
    rows += [(tuple(plain(c.spans) for c in row), text_style(table)) for row in table.rows]
    return height + sum(_row(stated, table, texts, style) for texts, style in rows)


def _chart(stated: Looks, chart: Chart) -> float:
    """Return the height of a picture, with what its line has below it, caption and source."""
    from documents.charts import height_mm  # matplotlib, which only a chart needs

    look = stated.styles["Picture"]
    height = look.before_pt + height_mm(chart) * POINTS_PER_MM + look.size_pt * _BELOW_LINE
    height += _text(stated, "Caption", f"图{chart.number}　{chart.caption}")
    return height + (_text(stated, "PictureSource", chart.source) if chart.source else 0)


def _row(stated: Looks, table: Table, texts: tuple[str, ...], style: str) -> float:
    """Return the height of a row: of its fullest cell, and at least what every row has."""
    look, edge = stated.styles[style], 2 * stated.table.padding_mm
    whole = stated.page.text_width_mm
    rooms = [(share * whole - edge) * POINTS_PER_MM / look.size_pt for share in table.widths]
    lines = max(lines_needed(text, room) for text, room in zip(texts, rooms, strict=True))
    least = row_mm(table) * POINTS_PER_MM
    return max(least, lines * look.line_pt) + stated.table.grid_pt
