"""The door: an edition and its documents become one self-contained HTML page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from documents.filling import fill_template
from documents.findings import count_by_severity, missing_departments, unreadable_departments
from documents.review import sections
from documents.review.cards import CardBox
from documents.review.pieces import pieces_of
from schemas.bulletin import Document
from schemas.edition import Edition
from schemas.issue import SEVERITY_NAMES


def write_review(
    edition: Edition,
    documents: Sequence[Document],
    charts: Mapping[str, bytes],
) -> str:
    """Return the review page as HTML; nothing on it asks for anything outside.

    `charts` holds a PNG by chart key; a chart without one shows its numbers alone.
    """
    box = CardBox(edition)
    texts = [
        {"document": document, "pieces": pieces_of(document, charts, box)} for document in documents
    ]
    counts = count_by_severity(edition.issues)
    return fill_template(
        "review.html.j2",
        edition=edition,
        period=edition.period,
        union=edition.settings.union,
        texts=texts,
        cards=box.cards,
        counts=counts,
        doubts=counts["E"] + counts["W"],
        findings=sections.findings(edition),
        severities=SEVERITY_NAMES,
        accepted=sections.accepted(edition),
        missing=missing_departments(edition.coverage, edition.period),
        unreadable=unreadable_departments(edition.coverage, edition.period),
        changes=sections.changes(edition),
        revisions=sections.revisions(edition),
        returns=sections.returns(edition),
        standing=None,
    )
