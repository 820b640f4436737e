"""Where a line may not break: the usual rules for Chinese, and within dates and ranges.

A word joiner would hold 1—10月 together too, but it stands in the text: a search for 1—10月
would find nothing. These rules are the file's and leave the text as it is.
"""

from __future__ import annotations

from documents.word.markup import Node, node
from documents.word.text import characters

_USUAL_AFTER = "$([{£¥·‘“〈《「『【〔〖〝﹙﹛﹝＄（．［｛￡￥"
_USUAL_BEFORE = (
    "!%),.:;>?]}¢¨°·ˇˉ―‖’”…‰′″›℃∶、。〃〉》」』】〕〗〞"
    "︶︺︾﹀﹄﹚﹜﹞！＂％＇），．：；？］｀｜｝～￠"
)
_RANGE = "—"
_DATE = "年月日"


def line_breaks() -> tuple[Node, Node]:
    """Return what no line ends with and what no line begins with.

    Word's own lists for Chinese, which a stated one replaces, and beside them the dash of
    1—10月 on both its sides, and 年, 月, 日, so that no line ends between 10 and 月.
    """
    return (
        node("noLineBreaksAfter", lang="zh-CN", val=_USUAL_AFTER + _RANGE),
        node("noLineBreaksBefore", lang="zh-CN", val=_USUAL_BEFORE + _RANGE + _DATE),
    )


def lines_needed(text: str, room: float) -> int:
    """Return how many lines a text takes where a line holds `room` Chinese characters.

    What no line begins with takes the character before it along to the next.
    """
    lines, filled = 1, 0.0
    for at, character in enumerate(text):
        width = characters(character)
        if filled + width > room:
            carried = characters(text[at - 1]) if character in _USUAL_BEFORE else 0.0
            lines, filled = lines + 1, carried
        filled += width
    return lines
