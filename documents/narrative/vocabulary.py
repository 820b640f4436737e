"""The words that templates may use: figures, names, phrases, tables and charts.

Everything returns text in which numbers and names are ink; a template cannot reach a
number that has no reference.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from documents.narrative.caveats import Caveats
from documents.narrative.codes import require_code
from documents.narrative.comparisons import Comparisons, with_numbers
from documents.narrative.entries import IN_PERIOD, Entries, Entry
from documents.narrative.ink import Ink
from documents.narrative.labels import (
    in_prose,
    is_unnamed,
    part_name,
    part_order,
    period_name,
    period_names,
)
from documents.narrative.phrases import (
    Spans,
    enumerate_names,
    enumerate_places,
    join_clauses,
    join_words,
    say_unreported,
)
from documents.narrative.ranks import say_order
from documents.narrative.reporting import closing_gap, months_owed
from documents.narrative.spending import Spending
from documents.narrative.targets import Targets
from schemas.bulletin import Name
from schemas.edition import Edition
from schemas.faults import BulletinError
from schemas.figure import NO_DATA, NOT_REPORTED, PENDING, STATED, WITHHELD

_WITHOUT = {NO_DATA: "待报送", NOT_REPORTED: NOT_REPORTED, WITHHELD: WITHHELD}
"""What stands for a figure that has no number, by its status."""

Vocabulary = dict[str, Any]


class Printed:
    """The figures of one basis by code: `ytd.job_fairs` is the number as it is printed."""

    def __init__(self, entries: Entries, basis: str, ink: Ink) -> None:
        self._entries, self._basis, self._ink = entries, basis, ink

    def __getitem__(self, code: str) -> str:
        """Return the number, or words for one that is not there: 待报送, 数据未报送.

        Raises BulletinError for an unknown code (rule E-X08), and where nothing happened: of
        that only the template can speak.
        """
        require_code(code, self._basis)
        entry = self._entries.find(code, self._basis)
        if entry.status in _WITHOUT:
            return _WITHOUT[entry.status]
        if not entry.happened:
            raise BulletinError(
                f"指标“{entry.indicator.name}”（{code}）本期没有可以刊出的数，"
                "请先用 happened 判断再引用。"
            )
        return self._ink.write((entry.number,))


class Phrasebook:
    """The phrases of an edition, ready for a template."""

    def __init__(self, edition: Edition, entries: Entries, ink: Ink) -> None:
        self._edition, self._entries, self._ink = edition, entries, ink
        self._comparisons = Comparisons(edition)

    def happened(self, code: str, basis: str = "") -> bool:
        """Return whether a sentence may speak of a figure; so far this year by default."""
        return self._find(code, basis).happened

    def known(self, code: str, basis: str = "") -> bool:
        """Return whether a sentence may state a figure, so far this year by default.

        It happened, and is not in doubt.
        """
        entry = self._find(code, basis)
        return entry.happened and entry.status == STATED

    def names(self, code: str, basis: str = "", *, count_follows: bool = False) -> str:
        """Return the names behind a figure as an enumeration; empty where none is printable."""
        entry = self._find(code, basis)
        names = self._listed(code, entry.reference.basis) if entry.happened else []
        return self._ink.write(enumerate_names(names, entry, count_follows=count_follows))

    def places(self, code: str, basis: str = "") -> str:
        """Return where a figure took place, as an enumeration; empty where nothing is known."""
        basis = self._find(code, basis).reference.basis
        return self._ink.write(enumerate_places(self._listed(code, basis)))

    def clauses(
        self,
        basis: str,
        items: Sequence[Sequence[str]],
        mark: str = "，",
        *,
        compared: bool = False,
    ) -> str:
        """Return the clauses whose figures happened: words and codes in turn.

        `compared` puts behind each number how it differs from last year's, where that may be said.
        """
        beside = self._beside if compared else None
        clauses = [self._clause(item, basis) for item in items]
        return self._ink.write(join_clauses(clauses, mark, beside))

    def _beside(self, entry: Entry) -> Spans:
        said = self._comparisons.briefly(entry)
        return ("（", *said, "）") if said else ()

    def progress(self, code: str) -> str:
        """Return how far the target of a plan is, against time; empty where that is not known."""
        entry = self._find(code, "")
        found = self._comparisons.progress(entry)
        if found is None or found[1] is None:
            return ""
        return self._ink.write(with_numbers(found[0]["wording"], entry.reference))

    def only_in_period(self, items: Sequence[Sequence[str]]) -> bool:
        """Return whether the year so far is the period alone in every figure of the clauses."""
        return all(self._is_all_of_the_year(code) for item in items for code in item[1::2])

    def withheld(self, basis: str, items: Sequence[Sequence[str]]) -> bool:
        """Return whether a figure of the clauses happened, or may have, and is not told."""
        return any(
            self._find(code, basis).status == WITHHELD for item in items for code in item[1::2]
        )

    def change(self, code: str) -> str:
        """Return how the period differs from the one before; empty without a base."""
        return self._ink.write(self._comparisons.previous(self._find(code, IN_PERIOD)))

    def year_change(self, code: str, basis: str = "") -> str:
        """Return how a figure differs from last year's; empty without a base."""
        return self._ink.write(self._comparisons.year(self._find(code, basis)))

    def changes(self, code: str) -> str:
        """Return both comparisons of the period, the one before first; empty without a base."""
        said = (self.change(code), self.year_change(code, IN_PERIOD))
        return "；".join(words for words in said if words)

    def order(self, code: str, kind: str) -> str:
        """Return the first places among a figure's parts so far; empty where none may be told."""
        total = self._find(code, "")
        settings = self._edition.settings
        parts = sorted(
            self._entries.parts(code, total.reference.basis, kind),
            key=lambda part: part_order(kind, part.part[1], settings),
        )
        if total.status != STATED or any(is_unnamed(*part.part) for part in parts):
            return ""
        named = [(part_name(*part.part, settings), part) for part in parts]
        return self._ink.write(say_order(named))

    def unreported(self, table_code: str) -> str:
        """Return the sentence of a section whose return did not arrive; empty if it did."""
        gap = closing_gap(self._edition, self._entries, table_code)
        if gap is None:
            return ""
        months = period_name(months_owed(self._edition, table_code))
        return self._ink.write(say_unreported(gap.department, months, unreadable=gap.unreadable))

    def standing(self, key: str, after: str = "") -> str:
        """Return a standing name after some words; empty where the union has none."""
        text = self._edition.settings.standing_names.get(key)
        return self._ink.write((after, Name(text, f"standing_names.{key}"))) if text else ""

    def _find(self, code: str, basis: str) -> Entry:
        require_code(code, basis)
        return self._entries.find(code, basis)

    def _is_all_of_the_year(self, code: str) -> bool:
        now, year = self._find(code, IN_PERIOD), self._find(code, "ytd")
        alike = (now.status, now.amount) == (year.status, year.amount)
        return alike and now.status != PENDING

    def _clause(self, item: Sequence[str], basis: str) -> list[str | Entry]:
        return [self._find(word, basis) if place % 2 else word for place, word in enumerate(item)]

    def _listed(self, code: str, basis: str) -> list[Name]:
        return [
            in_prose(row["name"], f"{row['workbook']} {row['sheet']}!{row['cell']}")
            for row in self._edition.listings.iter_rows(named=True)
            if (row["code"], row["basis"]) == (code, basis)
        ]


def vocabulary(edition: Edition, entries: Entries, ink: Ink) -> Vocabulary:
    """Return the words that every template finds."""
    book = Phrasebook(edition, entries, ink)
    phrases: list[Callable[..., object]] = [
        book.happened,
        book.known,
        book.names,
        book.places,
        book.clauses,
        book.only_in_period,
        book.withheld,
        book.change,
        book.year_change,
        book.changes,
        book.unreported,
        book.standing,
        book.order,
        book.progress,
    ]
    return {
        **{basis: Printed(entries, basis, ink) for basis in (IN_PERIOD, "ytd", "as_of", "plan")},
        **{phrase.__name__: phrase for phrase in phrases},
        "together": join_words,
        **{
            key: ink.write((period_name(text),))
            for key, text in period_names(edition.period).items()
        },
        "union": ink.write((Name(edition.settings.union.name, "union.name"),)),
        "opens_year": edition.period.opens_year,
        "closes_year": edition.period.month == 12,
        "caveats": Caveats(edition, entries, ink),
        "spending": Spending(edition, entries, ink),
        "targets": Targets(edition, entries, ink),
        "base_of_year": edition.period.year_before_label,
    }
