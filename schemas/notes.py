"""Paragraphs that a person writes for a period, by section: the shape of `notes/<period>.md`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

HAND_WRITTEN = "手写"
"""The origin of a name whose digits a person answers for: a date, or a number with a source."""


@dataclass(frozen=True)
class WrittenParagraph:
    """One paragraph: for which document (empty: each that has the section), where, its words.

    `line` is the line of the file on which it begins.
    """

    document: str
    section: str
    text: str
    line: int


@dataclass(frozen=True)
class Notes:
    """All of a period's paragraphs in their order, and the sources of numbers from elsewhere.

    `file` is the name below the workspace, as messages tell it.
    """

    file: str = ""
    paragraphs: tuple[WrittenParagraph, ...] = ()
    sources: Mapping[str, str] = field(default_factory=dict)
