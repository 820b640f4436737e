"""The whole contract: the nine returns, their sheets, and the optional roster."""

from __future__ import annotations

from collections.abc import Iterator

from schemas import (
    aid,
    culture,
    finance,
    mutual_aid,
    palace,
    places,
    reform,
    rights,
    women,
)
from schemas.roster import ROSTER
from schemas.sheets import Return, Sheet

__all__ = [
    "RETURNS",
    "ROSTER",
    "TABLES_BY_DEPARTMENT",
    "return_of",
    "sheet_named",
    "sheets",
]

RETURNS: dict[str, Return] = {
    module.RETURN.code: module.RETURN
    for module in (culture, reform, places, rights, aid, women, mutual_aid, palace, finance)
}
"""The returns by table code (表号), W01 to W09 in order."""

TABLES_BY_DEPARTMENT: dict[str, str] = {form.department: code for code, form in RETURNS.items()}
"""The table code that each department sends."""

_RETURN_BY_SHEET = {sheet.name: form for form in RETURNS.values() for sheet in form.sheets}


def sheets() -> Iterator[Sheet]:
    """Yield the sheets of all returns in the order of the forms; not the roster."""
    for form in RETURNS.values():
        yield from form.sheets


_SHEETS = {sheet.name: sheet for sheet in (*sheets(), ROSTER)}


def sheet_named(name: str) -> Sheet:
    """Return the sheet with this name in code, the roster included; else `KeyError`."""
    return _SHEETS[name]


def return_of(sheet: Sheet) -> Return:
    """Return the return that a sheet belongs to; the roster belongs to none (`KeyError`)."""
    return _RETURN_BY_SHEET[sheet.name]
