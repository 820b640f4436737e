"""Fields: numbers that Word counts itself, with the value we counted already in place."""

from __future__ import annotations

from documents.word.markup import XML_SPACE, Node, node
from documents.word.text import run


def field(instruction: str, shown: str) -> list[Node]:
    """Return the runs of a field that shows `shown` until Word updates it."""
    return [
        _character("begin"),
        _instruction(instruction),
        _character("separate"),
        run(shown),
        _character("end"),
    ]


def numbered(label: str, number: int) -> list[Node]:
    """Return “表1” or “图1” whose number is a SEQ field, so that Word can list and renumber."""
    return [run(label), *field(f"SEQ {label} \\* ARABIC", str(number))]


def _character(kind: str) -> Node:
    return node("r", node("fldChar", fldCharType=kind))


def _instruction(instruction: str) -> Node:
    text = node("instrText")
    text.text = f" {instruction} "
    text.set(XML_SPACE, "preserve")
    return node("r", text)
