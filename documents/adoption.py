"""An edited document beside the draft: what changed, and where its numerals are from.

A numeral is known if a figure or the draft prints it so: 150名, 约78.5万元, 30余万元, 10月.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import zip_longest

from documents.numerals import normal, numerals
from schemas.release import Changed

_SENTENCE = re.compile(r"[^。；！？]+[。；！？]?[”’）]?|[。；！？]")
_ALIKE = 0.2
"""The share of a draft's sentences by which an edited file is recognised."""

_SHORTEST_WORDS = 4
"""Characters that a sentence's beginning or part must have to point at it."""


def sentences(lines: Iterable[str]) -> tuple[str, ...]:
    """Return the sentences of a text; a heading or a cell of a table is one of its own."""
    return tuple(found.strip() for line in lines for found in _SENTENCE.findall(line))


def likeness(draft: Sequence[str], edited: Sequence[str]) -> float:
    """Return the share of a draft's sentences that an edited text still holds."""
    return len(set(draft) & set(edited)) / max(len(set(draft)), 1)


def overlap(draft: Sequence[str], edited: Sequence[str]) -> float:
    """Return the share of both texts' sentences that stand in both.

    A short document may stand in a long one as a whole; that one is not the short one edited.
    """
    return len(set(draft) & set(edited)) / max(len(set(draft) | set(edited)), 1)


def recognise(drafts: Mapping[str, Sequence[str]], edited: Sequence[str]) -> str:
    """Return which of the drafts was edited; empty where it is like none of them."""
    best = max(drafts, key=lambda name: overlap(drafts[name], edited))
    return best if likeness(drafts[best], edited) >= _ALIKE else ""


def changed_sentences(
    draft: Sequence[str], edited: Sequence[str], known: Mapping[str, str]
) -> tuple[Changed, ...]:
    """Return what differs, in the order of the text; `known` names the origin of numerals."""
    found = []
    for kind, i, j, k, m in SequenceMatcher(None, draft, edited, autojunk=False).get_opcodes():
        if kind != "equal":
            for before, after in zip_longest(draft[i:j], edited[k:m], fillvalue=""):
                origins = tuple((text, known.get(text, "")) for text in numerals(after))
                found.append(Changed(before, after, origins))
    return tuple(found)


def with_sources(changes: Iterable[Changed], sources: Mapping[str, str]) -> tuple[Changed, ...]:
    """Return the changes with the sources that a person gave, by numeral or by sentence."""
    return tuple(
        Changed(
            change.before,
            change.after,
            tuple(
                (text, origin or _source(text, change.after, sources))
                for text, origin in change.numerals
            ),
        )
        for change in changes
    )


def unused_sources(changes: Sequence[Changed], sources: Mapping[str, str]) -> tuple[str, ...]:
    """Return the keys of sources that no numeral of a changed sentence needs."""
    return tuple(
        key
        for key in sources
        if not any(
            _points_at(key, text, change.after) for change in changes for text in change.unknown
        )
    )


def _source(text: str, sentence: str, sources: Mapping[str, str]) -> str:
    return next((told for key, told in sources.items() if _points_at(key, text, sentence)), "")


def _points_at(key: str, text: str, sentence: str) -> bool:
    """Return whether a key means a numeral: by itself, or by words of its sentence."""
    plain = "".join(key.split())
    if numerals(plain) == (normal(plain),) or len(plain) < _SHORTEST_WORDS:
        return normal(plain) == text
    return plain in "".join(sentence.split())


def known_numerals(
    figures: Iterable[Mapping[str, str | None]], texts: Iterable[str]
) -> dict[str, str]:
    """Return what each numeral is that a figure (its printed form) or a text prints."""
    known: dict[str, str] = {}
    for text in texts:
        known |= dict.fromkeys(numerals(text), "文稿原有")
    for row in figures:
        for text in numerals(row["printed"] or ""):
            known[text] = row["name"] or ""
    return known
