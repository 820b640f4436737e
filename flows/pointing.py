"""How a person points at a workbook and a cell on the command line."""

from __future__ import annotations

from pathlib import PurePosixPath


def names_of(workbook: str) -> tuple[str, str, str]:
    """Return the ways to name a workbook: its path below `raw/`, its file, without suffix."""
    path = PurePosixPath(workbook)
    return workbook, path.name, path.stem


def sheet_and_cell(cell: str, sheet: str) -> tuple[str, str]:
    """Return sheet and address of a cell, which may be written 表页!J5."""
    named, _, address = cell.rpartition("!")
    return named.strip("'") or sheet, address.replace("$", "").upper()
