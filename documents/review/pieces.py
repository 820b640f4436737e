"""A document's blocks as the page draws them: every number with the number of its card."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Mapping
from typing import Any

from documents.review.cards import CardBox
from schemas.bulletin import (
    Block,
    Cell,
    Chart,
    Document,
    Heading,
    Number,
    Paragraph,
    Span,
    Table,
)

Piece = dict[str, Any]


def pieces_of(document: Document, charts: Mapping[str, bytes], box: CardBox) -> list[Piece]:
    """Return the blocks of a document in their order, ready for the template."""
    return [_piece(block, charts, box) for block in document.blocks]


def _piece(block: Block, charts: Mapping[str, bytes], box: CardBox) -> Piece:
    match block:
        case Heading():
            return {"is": f"heading{block.level}", "text": block.number + block.text}
        case Paragraph():
            return {"is": "paragraph", "style": block.style, "spans": _spans(block.spans, box)}
        case Table():
            return {"is": "table", "table": block, "rows": _rows(block, box)}
        case Chart():
            picture = b64encode(charts.get(block.key, b"")).decode()
            return {"is": "chart", "chart": block, "picture": picture, "rows": _points(block, box)}


def _spans(spans: Iterable[Span], box: CardBox) -> list[Piece]:
    return [_span(span, box) for span in spans]


def _span(span: Span, box: CardBox) -> Piece:
    if isinstance(span, Number):
        doubtful = box.is_doubtful(span.reference)
        return {"text": span.text, "card": box.number(span.reference), "doubtful": doubtful}
    return {"text": span if isinstance(span, str) else span.text, "card": None}


def _rows(table: Table, box: CardBox) -> list[Piece]:
    return [
        {"bold": index in table.emphasised, "cells": [_cell(cell, box) for cell in row]}
        for index, row in enumerate(table.rows)
    ]


def _cell(cell: Cell, box: CardBox) -> Piece:
    return {"align": cell.align, "spans": _spans(cell.spans, box)}


def _points(chart: Chart, box: CardBox) -> list[Piece]:
    """Return a chart's numbers as rows: one a label, one cell a series."""
    return [
        {
            "label": label,
            "cells": [
                {"text": _plain(series.values[place]), "card": box.number(series.references[place])}
                for series in chart.series
            ],
        }
        for place, label in enumerate(chart.labels)
    ]


def _plain(value: object) -> str:
    if value is None:
        return "缺"
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
