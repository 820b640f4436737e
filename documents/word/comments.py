"""The margin of a review copy: a Word comment at every doubtful number."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, cast

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn

from documents.word.looks import looks
from documents.word.markup import Node, node
from documents.word.package import MADE
from schemas.issue import SEVERITY_NAMES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docx.document import Document as WordFile
    from docx.opc.part import XmlPart

    from schemas.bulletin import Reference, Remark


class Margin:
    """What is to be said beside the text, and the file that says it."""

    def __init__(self, word: WordFile, remarks: Sequence[Remark]) -> None:
        self._word = word
        self._remarks: defaultdict[Reference, list[Remark]] = defaultdict(list)
        for remark in remarks:
            self._remarks[remark.reference].append(remark)

    def remark(self, printed: Node, reference: Reference) -> list[Node]:
        """Return the run, within one comment that joins all the remarks on its figure."""
        remarks = self._remarks.get(reference)
        if not remarks:
            return [printed]
        return _within(printed, self._write("\n".join(map(tell, remarks))))

    def _write(self, text: str) -> int:
        """Add a comment and return its id; python-docx dates it by the clock, we do not."""
        stated = looks()
        comment = self._word.comments.add_comment(
            text, author=stated.comment_author, initials=stated.comment_initials
        )
        part = cast("XmlPart", self._word.part.part_related_by(RELATIONSHIP_TYPE.COMMENTS))
        part.element[-1].set(qn("w:date"), MADE.strftime("%Y-%m-%dT%H:%M:%SZ"))
        return comment.comment_id


def tell(remark: Remark) -> str:
    """Return a remark as the reviewer reads it: 【提醒 W-P02】… and where it comes from."""
    severity = SEVERITY_NAMES.get(remark.severity, remark.severity)
    sentence = f"【{f'{severity} {remark.rule}'.strip()}】{remark.sentence}"
    return f"{sentence}\n出处：{'；'.join(remark.cells)}" if remark.cells else sentence


def _within(printed: Node, comment: int) -> list[Node]:
    mark = node("rPr", node("rStyle", val="CommentReference"))
    return [
        node("commentRangeStart", id=comment),
        printed,
        node("commentRangeEnd", id=comment),
        node("r", mark, node("commentReference", id=comment)),
    ]
