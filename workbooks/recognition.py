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
from workbooks.headings import ENOUGH, Headings, headings_of
from workbooks.layout import FIRST_ROWS, Spans, spans_of
from workbooks.vocabulary import best_scores

Aliases = Mapping[tuple[str, str], str]

Scores = Mapping[Sheet, float]
"""How much of the required headings of each sheet of the contract a department's sheet has."""


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
    spans = spans_of(grid)
    called = [sheet for sheet in sheets() if squeeze(sheet.title) == squeeze(grid.name)]
    scores = _scores(spans, dict.fromkeys((*known, *called)), aliases)
    found = _called_elsewhere(called, scores) or _by_headings(grid, scores, known, aliases)
    if not found:
        scores = _scores(spans, (*sheets(), ROSTER), aliases)
        found = _by_headings(grid, scores, sheets(), aliases)
    if not found and _is_roster(grid, scores):
        found = [ROSTER]
    return [Recognised(grid, sheet, by_name=False) for sheet in found]


def _scores(spans: Spans, known: Iterable[Sheet], aliases: Aliases) -> Scores:
    return best_scores(spans, [headings_of(sheet, aliases) for sheet in known])


def _called_elsewhere(called: Iterable[Sheet], scores: Scores) -> list[Sheet]:
    """Return the sheet of any return whose very name and headings it bears.

    Short headings (名称, 类别) may fill the half of another sheet of the cover's own return.
    """
    return [sheet for sheet in called if scores[sheet] >= ENOUGH]


def _is_roster(grid: Grid, scores: Scores) -> bool:
    """Return whether a sheet is a roster: called so, or with every heading of one."""
    enough = ENOUGH if ROSTER.title in squeeze(grid.name) else 1.0
    return scores[ROSTER] >= enough


def _by_headings(
    grid: Grid, scores: Scores, known: Iterable[Sheet], aliases: Aliases
) -> list[Sheet]:
    """Return the sheets whose headings match best: required ones first, then all."""
    fits = {
        sheet: (score, _count_known(grid, headings_of(sheet, aliases)))
        for sheet in known
        if (score := scores[sheet])
    }
    best = max(fits.values(), default=None)
    return [sheet for sheet, fit in fits.items() if fit == best]


def _count_known(grid: Grid, headings: Headings) -> int:
    """Return how many columns of a sheet of the contract the first rows name."""
    texts = {value for row in grid.rows[:FIRST_ROWS] for value in row if isinstance(value, str)}
    return len({match.code for text in texts if (match := headings.match(text))})


def table_codes_of(found: Sequence[Recognised]) -> tuple[str, ...]:
    """Return the returns that the sheets belong to, in their order; rosters belong to none."""
    codes = {return_of(item.sheet).code for item in found if item.sheet is not ROSTER}
    return tuple(sorted(codes))
