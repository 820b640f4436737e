"""Who comes first: the largest parts of a figure in their order, ties told as ties.

The order is that of the printed numbers, so that it tells nothing more exact than they do. Nobody
is named as the last, nor by being the only one left out; of parts of which one is hidden, in doubt
or unreported no order is told, since it would bound what is not.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from documents.narrative.entries import Entry
from documents.narrative.phrases import Spans
from documents.narrative.units import shown_value
from schemas.bulletin import Name, Span
from schemas.figure import NO_DATA, STATED

_PLACES = 3
_LEFT = 2
"""Parts that are left unnamed at least."""

_LEADS = {1: "居首位的是", 2: "居前两位的是", 3: "居前三位的是"}
_TIED_FIRST = "并列首位的是"
_TIES = {1: "（并列第一）", 2: "（并列第二）", 3: "（并列第三）"}
_EXACT = ("exact", "rounded")


class _Tier(NamedTuple):
    """Parts of one printed number: the place they take, and how many stand before or in it."""

    place: int
    upto: int
    parts: tuple[tuple[Name, Entry], ...]


def say_order(parts: Sequence[tuple[Name, Entry]]) -> Spans:
    """Return the first three places among some parts, with their numbers: 居前三位的是甲9万元.

    Equal ones share a place, in the order given, and the next place follows their number:
    1, 2, 2, 4. What did not happen takes none. Empty where no order may be told, or where all
    are alike.
    """
    if not all(_may_be_ranked(entry) for _, entry in parts):
        return ()
    ranked = [(name, entry) for name, entry in parts if (shown_value(entry) or 0) > 0]
    tiers = [
        tier
        for tier in _tiers(ranked)
        if tier.place <= _PLACES and tier.upto <= len(ranked) - _LEFT
    ]
    return _told(tiers) if tiers else ()


def _may_be_ranked(entry: Entry) -> bool:
    told = entry.indicator.form.style in _EXACT and not entry.indicator.sensitive
    return told and entry.status in (STATED, NO_DATA)


def _tiers(ranked: Sequence[tuple[Name, Entry]]) -> list[_Tier]:
    falling = sorted(ranked, key=lambda part: shown_value(part[1]) or 0, reverse=True)
    tiers: list[_Tier] = []
    for _, group in groupby(falling, key=lambda part: shown_value(part[1])):
        before = tiers[-1].upto if tiers else 0
        alike = tuple(group)
        tiers.append(_Tier(before + 1, before + len(alike), alike))
    return tiers


def _told(tiers: Sequence[_Tier]) -> Spans:
    first, last = tiers[0], tiers[-1]
    if first is last and len(first.parts) > 1:
        return (_TIED_FIRST, *_alike(first), "，各", first.parts[0][1].number)
    tied = any(len(tier.parts) > 1 for tier in tiers)
    spans: list[Span] = [_LEADS[min(last.upto, _PLACES)]]
    for tier in tiers:
        spans += [] if tier is first else ["，" if tied else "、"]
        spans += _of(tier)
    return tuple(spans)


def _of(tier: _Tier) -> Spans:
    number = tier.parts[0][1].number
    if len(tier.parts) == 1:
        return (tier.parts[0][0], number)
    return (*_alike(tier), "各", number, _TIES[tier.place])


def _alike(tier: _Tier) -> Spans:
    *before, last = [name for name, _ in tier.parts]
    spans: list[Span] = []
    for at, name in enumerate(before):
        spans += ["、", name] if at else [name]
    return (*spans, "和", last)
