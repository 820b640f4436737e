"""Where a period stands on its way to release, and the record of who did what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

State = Literal["草稿", "已送审", "已退回", "已批准", "已发布"]
DRAFTED: State = "草稿"
SUBMITTED: State = "已送审"
RETURNED: State = "已退回"
APPROVED: State = "已批准"
RELEASED: State = "已发布"

Act = Literal["送审", "退回", "批准", "发布", "采用", "口令错误"]
REACHES: dict[str, State] = {
    "送审": SUBMITTED,
    "退回": RETURNED,
    "批准": APPROVED,
    "发布": RELEASED,
}
"""The state that an act leads to; what is not here leads nowhere."""


@dataclass(frozen=True)
class LogEntry:
    """One line of a period's log.

    `at` is UTC (ISO); `bound` the hash of the content that the act is about; `subject` what
    else it is about (a release's number and the hash of its manifest; who made the draft);
    `previous` is the hash of the entry before (empty: the first), `hash` that of this one.
    """

    number: int
    at: str
    by: str
    act: Act
    reason: str
    bound: str
    subject: str
    previous: str
    hash: str


@dataclass(frozen=True)
class Condition:
    """One condition of the checklist: what it is, whether it is met, and what to do if not."""

    title: str
    is_met: bool
    told: str


@dataclass(frozen=True)
class Changed:
    """A sentence that differs: as the draft has it, as the edited file has it, its numerals.

    A side is empty where the sentence was put in or taken out. `numerals` are those of the
    edited side, each with where it is from; empty: nobody knows.
    """

    before: str
    after: str
    numerals: tuple[tuple[str, str], ...] = ()

    @property
    def unknown(self) -> tuple[str, ...]:
        """Return the numerals that come from nowhere."""
        return tuple(text for text, origin in self.numerals if not origin)


@dataclass(frozen=True)
class Adopted:
    """A document that a person edited and that is to be approved: its key, by whom, what."""

    document: str
    by: str
    changes: tuple[Changed, ...]


@dataclass(frozen=True)
class Moved:
    """What an adopted document says and the draft says otherwise by now: a figure or a sentence.

    `document` is the key of the document, `name` the figure's; empty for a sentence.
    """

    document: str
    name: str
    before: str
    after: str


@dataclass(frozen=True)
class Standing:
    """Where a period stands: its state, the hash of what stands, the checklist, the log.

    `told` says why the state is not what the last act made it (批准后内容已变), else empty.
    `maker` made the draft; `releases` are the numbers of the versions that are out.
    `adopted` are the documents that a person edited, `moved` what the draft says
    otherwise since; `changes` are the figures (FigureChange) that differ from the last release.
    """

    state: State
    told: str
    bound: str
    maker: str
    conditions: tuple[Condition, ...] = ()
    log: tuple[LogEntry, ...] = ()
    releases: tuple[int, ...] = ()
    adopted: tuple[Adopted, ...] = ()
    moved: tuple[Moved, ...] = ()
    changes: tuple[Mapping[str, str], ...] = ()

    @property
    def unmet(self) -> tuple[Condition, ...]:
        """Return the conditions that stand against submission, approval and release."""
        return tuple(item for item in self.conditions if not item.is_met)
