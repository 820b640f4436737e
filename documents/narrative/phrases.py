"""Phrases that grammar decides: enumerations, clauses, what was not reported.

Each returns spans, so that every number keeps its reference and every name its origin.
Rules: DOMAIN.md §2.6 (enumeration).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import zip_longest

from documents.narrative.entries import Entry
from schemas.bulletin import Name, Number, Span
from schemas.faults import BulletinError
from schemas.figure import PENDING, STATED

Spans = tuple[Span, ...]

_MARKS = (("“", "”"), ("《", "》"))


def enumerate_names(names: Sequence[Name], entry: Entry, *, count_follows: bool = False) -> Spans:
    """Return the names as one enumeration, with 等 where the figure counts more of them.

    With `count_follows` 等 stands before the count in any case. Names that carry
    quotation marks stand side by side without a 顿号. Where there are more names than the
    figure counts (rule E-X05), none is listed.
    """
    names = _without_repeats(names)
    count = entry.amount if entry.status == STATED else None
    if count is not None and len(names) > count:
        return ()
    complete = count is not None and len(names) == count
    ending = () if not names or (complete and not count_follows) else ("等",)
    return (*_listed(names), *ending)


def enumerate_places(names: Sequence[Name]) -> Spans:
    """Return names that a figure does not count (where it took place), all of them."""
    return _listed(_without_repeats(names))


def _without_repeats(names: Sequence[Name]) -> tuple[Name, ...]:
    found: dict[str, Name] = {}
    for name in names:
        found.setdefault(name.text, name)
    return tuple(found.values())


def _listed(names: Sequence[Name]) -> Spans:
    spans: list[Span] = []
    for before, name in zip((None, *names), names, strict=False):
        if before is not None and not (_is_marked(before.text) and _is_marked(name.text)):
            spans.append("、")
        spans.append(name)
    return tuple(spans)


def _is_marked(name: str) -> bool:
    return any(name.startswith(first) and name.endswith(last) for first, last in _MARKS)


Clause = Sequence[str | Entry]
"""Words and figures in turn: 慰问环卫工人, 150名, 、资金, 2.52万元."""


def join_clauses(
    clauses: Iterable[Clause], mark: str = "，", beside: Callable[[Entry], Spans] | None = None
) -> Spans:
    """Return the clauses whose figures happened, joined; empty when none did.

    A clause stands on its first figure. A later figure that did not happen goes together
    with the words before it; so does one in doubt where the first is in doubt already. Of
    clauses side by side that are all in doubt, the last alone says so. `beside` returns what
    stands behind a number (a comparison).
    """
    stated = [told for clause in clauses if (told := _clause(clause, beside))]
    spans: list[Span] = []
    for told, after in zip_longest(stated, stated[1:], fillvalue=()):
        say_later = _is_in_doubt(told) and _is_in_doubt(after)
        spans += (told[0], "、") if say_later else (*told, mark)
    return tuple(spans[:-1])


def _is_in_doubt(told: Spans) -> bool:
    """Return whether a clause says nothing but that its figure is in doubt."""
    match told:
        case (str(), Number(text=text)):
            return text == PENDING
    return False


def _clause(clause: Clause, beside: Callable[[Entry], Spans] | None) -> Spans:
    pairs = [_pair(*pair) for pair in zip(clause[::2], clause[1::2], strict=False)]
    first = pairs[0][1]
    if not first.happened:
        return ()
    spans: list[Span] = []
    for words, entry in pairs:
        doubt_is_told = bool(spans) and first.status == entry.status == PENDING
        if entry.happened and not doubt_is_told:
            spans += (words, entry.number, *(beside(entry) if beside else ()))
    last = clause[-1]
    return (*spans, last) if isinstance(last, str) else tuple(spans)


def _pair(words: str | Entry, entry: str | Entry) -> tuple[str, Entry]:
    if isinstance(words, str) and isinstance(entry, Entry):
        return words, entry
    raise BulletinError("分句须由文字和指标代码依次交替组成。")


def join_words(*words: str) -> str:
    """Return the words that are there as one enumeration: 甲、乙和丙."""
    *before, last = [word for word in words if word] or [""]
    return f"{'、'.join(before)}和{last}" if before else last


def say_unreported(department: str, month: Name, *, unreadable: bool) -> Spans:
    """Return the one sentence of a section whose department's return did not arrive."""
    aside = "（工作簿无法读取）" if unreadable else ""
    return (department, month, f"数据未报送{aside}，本部分暂缺。")
