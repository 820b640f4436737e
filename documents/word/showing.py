"""A finished Word file read back: everything that somebody who opens it meets."""

from __future__ import annotations

from dataclasses import dataclass

from docx.oxml.ns import qn

from documents.word.reading import lines_of, open_word, parts_of

_TEXT = "/word/document.xml"
_PICTURE = qn("wp:docPr")
_TABLE = (qn("w:tblCaption"), qn("w:tblDescription"))


@dataclass(frozen=True)
class WordShown:
    """What a Word file shows: paragraphs, page edges, what is read aloud, comments, properties.

    Paragraphs without words are left out; numbers of pages, which Word counts, too.
    """

    body: tuple[str, ...]
    edges: tuple[str, ...]
    spoken: tuple[str, ...]
    comments: tuple[str, ...]
    properties: tuple[str, ...]


def show_word(content: bytes) -> WordShown:
    """Return what a Word file shows; PersonNeeded where it cannot be read."""
    word = open_word(content)
    parts = dict(parts_of(word))
    text = parts.pop(_TEXT)
    stated = word.core_properties
    return WordShown(
        body=tuple(lines_of(text)),
        edges=tuple(
            line
            for name, part in parts.items()
            if "header" in name or "footer" in name
            for line in lines_of(part)
        ),
        spoken=(
            *(node.get(qn("w:val"), "") for node in text.iter(*_TABLE)),
            *(
                told
                for node in text.iter(_PICTURE)
                for told in (node.get("name", ""), node.get("descr", ""), node.get("title", ""))
                if told
            ),
        ),
        comments=tuple(
            line for name, part in parts.items() if "comments" in name for line in lines_of(part)
        ),
        properties=(
            stated.title,
            stated.subject,
            stated.author,
            stated.last_modified_by,
            stated.keywords,
            *(told for told in (stated.comments, stated.category, stated.content_status) if told),
        ),
    )
