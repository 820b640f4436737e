"""Tables: caption and unit above, a repeated header row, rows that never split, notes below."""

from __future__ import annotations

from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from documents.word.fields import numbered
from documents.word.looks import looks, twips
from documents.word.markup import Node, node
from documents.word.styles import TABLE_STYLE
from documents.word.text import paragraph, run, runs

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from documents.word.comments import Margin
    from schemas.bulletin import Table


def table_parts(table: Table, margin: Margin) -> list[Node]:
    """Return a table with everything that belongs to it, in the order of the page."""
    parts = [paragraph("TableCaption", *numbered("表", table.number), run(f"　{table.caption}"))]
    if table.unit:
        parts.append(paragraph("TableUnit", run(f"单位：{table.unit}")))
    parts.append(_grid(table, margin))
    for left, note in zip(reversed(range(len(table.notes))), table.notes, strict=True):
        parts.append(paragraph("TableNote", run(note), keep_next=left > 0))
    return [*parts, paragraph("Gap")]


def column_widths(shares: Sequence[float], whole: int) -> list[int]:
    """Return whole widths in the given shares that add up to exactly `whole`."""
    edges = [round(whole * share / sum(shares)) for share in accumulate(shares, initial=0.0)]
    return [right - left for left, right in pairwise(edges)]


def _grid(table: Table, margin: Margin) -> Node:
    widths = column_widths(table.widths, twips(looks().page.text_width_mm))
    columns = node("tblGrid", *(node("gridCol", w=width) for width in widths))
    titles = [paragraph("TableHeader", run(title), keep_next=True) for title in table.header]
    rows = (_row(_texts(table, index, margin), widths) for index in range(len(table.rows)))
    header = _row(titles, widths, repeated=True)
    return node("tbl", _properties(table, sum(widths)), columns, header, *rows)


def _properties(table: Table, width: int) -> Node:
    """Return the table's properties; caption and description are what a screen reader says."""
    return node(
        "tblPr",
        node("tblStyle", val=TABLE_STYLE),
        node("tblW", w=width, type="dxa"),
        node("jc", val="center"),
        node("tblLayout", type="fixed"),
        node("tblLook", val="0020", firstRow=1, noHBand=1, noVBand=1),
        node("tblCaption", val=f"表{table.number}　{table.caption}"),
        node("tblDescription", val=table.alt),
    )


def _texts(table: Table, index: int, margin: Margin) -> list[Node]:
    """Return the paragraphs of one row, one a cell."""
    bold = index in table.emphasised
    keep_next = _stays_with_next(table, index)
    return [
        paragraph(
            "TableText",
            *runs(cell.spans, margin, bold=bold),
            keep_next=keep_next,
            layout=[node("jc", val=cell.align)],
        )
        for cell in table.rows[index]
    ]


def _stays_with_next(table: Table, index: int) -> bool:
    """Say whether a row must not be the last of its page.

    A short table stays whole; of a long one the first two rows stay with the header, the
    last two together, and the last with the notes.
    """
    last = len(table.rows) - 1
    if index == last:
        return bool(table.notes)
    return last < looks().table.whole_rows or index == 0 or index == last - 1


def _row(texts: Iterable[Node], widths: Sequence[int], *, repeated: bool = False) -> Node:
    properties = node("trPr", node("cantSplit"))
    properties.append(node("trHeight", val=twips(looks().table.row_mm), hRule="atLeast"))
    if repeated:
        properties.append(node("tblHeader"))
    cells = (
        node("tc", _cell_properties(width), text) for text, width in zip(texts, widths, strict=True)
    )
    return node("tr", properties, *cells)


def _cell_properties(width: int) -> Node:
    return node("tcPr", node("tcW", w=width, type="dxa"), node("vAlign", val="center"))
