"""Names that departments give to files, sheets and columns, as they may be told."""

from __future__ import annotations

import os

from workbooks.privacy import holds_personal_number


def name_to_tell(name: str, instead: str) -> str:
    """Return a name, or `instead` where it holds a person's number.

    What holds the number is likely to hold the person's name too.
    """
    return instead if holds_personal_number(name) else name


def sheet_to_tell(name: str, number: int) -> str:
    """Return the name of a sheet, or its place, counted from 1, where the name is personal."""
    return name_to_tell(name, f"第{number}张表页")


def legible(name: str) -> str:
    """Return a file's name in characters that can be written; GBK bytes as what they mean."""
    try:
        told = os.fsencode(name).decode()
    except UnicodeDecodeError:
        told = os.fsencode(name).decode("gb18030", "replace")
    return "".join(character if character.isprintable() else " " for character in told)
