"""Which sheet of the contract a department's sheet is: by cover and name, then by headings.

A roster (名册) may stand in any workbook, beside the sheets of its return.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from schemas.contract import RETURNS, ROSTER, return_of, sheets
from schemas.sheets import Sheet
from workbooks.cells import squeeze
from workbooks.grid import Grid
from workbooks.headings import ENOUGH, Headings
from workbooks.layout import best_score

Aliases = Mapping[tuple[str, str], str]


@dataclass(frozen=True)
class Recognised:
    """A department's sheet and the contract's sheet that it was taken for."""

    grid: Grid
    sheet: Sheet
    by_name: bool


def recognise(grid: Grid, table_code: str, aliases: Aliases) -> list[Recognised]:
    """Return what a sheet may be: one answer, none, or the several that tie.

    `table_code` is the cover's, or empty: then every return is looked through.
    """
    form = RETURNS.get(table_code)
    known = list(form.sheets) if form else list(sheets())
    named = [sheet for sheet in known if squeeze(sheet.title) == squeeze(grid.name)]
    if named and form:
        return [Recognised(grid, named[0], by_name=True)]
    found = _called_elsewhere(grid, aliases) or _by_headings(grid, known, aliases)
    if not found and form:
        found = _by_headings(grid, sheets(), aliases)
    if not found and _is_roster(grid, aliases):
        found = [ROSTER]
    return [Recognised(grid, sheet, by_name=False) for sheet in found]


def _called_elsewhere(grid: Grid, aliases: Aliases) -> list[Sheet]:
    """Return the sheet of any return whose very name and headings it bears.

    Short headings (名称, 类别) may fill the half of another sheet of the cover's own return.
    """
    called = [sheet for sheet in sheets() if squeeze(sheet.title) == squeeze(grid.name)]
    return [sheet for sheet in called if best_score(grid, Headings(sheet, aliases)) >= ENOUGH]


def _is_roster(grid: Grid, aliases: Aliases) -> bool:
    """Return whether a sheet is a roster: called so, or with every heading of one."""
    enough = ENOUGH if ROSTER.title in squeeze(grid.name) else 1.0
    return best_score(grid, Headings(ROSTER, aliases)) >= enough


def _by_headings(grid: Grid, known: Iterable[Sheet], aliases: Aliases) -> list[Sheet]:
    """Return the sheets whose headings match best: required ones first, then all."""
    scores = {sheet.name: (sheet, *_fit(grid, sheet, aliases)) for sheet in known}
    good = [entry for entry in scores.values() if entry[1] >= ENOUGH]
    best = max((entry[1:] for entry in good), default=None)
    return [sheet for sheet, *fit in good if tuple(fit) == best]


def _fit(grid: Grid, sheet: Sheet, aliases: Aliases) -> tuple[float, int]:
    headings = Headings(sheet, aliases)
    score = best_score(grid, headings)
    if score < ENOUGH:
        return score, 0
    texts = {value for row in grid.rows[:30] for value in row if isinstance(value, str)}
    return score, len({match.code for text in texts if (match := headings.match(text))})


def table_codes_of(found: Sequence[Recognised]) -> tuple[str, ...]:
    """Return the returns that the sheets belong to, in their order; rosters belong to none."""
    codes = {return_of(item.sheet).code for item in found if item.sheet is not ROSTER}
    return tuple(sorted(codes))
