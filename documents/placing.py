"""Where each figure is printed: document, paragraph, table or chart, and within it what."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import polars as pl

from documents.audit.claims import placed
from schemas.bulletin import Chart, Document, Heading, Number, Paragraph, Reference, Table, plain
from schemas.explanation import PRINTED_SCHEMA

_END_OF_SENTENCE = re.compile(r"[。；！？]")

_LINE = ("虚线",)
"""What a chart calls the line that its bars are held against."""

_Place = tuple[Reference, str, str]


def list_places(documents: Iterable[Document]) -> pl.DataFrame:
    """Return every place at which a figure is printed (PRINTED_SCHEMA), in reading order."""
    rows = [
        (r.code, r.basis, r.dimension, document.name, place, within, text)
        for document in documents
        for place, block in placed(document)
        for r, within, text in _numbers_in(block)
    ]
    return pl.DataFrame(rows, schema=PRINTED_SCHEMA, orient="row")


def _numbers_in(block: Heading | Paragraph | Table | Chart) -> Iterator[_Place]:
    match block:
        case Paragraph():
            yield from _in_sentences(block)
        case Table():
            yield from _in_cells(block)
        case Chart():
            yield from _in_bars(block)


def _in_sentences(paragraph: Paragraph) -> Iterator[_Place]:
    """Yield the paragraph's numbers, each within its sentence."""
    text, begins = plain(paragraph.spans), 0
    for span in paragraph.spans:
        words = span if isinstance(span, str) else span.text
        if isinstance(span, Number):
            yield span.reference, _sentence_at(text, begins), span.text
        begins += len(words)


def _sentence_at(text: str, place: int) -> str:
    ends = [found.end() for found in _END_OF_SENTENCE.finditer(text)]
    first = max((end for end in ends if end <= place), default=0)
    last = min((end for end in ends if end > place), default=len(text))
    return text[first:last]


def _in_cells(table: Table) -> Iterator[_Place]:
    """Yield the table's numbers, each with its row and column."""
    for row in table.rows:
        for title, cell in zip(table.header, row, strict=True):
            within = f"{table.caption}：{plain(row[0].spans)} · {title}"
            for span in cell.spans:
                if isinstance(span, Number):
                    yield span.reference, within, span.text


def _in_bars(chart: Chart) -> Iterator[_Place]:
    """Yield the numbers that a chart draws, each with its label and series; its line's last."""
    lines = [(_LINE, chart.mark)] if chart.mark else []
    for labels, series in (*((chart.labels, series) for series in chart.series), *lines):
        drawn = zip(labels, series.values, series.references, strict=True)
        for label, value, reference in drawn:
            if value is not None:
                within = f"{chart.caption}：{label} · {series.name}"
                yield reference, within, f"{value.normalize():f}{chart.unit}"
