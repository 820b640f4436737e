"""Twins: an indicator that is the same number as a part of another, under a name of its own."""

from __future__ import annotations

from collections.abc import Mapping

from schemas.indicator import Indicator


def twins_of(indicators: Mapping[str, Indicator]) -> dict[tuple[str, str], str]:
    """Return, by code and dimension, the indicator that is the same number under its own name.

    金秋助学资助人数 is 四送与慰问人次 of the project 金秋助学.
    """
    return {
        (whole.code, f"{kind}={part.where[column][0]}"): part.code
        for whole in indicators.values()
        for kind, column in whole.by.items()
        for part in indicators.values()
        if set(part.where) == {column}
        and len(part.where[column]) == 1
        and not whole.where
        and (part.sheet, part.measure, part.on) == (whole.sheet, whole.measure, whole.on)
    }
