"""A finished Word file read back: everything that somebody who opens it meets."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass

from docx.oxml.ns import qn
from lxml import etree

from documents.word.reading import lines_of

_TEXT, _PROPERTIES = "word/document.xml", "docProps/core.xml"
_SHOWN = re.compile(r"word/.*(header|footer|comments).*\.xml")
_STATED = ("title", "subject", "creator", "lastModifiedBy", "keywords")
_IF_STATED = ("description", "category", "contentStatus")
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
    """Return what a Word file of ours shows, by its markup, without python-docx that wrote it.

    Raises KeyError, BadZipFile or XMLSyntaxError where it is none.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        text = etree.fromstring(package.read(_TEXT))
        stated = etree.fromstring(package.read(_PROPERTIES))
        parts = {
            name: etree.fromstring(package.read(name))
            for name in sorted(package.namelist())
            if _SHOWN.fullmatch(name)
        }
    return WordShown(
        body=tuple(lines_of(text)),
        edges=tuple(
            line
            for name, part in parts.items()
            if "comments" not in name
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
            *(stated.findtext(f"{{*}}{name}") or "" for name in _STATED),
            *(told for name in _IF_STATED if (told := stated.findtext(f"{{*}}{name}"))),
        ),
    )
