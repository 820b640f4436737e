"""Ink: how spans and blocks travel through a text template and come out as they went in.

Each number, name, table or chart is one private-use character on its way, so that text
from a cell is never read as markup and a reference is never lost.
"""

from __future__ import annotations

from collections.abc import Iterable

from schemas.bulletin import Chart, Name, Number, Reference, Span, Table, references

_FIRST = 0xF0000  # Supplementary Private Use Area-A: 65 534 characters that mean nothing


class Ink:
    """The spans and blocks written so far, one character each."""

    def __init__(self) -> None:
        self._spans: list[Number | Name] = []
        self._blocks: dict[str, Table | Chart] = {}

    def write(self, spans: Iterable[Span]) -> str:
        """Return text in which every number and name is one character."""
        return "".join(span if isinstance(span, str) else self._keep(span) for span in spans)

    def _keep(self, span: Number | Name) -> str:
        self._spans.append(span)
        return chr(_FIRST + len(self._spans) - 1)

    def place(self, block: Table | Chart) -> str:
        """Return the word that stands for a table or chart; it is its own paragraph."""
        mark = f"[[{type(block).__name__} {block.key}]]"
        self._blocks[mark] = block
        return mark

    def read(self, text: str) -> tuple[Span, ...]:
        """Return the spans that a written text is made of."""
        spans: list[Span] = []
        for character in text:
            index = ord(character) - _FIRST
            if 0 <= index < len(self._spans):
                spans.append(self._spans[index])
            elif spans and isinstance(spans[-1], str):
                spans[-1] += character
            else:
                spans.append(character)
        return tuple(spans)

    def block(self, text: str) -> Table | Chart | None:
        """Return the table or chart that a paragraph stands for, if it does."""
        return self._blocks.get(text)

    @property
    def references(self) -> frozenset[Reference]:
        """Return the figures that are stated so far, in text, tables and charts."""
        in_text = {span.reference for span in self._spans if isinstance(span, Number)}
        return frozenset(in_text.union(*map(references, self._blocks.values())))

    @property
    def blocks(self) -> tuple[Table | Chart, ...]:
        """Return the tables and charts placed so far."""
        return tuple(self._blocks.values())
