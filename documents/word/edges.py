"""What stands before and after the text: title and subtitle, issuer and date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from documents.word.looks import TWIPS_PER_POINT, looks
from documents.word.markup import Node, node
from documents.word.text import characters, paragraph, run

if TYPE_CHECKING:
    from schemas.bulletin import Document


def title_parts(document: Document) -> list[Node]:
    """Return the title, broken into balanced lines, and the subtitle; then a line's space."""
    title = "\n".join(title_lines(document.title, document.issuer, _title_capacity()))
    if document.subtitle:
        return [paragraph("Title", run(title)), paragraph("Subtitle", run(document.subtitle))]
    space = node("spacing", after=round(looks().styles["Subtitle"].after_pt * TWIPS_PER_POINT))
    return [paragraph("Title", run(title), layout=[space])]


def title_lines(title: str, issuer: str, capacity: float) -> list[str]:
    """Return the lines of a title.

    One that fits stays on its line; a longer one breaks after the issuer's name if it
    begins with it, else where two lines are nearest in length, never within a number.
    """
    if "\n" in title or characters(title) <= capacity:
        return title.split("\n")
    if issuer and title.startswith(issuer) and title != issuer:
        return [issuer, title.removeprefix(issuer)]
    places = [at for at in range(1, len(title)) if not _within_number(title, at)]
    middle = min(places, key=lambda at: abs(characters(title[:at]) - characters(title[at:])))
    return [title[:middle], title[middle:]]


def signature_parts(document: Document) -> list[Node]:
    """Return issuer and date of an unsealed document (GB/T 9704-2012, 7.3.5.2).

    The issuer stands two characters in from the right, the date two characters right of
    the issuer's first; a date longer than the issuer stands two in and the issuer gives way.
    """
    issuer, dated = characters(document.issuer), characters(document.dated)
    longer = dated > issuer
    issuer_inset = dated + 4 - issuer if longer else 2.0
    dated_inset = 2.0 if longer else issuer - dated
    return [
        paragraph("Signature", run(document.issuer), layout=[_inset(issuer_inset)]),
        paragraph("Date", run(document.dated), layout=[_inset(dated_inset)]),
    ]


def _within_number(title: str, at: int) -> bool:
    return title[at - 1].isascii() and title[at].isascii()


def _title_capacity() -> float:
    stated = looks()
    points = stated.page.text_width_mm / 25.4 * 72
    return points // stated.styles["Title"].size_pt


def _inset(count: float) -> Node:
    size = looks().styles["Signature"].size_pt
    return node("ind", rightChars=round(count * 100), right=round(count * size * TWIPS_PER_POINT))
