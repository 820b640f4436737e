"""A proofreader at work: paragraphs go in, doubts come out with the place of each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from documents.adoption import sentences
from documents.proofreading.against import Figures
from documents.proofreading.arithmetic import doubt_arithmetic, doubt_claims
from documents.proofreading.lists import doubt_lists
from documents.proofreading.sense import doubt_sense
from documents.proofreading.wording import doubt_wording
from schemas.proofreading import PROOF_RULES, Doubt, PlacedDoubt
from schemas.settings import Thresholds

_FULL_WIDTH = {ord("０") + n: str(n) for n in range(10)} | {ord("％"): "%", ord("．"): "."}
_SO_FAR = re.compile(r"1\s*(?:—|-|～|~|至|月至)\s*(\d{1,2})月")
_ORDER = list(PROOF_RULES)


def proofread(
    paragraphs: Sequence[str], figures: Figures | None = None, limits: Thresholds | None = None
) -> tuple[PlacedDoubt, ...]:
    """Return every doubt about an account, in the order of its text.

    With `figures` its numbers are held against them; `limits` are the union's own.
    """
    limits = limits or Thresholds()
    placed = [
        (number, sentence.translate(_FULL_WIDTH))
        for number, paragraph in enumerate(paragraphs, start=1)
        for sentence in sentences([paragraph])
    ]
    months = _months(paragraphs)
    doubts = [list(_of_sentence(sentence, months, figures, limits)) for _, sentence in placed]
    claims = doubt_claims((sentence for _, sentence in placed), limits)
    if claims:
        doubts[claims[0]].append(claims[1])
    return tuple(
        PlacedDoubt(number, sentence, doubt)
        for (number, sentence), found in zip(placed, doubts, strict=True)
        for doubt in sorted(found, key=lambda doubt: _ORDER.index(doubt.rule))
    )


def _of_sentence(
    sentence: str, months: int | None, figures: Figures | None, limits: Thresholds
) -> Iterator[Doubt]:
    yield from doubt_wording(sentence)
    yield from doubt_lists(sentence)
    yield from doubt_arithmetic(sentence, limits)
    yield from doubt_sense(sentence, months)
    if figures:
        yield from figures.doubt(sentence)


def _months(paragraphs: Iterable[str]) -> int | None:
    """Return how many months the account says that it covers (1—10月)."""
    found = next((m for line in paragraphs if (m := _SO_FAR.search(line))), None)
    return int(found[1]) if found else None
