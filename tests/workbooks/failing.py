"""Ways in which the marking of a copy may end, to be called in the child process."""

from __future__ import annotations

import os
from typing import NoReturn

from schemas.faults import WorkbookError


def fail_by_a_bug(*_: object) -> NoReturn:
    """End as a bug of ours would, with what a cell held in its text."""
    raise AssertionError("李四")


def overrun(*_: object) -> NoReturn:
    """End the child itself, as a file beyond the limits does."""
    os._exit(1)


def refuse(*_: object) -> NoReturn:
    """End as a file does that cannot be opened."""
    raise WorkbookError("E-F01", "无法打开")
