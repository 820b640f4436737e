"""What Excel lets into a cell of a form, and what it says when it does not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from schemas.columns import Column, Kind
from schemas.sheets import Sheet
from workbooks.forms.blank import Blank
from workbooks.forms.options import Options, fits_a_cell_rule, options_of

Check = dict[str, Any]
"""A rule as XlsxWriter's data_validation takes it."""

Ranges = Mapping[Options, str]
"""Where lists stand that Excel cannot take as text."""

ID_LENGTH = 18  # of a resident identity number, GB 11643
_LONGEST_TITLE, _LONGEST_MESSAGE = 32, 255
_MOST = 10**12


def check_of(sheet: Sheet, code: str, blank: Blank, ranges: Ranges) -> Check | None:
    """Return the rule for the cells of a column; None where any text will do.

    A place that is not on the list is let in after a question, as the reader does.
    """
    column = sheet.columns[code]
    options = options_of(column, blank.settings)
    if options:
        mild = {"error_type": "warning"} if column.kind is Kind.PLACE else {}
        return {**one_of(options, ranges), **messages(column.title, column.says), **mild}
    if column.kind is Kind.DATE:
        bounds = blank.deciding_dates if code == sheet.dated else blank.other_dates
        says = f"{column.says}；应在{bounds[0]}至{bounds[1]}之间"
        return {**between_days(*bounds), **messages(column.title, says)}
    rule = _month(sheet, code, blank) if column.kind is Kind.MONTH else _rule(sheet, code)
    return {**rule, **messages(column.title, column.says)} if rule else None


def one_of(options: Options, ranges: Ranges) -> Check:
    """Return a rule that offers these entries: as text, or where they stand."""
    inline = fits_a_cell_rule(options)
    return {"validate": "list", "source": list(options) if inline else ranges[options]}


def between_days(first: dt.date, last: dt.date) -> Check:
    """Return a rule for dates, both ends included."""
    return {"validate": "date", "criteria": "between", "minimum": first, "maximum": last}


def messages(title: str, says: str) -> Check:
    """Return what Excel shows beside a cell, and when it refuses what was typed."""
    title, says = title[:_LONGEST_TITLE], says[:_LONGEST_MESSAGE]
    told = {"input_title": title, "input_message": says}
    return {**told, "error_title": title, "error_message": says}


def at_least(least: int, validate: str = "integer") -> Check:
    """Return a rule for numbers from `least` on; `validate` is integer or decimal."""
    return {"validate": validate, "criteria": ">=", "value": least}


def _month(sheet: Sheet, code: str, blank: Blank) -> Check:
    """Return a choice of months where the month decides; else whatever is as long as one."""
    if code != sheet.dated:
        return {"validate": "length", "criteria": "==", "value": len(str(blank.period))}
    months, first = [blank.period], blank.deciding_dates[0]
    while months[-1].first_day > first:
        months.append(months[-1].previous)
    return {"validate": "list", "source": [str(month) for month in months]}


def _rule(sheet: Sheet, code: str) -> Check | None:
    column = sheet.columns[code]
    if column.kind in (Kind.COUNT, Kind.YEAR):
        return {"validate": "integer", **_bounds(sheet, code)}
    if column.kind in (Kind.MONEY, Kind.PERCENT):
        return {"validate": "decimal", **_bounds(sheet, code)}
    if column.kind is Kind.PERSON:
        return {"validate": "length", "criteria": "==", "value": ID_LENGTH}
    return {"validate": "any"} if _is_worth_a_word(column) else None


def _is_worth_a_word(column: Column) -> bool:
    return column.kind in (Kind.IDENTIFIER, Kind.LIST)


def _bounds(sheet: Sheet, code: str) -> Check:
    """Return the bounds of a number as the sheet's model states them."""
    checks = sheet.model.to_schema().columns[code].checks
    stated = {check.name: check.statistics for check in checks}
    if "greater_than" in stated:
        return {"criteria": ">", "value": stated["greater_than"]["min_value"]}
    least = stated.get("greater_than_or_equal_to", {}).get("min_value", -_MOST)
    most = stated.get("less_than_or_equal_to", {}).get("max_value", _MOST)
    return {"criteria": "between", "minimum": least, "maximum": most}
