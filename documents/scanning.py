"""Whether a document that is about to be written tells a person's number (rule E-X07)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from schemas.bulletin import Block, Chart, Document, Heading, Paragraph, Table, plain

PERSONAL_NUMBER = re.compile(
    r"(?<![0-9A-Za-z.])(\d{17}[\dXx]|\d{15,19}|1[3-9]\d{9})(?![0-9A-Za-z.])"
)
"""Resident ID, bank card or mobile phone, as DOMAIN.md §4.3 item 5 states it."""


def find_personal_numbers(document: Document) -> list[str]:
    """Return the places of a document (its nearest heading) that tell a person's number."""
    found, heading = [], document.title
    for block in document.blocks:
        if isinstance(block, Heading):
            heading = f"{block.number}{block.text}"
        if any(map(PERSONAL_NUMBER.search, _texts(block))) and heading not in found:
            found.append(heading)
    edges = (document.title, document.subtitle, document.issuer, *document.keywords)
    return ([document.title] if any(map(PERSONAL_NUMBER.search, edges)) else []) + found


def _texts(block: Block) -> Iterator[str]:
    """Yield every run of words of a block, what a screen reader says included."""
    match block:
        case Heading():
            yield block.text
        case Paragraph():
            yield plain(block.spans)
        case Table():
            yield from (block.caption, block.alt, *block.header, *block.notes)
            yield from (plain(cell.spans) for row in block.rows for cell in row)
        case Chart():
            yield from (block.caption, block.alt, block.source, *block.labels)
            yield from (series.name for series in block.series)
