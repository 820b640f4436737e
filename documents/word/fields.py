"""Fields: numbers that Word counts itself, with the value we counted already in place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from documents.word.markup import Node, node, text_node
from documents.word.text import run

if TYPE_CHECKING:
    from schemas.bulletin import Pointer

_KINDS = {"表": "table", "图": "chart"}
_LONGEST = 40


def field(instruction: str, shown: str) -> list[Node]:
    """Return the runs of a field that shows `shown` until Word updates it."""
    return [*field_begin(instruction), run(shown), field_end()]


def field_begin(instruction: str) -> list[Node]:
    """Return the runs before a field's result, which may be whole paragraphs."""
    return [_character("begin"), _instruction(instruction), _character("separate")]


def field_end() -> Node:
    """Return the run behind a field's result."""
    return _character("end")


def bookmarked(name: str, identity: int, *content: Node) -> list[Node]:
    """Return the content within a bookmark, to which fields and links lead by its name."""
    start = node("bookmarkStart", id=identity, name=name)
    return [start, *content, node("bookmarkEnd", id=identity)]


def numbered(label: str, number: int, key: str) -> list[Node]:
    """Return “表1” or “图1” whose number is a SEQ field, so that Word can list and renumber.

    A bookmark around it, named by `key`, is what a mention in the text refers to.
    """
    identity = 2 * number + (label == "图")
    counted = field(f"SEQ {label} \\* ARABIC", str(number))
    return bookmarked(_bookmark(f"{label} {key}"), identity, run(label), *counted)


def mention(pointer: Pointer) -> list[Node]:
    """Return “表1” in running text: a field that follows the caption's number, and leads to it."""
    return field(f"REF {_bookmark(pointer.key)} \\h", pointer.text)


def _bookmark(key: str) -> str:
    """Return the hidden bookmark of a caption, by its kind and key (Word allows 40 characters)."""
    kind, _, name = key.partition(" ")
    return f"_Ref_{_KINDS[kind]}_{name}"[:_LONGEST]


def _character(kind: str) -> Node:
    return node("r", node("fldChar", fldCharType=kind))


def _instruction(instruction: str) -> Node:
    return node("r", text_node("instrText", f" {instruction} "))
