"""What stands before and after the text: number, title, attachments, issuer and date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from documents.word.looks import TWIPS_PER_POINT, looks
from documents.word.markup import Node, node
from documents.word.text import characters, paragraph, run

if TYPE_CHECKING:
    from schemas.bulletin import Document

_LABEL = "附件："
_NUMBER = 0.75
"""How wide “1.” is, in characters of Chinese: half and a quarter."""


def title_parts(document: Document) -> list[Node]:
    """Return number, title in balanced lines, and subtitle; then a line's space."""
    before = [paragraph("DocumentNumber", run(document.number))] if document.number else []
    return [*before, *_title(document)]


def _title(document: Document) -> list[Node]:
    title = "\n".join(title_lines_of(document))
    if document.subtitle:
        return [paragraph("Title", run(title)), paragraph("Subtitle", run(document.subtitle))]
    stated = looks(one_page=document.one_page)
    space = node("spacing", after=round(stated.styles["Subtitle"].after_pt * TWIPS_PER_POINT))
    return [paragraph("Title", run(title), layout=[space])]


def title_lines_of(document: Document) -> list[str]:
    """Return the lines of a document's title on our page."""
    return title_lines(document.title, document.issuer, _title_capacity())


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


def attachment_parts(document: Document) -> list[Node]:
    """Return the lines that name the attachments, a line's space before (GB/T 9704-2012, 7.3.4).

    A line that is too long goes on below the first character of the name.
    """
    counted = _NUMBER if len(document.attached) > 1 else 0.0
    made = []
    for at, line in enumerate(document.attached):
        hanging = (0.0 if at else characters(_LABEL)) + counted
        left = 2 + characters(_LABEL) + counted
        space = [] if at else [node("spacing", before=round(_line_pt() * TWIPS_PER_POINT))]
        made.append(paragraph("Attachment", run(line), layout=[*space, _hung(left, hanging)]))
    return made


def _hung(left: float, hanging: float) -> Node:
    size = looks().styles["Attachment"].size_pt
    inset = {"left": left, "hanging": hanging}
    told: dict[str, int] = {}
    for name, count in inset.items():
        told[f"{name}Chars"] = round(count * 100)
        told[name] = round(count * size * TWIPS_PER_POINT)
    return node("ind", **told)


def _line_pt() -> float:
    return looks().styles["Attachment"].line_pt


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
