"""The headings of several sheets of the contract together: what words name in which of them.

Which sheet a department's sheet is, is asked of every sheet of the contract; the words above
its columns are looked up once for all of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache

from schemas.sheets import Sheet
from workbooks.headings import ENOUGH, LONGEST, Headings, bare, candidates, heading_key
from workbooks.layout import Spans

_MOST_KEPT = 1 << 12
"""Words whose columns are kept: headings come again in every workbook, data does not."""


def best_scores(spans: Spans, known: Sequence[Headings]) -> dict[Sheet, float]:
    """Return how much of the required headings of each sheet its best heading row here has.

    Where none has enough of them to be one, 0: rows of too few columns are not looked at.
    """
    vocabulary = _vocabulary(tuple(known))
    best = {headings.sheet: 0.0 for headings in known}
    for span in (span for span in spans if len(span) >= vocabulary.fewest):
        for headings, score in vocabulary.score(span).items():
            enough = score >= ENOUGH and len(span) >= ENOUGH * len(headings.required)
            if enough and score > best[headings.sheet]:
                best[headings.sheet] = score
    return best


@cache
def _vocabulary(known: tuple[Headings, ...]) -> _Vocabulary:
    return _Vocabulary(known)


class _Vocabulary:
    """The known headings of several sheets."""

    def __init__(self, known: Sequence[Headings]) -> None:
        self.fewest = ENOUGH * min((len(h.required) for h in known), default=0)
        self._codes: dict[str, dict[Headings, str]] = {}
        for headings in known:
            for key, match in headings.known.items():
                self._codes.setdefault(key, {})[headings] = match.code
        self._named = lru_cache(maxsize=_MOST_KEPT)(self._look_up)

    def score(self, columns: Sequence[tuple[str, ...]]) -> dict[Headings, float]:
        """Return the share of the required columns that a row names, of sheets it names any of."""
        found: dict[Headings, set[str]] = {}
        for words in columns:
            for headings, code in self._named(words).items():
                if code in headings.required:
                    found.setdefault(headings, set()).add(code)
        return {headings: len(codes) / len(headings.required) for headings, codes in found.items()}

    def _look_up(self, words: tuple[str, ...]) -> Mapping[Headings, str]:
        """Return the column that words over a column name in each sheet, the fullest first."""
        named: dict[Headings, str] = {}
        for text in candidates(words):
            key = heading_key(text) if len(text) <= LONGEST else ""
            for known in (key, bare(key)):
                for headings, code in self._codes.get(known, {}).items():
                    named.setdefault(headings, code)
        return named
