"""What a user is told when something cannot be done: one sentence that says what to do."""

from __future__ import annotations


class BulletinError(Exception):
    """The root of the family: its text is a Chinese sentence for the user.

    The command line prints it as it stands and ends with `exit_code`; it never holds a
    value from a cell.
    """

    exit_code = 2


class WorkbookError(BulletinError):
    """A workbook cannot be read: what was expected, what was found, what to do."""

    def __init__(self, rule: str, sentence: str) -> None:
        super().__init__(sentence)
        self.rule = rule

    def __reduce__(self) -> tuple[type[WorkbookError], tuple[str, str]]:
        """Return how to make it again: it travels between processes."""
        return WorkbookError, (self.rule, str(self))


class WorkspaceError(BulletinError):
    """The workspace or a period of it is missing, or its settings are wrong."""


class PersonNeeded(BulletinError):
    """The work was done as far as it goes, and a person has to decide."""

    exit_code = 1
