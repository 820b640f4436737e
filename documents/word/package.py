"""The package around the text: an empty Word file to start from, and bytes that never vary."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from functools import cache
from typing import TYPE_CHECKING

import docx
from docx.opc.oxml import serialize_part_xml
from docx.oxml.ns import nsmap
from lxml import etree

from documents.word.breaks import line_breaks
from documents.word.looks import looks
from documents.word.markup import Node, node, parsed
from documents.word.page import sheet, write_edges
from documents.word.styles import font_table, style_sheet

if TYPE_CHECKING:
    from collections.abc import Mapping

    from docx.document import Document as WordFile

    from schemas.bulletin import Document

for _prefix, _namespace in nsmap.items():
    # Left to itself lxml names a prefix by what other libraries of the process have done.
    etree.register_namespace(_prefix, _namespace)

TEXT, COMMENTS = "word/document.xml", "word/comments.xml"
MADE = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)  # stands for no date: the clock is never read
ZIP_TIME = (1980, 1, 1, 0, 0, 0)

_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

_CONTENT_TYPES = f"""<Types xmlns="{_PACKAGE}/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/docProps/core.xml"
 ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>
<Override PartName="/word/document.xml" ContentType="{_TYPES}.document.main+xml"/>
<Override PartName="/word/styles.xml" ContentType="{_TYPES}.styles+xml"/>
<Override PartName="/word/settings.xml" ContentType="{_TYPES}.settings+xml"/>
<Override PartName="/word/fontTable.xml" ContentType="{_TYPES}.fontTable+xml"/>
</Types>"""

_PACKAGE_RELATIONS = f"""<Relationships xmlns="{_PACKAGE}/relationships">
<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>
<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties"
 Target="docProps/core.xml"/>
</Relationships>"""

_TEXT_RELATIONS = f"""<Relationships xmlns="{_PACKAGE}/relationships">
<Relationship Id="rId1" Type="{_OFFICE}/styles" Target="styles.xml"/>
<Relationship Id="rId2" Type="{_OFFICE}/settings" Target="settings.xml"/>
<Relationship Id="rId3" Type="{_OFFICE}/fontTable" Target="fontTable.xml"/>
</Relationships>"""

_CORE = f"""<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"/>"""


def open_blank(*, one_page: bool, sample: bool) -> WordFile:
    """Return an empty Word file with our styles and edges, and nothing of python-docx's own.

    Its template is of Letter size with a Japanese font, a theme and 160 styles.
    """
    return docx.Document(io.BytesIO(_blank(one_page=one_page, sample=sample)))


def name_owner(word: WordFile, document: Document) -> None:
    """Write the file's properties: whose it is and what it tells, from the document alone."""
    properties = word.core_properties
    properties.author = properties.last_modified_by = document.issuer
    properties.title = document.title.replace("\n", "")
    properties.subject = document.subtitle.replace("\n", "")
    properties.keywords = "；".join(document.keywords)
    properties.language = "zh-CN"
    properties.created = properties.modified = MADE
    properties.revision = 1


def to_bytes(word: WordFile, contents: Mapping[str, Node] | None = None) -> bytes:
    """Return the file; the same content always gives the same bytes.

    `contents` are what its parts hold beside what they have, by their names.
    """
    saved = io.BytesIO()
    word.save(saved)
    with zipfile.ZipFile(saved) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    for name, content in (contents or {}).items():
        if content:
            parts[name] = _filled(parts[name], content.encode())
    return _packed(parts)


def _filled(part: bytes, content: bytes) -> bytes:
    """Return a part with its content: a text before its section, another in its empty root."""
    before, section, after = part.rpartition(b"<w:sectPr>")
    if section:
        return before + content + section + after
    start, _, _ = part.rpartition(b"/>")
    return b"%s>%s</%s>" % (start, content, start.rpartition(b"<")[2].split()[0])


@cache
def _blank(*, one_page: bool, sample: bool) -> bytes:
    word = docx.Document(io.BytesIO(_blank_page(one_page=one_page)))
    write_edges(word, sample=sample)
    return to_bytes(word)


def _blank_page(*, one_page: bool) -> bytes:
    stated = looks(one_page=one_page)
    section = sheet(stated.page, stated.styles["Normal"].size_pt)
    return _packed(
        {
            "[Content_Types].xml": _CONTENT_TYPES.encode(),
            "_rels/.rels": _PACKAGE_RELATIONS.encode(),
            "docProps/core.xml": _CORE.encode(),
            "word/_rels/document.xml.rels": _TEXT_RELATIONS.encode(),
            "word/document.xml": _part(node("document", node("body", section))),
            "word/fontTable.xml": _part(font_table(stated)),
            "word/settings.xml": _part(_settings()),
            "word/styles.xml": _part(style_sheet(stated)),
        }
    )


def _part(root: Node) -> bytes:
    (element,) = parsed(root)
    return serialize_part_xml(element)


def _settings() -> Node:
    """Return `<w:settings>`: left and right pages differ, lines break as in Chinese."""
    mode = node(
        "compatSetting",
        name="compatibilityMode",
        uri="http://schemas.microsoft.com/office/word",
        val=15,
    )
    return node(
        "settings",
        node("zoom", percent=100),
        node("defaultTabStop", val=640),
        node("evenAndOddHeaders"),
        node("characterSpacingControl", val="compressPunctuation"),
        *line_breaks(),
        node("compat", mode),
        node("themeFontLang", val="en-US", eastAsia="zh-CN"),
    )


def _packed(parts: dict[str, bytes]) -> bytes:
    """Return a zip whose entries carry no time and no trace of the system."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as package:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            package.writestr(entry, content)
    return packed.getvalue()
