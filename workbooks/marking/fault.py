"""One finding of a reply, as its department is told."""

from __future__ import annotations

from dataclasses import dataclass

FILLS = {"E": "FFFFC7CE", "W": "FFFFEB9C"}
"""The colours of marked cells by severity: red must be mended, yellow looked at."""

AUTHOR = "工会统计公报"


@dataclass(frozen=True)
class Fault:
    """One finding of a reply: where it points, and what the department is told.

    `grave` is the name of its severity, `cause` the rule and its title.
    """

    severity: str
    grave: str
    cause: str
    sheet: str
    cell: str
    column: str
    message: str
    advice: str

    @property
    def told(self) -> str:
        """Return the words of the comment at the cell."""
        return f"【{self.grave}】{self.message}\n{self.advice}"
