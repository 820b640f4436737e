"""A Word file opened for a look at its layout: its parts, its styles resolved."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from docx.oxml.ns import qn
from lxml import etree
from lxml.etree import _Element

from documents.word.reading import open_word

if TYPE_CHECKING:
    from docx.document import Document as WordFile

Element = _Element
TWIPS_PER_MM = 1440 / 25.4
_SHOWN = 20


@dataclass(frozen=True)
class Relation:
    """One relation of a part: its kind (the last word of its type), target and mode."""

    kind: str
    target: str
    is_external: bool


class Package:
    """The parts of a Word file and what its styles come to."""

    def __init__(self, content: bytes) -> None:
        """Open a file; PersonNeeded where it is none."""
        self.word: WordFile = open_word(content)
        self.body: Element = self.word.element.body
        self.styles: Element = self.word.styles.element
        self.settings: Element = self.word.settings.element

    @cached_property
    def parts(self) -> dict[str, Element]:
        """Every XML part below `word/` by its name."""
        return {
            str(part.partname): etree.fromstring(part.blob)
            for part in self.word.part.package.iter_parts()
            if str(part.partname).startswith("/word/") and part.content_type.endswith("xml")
        }

    @cached_property
    def relations(self) -> tuple[Relation, ...]:
        """Every relation of every part."""
        package = self.word.part.package
        return tuple(
            Relation(
                relation.reltype.rpartition("/")[2],
                relation.target_ref,
                relation.is_external,
            )
            for owner in (package, *package.iter_parts())
            for relation in owner.rels.values()
        )

    @cached_property
    def blocks(self) -> tuple[Element, ...]:
        """The paragraphs and tables of the body, in their order."""
        return tuple(child for child in self.body if child.tag in (qn("w:p"), qn("w:tbl")))

    @cached_property
    def paragraphs(self) -> tuple[Element, ...]:
        """The paragraphs of the body that stand in no table."""
        return tuple(block for block in self.blocks if block.tag == qn("w:p"))

    @cached_property
    def tables(self) -> tuple[Element, ...]:
        """The tables of the body."""
        return tuple(self.body.iter(qn("w:tbl")))

    @cached_property
    def text_width(self) -> int:
        """The width of the type area in twips."""
        section = self.word.sections[0]
        if section.page_width is None:
            return 0
        sides = (section.left_margin or 0) + (section.right_margin or 0)
        return round((section.page_width - sides) / 635)

    def style_of(self, paragraph: Element) -> str:
        """Return a paragraph's style by its name (Title, heading 1, Body Text)."""
        found = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        identity = found.get(qn("w:val")) if found is not None else None
        style = self._styles.get(identity or self._default)
        name = style.find(qn("w:name")) if style is not None else None
        return (name.get(qn("w:val")) or "") if name is not None else ""

    def stated(self, paragraph: Element, path: str, attribute: str) -> str | None:
        """Return what a paragraph's properties come to: its own, its styles', the default's.

        `path` leads from the paragraph's properties (`w:jc`, `w:rPr/w:sz` for its letters).
        """
        for properties in self._chain(paragraph):
            found = properties.find(path)
            if found is not None and (value := found.get(attribute)) is not None:
                return value
        return None

    def is_set(self, paragraph: Element, name: str) -> bool:
        """Return whether a switch (keepNext, b) is on for a paragraph or its letters."""
        for properties in self._chain(paragraph):
            found = properties.find(name)
            if found is not None:
                return found.get(qn("w:val")) not in ("0", "false")
        return False

    def _chain(self, paragraph: Element) -> Iterator[Element]:
        """Yield the properties of a paragraph and of its letters, the nearest first."""
        own = paragraph.find(qn("w:pPr"))
        if own is not None:
            yield own
        style = own.find(qn("w:pStyle")) if own is not None else None
        identity = style.get(qn("w:val")) if style is not None else self._default
        seen: set[str] = set()
        while identity and identity in self._styles and identity not in seen:
            seen.add(identity)
            found = self._styles[identity]
            yield from found.findall(qn("w:pPr"))
            yield from found.findall(qn("w:rPr"))
            based = found.find(qn("w:basedOn"))
            identity = based.get(qn("w:val")) if based is not None else None
        yield from self.styles.iterfind(f".//{qn('w:docDefaults')}//{qn('w:pPr')}")
        yield from self.styles.iterfind(f".//{qn('w:docDefaults')}//{qn('w:rPr')}")

    @cached_property
    def _styles(self) -> dict[str | None, Element]:
        return {style.get(qn("w:styleId")): style for style in self.styles.iter(qn("w:style"))}

    @cached_property
    def _default(self) -> str | None:
        return next(
            (
                identity
                for identity, style in self._styles.items()
                if style.get(qn("w:default")) == "1" and style.get(qn("w:type")) == "paragraph"
            ),
            None,
        )


def text_of(node: Element) -> str:
    """Return the text of a paragraph or cell."""
    return "".join(found.text or "" for found in node.iter(qn("w:t")))


def shown(node: Element) -> str:
    """Return the beginning of a text, to find it by."""
    text = re.sub(r"\s+", " ", text_of(node)).strip()
    return f"“{text[:_SHOWN]}…”" if len(text) > _SHOWN else f"“{text}”"
