"""References from the text to what is drawn below it, such as 详见表3、图2.

The last paragraph before a group of tables and charts names them all, so that none stands
in a document unmentioned and no template has to know a number.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, takewhile

from schemas.bulletin import Block, Chart, Paragraph, Pointer, Span, Table

_FEWEST_OF_A_RANGE = 3
_END = "。"


def with_pointers(blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield the blocks, each paragraph before tables and charts with a sentence that names them.

    The numbers are yet to be given (`resolve_pointers`). Notes and text that a person wrote are
    left as they are: only what a template wrote, closed by a full stop, is followed.
    """
    for at, block in enumerate(blocks):
        drawn = [*takewhile(_is_drawn, blocks[at + 1 :])]
        if drawn and isinstance(block, Paragraph) and block.style == "body" and _is_closed(block):
            mentions = (Pointer.to(b) for b in drawn if isinstance(b, Table | Chart))
            yield dataclasses.replace(block, spans=(*block.spans, *mentions))
        else:
            yield block


def resolve_pointers(blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield the numbered blocks with the numbers of tables and charts in every mention of them."""
    drawn = [block for block in blocks if isinstance(block, Table | Chart)]
    numbers = {Pointer.to(block).key: block.number for block in drawn}
    for block in blocks:
        if isinstance(block, Paragraph) and any(isinstance(s, Pointer) for s in block.spans):
            said = tuple(span for span in block.spans if not isinstance(span, Pointer))
            mentions = [span for span in block.spans if isinstance(span, Pointer)]
            yield dataclasses.replace(block, spans=(*said, *_sentence(mentions, numbers)))
        else:
            yield block


def _is_drawn(block: Block) -> bool:
    return isinstance(block, Table | Chart)


def _is_closed(paragraph: Paragraph) -> bool:
    last = paragraph.spans[-1] if paragraph.spans else ""
    return isinstance(last, str) and last.endswith(_END)


def _sentence(mentions: Sequence[Pointer], numbers: Mapping[str, int]) -> Iterator[Span]:
    """Yield 详见表7至表10、图7 as a sentence; three or more of a kind in a row are a range."""
    kept = [mention for mention in mentions if mention.key in numbers]
    kept.sort(key=lambda mention: (mention.kind != "表", numbers[mention.key]))
    for place, (_, group) in enumerate(groupby(kept, key=lambda mention: mention.kind)):
        named = [mention.numbered(numbers[mention.key]) for mention in group]
        yield "、" if place else "详见"
        yield from _listed(named)
    if kept:
        yield _END


def _listed(named: Sequence[Pointer]) -> Iterator[Span]:
    if len(named) >= _FEWEST_OF_A_RANGE:
        yield from (named[0], "至", named[-1])
        return
    for place, pointer in enumerate(named):
        yield from (("、", pointer) if place else (pointer,))
