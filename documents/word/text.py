"""Paragraphs and their runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docx.oxml.ns import qn

from documents.word.markup import Node, node, words

if TYPE_CHECKING:
    from collections.abc import Iterable


def run(text: str, *, bold: bool = False) -> Node:
    """Return a run of one style.

    The hint makes “ ” — … take the Chinese font: Unicode shares them with Latin text.
    """
    properties = node("rPr", node("rFonts", hint="eastAsia"))
    if bold:
        properties.extend([node("b"), node("bCs")])
    return node("r", properties, *words(text))


def paragraph(
    style: str, *content: Node, keep_next: bool = False, layout: Iterable[Node] = ()
) -> Node:
    """Return a paragraph; `layout` are properties that go beyond the style, in Word's order."""
    properties = node("pPr", node("pStyle", val=style))
    if keep_next:
        properties.append(node("keepNext"))
    properties.extend(layout)
    return node("p", properties, *content)


def keep_with_next(made: Node) -> None:
    """Hold a finished paragraph on the page of what follows it."""
    properties = made[0]
    if properties.find(qn("w:keepNext")) is None:
        properties.insert(1, node("keepNext"))


def characters(text: str) -> float:
    """Return a text's width in Chinese characters, as typesetting counts: Latin is half."""
    return sum(0.5 if character.isascii() else 1 for character in text)
