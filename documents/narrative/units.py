"""Changes of unit, exact to the last digit: 元 and 万元, a printed form and its number."""

from __future__ import annotations

import re
from decimal import Decimal

from documents.narrative.entries import Entry
from schemas.indicator import Indicator

_PLACES_OF_WAN = 4
_PRINTED = re.compile(r"[约近超]?(?P<number>-?\d+(?:\.\d+)?)[余多]?(?P<power>[万亿]?)[余多]?")
_POWERS = {"": 0, "万": 4, "亿": 8}


def unit_of(indicator: Indicator) -> str:
    """Return the unit in which the figure is printed: money in 万元 unless it says otherwise."""
    return indicator.form.unit or ("万元" if indicator.unit == "元" else indicator.unit)


def in_unit(value: Decimal, unit: str) -> Decimal:
    """Return a value given in base units (元, 人次) in `unit` (万元, 万人次)."""
    return value.scaleb(-_PLACES_OF_WAN) if unit.startswith("万") else value


def plain_number(value: Decimal) -> str:
    """Return the shortest exact form of a number, without its sign."""
    text = f"{abs(value):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def without_unit(printed: str, unit: str) -> str:
    """Return a printed form for a cell whose column already names the unit.

    A number written in characters (两批次) or in another unit keeps its own.
    """
    bare = printed.removesuffix(unit)
    return bare if _PRINTED.fullmatch(bare) else printed


def shown_value(entry: Entry) -> Decimal | None:
    """Return the number that the printed form shows, in base units.

    Never more exact than what is printed: 约2.06万人次 shows 20600. None for a date or a
    number written in characters.
    """
    stated = entry.printed.removesuffix("以上")
    bare = stated.removesuffix(entry.indicator.form.unit or entry.indicator.unit)
    found = _PRINTED.fullmatch(bare)
    if found is None or not entry.happened:
        return None
    return Decimal(found["number"]).scaleb(_POWERS[found["power"]])
