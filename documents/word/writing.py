"""The door: a `Document` becomes the bytes of a Word file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from documents.word.colophon import colophon_parts
from documents.word.comments import Margin
from documents.word.contents import contents_parts, listed_heading
from documents.word.edges import attachment_parts, signature_parts, title_parts
from documents.word.markup import side_by_side
from documents.word.package import COMMENTS, TEXT, name_owner, open_blank, to_bytes
from documents.word.pictures import picture_parts
from documents.word.spans import runs
from documents.word.tables import table_parts
from documents.word.text import paragraph, run
from schemas.bulletin import Heading, Paragraph, Table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from docx.document import Document as WordFile

    from documents.word.markup import Node
    from schemas.bulletin import Block, Document, Remark

PARAGRAPH_STYLES = {"body": "BodyText", "lead": "Lead", "note": "Note"}


def write_word(
    document: Document,
    charts: Mapping[str, bytes],
    remarks: Sequence[Remark] = (),
    pages: Sequence[int] = (),
) -> bytes:
    """Return the document as a Word file; the same value always gives the same bytes.

    `charts` holds a PNG by chart key. With `remarks` the same text carries a comment at
    every number whose reference somebody remarked on: the review copy. `pages` are those of
    the headings in the list of contents, where it prints them.

    Raises:
        KeyError: A chart of the document has no picture in `charts`.
    """
    word = open_blank(one_page=document.one_page, sample=document.sample)
    name_owner(word, document)
    margin = Margin(word, remarks)
    text = [
        part for block in document.blocks for part in _parts(block, document, word, charts, margin)
    ]
    before = (*title_parts(document), *contents_parts(document, pages))
    issuer, dated = signature_parts(document)
    after = (*attachment_parts(document), issuer, *colophon_parts(document), dated)
    whole = side_by_side(*before, *text, *after)
    return to_bytes(word, {TEXT: whole, COMMENTS: margin.comments})


def _parts(
    block: Block,
    document: Document,
    word: WordFile,
    charts: Mapping[str, bytes],
    margin: Margin,
) -> list[Node]:
    match block:
        case Heading() if block in document.listed:
            told = listed_heading(block, document.listed.index(block))
            return [paragraph(f"Heading{block.level}", *told)]
        case Heading():
            return [paragraph(f"Heading{block.level}", run(block.number + block.text))]
        case Paragraph():
            last = block is document.blocks[-1]  # no page carries the signature alone
            style = PARAGRAPH_STYLES[block.style]
            return [paragraph(style, *runs(block.spans, margin), keep_next=last)]
        case Table():
            return table_parts(block, margin)
        case _:
            return picture_parts(word, block, charts[block.key])
