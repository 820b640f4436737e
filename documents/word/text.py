"""Paragraphs and their runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docx.oxml.ns import qn

from documents.word.markup import Node, made_once, node, words

if TYPE_CHECKING:
    from collections.abc import Iterable


def run(text: str, *, bold: bool = False) -> Node:
    """Return a run of one style.

    The hint makes “ ” — … take the Chinese font: Unicode shares them with Latin text.
    """
    return node("r", _run_properties(bold=bold), *words(text))


@made_once
def _run_properties(*, bold: bool) -> Node:
    weight = [node("b"), node("bCs")] if bold else []
    return node("rPr", node("rFonts", hint="eastAsia"), *weight)


def paragraph(
    style: str, *content: Node, keep_next: bool = False, layout: Iterable[Node] = ()
) -> Node:
    """Return a paragraph; `layout` are properties that go beyond the style, in Word's order."""
    properties = _paragraph_properties(style, keep_next=keep_next)
    properties.extend(layout)
    return node("p", properties, *content)


@made_once
def _paragraph_properties(style: str, *, keep_next: bool) -> Node:
    return node("pPr", node("pStyle", val=style), *([node("keepNext")] if keep_next else []))


def keep_with_next(made: Node) -> None:
    """Hold a finished paragraph on the page of what follows it."""
    properties = made[0]
    if properties.find(qn("w:keepNext")) is None:
        properties.insert(1, node("keepNext"))


def characters(text: str) -> float:
    """Return a text's width in Chinese characters, as typesetting counts: Latin is half."""
    return sum(0.5 if character.isascii() else 1 for character in text)
