"""What may be chosen in a column of a form: the entries, and what the codes among them mean."""

from __future__ import annotations

from collections.abc import Mapping

from schemas.codes import DEPARTMENTS, PROJECTS
from schemas.columns import Column, Kind
from schemas.settings import Settings
from schemas.sheets import Return

Options = tuple[str, ...]

YES_NO: Options = ("是", "否")
COUNTY_SEAT = "县城"
LONGEST_LIST = 255  # characters that Excel takes as a list written into a cell's rule


def options_of(column: Column, settings: Settings) -> Options:
    """Return what may be chosen in a column; nothing where the column is no list.

    A column whose headings speak of the county seat (区域：县城/乡镇) offers it beside the
    townships.
    """
    if column.kind is Kind.FLAG:
        return YES_NO
    if column.kind is Kind.SUBJECT:
        return tuple(settings.chart_of_accounts)
    if column.kind is Kind.PLACE and settings.union.townships:
        seat = any(COUNTY_SEAT in heading for heading in column.headings)
        return (*((COUNTY_SEAT,) if seat else ()), *settings.union.townships)
    return column.choices


def names_of(settings: Settings) -> Mapping[str, str]:
    """Return what every code means: projects, departments, subjects."""
    return {**PROJECTS, **DEPARTMENTS, **settings.chart_of_accounts}


def fits_a_cell_rule(options: Options) -> bool:
    """Return whether Excel takes the entries as they stand, without a range of cells."""
    return len(",".join(options)) <= LONGEST_LIST and not any(set(o) & set(',"') for o in options)


def lists_to_print(form: Return, settings: Settings) -> Mapping[Options, str]:
    """Return the lists that the instructions must hold, with the headings that use them.

    Codes, whose names have to be looked up, and lists that no cell's rule can hold.
    """
    names = names_of(settings)
    used: dict[Options, list[str]] = {}
    for sheet in form.sheets:
        for column in sheet.columns.values():
            options = options_of(column, settings)
            if not set(names).isdisjoint(options) or not fits_a_cell_rule(options):
                used.setdefault(options, []).append(column.title)
    return {options: "、".join(dict.fromkeys(titles)) for options, titles in used.items()}
