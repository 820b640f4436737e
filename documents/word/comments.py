"""The margin of a review copy: a Word comment at every doubtful number."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from documents.word.looks import looks
from documents.word.markup import Node, escaped, node, side_by_side
from documents.word.package import MADE
from documents.word.text import paragraph
from schemas.issue import SEVERITY_NAMES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docx.document import Document as WordFile

    from schemas.bulletin import Reference, Remark


_MARK = node("rPr", node("rStyle", val="CommentReference"))


class Margin:
    """What is to be said beside the text, and the file that says it."""

    def __init__(self, word: WordFile, remarks: Sequence[Remark]) -> None:
        self._word = word
        self._written: list[Node] = []
        self._remarks: defaultdict[Reference, list[Remark]] = defaultdict(list)
        for remark in remarks:
            self._remarks[remark.reference].append(remark)

    def remark(self, printed: Node, reference: Reference) -> list[Node]:
        """Return the run, within one comment that joins all the remarks on its figure."""
        remarks = self._remarks.get(reference)
        if not remarks:
            return [printed]
        return _within(printed, self._write("\n".join(map(tell, remarks))))

    @property
    def comments(self) -> Node:
        """Return the comments so far, by which the file's part of comments is filled."""
        return side_by_side(*self._written)

    def _write(self, text: str) -> int:
        """Add a comment and return its id; it is not dated by the clock."""
        if not self._written:
            _ = self._word.comments  # asked for, the file has a part for them
        self._written.append(_comment(len(self._written), text))
        return len(self._written) - 1


def tell(remark: Remark) -> str:
    """Return a remark as the reviewer reads it: 【提醒 W-P02】… and where it comes from."""
    severity = SEVERITY_NAMES.get(remark.severity, remark.severity)
    sentence = f"【{f'{severity} {remark.rule}'.strip()}】{remark.sentence}"
    return f"{sentence}\n出处：{'；'.join(remark.cells)}" if remark.cells else sentence


def _comment(number: int, text: str) -> Node:
    mark = node("r", _MARK, node("annotationRef"))
    lines = [node("r", node("t", escaped(line))) for line in text.split("\n")]
    lines[0] = side_by_side(mark, lines[0])
    return node(
        "comment",
        *(paragraph("CommentText", line) for line in lines),
        id=number,
        author=looks().comment_author,
        initials=looks().comment_initials,
        date=MADE.strftime("%Y-%m-%dT%H:%M:%SZ"),
    )


def _within(printed: Node, comment: int) -> list[Node]:
    return [
        node("commentRangeStart", id=comment),
        printed,
        node("commentRangeEnd", id=comment),
        node("r", _MARK, node("commentReference", id=comment)),
    ]
