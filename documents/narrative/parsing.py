"""Text becomes blocks: headings with their numbers, paragraphs, notes, tables and charts.

The text is the smallest part of Markdown: `#` and `##` headings, `>` notes, paragraphs.
Lines of one paragraph are joined without a space, as Chinese is written.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token

from documents.narrative.ink import Ink
from schemas.bulletin import Block, Chart, Heading, Name, Paragraph, Table, plain
from schemas.faults import BulletinError

_NOTE = "注："
_DIGITS = "零一二三四五六七八九"
_LEVELS = 2


def read_blocks(text: str, ink: Ink) -> tuple[Block, ...]:
    """Return the blocks of a rendered text in their order, not yet numbered."""
    tokens = MarkdownIt("zero").enable(["heading", "blockquote"]).parse(text)
    return tuple(_blocks(tokens, ink))


def number_blocks(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Return the blocks that have something to say, numbered in their order.

    A heading with nothing beneath it, and one that stands alone on the second level of its
    section, is left out before anything is numbered.
    """
    kept = _without_lone_headings(_without_empty_headings(tuple(blocks)))
    return tuple(_numbered(_with_numbered_notes(tuple(kept))))


def _blocks(tokens: Sequence[Token], ink: Ink) -> Iterator[Block]:
    """Yield a block for each inline token; the tokens around it say what it is."""
    quoted = 0
    headed = False
    for opening, token in pairwise(tokens):
        quoted += {"blockquote_open": 1, "blockquote_close": -1}.get(opening.type, 0)
        if token.type == "inline":
            if opening.type == "heading_open":
                headed = True
                yield _heading(opening, token, ink)
            else:
                yield _paragraph(token, ink, quoted=bool(quoted), headed=headed)


def _heading(opening: Token, token: Token, ink: Ink) -> Heading:
    level = int(opening.tag.removeprefix("h"))
    text = plain(ink.read(_joined(token)))
    if level > _LEVELS:
        raise BulletinError(f"标题只分两级，“{text}”的级别过低。")
    return Heading(level, "", text)


def _paragraph(token: Token, ink: Ink, *, quoted: bool, headed: bool) -> Block:
    text = _joined(token)
    placed = ink.block(text)
    if placed is not None:
        return placed
    return Paragraph(ink.read(text), "note" if quoted else "body" if headed else "lead")


def _joined(token: Token) -> str:
    return "".join(line.strip() for line in token.content.splitlines())


def _without_empty_headings(blocks: Sequence[Block]) -> tuple[Block, ...]:
    kept: list[Block] = []
    for block in reversed(blocks):
        following = kept[-1] if kept else None
        if not (isinstance(block, Heading) and _ends(following, block.level)):
            kept.append(block)
    return tuple(reversed(kept))


def _without_lone_headings(blocks: Sequence[Block]) -> Iterator[Block]:
    section, seconds = 0, Counter[int]()
    placed = []
    for block in blocks:
        level = block.level if isinstance(block, Heading) else 0
        section += level == 1
        seconds[section] += level == _LEVELS
        placed.append((section, level, block))
    for section, level, block in placed:
        if level != _LEVELS or seconds[section] > 1:
            yield block


def _ends(following: Block | None, level: int) -> bool:
    """Return whether a section of this level has nothing in it when `following` comes next."""
    return following is None or (isinstance(following, Heading) and following.level <= level)


def _numbered(blocks: Iterable[Block]) -> Iterator[Block]:
    headings, tables, charts = [0] * (_LEVELS + 1), 0, 0
    for block in blocks:
        if isinstance(block, Heading):
            headings[block.level] += 1
            headings[block.level + 1 :] = [0] * (_LEVELS - block.level)
            yield dataclasses.replace(block, number=_ordinal(block.level, headings[block.level]))
        elif isinstance(block, Table):
            tables += 1
            yield dataclasses.replace(block, number=tables)
        elif isinstance(block, Chart):
            charts += 1
            yield dataclasses.replace(block, number=charts)
        else:
            yield block


def _with_numbered_notes(blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield the blocks: a lone note begins with 注：, several are counted below that word."""
    notes = [block for block in blocks if isinstance(block, Paragraph) and block.style == "note"]
    counted = 0
    for block in blocks:
        if not (isinstance(block, Paragraph) and block.style == "note"):
            yield block
        elif len(notes) == 1:
            yield dataclasses.replace(block, spans=(_NOTE, *block.spans))
        else:
            counted += 1
            if counted == 1:
                yield Paragraph((_NOTE,), "note")
            ordinal = Name(f"{counted}.", "序号")
            yield dataclasses.replace(block, spans=(ordinal, *block.spans))


def _ordinal(level: int, number: int) -> str:
    """Return 一、 for the first level and （一） for the second."""
    return f"{in_characters(number)}、" if level == 1 else f"（{in_characters(number)}）"


def in_characters(number: int) -> str:
    """Return a number from 1 to 99 in Chinese characters."""
    tens, ones = divmod(number, 10)
    ten = "" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return ten + (_DIGITS[ones] if ones or not tens else "")
