"""Doubts about enumerations: the things listed and the count that stands beside them.

Rules: DOMAIN.md §2.6 — more listed than counted is an error; fewer, and 等 is compulsory.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from documents.proofreading.quantities import quantities
from schemas.proofreading import Doubt

_WORD = r"[\u4e00-\u7b48\u7b4a-\u9fffA-Za-z·]"  # 等 ends a list and belongs to no name
_NAME = r"[“《][^”》。；]{1,30}[”》]"
_LIST = re.compile(
    rf"(?P<items>(?<![\u4e00-\u9fffA-Za-z”》、])(?:{_WORD}{{0,12}}{_NAME}|{_WORD}{{2,12}})"
    rf"(?:(?:、|和|及|以及)?{_NAME}|(?:、|和|及|以及){_WORD}{{2,12}})+)"
    r"(?P<more>等)?(?:共|共计|合计)?(?=[\d一二三四五六七八九两十])"
)
_MARKED = re.compile(r"[“《][^”》]+[”》]")
_LINK = re.compile(r"、|以及|和|及(?![^“]*”)")
_COUNTED = (
    "场",
    "场次",
    "次",
    "项",
    "个",
    "家",
    "名",
    "人",
    "位",
    "支",
    "所",
    "处",
    "期",
    "件",
    "篇",
)


def doubt_lists(sentence: str) -> Iterator[Doubt]:
    """Yield the enumerations of a sentence that disagree with the count behind them."""
    for match in _LIST.finditer(sentence):
        count = _count_at(sentence, match.end())
        listed = _count_items(match["items"])
        if count is None or listed < 2:
            continue
        number, words = count
        if not (match["more"] or _MARKED.search(match["items"]) or words[0].isdigit()):
            continue
        excerpt = match[0] + words
        if listed > number:
            yield Doubt("E-X05", excerpt, f"列出{listed}个，只计{number}个：请核对名称和数")
        elif listed < number and not match["more"]:
            yield Doubt(
                "J-07", excerpt, f"列出{listed}个，计{number}个：列举不全须加“等”，或补全名称"
            )


def _count_at(sentence: str, place: int) -> tuple[int, str] | None:
    """Return the count that begins at a place, if what is counted can be listed."""
    for quantity in quantities(sentence[place:]):
        exact = quantity.least == quantity.most == quantity.value
        if quantity.start == 0 and exact and quantity.unit in _COUNTED:
            return int(quantity.value), quantity.text
        return None
    return None


def _count_items(items: str) -> int:
    """Return how many things are listed; marked names may stand side by side without 、."""
    parts = [part for part in _LINK.split(items) if part]
    return sum(max(len(_MARKED.findall(part)), 1) for part in parts)
