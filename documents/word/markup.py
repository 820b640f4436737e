"""WordprocessingML elements, made in one line each."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from functools import cache, wraps
from typing import ParamSpec, cast

from docx.oxml.ns import nsmap
from docx.oxml.parser import oxml_parser
from docx.oxml.xmlchemy import BaseOxmlElement
from lxml import etree

for _prefix, _namespace in nsmap.items():
    # Left to itself lxml names a prefix by what other libraries of the process have done.
    etree.register_namespace(_prefix, _namespace)

P = ParamSpec("P")

Node = BaseOxmlElement
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


_NAMESPACES = {"w": nsmap["w"]}


@cache
def _named(name: str) -> str:
    return f"{{{nsmap['w']}}}{name}"


def node(tag: str, *children: Node, **attributes: str | int) -> Node:
    """Return `<w:tag>` with its attributes (all of them Word's own) and children."""
    own = {_named(name): str(value) for name, value in attributes.items()}
    made = cast("Node", oxml_parser.makeelement(_named(tag), own, _NAMESPACES))
    made.extend(children)
    return made


def made_once(make: Callable[P, Node]) -> Callable[P, Node]:
    """Return a function that makes an element once for the same words, and then gives copies.

    A copy takes a fifth of the time; what is the same in every cell of a table stands there
    a thousand times.
    """
    kept = cast("Callable[P, Node]", cache(make))

    @wraps(make)
    def copied(*args: P.args, **words: P.kwargs) -> Node:
        return deepcopy(kept(*args, **words))

    return copied


def words(text: str) -> list[Node]:
    """Return the elements that print a text; a line feed in it starts a new line."""
    made: list[Node] = []
    for line in text.split("\n"):
        made += [node("br"), _text(line)] if made else [_text(line)]
    return made


def _text(line: str) -> Node:
    made = node("t")
    made.text = line
    made.set(XML_SPACE, "preserve")
    return made
