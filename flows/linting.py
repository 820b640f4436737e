"""`bulletin lint`: a look at the layout of any Word file."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

from documents.filling import fill_template
from documents.linting import lint_word
from flows.disk import in_words, read_regular
from schemas.faults import PersonNeeded, WorkspaceError
from schemas.linting import LINT_RULES

_MOST = 5
"""Places of one rule that are told in full."""


def lint_file(path: Path) -> tuple[str, bool]:
    """Return what a Word file's layout breaks, and whether that is nothing.

    Raises WorkspaceError where the file cannot be read.
    """
    try:
        faults = lint_word(read_regular(path))
    except OSError as fault:
        raise WorkspaceError(f"{path} 无法读取：{in_words(fault)}，请检查文件名。") from None
    except PersonNeeded as fault:
        raise WorkspaceError(f"{path.name} {fault}") from None
    by_rule = {rule: list(own) for rule, own in groupby(faults, key=lambda fault: fault.rule)}
    groups = [(rule, own[:_MOST], len(own[_MOST:])) for rule, own in by_rule.items()]
    told = fill_template("lint.txt.j2", groups=groups, rules=LINT_RULES)
    return told.rstrip("\n"), not faults
