"""Which cells of a breakdown stay hidden over a year, so that no small count can be worked out.

A reader holds everything that was published: the months, the years to date, the totals beside
them. A month is the difference of two years to date, so one decision stands for both: a year to
date is shown or hidden, and a month is shown where both years to date around it are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from transforms.inference import Entry, Network
from transforms.told import Spell, Told, Truth, find_close, find_known, find_revised, keep_hidden

Month = Mapping[str, Decimal]
"""What a month added to each part of a breakdown, by label."""

Hidden = Sequence[frozenset[str]]
"""For each month, the labels whose year to date is hidden."""

NOTHING = Decimal(0)


@dataclass(frozen=True)
class _Rule:
    """What must be hidden at a month, what is protected, and how far apart its bounds must be."""

    must: Callable[[int, Month], set[str]]
    protects: Callable[[int, str, Decimal], bool]
    width: Decimal


def hide_small(
    months: Sequence[Month], least: int, told: Sequence[Told[str]] = ()
) -> list[frozenset[str]]:
    """Return, for each month of a year, the labels whose year to date is hidden.

    A label is hidden while what it gained since it was last shown is above 0 and below `least`.
    More are hidden, the smallest gain first, until a reader must think at least `least` - 1
    whole numbers possible for each small count that is hidden: as many as the threshold itself
    leaves open (1 to `least` - 1), or as many as what is out and the totals leave. What releases
    have `told` stands for their months. In the last month what one has hidden stays hidden, and
    what differs from one by fewer than `least` people is hidden too; and where something that was
    told otherwise is hidden, so is all that was, for the totals tell by how much they changed.
    """
    truth = Truth(frozenset[str]().union(*months), partial(_so_far, months))
    last = len(months) - 1
    kept, close = keep_hidden(told, truth, last), find_close(told, truth, last, least)
    kept[last] = kept.get(last, frozenset()) | close

    def is_protected(at: int, label: str, value: Decimal) -> bool:
        return 0 < value < least or (at == last and label in close)

    rule = _Rule(
        must=lambda _, gained: {label for label, gain in gained.items() if 0 < gain < least},
        protects=is_protected,
        width=Decimal(max(least - 2, 1)),
    )
    known = find_known(told, truth)
    hidden = _hide(months, rule, kept, known)
    revised = {one.key for one in find_revised(told, truth)}
    if revised & hidden[last]:
        kept[last] |= revised
        hidden = _hide(months, rule, kept, known)
    return hidden


def _so_far(months: Sequence[Month], label: str, at: int) -> Decimal:
    return _sum(months, label, 0, at)


def is_shown(hidden: Hidden, at: int, label: str, span: int = 1) -> bool:
    """Return whether the cell of some months up to one is shown: the years to date around are."""
    return label not in hidden[at] and (at < span or label not in hidden[at - span])


def _hide(
    months: Sequence[Month],
    rule: _Rule,
    kept: Mapping[int, frozenset[str]],
    known: frozenset[Spell[str]],
) -> list[frozenset[str]]:
    """Return what is hidden: as `kept` of earlier months; of the last more, with what is kept.

    One reader knows what releases have told, another does not.
    """
    months = [{label: value for label, value in month.items() if value} for month in months]
    hidden: list[frozenset[str]] = []
    last = len(months) - 1
    for at in range(len(months)):
        if at in kept and at < last:
            hidden.append(kept[at])
            continue
        must = rule.must(at, _gained(months, hidden, at)) | kept.get(at, frozenset())
        chosen = _add(months, hidden, rule, must, frozenset())
        if known:
            chosen = _add(months, hidden, rule, chosen, known)
        hidden.append(frozenset(chosen))
    return hidden


def _add(
    months: Sequence[Month],
    hidden: Hidden,
    rule: _Rule,
    chosen: Set[str],
    known: frozenset[Spell[str]],
) -> set[str]:
    """Return what is chosen, with as much more as it takes where a reader knows some labels."""
    gained = _gained(months, hidden, len(hidden))
    rest = _in_turn(gained, chosen, hidden[-1] if hidden else frozenset())

    def widths(more: Iterable[str]) -> dict[Entries, tuple[Decimal, Decimal]]:
        return _widths(months, [*hidden, frozenset([*chosen, *more])], rule, known)

    limits, more = widths(rest) if any(map(len, hidden)) or known else {}, list[str]()
    while rest and not _is_safe(widths(more), limits):
        more.append(rest.pop(0))
    return {*chosen, *more}


def _in_turn(gained: Month, chosen: Set[str], before: frozenset[str]) -> list[str]:
    """Return the labels that may be hidden too: hidden ones first, then the smallest gain."""
    others = ((label not in before, gained[label] == 0, gained[label], label) for label in gained)
    return [label for *_, label in sorted(others) if label not in chosen]


def _gained(months: Sequence[Month], hidden: Hidden, at: int) -> dict[str, Decimal]:
    """Return what each label that has appeared gained since its year to date was last shown."""
    labels = {label for month in months[: at + 1] for label in month}
    return {label: _sum(months, label, gap_before(hidden, at, label), at) for label in labels}


def gap_before(hidden: Hidden, at: int, label: str) -> int:
    """Return the first month after the last one before `at` whose year to date is shown."""
    return next((month for month in range(at, 0, -1) if label not in hidden[month - 1]), 0)


def _sum(months: Sequence[Month], label: str, first: int, last: int) -> Decimal:
    return sum((month.get(label, NOTHING) for month in months[first : last + 1]), NOTHING)


Entries = tuple[Entry, ...]


def _is_safe(
    widths: Mapping[Entries, tuple[Decimal, Decimal]],
    limits: Mapping[Entries, tuple[Decimal, Decimal]],
) -> bool:
    """Return whether everything protected keeps its distance between bounds.

    More than the `limits`, what is out and the totals leave, nothing can bring.
    """
    return all(
        width >= min(wanted, limits[entries][0] if entries in limits else wanted)
        for entries, (width, wanted) in widths.items()
    )


def _widths(
    months: Sequence[Month], hidden: Hidden, rule: _Rule, told: frozenset[Spell[str]]
) -> dict[Entries, tuple[Decimal, Decimal]]:
    """Return how far apart the bounds are of everything protected, and how far they should be."""
    network = _unknown(months, hidden, told)
    found = {}
    for entries in _protected(months, hidden, rule):
        known = sum((sum(months[entry.row].values(), NOTHING) for entry in entries), NOTHING)
        wanted = min(rule.width, known)  # nothing is wider than the total that is public
        found[entries] = network.width(entries, wanted), wanted
    return found


def _unknown(months: Sequence[Month], hidden: Hidden, told: frozenset[Spell[str]]) -> Network:
    """Return what a reader does not know: hidden months, and which of their sums he does.

    He knows each month's sum over the labels, and each label's over a gap that has ended. A
    label that has not appeared yet is nothing, and its first month is something.
    """
    last = len(hidden) - 1
    values, least = {}, {}
    for label in {label for month in months[: last + 1] for label in month}:
        first = next(at for at, month in enumerate(months) if month.get(label))
        for at in range(first, last + 1):
            if not is_shown(hidden, at, label) and (label, at, at) not in told:
                entry = Entry(at, (label, gap_before(hidden, at, label)))
                values[entry] = months[at].get(label, NOTHING)
                least[entry] = min(Decimal(1), values[entry]) if at == first else NOTHING
    still = {(label, gap_before(hidden, last, label)) for label in hidden[last]}
    return Network(values, least, frozenset(still))


def _protected(months: Sequence[Month], hidden: Hidden, rule: _Rule) -> list[Entries]:
    """Return the hidden cells that a rule protects, each as the months that it adds up."""
    found: list[Entries] = []
    for at, labels in enumerate(hidden):
        before = hidden[at - 1] if at else frozenset[str]()
        for label in sorted(labels | before):
            value = months[at].get(label, NOTHING)
            column = (label, gap_before(hidden, at, label))
            if rule.protects(at, label, value):
                found.append((Entry(at, column),))
            so_far = _sum(months, label, 0, at)
            if label in labels and rule.protects(at, label, so_far):
                found.append(tuple(Entry(month, column) for month in range(column[1], at + 1)))
    return found
