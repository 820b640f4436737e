"""Paragraphs and their runs."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

from documents.word.markup import Node, node, words

if TYPE_CHECKING:
    from collections.abc import Iterable


@lru_cache(maxsize=4096)
def run(text: str, *, bold: bool = False) -> Node:
    """Return a run of one style; a document and its review copy say the same.

    The hint makes “ ” — … take the Chinese font: Unicode shares them with Latin text.
    """
    return node("r", _run_properties(bold=bold), words(text))


@cache
def _run_properties(*, bold: bool) -> Node:
    weight = [node("b"), node("bCs")] if bold else []
    return node("rPr", node("rFonts", hint="eastAsia"), *weight)


def paragraph(
    style: str, *content: Node, keep_next: bool = False, layout: Iterable[Node] = ()
) -> Node:
    """Return a paragraph; `layout` are properties that go beyond the style, in Word's order."""
    return node("p", _properties(style, tuple(layout), keep_next=keep_next), *content)


@cache
def _properties(style: str, layout: tuple[Node, ...], *, keep_next: bool) -> Node:
    kept = [node("keepNext")] if keep_next else []
    return node("pPr", node("pStyle", val=style), *kept, *layout)


def characters(text: str) -> float:
    """Return a text's width in Chinese characters, as typesetting counts: Latin is half."""
    return sum(0.5 if character.isascii() else 1 for character in text)
