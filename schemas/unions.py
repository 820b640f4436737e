"""What one period of one union came to, where many are made at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Ending = Literal["已写出", "没有变化", "没有做成"]
WRITTEN: Ending = "已写出"
UNCHANGED: Ending = "没有变化"
FAILED: Ending = "没有做成"

OUTCOME_COLUMNS = (
    "workspace",
    "union",
    "period",
    "ending",
    "errors",
    "warnings",
    "seconds",
    "message",
)
"""The columns of the summary as csv: the fields of `Outcome` in their order."""


@dataclass(frozen=True)
class Outcome:
    """One union's period as it ended: this is all that comes back from a worker.

    `union` is its name, or the folder's where the settings cannot be read. `errors` and
    `warnings` count the findings of a draft that was written, else none. `seconds` are those
    of the work; `message` is the sentence for one that failed. No value of a cell is in it.
    """

    workspace: str
    union: str
    period: str
    ending: Ending
    errors: int | None = None
    warnings: int | None = None
    seconds: float = 0.0
    message: str = ""

    @property
    def failed(self) -> bool:
        """Return whether there is no draft of what is in the folders now."""
        return self.ending == FAILED
