"""WordprocessingML as text: elements are put together in one line each, and written once.

A page has ten thousand elements; as texts they take a fifth of the time that nodes of a tree
take, and one that repeats is made once and stands wherever it belongs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NewType

from docx.oxml.ns import nsmap
from docx.oxml.parser import parse_xml

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement

Node = NewType("Node", str)
"""One element, or several side by side, in the namespace `w`."""

_TEXT = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})
_VALUE = _TEXT | str.maketrans({'"': "&quot;", "\t": "&#9;", "\n": "&#10;"})


def node(tag: str, *children: Node, **attributes: str | int) -> Node:
    """Return `<w:tag>` with its attributes (all of them Word's own) and children."""
    told = [f' w:{name}="{str(value).translate(_VALUE)}"' for name, value in attributes.items()]
    within = "".join(children)
    return Node(f"<w:{tag}{''.join(told)}{f'>{within}</w:{tag}>' if within else '/>'}")


def escaped(text: str) -> Node:
    """Return a text as it stands between tags."""
    return Node(text.translate(_TEXT))


def text_node(tag: str, text: str) -> Node:
    """Return an element that holds a text, with the spaces at its ends."""
    return Node(f'<w:{tag} xml:space="preserve">{escaped(text)}</w:{tag}>')


def side_by_side(*nodes: Node) -> Node:
    """Return elements that follow one another as one."""
    return Node("".join(nodes))


def words(text: str) -> Node:
    """Return the elements that print a text; a line feed in it starts a new line."""
    return Node("<w:br/>".join([text_node("t", line) for line in text.split("\n")]))


def parsed(*nodes: Node) -> list[BaseOxmlElement]:
    """Return elements as python-docx holds them."""
    return list(parse_xml(f'<w:body xmlns:w="{nsmap["w"]}">{"".join(nodes)}</w:body>'))
