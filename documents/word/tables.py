"""Tables: caption and unit above, a repeated header row, rows that never split, notes below."""

from __future__ import annotations

from functools import cache
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from documents.word.decimals import right_insets
from documents.word.fields import numbered
from documents.word.looks import TWIPS_PER_POINT, looks, twips
from documents.word.markup import Node, node
from documents.word.spans import runs
from documents.word.styles import TABLE_STYLE
from documents.word.text import paragraph, run
from schemas.bulletin import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from documents.word.comments import Margin
    from schemas.bulletin import Cell, Table


_TOGETHER = 3
"""Rows of a long table that stand together at least, on either side of a page's end."""


def table_parts(table: Table, margin: Margin) -> list[Node]:
    """Return a table with everything that belongs to it, in the order of the page."""
    parts = [
        paragraph(
            "TableCaption", *numbered("表", table.number, table.key), run(f"　{table.caption}")
        )
    ]
    if table.unit:
        parts.append(paragraph("TableUnit", run(f"单位：{table.unit}")))
    parts.append(_grid(table, margin))
    for left, note in zip(reversed(range(len(table.notes))), table.notes, strict=True):
        parts.append(paragraph("TableNote", run(note), keep_next=left > 0))
    return parts


def text_style(table: Table) -> str:
    """Return the style of a table's cells."""
    return "TableSmall" if table.compact else "TableText"


def row_mm(table: Table) -> float:
    """Return how high a table's rows are at least."""
    return looks().table.compact_mm if table.compact else looks().table.row_mm


def column_widths(shares: Sequence[float], whole: int) -> list[int]:
    """Return whole widths in the given shares that add up to exactly `whole`."""
    edges = [round(whole * share / sum(shares)) for share in accumulate(shares, initial=0.0)]
    return [right - left for left, right in pairwise(edges)]


def _grid(table: Table, margin: Margin) -> Node:
    widths = column_widths(table.widths, twips(looks().page.text_width_mm))
    columns = node("tblGrid", *(node("gridCol", w=width) for width in widths))
    titles = [paragraph("TableHeader", run(title), keep_next=True) for title in table.header]
    insets, least = _insets(table, widths), row_mm(table)
    rows = (
        _row(_texts(table, index, insets[index], margin), widths, least)
        for index in range(len(table.rows))
    )
    header = _row(titles, widths, least, repeated=True)
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


def _insets(table: Table, widths: Sequence[int]) -> list[tuple[int, ...]]:
    """Return each row's indents on the right, one a cell; numbers alone have them."""
    columns = [
        _column_insets([row[place] for row in table.rows], width, text_style(table))
        for place, width in enumerate(widths)
    ]
    return list(zip(*columns, strict=True))


def _column_insets(cells: Sequence[Cell], width: int, style: str) -> list[int]:
    size = looks().styles[style].size_pt * TWIPS_PER_POINT
    room = width - 2 * twips(looks().table.padding_mm)
    insets = right_insets([plain(cell.spans) for cell in cells], room / size)
    return [
        round(inset * size) if cell.align == "right" else 0
        for cell, inset in zip(cells, insets, strict=True)
    ]


def _texts(table: Table, index: int, insets: Sequence[int], margin: Margin) -> list[Node]:
    """Return the paragraphs of one row, one a cell."""
    bold = index in table.emphasised
    keep_next = _stays_with_next(table, index)
    return [
        paragraph(
            text_style(table),
            *runs(cell.spans, margin, bold=bold),
            keep_next=keep_next,
            layout=[*([node("ind", right=inset)] if inset else []), node("jc", val=cell.align)],
        )
        for cell, inset in zip(table.rows[index], insets, strict=True)
    ]


def _stays_with_next(table: Table, index: int) -> bool:
    """Say whether a row must not be the last of its page.

    A short table stays whole; of a long one the first three rows stay with the header, the
    last three together, and the last with the notes.
    """
    last = len(table.rows) - 1
    if index == last:
        return bool(table.notes)
    apart = _TOGETHER - 1
    return last < looks().table.whole_rows or index < apart or index >= last - apart


def _row(
    texts: Iterable[Node], widths: Sequence[int], least: float, *, repeated: bool = False
) -> Node:
    cells = (
        node("tc", _cell_properties(width), text) for text, width in zip(texts, widths, strict=True)
    )
    return node("tr", _row_properties(least, repeated=repeated), *cells)


@cache
def _row_properties(least: float, *, repeated: bool) -> Node:
    height = node("trHeight", val=twips(least), hRule="atLeast")
    return node("trPr", node("cantSplit"), height, *([node("tblHeader")] if repeated else []))


@cache
def _cell_properties(width: int) -> Node:
    return node("tcPr", node("tcW", w=width, type="dxa"), node("vAlign", val="center"))
