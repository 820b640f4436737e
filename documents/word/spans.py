"""The spans of a text as runs: numbers with their comments, mentions as fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

from documents.word.fields import mention
from documents.word.text import run
from schemas.bulletin import Number, Pointer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from documents.word.comments import Margin
    from documents.word.markup import Node
    from schemas.bulletin import Reference, Span


def runs(spans: Iterable[Span], margin: Margin, *, bold: bool = False) -> list[Node]:
    """Return the runs of a text, with a comment at each number that somebody doubts.

    A number that stands twice in one text is commented once.
    """
    made: list[Node] = []
    remarked: set[Reference] = set()
    for span in spans:
        if isinstance(span, Pointer):
            made += mention(span)
            continue
        printed = run(span if isinstance(span, str) else span.text, bold=bold)
        if isinstance(span, Number) and span.reference not in remarked:
            remarked.add(span.reference)
            made += margin.remark(printed, span.reference)
        else:
            made.append(printed)
    return made
