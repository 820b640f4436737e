"""Which column a heading that nobody knows may mean: only to be proposed, never read by it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher

from schemas.columns import Column
from schemas.sheets import Sheet
from workbooks.headings import bare, heading_key

ALIKE = 0.6
"""From here on two headings are near enough to be proposed (对象 and 对象类别: 0.67)."""

_TAIL = 0.9
"""The last words of a Chinese heading say what it is: 发放人数 is a 人数."""

_SHORTEST = 2
"""One character says too little: 人 is in 人数 and in 负责人."""

_SUMMED = re.compile("(合计|总计|小计|总额)$")


def propose_columns(words: Mapping[int, str], codes: Iterable[str], sheet: Sheet) -> dict[int, str]:
    """Return the column (code) that each unknown heading may mean, each column once.

    `words` are headings by their place, `codes` the columns that no heading claims. The
    likest pair goes first; of equals the one that stands first.
    """
    pairs = sorted(
        (-likeness(text, sheet.columns[code]), index, code)
        for code in codes
        for index, text in words.items()
    )
    proposed: dict[int, str] = {}
    for score, index, code in pairs:
        if -score >= ALIKE and index not in proposed and code not in proposed.values():
            proposed[index] = code
    return proposed


def likeness(text: str, column: Column) -> float:
    """Return how like a heading is to a column's own headings: 0 to 1."""
    key = _SUMMED.sub("", bare(heading_key(text)))
    if len(key) < _SHORTEST:
        return 0.0
    return max(_alike(key, bare(heading_key(known))) for known in column.headings)


def _alike(key: str, known: str) -> float:
    if key != known and len(known) >= _SHORTEST and key.endswith(known):
        return _TAIL
    return SequenceMatcher(None, key, known, autojunk=False).ratio()
