"""Caveats: which of the standard notes are true for an edition (DOMAIN.md §2.6)."""

from __future__ import annotations

from collections.abc import Iterable

from documents.narrative.comparisons import Comparisons
from documents.narrative.entries import Entries, Entry
from documents.narrative.ink import Ink
from documents.narrative.labels import in_prose, month_name, period_name
from documents.narrative.reporting import months_missing
from documents.narrative.revising import is_revised_unlisted, stated_revisions
from documents.narrative.units import shown_value
from schemas.bulletin import Name, Span, references
from schemas.decision import WAIVERS
from schemas.edition import Edition
from schemas.figure import NO_DATA, PENDING, STATED, WITHHELD


class Caveats:
    """What the notes at a document's end ask about the figures and tables before them."""

    def __init__(self, edition: Edition, entries: Entries, ink: Ink) -> None:
        self._edition, self._entries, self._ink = edition, entries, ink
        self._comparisons = Comparisons(edition)

    @property
    def rounded(self) -> bool:
        """Return whether a printed total differs from the sum of its printed parts."""
        shown = {
            (part.reference.code, part.reference.basis, part.part[0])
            for part in self._parts_shown()
        }
        return any(self._differs(*breakdown) for breakdown in shown)

    @property
    def last_year(self) -> str:
        """Return of how many figures so far there is a last year: "none", "some" or "all"."""
        told = [entry for entry in self._entries.so_far() if self._comparisons.asks_for_year(entry)]
        compared = [entry for entry in told if self._comparisons.yearly(entry)]
        if not compared:
            return "none" if told else "all"
        return "all" if len(compared) == len(told) else "some"

    @property
    def parts_hidden(self) -> bool:
        """Return whether a part shown in a table or chart is withheld, or its own figure.

        A total of several unions' is not withheld for few people: it could not be added.
        """
        if any(part.status == WITHHELD for part in self._parts_shown()):
            return True
        return self._edition.members is None and any(
            entry.indicator.cases is None
            for entry in self._entries.with_status(WITHHELD)
            if entry.part == ("", "")
        )

    @property
    def months_hidden(self) -> bool:
        """Return whether an amount of few cases is withheld; a sum's is for another reason."""
        return self._edition.members is None and any(
            entry.part == ("", "") and entry.indicator.cases is not None
            for entry in self._entries.with_status(WITHHELD)
        )

    @property
    def standards_differ(self) -> bool:
        """Return whether a plan and its results follow standards that nobody confirmed as equal."""
        return self._comparisons.standards_differ()

    @property
    def pending(self) -> bool:
        """Return whether any figure is still in doubt."""
        return any(self._entries.with_status(PENDING))

    @property
    def revised(self) -> bool:
        """Return whether figures that were published are listed as revised."""
        return bool(stated_revisions(self._edition))

    @property
    def revised_unlisted(self) -> bool:
        """Return whether published figures changed and none of them is listed."""
        return not self.revised and is_revised_unlisted(self._edition)

    @property
    def accepted(self) -> str:
        """Return how many warnings a person has accepted, as text; empty if there are none."""
        count = self._edition.accepted.height
        return self._ink.write((Name(f"{count}条", WAIVERS),)) if count else ""

    @property
    def members(self) -> str:
        """Return the unions whose releases are added up, as text; empty in a union's own."""
        members = self._edition.members
        return self._names(members.included) if members else ""

    @property
    def absent(self) -> str:
        """Return the unions that are missing in the sum, as text; empty where none is."""
        members = self._edition.members
        return self._names(one.union for one in members.absent) if members else ""

    @property
    def begins(self) -> str:
        """Return the month from which the year so far is told, where that is not January.

        A union that begins within the year has no returns of the months before.
        """
        period, told = self._edition.period, self._edition.coverage["period"]
        first = told.min()
        if not isinstance(first, str) or first == str(period.year_to_date[0]):
            return ""
        return self._ink.write((month_name(first),))

    @property
    def missing(self) -> str:
        """Return the departments and months not reported, as text; empty if there are none."""
        spans: list[Span] = []
        for department, months in months_missing(self._edition).items():
            spans += ["；" if spans else "", department, period_name(months)]
        return self._ink.write(spans)

    def _names(self, unions: Iterable[str]) -> str:
        spans: list[Span] = []
        for union in unions:
            spans += ["、" if spans else "", in_prose(union, "工会名称")]
        return self._ink.write(spans)

    def _differs(self, code: str, basis: str, kind: str) -> bool:
        """Return whether the parts of a kind, as printed, add up to another total than printed.

        Nobody can add up parts of which one is hidden or in doubt.
        """
        total, parts = self._entries.find(code, basis), self._entries.parts(code, basis, kind)
        told = all(one.status in (STATED, NO_DATA) for one in (total, *parts))
        if total.reference not in self._ink.references or not told:
            return False
        return sum(shown_value(part) or 0 for part in parts) != (shown_value(total) or 0)

    def _parts_shown(self) -> list[Entry]:
        return [
            self._entries.part(reference.code, reference.basis, reference.dimension)
            for block in self._ink.blocks
            for reference in references(block)
            if reference.dimension
        ]
