"""A Word file that a person edited, read back: its text, its comments, what it must not carry."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import docx
from docx.opc.exceptions import OpcError
from docx.oxml.ns import nsmap, qn
from lxml import etree

from documents.word.looks import looks
from documents.word.package import MADE, to_bytes
from schemas.faults import PersonNeeded

if TYPE_CHECKING:
    from docx.document import Document as WordFile

_LARGEST = 200 * 1024 * 1024
"""Bytes that a package may unpack to; a bulletin with its charts takes some hundred thousand."""

_UNREADABLE = (OpcError, OSError, KeyError, ValueError, zipfile.BadZipFile, etree.XMLSyntaxError)
_TRACKED = re.compile(
    r"ins|del|moveFrom|moveTo|cell(Ins|Del|Merge)|numberingChange|(r|p|sect|tbl|tblGrid|tc|tr)PrChange"
    r"|tblGridChange|tblPrExChange"
)
"""Elements of a change that is tracked (ECMA-376 part 1, 17.13.5)."""

_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_TEXTS = {qn("w:t"), qn("m:t"), qn("a:t")}
_PARAGRAPHS = (qn("w:p"), qn("a:p"))
_INSTRUCTION = qn("w:instrText")
_FIELD_MARK, _MARKS = qn("w:fldChar"), qn("w:fldCharType")
_FIELD, _SAYS = qn("w:fldSimple"), qn("w:instr")
_SET_APART = {*_PARAGRAPHS, _FALLBACK, _FIELD}
"""What within a paragraph is no part of its text, or may be none."""

_SPEAKING = (*_TEXTS, _INSTRUCTION, _FIELD_MARK, *_SET_APART)
_NOT_TEXT = ("comments", "people", "styles", "settings", "numbering", "theme", "fontTable")
_CARRIED = {
    "oleObject": "嵌入的对象",
    "package": "嵌入的表格或文件",
    "aFChunk": "嵌入的文件",
    "vbaProject": "宏",
    "control": "控件",
}
"""Relations whose parts the text does not show, by what a person calls them."""

_PRIVATE = (
    "core-properties",
    "extended-properties",
    "custom-properties",
    "thumbnail",
    "customXml",
    "people",
    "attachedTemplate",
)
"""Relations whose parts say who wrote on which machine, and nothing of the text."""

_KEPT = ("author", "last_modified_by", "title", "subject", "keywords", "language")


@dataclass(frozen=True)
class Written:
    """What an edited file says: its lines, its comments, and whether changes are tracked.

    `lines` are paragraphs, also those in tables, text boxes, notes and page edges, without
    page numbers. `carried` names what hides in it; `is_marked` whether every page of it says
    that it is a sample.
    """

    lines: tuple[str, ...]
    comments: tuple[str, ...]
    is_tracked: bool
    carried: tuple[str, ...]
    is_marked: bool


def read_word(content: bytes) -> Written:
    """Return what a Word file says; PersonNeeded where it cannot be read."""
    word = open_word(content)
    roots = dict(parts_of(word))
    comments = [
        line for name, root in roots.items() if "comments" in name for line in lines_of(root)
    ]
    texts = [root for name, root in roots.items() if not any(part in name for part in _NOT_TEXT)]
    return Written(
        lines=tuple(line for root in texts for line in lines_of(root)),
        comments=tuple(comments),
        is_tracked=any(map(_is_tracked_change, (node for root in texts for node in root.iter()))),
        carried=tuple(_carried(word)),
        is_marked=_is_marked(word),
    )


def open_word(content: bytes) -> WordFile:
    """Return a Word file opened; PersonNeeded where it is none, or far too large."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            size = sum(entry.file_size for entry in package.infolist())
        if size <= _LARGEST:
            return docx.Document(io.BytesIO(content))
    except _UNREADABLE:
        pass
    raise PersonNeeded("不是可以读取的 Word 文件：请在 Word 或 WPS 中另存为 .docx 后重试。")


def clean_word(content: bytes, model: bytes) -> bytes:
    """Return an edited file without a trace of who edited it; its properties are the model's."""
    word, stated = open_word(content), open_word(model).core_properties
    for part in (word.part.package, *word.part.package.iter_parts()):
        for key, relation in list(part.rels.items()):
            if relation.reltype.rpartition("/")[2] in _PRIVATE:
                part.rels.pop(key)
    for tag in ("w:attachedTemplate", "w:docVars"):
        for found in word.settings.element.findall(qn(tag)):
            word.settings.element.remove(found)
    own = word.core_properties
    for name in _KEPT:
        setattr(own, name, getattr(stated, name))
    own.created = own.modified = MADE
    own.revision = 1
    return to_bytes(word)


def parts_of(word: WordFile) -> Iterator[tuple[str, etree._Element]]:
    """Yield every XML part below `word/` by name, the text itself first."""
    parts = sorted(word.part.package.iter_parts(), key=lambda part: str(part.partname))
    for part in (word.part, *(part for part in parts if part is not word.part)):
        if str(part.partname).startswith("/word/") and part.content_type.endswith("xml"):
            yield str(part.partname), etree.fromstring(part.blob)


def lines_of(root: etree._Element) -> Iterator[str]:
    """Yield the paragraphs of a part that hold words, without page numbers."""
    shown_twice = next(root.iter(_FALLBACK), None) is not None
    for paragraph in root.iter(*_PARAGRAPHS):
        line = " ".join("".join(_said(paragraph)).split())
        if line and not (shown_twice and any(True for _ in paragraph.iterancestors(_FALLBACK))):
            yield line


def _said(paragraph: etree._Element) -> Iterator[str]:
    """Yield the pieces of a paragraph's own text, without the numbers that Word counts."""
    counted = False
    for node in _own(paragraph):
        if node.tag == _INSTRUCTION:
            counted = counted or _counts(node.text)
        elif node.tag == _FIELD_MARK and node.get(_MARKS) == "end":
            counted = False
        elif node.tag in _TEXTS and not counted:
            yield node.text or ""


def _own(paragraph: etree._Element) -> Iterable[etree._Element]:
    """Return the elements of a paragraph that say something, without those of others within."""
    speaking = [*paragraph.iter(*_SPEAKING)][1:]
    return _within(paragraph) if any(each.tag in _SET_APART for each in speaking) else speaking


def _within(node: etree._Element) -> Iterator[etree._Element]:
    for child in node:
        if child.tag in _PARAGRAPHS or child.tag == _FALLBACK:
            continue
        if child.tag == _FIELD and _counts(child.get(_SAYS)):
            continue
        yield child
        yield from _within(child)


def _counts(instruction: str | None) -> bool:
    return (instruction or "").split()[:1] in (["PAGE"], ["NUMPAGES"], ["PAGEREF"])


def _carried(word: WordFile) -> Iterable[str]:
    kinds = {
        relation.reltype.rpartition("/")[2]
        for part in word.part.package.iter_parts()
        for relation in part.rels.values()
    }
    return [told for kind, told in _CARRIED.items() if kind in kinds]


def _is_tracked_change(node: etree._Element) -> bool:
    space, _, name = str(node.tag).removeprefix("{").partition("}")
    return space == nsmap["w"] and _TRACKED.fullmatch(name) is not None


def _is_marked(word: WordFile) -> bool:
    mark = "".join(looks().sample_mark.split())
    headers = []
    for section in word.sections:
        headers.append(section.header)
        if word.settings.odd_and_even_pages_header_footer:
            headers.append(section.even_page_header)
        if section.different_first_page_header_footer:
            headers.append(section.first_page_header)
    return all(
        mark in "".join("".join(p.text for p in header.paragraphs).split()) for header in headers
    )
